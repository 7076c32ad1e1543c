"""What a browser brings for sales points."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q

from accounts.enums import UnitLevel
from accounts.models import Unit
from core.formats import today
from core.forms import NfcCharField, PortalForm, VnDateField, VnDecimalField, vn_formfield
from products.models import Producer, Product
from products.places import territory
from products.rules import ENTERING, producer_ids_of
from products.visibility import visible_producers
from promotion.enums import Quarter
from promotion.forms import Grouped, SectionForm
from promotion.models import SalesPoint
from promotion.showing import in_force


class PointForm(Grouped, SectionForm):
    """The application of a sales point."""

    GROUPS = (
        ("Điểm bán", ("name", "kind", "operator", "producer", "description")),
        ("Địa điểm", ("commune", "address", "map_link", "area", "opening_hours")),
        ("Liên hệ", ("representative", "phone")),
    )

    class Meta:
        model = SalesPoint
        formfield_callback = vn_formfield
        fields = [
            "name", "kind", "commune", "address", "operator", "producer", "representative", "phone", "area",
            "opening_hours", "map_link", "description",
        ]  # fmt: skip
        help_texts = {
            "operator": "Ghi đúng như giấy đăng ký kinh doanh.",
            "producer": "Chỉ chọn khi điểm bán do chính một chủ thể OCOP quản lý.",
            "map_link": "Dán liên kết vị trí từ ứng dụng bản đồ.",
            "opening_hours": "Ví dụ: 7 giờ 30 - 21 giờ hằng ngày.",
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = producer_ids_of(user)
        reach = territory(user, ENTERING)
        communes = Unit.objects.on(today()).filter(level=UnitLevel.COMMUNE).select_related("parent")
        if not reach.everything:
            near = Q(pk__in=reach.units) | Q(parent__in=Producer.objects.filter(pk__in=own).values("district"))
            communes = communes.filter(near)
        field: Any = self.fields["commune"]
        field.queryset, field.required = communes.order_by("parent__name_sort", "name_sort"), True
        field.label_from_instance = lambda unit: f"{unit.name}, {unit.parent.short_name}" if unit.parent else unit.name
        field.widget.attrs |= {"data-searchable": "", "data-placeholder": " "}
        producer: Any = self.fields["producer"]
        producer.queryset = visible_producers(user).order_by("name_sort")
        producer.widget.attrs |= {"data-searchable": "", "data-placeholder": " "}
        if own and not reach:
            producer.queryset, producer.required = Producer.objects.filter(pk__in=own), True

    def changes(self) -> dict[str, Any]:
        """Values for the action; the district follows from the commune."""
        values = super().changes()
        return values | {"district": values["commune"].parent}


class LivePointForm(SectionForm):
    """What a recognised point changes by itself."""

    class Meta:
        model = SalesPoint
        formfield_callback = vn_formfield
        fields = ["representative", "phone", "opening_hours", "map_link", "description"]


class AppraisalForm(PortalForm):
    """What the appraising officer found."""

    appraisal = NfcCharField(label="Nhận xét thẩm định", widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RecogniseForm(PortalForm):
    """The decision that recognises a sales point."""

    decision_number = NfcCharField(label="Số quyết định", max_length=60)
    recognised_on = VnDateField(label="Ngày quyết định")
    recognised_by = NfcCharField(label="Cơ quan công nhận", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_recognised_on(self) -> dt.date:
        """Not in the future."""
        day: dt.date = self.cleaned_data["recognised_on"]
        if day > today():
            raise forms.ValidationError("Ngày quyết định không thể sau hôm nay.")
        return day


class ShowForm(PortalForm):
    """A recognised product to put on show; the register of recognitions is public, so any of the province may be."""

    product = forms.ModelChoiceField(Product.objects.none(), label="Sản phẩm có công nhận còn hiệu lực")

    def __init__(self, *args: Any, point: SalesPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["product"]
        held = Product.objects.filter(recognitions__in=_held()).exclude(
            pk__in=point.shown.filter(until=None).values("product")
        )
        field.queryset = held.select_related("producer", "district").order_by("name_sort")
        field.empty_label = "Chọn sản phẩm"
        field.label_from_instance = _named
        field.widget.attrs |= {"data-searchable": "", "data-placeholder": " "}


def _held() -> Any:
    from products.models import Recognition

    return Recognition.objects.filter(in_force())


def _named(product: Product) -> str:
    return f"{product.name} ({product.producer.name if product.producer else product.district.short_name})"


def quarter_choices(count: int = 8) -> list[tuple[str, str]]:
    """The present quarter and those before it, newest first."""
    day = today()
    index = day.year * 4 + (day.month - 1) // 3
    return [
        (f"{place // 4}-{place % 4 + 1}", f"{Quarter(place % 4 + 1).label} năm {place // 4}")
        for place in range(index, index - count, -1)
    ]


class PeriodForm(PortalForm):
    """Figures of a quarter."""

    period = forms.ChoiceField(label="Quý")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = quarter_choices()  # type: ignore[attr-defined]

    @property
    def when(self) -> tuple[int, int]:
        """Year and quarter."""
        year, quarter = self.cleaned_data["period"].split("-")
        return int(year), int(quarter)


class PointRevenueForm(PeriodForm):
    """What a sales point sold in a quarter."""

    total = VnDecimalField(label="Doanh thu (đồng)", min_value=0, max_digits=14, decimal_places=0)
    ocop = VnDecimalField(label="Trong đó sản phẩm OCOP (đồng)", min_value=0, max_digits=14, decimal_places=0)
    note = NfcCharField(label="Ghi chú", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """The share lies within the whole."""
        data = super().clean() or {}
        if data.get("total") is not None and data.get("ocop") is not None and data["ocop"] > data["total"]:
            self.add_error("ocop", "Doanh thu sản phẩm OCOP không thể lớn hơn doanh thu.")
        return data

    def changes(self) -> dict[str, Any]:
        """Values for the action."""
        return {name: self.cleaned_data[name] for name in ("total", "ocop", "note")}
