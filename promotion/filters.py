"""Filters of the lists. Search is free of accents; every choice is one select that says what it chooses."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import STAFF, UnitLevel
from accounts.models import Unit
from core.context import year_choices
from core.formats import today
from core.text import fold
from products.enums import ProducerKind
from products.places import territory
from products.queries import words
from promotion.enums import (
    AgreementKind,
    ChannelKind,
    EventKind,
    EventPlace,
    EventState,
    LinkState,
    MediaKind,
    PointKind,
    PointState,
)
from promotion.models import Listing, ShownProduct
from promotion.models.channels import CHECK_EVERY_DAYS
from promotion.queries import check_is_due
from promotion.showing import showable


def _select(label: str, *choices: tuple[Any, str]) -> dict[str, Any]:
    return {"label": label, "empty_label": label, "choices": choices}


def _years() -> list[tuple[str, str]]:
    return [(str(year), f"Năm {year}") for year in year_choices()]


class FoldedSearch(django_filters.CharFilter):
    """Every typed word stands somewhere in a folded column; `also` names further columns."""

    def __init__(self, *args: Any, also: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.also = also

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Compare folded text."""
        folded = fold(value or "")
        if not folded:
            return qs
        found = Q()
        for word in folded.split():
            either = Q()
            for column in (self.field_name, *self.also):
                either |= words(word, str(column))
            found &= either
        return qs.filter(found)


class UnitFilter(django_filters.ModelChoiceFilter):
    """Province and districts."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Unit.objects.filter(level__in=(UnitLevel.PROVINCE, UnitLevel.DISTRICT)).order_by("-level", "name_sort")
        super().__init__(queryset=rows, label="Đơn vị", empty_label="Đơn vị", **kwargs)


class DistrictFilter(django_filters.ModelChoiceFilter):
    """Districts in Vietnamese order."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Unit.objects.filter(level=UnitLevel.DISTRICT).order_by("name_sort", "-valid_from")
        super().__init__(queryset=rows, label="Huyện, thành phố", empty_label="Huyện, thành phố", **kwargs)


class SectionFilter(django_filters.FilterSet):
    """Base: the face's classes on the controls; nobody chooses among units who sees only one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None and not territory(self.request.user, STAFF).everything:
            for name in ("huyen", "don_vi"):
                self.filters.pop(name, None)
        if "nam" in self.filters:
            self.filters["nam"].extra["choices"] = _years()

    @property
    def form(self) -> forms.Form:
        """The form with the face's classes."""
        form = super().form
        for name, field in form.fields.items():
            field.widget.attrs |= {"class": "form-control" if name == "q" else "form-select", "id": f"loc-{name}"}
        if "q" in form.fields:
            form.fields["q"].widget.input_type = "search"
            form.fields["q"].widget.attrs["placeholder"] = form.fields["q"].label
        return form


class EventFilter(SectionFilter):
    """Events."""

    q = FoldedSearch(field_name="name_folded", label="Tên, địa điểm, đơn vị tổ chức")
    loai = django_filters.ChoiceFilter(field_name="kind", **_select("Loại sự kiện", *EventKind.choices))
    pham_vi = django_filters.ChoiceFilter(field_name="place", **_select("Phạm vi", *EventPlace.choices))
    trang_thai = django_filters.ChoiceFilter(field_name="state", **_select("Trạng thái", *EventState.choices))
    don_vi = UnitFilter(field_name="unit")
    nam = django_filters.ChoiceFilter(field_name="starts_on__year", label="Năm", empty_label="Mọi năm", choices=[])


class PointFilter(SectionFilter):
    """Sales points."""

    q = FoldedSearch(field_name="name_folded", label="Tên, địa chỉ, đơn vị quản lý")
    huyen = DistrictFilter(field_name="district")
    loai = django_filters.ChoiceFilter(field_name="kind", **_select("Loại vị trí", *PointKind.choices))
    trang_thai = django_filters.ChoiceFilter(field_name="state", **_select("Trạng thái", *PointState.choices))
    hang = django_filters.ChoiceFilter(
        method="by_stock", **_select("Sản phẩm trưng bày", ("can-go", "Có sản phẩm phải gỡ"))
    )

    def by_stock(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Points at which something is still on show that may not be."""
        stale = ShownProduct.objects.filter(~Q(showable("product")), point=OuterRef("pk"), until=None)
        return rows.filter(Exists(stale))


class ListingFilter(SectionFilter):
    """Products on channels."""

    q = FoldedSearch(
        field_name="product__name_folded", also=("product__producer__name_folded",), label="Sản phẩm, chủ thể"
    )
    huyen = DistrictFilter(field_name="product__district")
    loai = django_filters.ChoiceFilter(field_name="channel__kind", **_select("Loại kênh", *ChannelKind.choices))
    tinh_trang = django_filters.ChoiceFilter(field_name="link_state", **_select("Tình trạng", *LinkState.choices))
    kiem_tra = django_filters.ChoiceFilter(
        method="by_check", **_select("Kiểm tra", ("qua-han", f"Quá {CHECK_EVERY_DAYS} ngày chưa kiểm tra"))
    )

    def by_check(self, rows: QuerySet[Listing], name: str, value: str) -> QuerySet[Listing]:
        """Links that nobody opened for too long."""
        return rows.filter(check_is_due(today()))


class MediaFilter(SectionFilter):
    """Communications."""

    q = FoldedSearch(field_name="name_folded", label="Tiêu đề, cơ quan đăng tải")
    loai = django_filters.ChoiceFilter(field_name="kind", **_select("Hình thức", *MediaKind.choices))
    don_vi = UnitFilter(field_name="unit")
    nam = django_filters.ChoiceFilter(field_name="published_on__year", label="Năm", empty_label="Mọi năm", choices=[])


class GiftFilter(SectionFilter):
    """Gift sets."""

    q = FoldedSearch(field_name="name_folded", label="Tên bộ quà, dịp, đơn vị cung cấp")
    don_vi = UnitFilter(field_name="unit")
    ngung = django_filters.ChoiceFilter(
        field_name="withdrawn", **_select("Giới thiệu", ("False", "Đang giới thiệu"), ("True", "Đã ngừng"))
    )


class AgreementFilter(SectionFilter):
    """Distribution agreements."""

    q = FoldedSearch(field_name="text_folded", also=("producer__name_folded",), label="Bên mua, chủ thể")
    huyen = DistrictFilter(field_name="producer__district")
    loai = django_filters.ChoiceFilter(field_name="kind", **_select("Hình thức", *AgreementKind.choices))
    nam = django_filters.ChoiceFilter(field_name="signed_on__year", label="Năm", empty_label="Mọi năm", choices=[])


class CoverageFilter(SectionFilter):
    """Producers by what promotion they were given."""

    q = FoldedSearch(field_name="name_folded", label="Tên chủ thể")
    huyen = DistrictFilter(field_name="district")
    loai = django_filters.ChoiceFilter(field_name="kind", **_select("Loại hình", *ProducerKind.choices))
    ho_tro = django_filters.ChoiceFilter(
        method="by_support", **_select("Hỗ trợ", ("chua", "Chưa từng được hỗ trợ"), ("da", "Đã được hỗ trợ"))
    )

    def by_support(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Chosen for an event at least once, or never."""
        return rows.filter(events=0) if value == "chua" else rows.filter(events__gt=0)
