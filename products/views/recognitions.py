"""The register of recognitions: list and page."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import allowed
from core.formats import today
from core.lists import Column, ListPage, Order, Shown
from criteria.models import Ruleset
from criteria.queries import ruleset_on, typed_ruleset
from criteria.schema.ruleset import RulesetRules
from products import course, queries, rules
from products.actions.dossiers import can_rise
from products.enums import RecognitionState
from products.filters import RecognitionFilter
from products.models import Recognition
from products.renewing import window_of
from products.visibility import visible_products, visible_recognitions


class RecognitionList(ListPage):
    """Recognitions that the person may see."""

    template_name = "products/recognitions.html"
    filterset_class = RecognitionFilter
    orders = (
        Order("moi", "Ngày quyết định", (F("decided_on").desc(nulls_last=True), "-decided_year", "-id")),
        Order("han", "Hết hạn", ("valid_until", "id")),
        Order("ten", "Tên sản phẩm", ("name_sort", "id")),
    )
    columns = (
        Column("Sản phẩm", lambda row: row.product_name, 36, "ten"),
        Column("Hạng sao", lambda row: row.stars, 10, "ten"),
        Column("Chủ thể", lambda row: row.producer_name, 36, "chu_the"),
        Column("Huyện, thành phố", lambda row: row.district.name, 22, "chu_the"),
        Column("Xã, phường", lambda row: row.product.commune.name if row.product.commune else "", 22, "xa"),
        Column("Số quyết định", lambda row: row.decision_number, 20, "quyet_dinh"),
        Column("Ngày quyết định", lambda row: row.decided_on, 14, "quyet_dinh"),
        Column("Năm công nhận", lambda row: row.decided_year, 10, "quyet_dinh"),
        Column("Cơ quan công nhận", lambda row: row.issued_by, 28, "quyet_dinh"),
        Column("Hiệu lực", lambda row: row.standing_words, 16, "hieu_luc"),
        Column("Hiệu lực đến hết", lambda row: row.valid_until, 14, "den_het"),
        Column("Điểm", lambda row: row.mean, 10, "diem"),
        Column("Số giấy chứng nhận", lambda row: row.certificate_number, 20, "giay"),
        Column("Nguồn số liệu", lambda row: row.source, 30, "nguon"),
    )
    choices = (
        Shown("ten", "Sản phẩm, hạng sao", fixed=True),
        Shown("chu_the", "Chủ thể, nơi sản xuất"),
        Shown("xa", "Xã, phường", at_first=False),
        Shown("quyet_dinh", "Quyết định công nhận"),
        Shown("hieu_luc", "Hiệu lực"),
        Shown("den_het", "Đến hết ngày"),
        Shown("diem", "Điểm", at_first=False),
        Shown("giay", "Số giấy chứng nhận", at_first=False),
        Shown("nguon", "Nguồn số liệu", at_first=False),
    )
    export_name = "so-cong-nhan"

    def rows(self) -> QuerySet[Recognition]:
        """What the person may see."""
        return visible_recognitions(self.request.user)

    def decorate(self, rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
        """Place of each."""
        return queries.recognition_rows(rows)

    def extra(self) -> dict[str, Any]:
        """How many end soon."""
        return {"expiring": self.rows().filter(queries.expiring()).count()}


def _law_today() -> RulesetRules | None:
    """Today's rules; None where none is in force."""
    try:
        return typed_ruleset(ruleset_on(today()))
    except Ruleset.DoesNotExist:
        return None


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One recognition: by whom, until when, with how many points."""
    rows = visible_recognitions(request.user).select_related(
        "product", "district", "dossier", "replaced_by", "certificate_file"
    )
    recognition = get_object_or_404(rows, pk=pk)
    others = Recognition.objects.filter(product=recognition.product_id).exclude(pk=recognition.pk)
    can_renew = recognition.state in {RecognitionState.VALID, RecognitionState.EXPIRED} and rules.can_edit_product(
        request.user, recognition.product
    )
    in_force, law = rules.is_in_force(recognition), _law_today()
    context = {
        "recognition": recognition,
        "in_force": in_force,
        "may_print": bool(recognition.document_id)
        and (in_force or recognition.certificate_file_id is not None)
        and allowed(request.user, "evaluations:certificate", "GET"),
        "can_renew": can_renew,
        "can_upgrade": can_renew and in_force and can_rise(recognition, law),
        "window": window_of(recognition, law) if in_force and law else None,
        "others": others.order_by("-decided_on", "-id"),
        "product_visible": visible_products(request.user).filter(pk=recognition.product_id).exists(),
        "events": course.events_of(recognition),
    }
    return render(request, "products/recognition.html", context)
