"""What a browser brings for channels, listings, communications, gift sets and agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import NfcCharField, PortalForm, VnDecimalField, VnIntegerField, vn_formfield
from products.models import Producer, Product
from products.visibility import visible_products
from promotion.enums import EventFileKind, LinkState
from promotion.forms import Grouped, SectionForm, UnitChoice
from promotion.forms_points import PeriodForm
from promotion.models import Agreement, Channel, Communication, GiftSet, Listing
from promotion.showing import in_force
from promotion.visibility import visible_events


class ProductsField(forms.ModelMultipleChoiceField):
    """Several products, found by typing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Product.objects.none(), **kwargs)
        self.widget.attrs |= {"data-searchable": "", "data-placeholder": "Gõ tên sản phẩm"}

    def label_from_instance(self, obj: Any) -> str:
        """Product and producer."""
        return f"{obj.name} ({obj.producer.name if obj.producer else obj.district.short_name})"


def _choose_events(form: SectionForm, user: Any) -> None:
    field: Any = form.fields["event"]
    field.queryset = visible_events(user).order_by("-starts_on")
    field.empty_label = "Không gắn với sự kiện"
    field.widget.attrs |= {"data-searchable": "", "data-placeholder": " "}


def _offer(form: SectionForm, rows: QuerySet[Product]) -> None:
    field: Any = form.fields["products"]
    field.queryset = rows.select_related("producer", "district").order_by("name_sort")


class _WithProducts(SectionForm):
    """A record with a list of products that its action writes."""

    def changes(self) -> dict[str, Any]:
        """Values for the action, without the products."""
        return {name: value for name, value in super().changes().items() if name not in {"products", "upload"}}

    def chosen(self) -> list[Product]:
        """The products."""
        return list(self.cleaned_data["products"])


class ChannelForm(SectionForm):
    """A channel of the common list."""

    class Meta:
        model = Channel
        formfield_callback = vn_formfield
        fields = ["name", "kind", "address", "note"]


class ListingForm(SectionForm):
    """A product on a channel."""

    class Meta:
        model = Listing
        formfield_callback = vn_formfield
        fields = ["channel", "link", "listed_on", "note"]
        help_texts = {"link": "Mở trang sản phẩm trên kênh rồi sao chép địa chỉ. Cổng không tự truy cập liên kết này."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].empty_label = "Chọn kênh"  # type: ignore[attr-defined]


class CheckForm(PortalForm):
    """What somebody found behind the link."""

    found = forms.ChoiceField(
        label="Mở liên kết và chọn điều nhìn thấy",
        choices=[(state.value, state.label) for state in LinkState if state is not LinkState.UNCHECKED],
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ListingSalesForm(PeriodForm):
    """Sales of a quarter."""

    orders = VnIntegerField(label="Số đơn hàng", min_value=0, max_value=10_000_000)
    revenue = VnDecimalField(label="Doanh thu (đồng)", min_value=0, max_digits=14, decimal_places=0)

    def changes(self) -> dict[str, Any]:
        """Values for the action."""
        return {name: self.cleaned_data[name] for name in ("orders", "revenue")}


class MediaForm(Grouped, _WithProducts, UnitChoice):
    """A communication."""

    products = ProductsField(required=False, label="Sản phẩm được giới thiệu")
    GROUPS = (
        ("Nội dung", ("title", "kind", "unit", "summary")),
        ("Đăng tải, phát hành", ("outlet", "published_on", "quantity", "place", "link")),
        ("Gắn với", ("event", "products")),
    )

    class Meta:
        model = Communication
        formfield_callback = vn_formfield
        fields = ["title", "kind", "unit", "outlet", "published_on", "quantity", "place", "link", "summary", "event"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _choose_events(self, user)
        _offer(self, visible_products(user))
        if self.instance.pk and not self.is_bound:
            self.fields["products"].initial = list(self.instance.products.values_list("pk", flat=True))


class GiftForm(Grouped, _WithProducts, UnitChoice):
    """A gift set; new products are chosen among those that may be shown as OCOP today."""

    products = ProductsField(label="Sản phẩm trong bộ quà", help_text="Chỉ gồm sản phẩm có công nhận còn hiệu lực.")
    GROUPS = (
        ("Bộ quà tặng", ("name", "unit", "occasion", "products", "description")),
        ("Đặt mua", ("supplier", "phone", "price", "link", "withdrawn")),
    )

    class Meta:
        model = GiftSet
        formfield_callback = vn_formfield
        fields = ["name", "unit", "occasion", "supplier", "phone", "price", "link", "description", "withdrawn"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        from products.models import Recognition

        held = list(self.instance.items.values_list("product_id", flat=True)) if self.instance.pk else []
        seen = visible_products(user)
        valid = seen.filter(pk__in=Recognition.objects.filter(in_force()).values("product"))
        _offer(self, valid | seen.filter(pk__in=held))
        if held and not self.is_bound:
            self.fields["products"].initial = held
        if not self.instance.pk:
            del self.fields["withdrawn"]


class AgreementForm(Grouped, _WithProducts):
    """An agreement of one producer."""

    products = ProductsField(required=False, label="Sản phẩm")
    upload = forms.FileField(label="Bản chụp (PDF, ảnh)", required=False)
    GROUPS = (
        ("Thoả thuận", ("partner", "kind", "products", "content")),
        ("Thời hạn, giá trị", ("signed_on", "valid_until", "value", "event", "upload")),
    )

    class Meta:
        model = Agreement
        formfield_callback = vn_formfield
        fields = ["partner", "kind", "signed_on", "valid_until", "value", "content", "event"]

    def __init__(self, *args: Any, user: Any, producer: Producer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_events(self, user)
        _offer(self, visible_products(user).filter(producer=producer))
        if self.instance.pk and not self.is_bound:
            self.fields["products"].initial = list(self.instance.products.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        """The dates stand in order."""
        data = super().clean() or {}
        first, last = data.get("signed_on"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "Ngày hết hiệu lực phải từ ngày ký trở đi.")
        return data


class UploadForm(PortalForm):
    """One file."""

    upload = forms.FileField(label="Thêm tệp (PDF, ảnh, Word, Excel)")


class EventFileForm(PortalForm):
    """A plan, a picture or another paper of an event."""

    kind = forms.ChoiceField(label="Loại tệp", choices=EventFileKind.choices)
    caption = NfcCharField(label="Chú thích", max_length=200, required=False)
    upload = forms.FileField(label="Tệp (PDF, ảnh, Word, Excel)")
