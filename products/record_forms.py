"""Forms of what hangs on a record: yearly sales, papers that end on a day, craft villages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Unit
from core.formats import today
from core.forms import PortalModelForm, VnIntegerField, vn_formfield
from products.actions.papers import FILES
from products.enums import ProducerPaperKind, VillageKind
from products.forms import GroupedChoiceField, communes_for
from products.models import CraftVillage, ProducerDocument, ProductSales


class SalesForm(PortalModelForm):
    """Figures of one year."""

    class Meta:
        model = ProductSales
        formfield_callback = vn_formfield
        fields = ["output", "output_unit", "revenue", "price", "workers", "source"]
        help_texts = {
            "output": "Ví dụ 12,5.",
            "output_unit": "Ví dụ tấn, lít, hộp, lượt khách.",
            "revenue": "Đồng, ví dụ 1.250.000.000.",
            "price": "Đồng một đơn vị tính.",
            "workers": "Người làm ra sản phẩm này trong năm.",
        }

    def clean(self) -> dict[str, Any]:
        """At least one figure."""
        data = super().clean() or {}
        if not self.errors and all(data.get(name) is None for name in ("output", "revenue", "price", "workers")):
            raise ValidationError("Nhập ít nhất một số: sản lượng, doanh thu, giá bán hoặc số lao động.")
        return data


class NewSalesForm(SalesForm):
    """Figures of a year that has none yet."""

    year = VnIntegerField(label="Năm", min_value=2000)
    field_order = ["year"]

    def __init__(self, *args: Any, taken: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken
        self.fields["year"].initial = next((y for y in range(today().year, 2000, -1) if y not in taken), None)
        self.order_fields(["year", *SalesForm.Meta.fields])

    def clean_year(self) -> int:
        """A year that is not in the future and has no figures."""
        year = int(self.cleaned_data["year"])
        if year > today().year:
            raise ValidationError(f"Chỉ ghi số liệu đến năm {today().year}.")
        if year in self.taken:
            raise ValidationError(f"Năm {year} đã có số liệu. Mở dòng đó để sửa.")
        return year


class PaperForm(PortalModelForm):
    """A paper of a producer."""

    upload = forms.FileField(
        label="Bản chụp, bản quét",
        required=False,
        help_text="PDF hoặc ảnh. Để trống nếu chưa có hoặc giữ bản đang có.",
    )

    class Meta:
        model = ProducerDocument
        formfield_callback = vn_formfield
        fields = ["kind", "title", "number", "issued_by", "issued_on", "expires_on", "renewed"]
        help_texts = {
            "title": "Chỉ ghi khi cần nói rõ hơn loại giấy tờ.",
            "expires_on": "Cổng nhắc trước 60, 30, 14, 7 ngày. Để trống nếu giấy không có thời hạn.",
            "renewed": "Đánh dấu khi đã ghi giấy mới: cổng thôi nhắc giấy này.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Chọn loại giấy tờ"), *ProducerPaperKind.choices]  # type: ignore[attr-defined]
        self.fields["upload"].widget.attrs["accept"] = ",".join(f".{extension}" for extension in FILES)
        if not self.instance.pk:
            del self.fields["renewed"]

    def clean(self) -> dict[str, Any]:
        """Dates in order."""
        data = super().clean() or {}
        issued, ends = data.get("issued_on"), data.get("expires_on")
        if issued and ends and ends < issued:
            self.add_error("expires_on", "Ngày hết hiệu lực phải từ ngày cấp trở đi.")
        return data

    def changes(self) -> dict[str, Any]:
        """The columns; the scan goes to the action on its own."""
        return {name: value for name, value in super().changes().items() if name != "upload"}


class VillageForm(PortalModelForm):
    """A craft village and its recognition."""

    commune = GroupedChoiceField(
        queryset=Unit.objects.none(),
        label="Xã, phường, thị trấn",
        heading=lambda unit: unit.parent.name if unit.parent else "",
    )
    GROUPS = (
        ("Làng nghề", ("name", "kind", "craft", "commune", "households", "workers")),
        ("Công nhận", ("recognised_on", "recognised_year", "decision_number", "recognised_by")),
        ("Thu hồi", ("revoked_on", "revoked_decision")),
        ("Ghi chú", ("note",)),
    )

    class Meta:
        model = CraftVillage
        formfield_callback = vn_formfield
        fields = [
            "name", "kind", "craft", "households", "workers", "recognised_on", "recognised_year", "decision_number",
            "recognised_by", "revoked_on", "revoked_decision", "note",
        ]  # fmt: skip
        help_texts = {
            "name": "Ví dụ: Làng nghề cói Kim Chính.",
            "recognised_year": "Chỉ ghi năm khi không rõ ngày.",
            "recognised_by": "Ví dụ: Ủy ban nhân dân tỉnh.",
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes_for(user)  # type: ignore[attr-defined]
        self.fields["commune"].widget.attrs |= {"data-searchable": "", "data-placeholder": " "}
        self.fields["commune"].regroup("Chọn xã, phường")  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Chọn loại"), *VillageKind.choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["commune"].initial = self.instance.commune_id

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Headings with their fields."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean(self) -> dict[str, Any]:
        """Dates in order."""
        data = super().clean() or {}
        if data.get("recognised_on") and data.get("revoked_on") and data["revoked_on"] < data["recognised_on"]:
            self.add_error("revoked_on", "Ngày thu hồi phải từ ngày công nhận trở đi.")
        return data

    def changes(self) -> dict[str, Any]:
        """Values for the action; the district follows from the commune."""
        values = super().changes()
        return values | {"district": values["commune"].parent}
