"""The public's complaint: what, about what, and who, if they wish. Nothing is sent to anybody else."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing

from catalogue.visibility import public_products
from core.formats import today
from core.forms import NfcCharField, PortalForm, VnDateField
from inspections.enums import Topic
from products.models import Product

_SALT = "catalogue.complaint"
LEAST_SECONDS = 3
MOST_SECONDS = 6 * 3600


class ComplaintForm(PortalForm):
    """A few boxes. `website` is a trap for programs; `opened` says when the page was made, signed."""

    about = NfcCharField(label="Sản phẩm hoặc chủ thể bị phản ánh", max_length=250)
    topic = forms.ChoiceField(label="Về việc", choices=Topic.choices, widget=forms.RadioSelect)
    text = NfcCharField(
        label="Nội dung phản ánh", max_length=4_000, widget=forms.Textarea(attrs={"rows": 6, "maxlength": 4_000}),
        help_text="Nêu rõ sự việc, nơi mua hoặc nhìn thấy, thông tin trên nhãn nếu có.",
    )  # fmt: skip
    happened_on = VnDateField(label="Xảy ra ngày (nếu nhớ)", required=False)
    photo = forms.FileField(label="Ảnh", required=False, help_text="Ảnh JPG, PNG hoặc WebP, tối đa 10 MB.")
    sender_name = NfcCharField(label="Họ và tên", required=False, max_length=100)
    sender_contact = NfcCharField(
        label="Điện thoại hoặc thư điện tử", required=False, max_length=150,
        help_text="Để cơ quan xử lý hỏi thêm và trả lời. Chủ thể có sản phẩm không được biết.",
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, product: Product | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        self.fields["opened"].initial = signing.dumps(int(time.time()), salt=_SALT)
        self.fields["photo"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        if product is not None:
            owner = f" · {product.producer.name}" if product.producer else ""
            self.fields["about"].initial = f"{product.name}{owner}"[:250]

    def clean_happened_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data.get("happened_on")
        if day is not None and day > today():
            raise forms.ValidationError("Ngày xảy ra không được sau hôm nay.")
        return day

    @property
    def by_program(self) -> bool:
        """Whether the trap was filled, or the form came back faster than a person types, or long after."""
        if self.cleaned_data.get("website"):
            return True
        try:
            opened = signing.loads(self.cleaned_data.get("opened") or "", salt=_SALT)
        except signing.BadSignature:
            return True
        least = getattr(settings, "COMPLAINT_LEAST_SECONDS", LEAST_SECONDS)
        return not least <= time.time() - int(opened) <= MOST_SECONDS

    def start_again(self) -> None:
        """Keep what was typed, with a fresh time and an empty trap."""
        data: Any = self.data
        self.data = data.copy()
        self.data["opened"], self.data["website"] = self.fields["opened"].initial, ""  # type: ignore[index]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("about", "topic", "text", "happened_on", "sender_name", "sender_contact")
        return {name: self.cleaned_data.get(name) for name in names} | {"product": self.product}


def product_of(key: str) -> Product | None:
    """The product from whose page the visitor comes."""
    rows = public_products().select_related("producer", "district__parent")
    found = rows.filter(code__iexact=key).first() if key else None
    if found is None and key.isascii() and key.isdigit() and len(key) < 12:
        found = rows.filter(pk=int(key)).first()
    return found
