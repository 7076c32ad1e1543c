"""Several dossiers chosen in the list: what can be done with them, shown before it is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Denied, Stale
from core.formats import date_vn, today
from core.forms import whole_numbers
from core.text import lower_first
from documents.forms_of_paper import handover_list
from documents.model import PaperDate
from documents.papers_common import body_named
from documents.printing import print_pdf
from documents.render.answers import pdf_response
from documents.render.pdf import RenderFailed
from products import rules
from products.actions import dossiers as actions
from products.content import Rows, read_ahead, samples_asked, uncheckable_items
from products.models import Dossier
from products.visibility import visible_dossiers

MOST = 100


def _chosen(request: HttpRequest) -> list[Dossier]:
    values = request.POST if request.method == "POST" else request.GET
    keys = whole_numbers(values.getlist("chon")[:MOST])
    rows = visible_dossiers(request.user).filter(pk__in=keys)
    return list(
        rows.select_related(
            "holder__parent", "commune", "district", "ruleset", "criteria_set__collection", "round", "product"
        ).order_by("code", "pk")
    )


def _obstacle(request: HttpRequest, dossier: Dossier, rows: Rows) -> str:
    """Why this dossier cannot be accepted now; "" when it can."""
    try:
        rules.check_receive(request.user, dossier)
    except Denied as refusal:
        return refusal.sentence
    failing, unchecked = uncheckable_items(dossier, rows)
    if failing:
        return f"Còn {len(failing)} phần cần bổ sung: trả lại để hoàn thiện."
    return f"Còn {len(unchecked)} phần chưa kiểm tra." if unchecked else ""


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The chosen dossiers, what accepting them would do to each, then the button."""
    chosen = _chosen(request)
    ahead = read_ahead(chosen)
    rules.read_entries_ahead(chosen)
    rows = [(dossier, _obstacle(request, dossier, ahead[dossier.pk])) for dossier in chosen]
    ready = [dossier for dossier, obstacle in rows if not obstacle]
    if request.method == "POST":
        done, refused = 0, []
        for dossier in ready:
            try:
                actions.accept(dossier=dossier, actor=request.user, version=dossier.version)
            except (Denied, Stale) as refusal:
                refused.append(f"{dossier.code}: {getattr(refusal, 'sentence', 'người khác vừa sửa hồ sơ này.')}")
            else:
                done += 1
        if done:
            messages.success(request, f"Đã tiếp nhận {done} hồ sơ.")
        for sentence in refused:
            messages.warning(request, sentence)
        return redirect("products:dossiers")
    return render(request, "products/chosen.html", {"rows": rows, "ready": ready, "most": MOST})


@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """The list with which paper dossiers and samples go from hand to hand, as PDF."""
    rows = [dossier for dossier in _chosen(request) if dossier.code]
    if not rows:
        raise Denied("Chọn ít nhất một hồ sơ đã nộp để in danh sách bàn giao.")
    unit = rows[0].holder
    body = body_named("ubnd" if unit.level == "commune" else "chuyen-mon", unit.area, unit.level, day=today())
    rounds = sorted({dossier.round.name for dossier in rows})
    paper = handover_list.paper(
        handover_list.Facts(
            body=body,
            lines=tuple(
                handover_list.Line(dossier.code, dossier.product_name, dossier.producer_name, _samples(dossier))
                for dossier in rows
            ),
            round_name=lower_first(", ".join(rounds)),
            date=PaperDate.of(today()),
        )
    )
    try:
        return pdf_response(print_pdf(paper), "danh-sach-ban-giao")
    except RenderFailed as failure:
        raise Denied(failure.sentence) from failure


def _samples(dossier: Dossier) -> str:
    if dossier.samples_received_on is None:
        return "chưa nhận" if samples_asked(dossier) else "không phải nộp"
    number = "chưa đếm" if dossier.samples_received is None else f"{dossier.samples_received:02d}"
    return f"{number}, nhận {date_vn(dossier.samples_received_on)}"
