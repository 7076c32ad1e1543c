"""The look-up's boxes. What cannot be read is left out: a public address never answers with an error."""

from __future__ import annotations

from django import forms

from catalogue import queries
from catalogue.queries import ORDERS, Wish
from catalogue.standing import Standing
from core.forms import NfcCharField

STANDINGS = [
    ("", "Còn hiệu lực"),
    ("het-han", "Đã hết hạn"),
    ("thu-hoi", "Đã thu hồi"),
    ("chua-ro", "Chưa rõ thời hạn"),
    ("tat-ca", "Tất cả"),
]
_STANDING = {
    "het-han": Standing.EXPIRED,
    "thu-hoi": Standing.REVOKED,
    "chua-ro": Standing.UNCERTAIN,
    "tat-ca": None,
}


class LookupForm(forms.Form):
    """Search by product, producer, place, stars, year and validity."""

    use_required_attribute = False
    q = NfcCharField(label="Tên sản phẩm, chủ thể, xã", required=False, max_length=100)
    nganh = forms.ChoiceField(label="Ngành", required=False, widget=forms.HiddenInput)
    sao = forms.ChoiceField(
        label="Hạng sao", required=False, choices=[("", "Hạng sao"), ("5", "5 sao"), ("4", "4 sao"), ("3", "3 sao")]
    )
    huyen = forms.ChoiceField(label="Huyện, thành phố", required=False)
    nam = forms.ChoiceField(label="Năm công nhận", required=False)
    hieu_luc = forms.ChoiceField(label="Hiệu lực", required=False, choices=STANDINGS)
    xep = forms.ChoiceField(
        label="Xếp theo", required=False, choices=[(code, label) for code, (label, _) in ORDERS.items()]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.industries = queries.industry_choices()
        self._choices("nganh", [("", ""), *self.industries])
        self._choices("huyen", [("", "Huyện, thành phố"), *queries.district_choices()])
        self._choices("nam", [("", "Năm công nhận"), *queries.year_choices()])
        for name in ("sao", "huyen", "nam", "hieu_luc", "xep"):
            self.fields[name].widget.attrs |= {"class": "form-select", "aria-label": self.fields[name].label}

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def wish(self) -> Wish:
        """What was asked for, leaving out what could not be read."""
        self.is_valid()
        data = self.cleaned_data

        def number(name: str) -> int | None:
            return int(data[name]) if data.get(name) else None

        return Wish(
            text=data.get("q") or "",
            industry=data.get("nganh") or "",
            stars=number("sao"),
            district=number("huyen"),
            year=number("nam"),
            standing=_STANDING.get(data.get("hieu_luc") or "", Standing.VALID),
            order=data.get("xep") or "moi",
        )
