"""The applicant's own assessment: one long page, a level for each criterion, a live total and advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Denied, Stale
from core.formats import number_vn
from core.forms import posted_version, whole_number
from core.text import nfc
from criteria.schema.sheet import CriterionForm
from products import rules
from products.actions import content
from products.models import Dossier, Evidence, SelfAssessmentLine
from products.selfcheck import SelfSheet, self_sheet
from products.views.common import OTHERS_KEPT, answers_scripts, dossier_or_404, saved

NONE = "none"


@dataclass(frozen=True)
class Row:
    """One criterion of the page."""

    criterion: CriterionForm
    chosen: str
    note: str
    evidence: list[Evidence]
    version: int = 0
    refused: Refused | None = None


@dataclass(frozen=True)
class Refused:
    """What a person sent for one criterion and was not saved, and why."""

    sentence: str
    level: str
    note: str
    theirs_kept: bool


def _rows(dossier: Dossier, sheet: SelfSheet, refused: Mapping[str, Refused]) -> dict[str, Row]:
    supporting: dict[int, list[Evidence]] = {}
    live = Evidence.objects.filter(item__dossier=dossier, removed_at=None).select_related("file")
    for evidence in live.prefetch_related("criteria"):
        for criterion in evidence.criteria.all():
            supporting.setdefault(criterion.pk, []).append(evidence)
    return {
        criterion.code: Row(
            criterion=criterion,
            chosen=_chosen(sheet.lines.get(criterion.id or 0)),
            note=_note(sheet.lines.get(criterion.id or 0), refused.get(criterion.code)),
            evidence=supporting.get(criterion.id or 0, []),
            version=line.version if (line := sheet.lines.get(criterion.id or 0)) else 0,
            refused=refused.get(criterion.code),
        )
        for criterion in sheet.form.criteria
    }


def _chosen(line: SelfAssessmentLine | None) -> str:
    if line is None:
        return ""
    return NONE if line.option_index is None else str(line.option_index)


def _note(line: SelfAssessmentLine | None, refused: Refused | None) -> str:
    """What stands in the box: what is stored, else what was typed without a level to store it with."""
    if refused is not None and not refused.theirs_kept:
        return refused.note
    return line.note if line is not None else ""


def _option(text: str) -> int | None:
    """Read a posted choice: an index, or "none" for "không đạt mức nào"."""
    if text == NONE:
        return None
    index = whole_number(text)
    if index is None:
        raise Denied("Chọn một mức trước khi lưu.")
    return index


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole sheet. Without scripts the page is sent as one form; what is blank stays blank.

    What could not be saved comes back on the page, with what was typed.
    """
    dossier = dossier_or_404(request, pk)
    refused: dict[str, Refused] = {}
    if request.method == "POST":
        rules.check_edit_dossier(request.user, dossier)
        refused = _save_all(request, dossier)
        if not refused:
            messages.success(request, "Đã lưu bản tự đánh giá.")
            behind = "dossier_check" if request.POST.get("tu") == "kiem-tra" else "dossier"
            return redirect(f"products:{behind}", pk=dossier.pk)
    sheet = self_sheet(dossier)
    context = {
        "dossier": dossier,
        "sheet": sheet,
        "rows": _rows(dossier, sheet, refused),
        "refused": refused,
        "has_errors": bool(refused),
        "only_checker": rules.left_unchecked_by(request.user, dossier),
        "editable": rules.can_edit_dossier(request.user, dossier),
        "from_check": "kiem-tra" in (request.GET.get("tu"), request.POST.get("tu")),
    }
    return render(request, "products/self_assessment.html", context, status=422 if refused else 200)


def _save_all(request: HttpRequest, dossier: Dossier) -> dict[str, Refused]:
    """Save what changed on the page. Answers what was not saved: a note without a level, what somebody else changed."""
    sheet, refused = self_sheet(dossier), {}
    versions = dict(zip((c.id for c in sheet.form.criteria), request.POST.getlist("version"), strict=False))
    for criterion in sheet.form.criteria:
        choice = request.POST.get(f"muc-{criterion.id}", "")
        note = request.POST.get(f"ghi-chu-{criterion.id}", "")
        line = sheet.lines.get(criterion.id or 0)
        if line is not None and choice in ("", _chosen(line)) and line.note == nfc(note):  # a browser sends \r\n
            continue
        if not choice:
            if note.strip():
                refused[criterion.code] = _refused(criterion, choice, note, theirs_kept=line is not None)
            continue
        try:
            content.save_self_line(
                dossier=dossier,
                actor=request.user,
                criterion_id=criterion.id or 0,
                option_index=_option(choice),
                note=note,
                version=whole_number(versions.get(criterion.id, "")),
            )
        except Stale:
            refused[criterion.code] = _refused(criterion, choice, note, theirs_kept=True)
    return refused


def _refused(criterion: CriterionForm, choice: str, note: str, *, theirs_kept: bool) -> Refused:
    index = whole_number(choice)
    option = criterion.option(index) if index is not None else None
    level = option.label if option else "Không đạt mức nào" if choice == NONE else ""
    sentence = (
        f"Tiêu chí {criterion.code}: người khác vừa sửa. Bản của họ được giữ; muốn dùng bản của bạn thì chọn, ghi lại."
        if theirs_kept
        else f"Tiêu chí {criterion.code}: chọn một mức để lưu phần mô tả."
    )
    return Refused(sentence, level, note.strip(), theirs_kept)


@require_POST
@partial(answers_scripts, stale=OTHERS_KEPT)
def autosave(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    """One criterion, sent by the autosave script; answers with the new sums."""
    dossier = dossier_or_404(request, pk)
    choice = request.POST.get(f"muc-{criterion_pk}", "")
    if not choice:
        if request.POST.get(f"ghi-chu-{criterion_pk}", "").strip():
            raise Denied("Chọn một mức cho tiêu chí này để lưu phần mô tả.")
        return saved()
    line = content.save_self_line(
        dossier=dossier,
        actor=request.user,
        criterion_id=criterion_pk,
        option_index=_option(choice),
        note=request.POST.get(f"ghi-chu-{criterion_pk}", ""),
        version=posted_version(request),
    )
    sheet = self_sheet(dossier)
    if not any(criterion.id == criterion_pk for criterion in sheet.form.criteria):
        raise Http404
    sums: Mapping[str, Any] = {"dossier": dossier, "sheet": sheet}
    return saved(
        version=line.version,
        text={"tong-diem": _points(sheet.total), "con-lai": _left_words(len(sheet.left))},
        html={
            "tu-danh-gia-tong": render_to_string("products/_self_sums.html", dict(sums)),
            "toi-tiep": render_to_string("products/_self_next.html", dict(sums)),
        },
    )


def _points(points: Decimal) -> str:
    return number_vn(points)


def _left_words(left: int) -> str:
    return f"còn {left} tiêu chí" if left else "đã chọn đủ"
