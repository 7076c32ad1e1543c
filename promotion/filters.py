"""Filters of the lists. Search is free of accents; every choice is one select that says what it chooses."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.unit_filters import DistrictFilter, UnitFilter, UnitFilterSet
from core.filters import FoldedSearch, choice
from core.formats import today
from products.enums import ProducerKind
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


class EventFilter(UnitFilterSet):
    """Events."""

    q = FoldedSearch(field_name="name_folded", label="Tên, địa điểm, đơn vị tổ chức")
    loai = choice("Loại sự kiện", EventKind.choices, field_name="kind")
    pham_vi = choice("Phạm vi", EventPlace.choices, field_name="place")
    trang_thai = choice("Trạng thái", EventState.choices, field_name="state")
    don_vi = UnitFilter(field_name="unit")
    nam = choice("Năm", field_name="starts_on__year", empty_label="Mọi năm")


class PointFilter(UnitFilterSet):
    """Sales points."""

    q = FoldedSearch(field_name="name_folded", label="Tên, địa chỉ, đơn vị quản lý")
    huyen = DistrictFilter(field_name="district")
    loai = choice("Loại vị trí", PointKind.choices, field_name="kind")
    trang_thai = choice("Trạng thái", PointState.choices, field_name="state")
    hang = choice("Sản phẩm trưng bày", (("can-go", "Có sản phẩm phải gỡ"),), method="by_stock")

    def by_stock(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Points at which something is still on show that may not be."""
        stale = ShownProduct.objects.filter(~Q(showable("product")), point=OuterRef("pk"), until=None)
        return rows.filter(Exists(stale))


class ListingFilter(UnitFilterSet):
    """Products on channels."""

    q = FoldedSearch(
        field_name="product__name_folded", also=("product__producer__name_folded",), label="Sản phẩm, chủ thể"
    )
    huyen = DistrictFilter(field_name="product__district")
    loai = choice("Loại kênh", ChannelKind.choices, field_name="channel__kind")
    tinh_trang = choice("Tình trạng", LinkState.choices, field_name="link_state")
    kiem_tra = choice("Kiểm tra", (("qua-han", f"Quá {CHECK_EVERY_DAYS} ngày chưa kiểm tra"),), method="by_check")

    def by_check(self, rows: QuerySet[Listing], name: str, value: str) -> QuerySet[Listing]:
        """Links that nobody opened for too long."""
        return rows.filter(check_is_due(today()))


class MediaFilter(UnitFilterSet):
    """Communications."""

    q = FoldedSearch(field_name="name_folded", label="Tiêu đề, cơ quan đăng tải")
    loai = choice("Hình thức", MediaKind.choices, field_name="kind")
    don_vi = UnitFilter(field_name="unit")
    nam = choice("Năm", field_name="published_on__year", empty_label="Mọi năm")


class GiftFilter(UnitFilterSet):
    """Gift sets."""

    q = FoldedSearch(field_name="name_folded", label="Tên bộ quà, dịp, đơn vị cung cấp")
    don_vi = UnitFilter(field_name="unit")
    ngung = choice(
        "Giới thiệu",
        (
            ("False", "Đang giới thiệu"),
            ("True", "Đã ngừng"),
        ),
        field_name="withdrawn",
    )


class AgreementFilter(UnitFilterSet):
    """Distribution agreements."""

    q = FoldedSearch(field_name="text_folded", also=("producer__name_folded",), label="Bên mua, chủ thể")
    huyen = DistrictFilter(field_name="producer__district")
    loai = choice("Hình thức", AgreementKind.choices, field_name="kind")
    nam = choice("Năm", field_name="signed_on__year", empty_label="Mọi năm")


class CoverageFilter(UnitFilterSet):
    """Producers by what promotion they were given."""

    q = FoldedSearch(field_name="name_folded", label="Tên chủ thể")
    huyen = DistrictFilter(field_name="district")
    loai = choice("Loại hình", ProducerKind.choices, field_name="kind")
    ho_tro = choice(
        "Hỗ trợ",
        (
            ("chua", "Chưa từng được hỗ trợ"),
            ("da", "Đã được hỗ trợ"),
        ),
        method="by_support",
    )

    def by_support(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Chosen for an event at least once, or never."""
        return rows.filter(events=0) if value == "chua" else rows.filter(events__gt=0)
