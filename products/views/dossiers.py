"""Dossiers: list, opening, the dossier as a list of tasks, the printed registration slip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import STAFF
from accounts.models import Unit
from accounts.seats import has_role
from core.filters import words
from core.lists import Column, ListPage, Order, Shown
from core.text import fold
from core.workflow import can
from criteria.queries import typed_ruleset
from criteria.schema.ruleset import Duty
from documents.models import Document
from documents.visibility import visible_documents
from products import course, queries, renewing, reporting, rules
from products.actions import commune
from products.actions import dossiers as actions
from products.commune_papers import ITEMS, PROPOSAL, REPORT
from products.content import Section, samples_asked, sections_of
from products.dossier_links import links_of
from products.enums import OPEN_STATES, DossierKind, DossierState, ItemState
from products.filters import DossierFilter
from products.forms import OpenDossierForm
from products.legal_words import form_number
from products.models import Dossier, EvaluationRound, Evidence, Product
from products.places import place_today, unit_above
from products.selfcheck import self_sheet
from products.views.common import dossier_or_404
from products.visibility import visible_dossiers, visible_products

STATE = "Trạng thái"


class DossierList(ListPage):
    """Dossiers that the person may see, those of the year in work first."""

    template_name = "products/dossiers.html"
    filterset_class = DossierFilter
    orders = (
        Order("han", "Hạn", ("due_at", "-created_at", "-id")),
        Order("moi", "Mới lập", ("-created_at", "-id")),
        Order("ten", "Tên sản phẩm", ("product__name_sort", "id")),
    )
    choices = (
        Shown("ten", "Sản phẩm, mã hồ sơ, loại", fixed=True),
        Shown("chu_the", "Chủ thể, nơi sản xuất"),
        Shown("trang_thai", "Trạng thái"),
        Shown("diem", "Điểm"),
        Shown("sao_tu", "Sao tự đánh giá", at_first=False),
        Shown("sao", "Sao kết quả", at_first=False),
        Shown("han", "Hạn"),
        Shown("dang_o", "Đang ở"),
        Shown("dot", "Đợt", at_first=False),
        Shown("bo", "Bộ tiêu chí", at_first=False),
        Shown("nop", "Ngày nộp", at_first=False),
        Shown("mau", "Sản phẩm mẫu", at_first=False),
    )
    columns = (
        Column("Sản phẩm", lambda row: row.product_name, 36, "ten"),
        Column("Hạng đang có", lambda row: row.held_stars, 10, "ten"),
        Column("Mã hồ sơ", lambda row: row.code, 16, "ten"),
        Column("Loại", lambda row: row.get_kind_display(), 14, "ten"),
        Column("Chủ thể", lambda row: row.producer_name, 36, "chu_the"),
        Column("Xã, phường", lambda row: row.commune.name if row.commune else "", 22, "chu_the"),
        Column("Huyện, thành phố", lambda row: row.district.name, 22, "chu_the"),
        Column(STATE, lambda row: row.get_state_display(), 26, "trang_thai"),
        Column("Điểm", lambda row: row.final_mean, 10, "diem"),
        Column("Sao tự đánh giá", lambda row: row.self_stars, 10, "sao_tu"),
        Column("Sao kết quả", lambda row: row.final_stars, 10, "sao"),
        Column("Hạn", lambda row: row.due_at, 14, "han"),
        Column("Đang ở", lambda row: "Chủ thể" if row.is_with_applicant else row.holder.name, 24, "dang_o"),
        Column("Đợt", lambda row: row.round.name, 24, "dot"),
        Column("Bộ tiêu chí", lambda row: str(row.criteria_set), 30, "bo"),
        Column("Ngày nộp", lambda row: row.submitted_at, 14, "nop"),
        Column("Nhận mẫu ngày", lambda row: row.samples_received_on, 14, "mau"),
        Column("Số mẫu", lambda row: row.samples_received, 10, "mau"),
    )
    export_name = "ho-so-danh-gia"
    of_work_year = True

    def rows(self) -> QuerySet[Dossier]:
        """What the person may see."""
        return visible_dossiers(self.request.user)

    def decorate(self, rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
        """Holder, place, recognition in force; round and criteria set only when they are shown."""
        return queries.dossier_rows(rows, with_round=self.show["dot"], with_set=self.show["bo"])

    def export_columns(self) -> list[Column]:
        """States in the words that the person sees on screen."""
        found = super().export_columns()
        if rules.sees_plain_words(self.request.user):
            plain = replace(found[0], heading=STATE, value=lambda row: DossierState(row.state).plain, width=32)
            found = [plain if column.heading == STATE else column for column in found]
        return found

    def extra(self) -> dict[str, Any]:
        """May the person open one?"""
        user = self.request.user
        can_open = rules.can_enter(user) or bool(rules.producer_ids_of(user))
        return {
            "can_open": can_open,
            "can_choose": has_role(user, *STAFF),
            "add_url": reverse("products:dossier_new") if can_open else "",
            "plain": rules.sees_plain_words(user),
        }


@require_safe
def choose_product(request: HttpRequest) -> HttpResponse:
    """For which product? Only products that the person may enter are offered."""
    products = queries.product_rows(visible_products(request.user)).exclude(producer=None)
    found = products.filter(words(fold(request.GET.get("q", "")[:100]), "name_folded")).order_by("name_sort")[:50]
    return render(request, "products/choose_product.html", {"q": request.GET.get("q", ""), "products": found})


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a dossier for a product."""
    rows = visible_products(request.user).select_related(
        "producer", "subgroup", "commune__parent__parent", "district__parent"
    )
    product = get_object_or_404(rows, pk=pk)
    rules.check_edit_product(request.user, product)
    held = actions.last_recognition(product)
    asked = {"kind": request.GET.get("loai", "")}
    form = OpenDossierForm(request.POST or None, product=product, actor=request.user, initial=asked)
    if form.is_valid():
        dossier = actions.open_dossier(
            product=product, round_=form.cleaned_data["round"], kind=form.cleaned_data["kind"], actor=request.user
        )
        messages.success(request, _opened_words(dossier))
        return redirect("products:dossier", pk=dossier.pk)
    first = form.fields["round"].queryset.first()  # type: ignore[attr-defined]
    window = renewing.window_of(held, typed_ruleset(first.ruleset)) if first is not None else None
    rounds = form.fields["round"].queryset  # type: ignore[attr-defined]
    same = visible_dossiers(request.user).filter(product=product, round__in=rounds)
    going = list(same.exclude(state=DossierState.WITHDRAWN).select_related("round"))
    context = {
        "form": form,
        "product": product,
        "only_checker": _only_checker(request.user, product, first),
        "going": going,
        "none_left": {dossier.round_id for dossier in going} >= {round_.pk for round_ in rounds},
        "no_round": not form.has_round,
        "held": held,
        "window": window,
        "may_copy": held is not None and held.dossier_id is not None,
    }
    return render(request, "products/dossier_open.html", context)


def _only_checker(user: Any, product: Product, round_: EvaluationRound | None) -> Unit | None:
    """The unit that checks the product's dossiers in this round, when the person is the only one of it."""
    if round_ is None or product.producer is None:
        return None
    district, commune = place_today(product.district, product.commune or product.producer.commune)
    unit = unit_above(commune or district, typed_ruleset(round_.ruleset).entry_level.code) or district
    return unit if rules.sits_alone(user, unit) else None


def _opened_words(dossier: Dossier) -> str:
    copied = Evidence.objects.filter(item__dossier=dossier).count()
    if copied:
        return (
            f"Đã lập hồ sơ và chép {copied} tệp còn dùng được từ hồ sơ lần trước. Xem lại từng phần, thay tệp nào đã cũ; "
            "phần chưa có tệp cần tài liệu mới."
        )
    return "Đã lập hồ sơ. Làm từng phần, thứ tự tuỳ bạn; phần nào cũng lưu dở được."


def progress(sections: list[Section]) -> dict[str, Any]:
    """How far the dossier is, in words and figures."""
    asked = [section for section in sections if section.prepared_by == "producer"]
    mandatory = [section for section in asked if section.item.mandatory]
    optional = [section for section in asked if not section.item.mandatory]
    done = [section for section in mandatory if section.state == ItemState.DONE]
    return {
        "mandatory": mandatory,
        "optional": optional,
        "returned": [section for section in sections if section.state == ItemState.MISSING],
        "done_count": len(done),
        "mandatory_count": len(mandatory),
        "lacking": [section for section in mandatory if not section.filled],
        "optional_count": sum(section.has_content for section in optional),
    }


def commune_papers(user: Any, dossier: Dossier, sections: list[Section]) -> list[dict[str, Any]]:
    """The commune's report and letter, one line each: the files in the dossier, the paper written here, who may write it.

    A paper that the person may not read is not named, nor that it is being written.
    """
    if typed_ruleset(dossier.ruleset).entry_level.duty is not Duty.PROPOSES:
        return []
    form = form_number(typed_ruleset(dossier.ruleset), ITEMS[REPORT])
    known = {kind: row for kind, row in commune.papers_of(dossier).items() if may_read(user, row)}
    items = {section.item.code: section for section in sections}
    may_draft = {kind: commune.can_draft(user, dossier, kind) for kind in ITEMS}
    named = (
        ("bao-cao", REPORT, f"Báo cáo đánh giá ({form})" if form else "Báo cáo đánh giá"),
        ("de-nghi", PROPOSAL, "Văn bản đề nghị cấp tỉnh"),
    )
    return [
        {
            "slug": slug,
            "label": label,
            "document": known.get(kind),
            "section": section,
            "can_draft": may_draft[kind],
            "can_begin": may_draft[kind] and (kind not in known or (_sent_back(section) and not known[kind].is_draft)),
            "can_add": section is not None and rules.can_edit_item(user, section.item, section.prepared_by),
        }
        for slug, kind, label in named
        if (section := items.get(ITEMS[kind])) or may_draft[kind] or kind in known
    ]


def _sent_back(section: Section | None) -> bool:
    return section is not None and section.state == ItemState.MISSING


def may_read(user: Any, document: Document) -> bool:
    """Say whether the person may open the paper's own page."""
    return visible_documents(user).filter(pk=document.pk).exists()


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier: as tasks for whoever fills it, as a document for everybody else."""
    dossier = dossier_or_404(request, pk)
    user = request.user
    sections = sections_of(dossier)
    can_receive = rules.can_receive(user, dossier)
    entered_it = rules.is_receiver(user, dossier) and dossier.state == DossierState.SUBMITTED and not can_receive
    context = {
        "dossier": dossier,
        "product": dossier.product,
        "only_checker": rules.left_unchecked_by(user, dossier),
        "is_open": dossier.state in OPEN_STATES,
        "editable": rules.can_edit_dossier(user, dossier),
        "can_receive": can_receive,
        "entered_it": entered_it,
        "lacks_checker": entered_it and rules.lacks_checker(dossier),
        "can_withdraw": can(dossier, "withdraw", user),
        "can_propose": can(dossier, "propose", user) and rules.is_proposing(dossier),
        "samples_asked": samples_asked(dossier),
        "can_record_samples": rules.can_record_samples(user, dossier),
        "plain": rules.sees_plain_words(user),
        "course": course.course_of(dossier),
        "history": course.history_of(dossier),
        "sheet": self_sheet(dossier),
        "written": reporting.progress_of(dossier),
        "commune_papers": (of_commune := commune_papers(user, dossier, sections)),
        "writes_papers": any(row["can_draft"] for row in of_commune),
        "window": renewing.window_of(dossier.previous_recognition, typed_ruleset(dossier.ruleset))
        if dossier.kind == DossierKind.RENEWAL and dossier.is_with_applicant
        else None,
        "compared": dossier.submissions > 1,
        "links": links_of(user, dossier),
        **progress(sections),
    }
    return render(request, "products/dossier.html", context)
