"""What a sales point without an account tells of a quarter."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import NfcCharField, PortalForm, VnDecimalField
from promotion.actions.revenues import LINK_QUARTERS, this_quarter

_NAMES = ("I", "II", "III", "IV")


def quarters() -> list[tuple[str, str]]:
    """The quarters that the link takes, the last whole one first, the running one at the end."""
    last = this_quarter()
    found = []
    for index in (*range(last - 1, last - LINK_QUARTERS, -1), last):
        year, quarter = (index - 1) // 4, (index - 1) % 4 + 1
        running = " (đang diễn ra)" if index == last else ""
        found.append((f"{year}-{quarter}", f"Quý {_NAMES[quarter - 1]} năm {year}{running}"))
    return found


class RevenueForm(PortalForm):
    """Three boxes."""

    period = forms.ChoiceField(label="Quý")
    total = VnDecimalField(
        label="Tổng doanh thu của điểm bán (đồng)", min_value=0, max_digits=14, decimal_places=0,
        help_text="Ví dụ: 125.000.000",
    )  # fmt: skip
    ocop = VnDecimalField(label="Trong đó sản phẩm OCOP (đồng)", min_value=0, max_digits=14, decimal_places=0)
    note = NfcCharField(label="Ghi chú", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = quarters()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The share lies within the whole."""
        data = super().clean() or {}
        if data.get("total") is not None and data.get("ocop") is not None and data["ocop"] > data["total"]:
            self.add_error("ocop", "Doanh thu sản phẩm OCOP không thể lớn hơn tổng doanh thu.")
        return data

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        year, quarter = self.cleaned_data["period"].split("-")
        values = {name: self.cleaned_data[name] for name in ("total", "ocop", "note")}
        return {"year": int(year), "quarter": int(quarter), "values": values}
