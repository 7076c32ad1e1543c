"""A member's own pages: what to score, the sheet, the check before submitting, recusal, reopening."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import Denied
from core.formats import datetime_vn
from core.text import nfc
from criteria.queries import sheet_of, typed_ruleset
from criteria.wording import sentence_case
from evaluations import actions, my_work, rules, scoring, sheet_page, visibility
from evaluations.actions.reopening import may_ask
from evaluations.actions.scoring import answers_of, own_sheet, problems_of
from evaluations.enums import AssessmentState, ReopenState, SheetState
from evaluations.forms import ReasonForm
from evaluations.models import ReopenRequest, ScoreLine, ScoreSheet
from evaluations.own_sheets import lines_of, sheet_with_head

NO_LEVEL = "chọn mức điểm thì nhận xét mới được lưu."


def _sheet(request: HttpRequest, assessment_id: int) -> ScoreSheet:
    """The person's own live sheet with all that the head of the page shows: one statement."""
    sheet = sheet_with_head(assessment_id, request.user)
    if sheet is not None:
        return sheet
    if not visibility.served_assessments(request.user).filter(pk=assessment_id).exists():
        raise Http404
    own_sheet(assessment_id, request.user)
    raise Http404


@require_GET
def my_sessions(request: HttpRequest) -> HttpResponse:
    """What the member has to read and score, session by session."""
    return render(request, "evaluations/my_sessions.html", {"sessions": my_work.sessions_of(request.user)})


@require_GET
def my_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session as a member sees it: the dossiers, the own sheets, declaring a conflict."""
    found = my_work.sessions_of(request.user, session_id=session_id)
    if not found:
        raise Http404
    return render(request, "evaluations/my_session.html", {"entry": found[0], "session": found[0].session})


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The score sheet; POST is the whole form at once, for a browser without scripts."""
    if request.method == "POST":
        return _save_form(request, assessment_id)
    return _page(request, assessment_id, {})


def _page(request: HttpRequest, assessment_id: int, unsaved: dict[str, str]) -> HttpResponse:
    """The whole sheet. `unsaved`: notes that were sent without a level, by criterion code; they stand in their boxes."""
    row = _sheet(request, assessment_id)
    dossier, assessment = row.assessment.dossier, row.assessment
    lines = lines_of(row)
    answers = {code: index for code, index, _, _ in lines}
    form = sheet_of(dossier.criteria_set)
    sums, parts = sheet_page.navigation(form, answers)
    locked = row.state != SheetState.DRAFT or assessment.state != AssessmentState.OPEN
    base = reverse("evaluations:sheet", args=[assessment_id])
    notes = {code: note for code, _, note, _ in lines if note} | unsaved
    errors = {code: f"Tiêu chí {code}: {NO_LEVEL}" for code in unsaved}
    markup = sheet_page.markup_of(dossier.criteria_set).fill(
        base, sheet_page.form_values(answers), notes, locked, errors
    )
    grounds = scoring.knockout_grounds(form)
    submitted = row.state == SheetState.SUBMITTED
    may_ask_now = locked and may_ask(request.user, row)
    context = {
        "sheet": row,
        "assessment": assessment,
        "session": assessment.session,
        "dossier": dossier,
        "base": base,
        "criteria": markup,
        "parts": parts,
        "signs": sheet_page.signs(),
        "sections": [section for part in parts for section in part.sections],
        "sums": sums,
        "left": sums.lines - sums.answered,
        "first_open": next((c.code for c in form.criteria if c.code not in answers), form.criteria[0].code),
        "saved_at": max((at for *_, at in lines), default=None),
        "locked": locked,
        "grounds": [(code, text, code in row.knockouts) for code, text in grounds.items()],
        "may_ask": may_ask_now,
        "asked": _asked(row) if may_ask_now else None,
        "why_locked": _why_locked(row) if locked else "",
        "next_sheet": my_work.next_in(request.user, assessment.session) if submitted else None,
        "submitted": submitted,
        "errors": errors,
        "has_errors": bool(errors),
    }
    return render(request, "evaluations/sheet.html", context, status=422 if errors else 200)


def _asked(row: ScoreSheet) -> ReopenRequest | None:
    """The request to reopen this sheet that nobody has answered yet."""
    return row.reopen_requests.filter(state=ReopenState.ASKED).first()


def _why_locked(row: ScoreSheet) -> str:
    if row.assessment.state == AssessmentState.OPEN:
        return f"Phiếu đã nộp lúc {datetime_vn(row.submitted_at)}, không sửa được nữa."
    return rules.closed_sentence(row.assessment)


def _choices(request: HttpRequest) -> tuple[dict[str, tuple[int | None, str]], dict[str, str]]:
    """The form's radios with their notes, by criterion code; apart from them the notes without a radio."""
    levels, notes = (
        {nfc(name[2:]): str(value) for name, value in request.POST.items() if name.startswith(kind)}
        for kind in ("m-", "n-")
    )
    chosen = {code: (_read(value), notes.get(code, "")) for code, value in levels.items()}
    return chosen, {code: note for code, note in notes.items() if code not in chosen and nfc(note)}


def _read(value: str) -> int | None:
    try:
        return sheet_page.read_value(value)
    except ValueError:
        raise Denied("Mức điểm này không có trong bộ tiêu chí.") from None


def _save_form(request: HttpRequest, assessment_id: int) -> HttpResponse:
    _must_be_mine(request, assessment_id)
    choices, unsaved = _choices(request)
    count = actions.save_lines(assessment_id=assessment_id, choices=choices, actor=request.user)
    _save_remarks(request, assessment_id)
    if unsaved:
        return _page(request, assessment_id, unsaved)
    if "nop" in request.POST:
        return redirect("evaluations:sheet_review", assessment_id=assessment_id)
    messages.success(request, f"Đã lưu {count} tiêu chí.")
    return redirect("evaluations:sheet", assessment_id=assessment_id)


def _save_remarks(request: HttpRequest, assessment_id: int) -> Any:
    return actions.save_comment(
        assessment_id=assessment_id,
        actor=request.user,
        comment=request.POST.get("comment", ""),
        advice=request.POST.get("advice", ""),
        knockouts=request.POST.getlist("knockouts"),
    )


def _must_be_mine(request: HttpRequest, assessment_id: int) -> None:
    """Another council's assessment does not exist for this person; asked only when something was refused."""
    own = ScoreSheet.objects.filter(assessment_id=assessment_id, member__in=rules.offices_of(request.user))
    if not own.exists() and not visibility.served_assessments(request.user).filter(pk=assessment_id).exists():
        raise Http404


def _refusal(error: Denied) -> JsonResponse:
    return JsonResponse({"error": error.sentence}, status=422)


@require_POST
def save_line(request: HttpRequest, assessment_id: int, code: str) -> JsonResponse:
    """One choice of the own sheet: no template, one statement."""
    value = request.POST.get(f"m-{code}")
    if value is None:
        _must_be_mine(request, assessment_id)
        return JsonResponse({"error": NO_LEVEL.capitalize()}, status=422)
    try:
        saved = actions.save_line(
            assessment_id=assessment_id,
            code=code,
            option_index=_read(value),
            note=request.POST.get(f"n-{code}", ""),
            actor=request.user,
        )
    except Denied as error:
        _must_be_mine(request, assessment_id)
        return _refusal(error)
    return JsonResponse({"saved_at": f"{saved:%H:%M}"})


@require_POST
def save_remarks(request: HttpRequest, assessment_id: int) -> JsonResponse:
    """General remarks of the own sheet."""
    try:
        saved = _save_remarks(request, assessment_id)
    except Denied as error:
        _must_be_mine(request, assessment_id)
        return _refusal(error)
    return JsonResponse({"saved_at": f"{saved:%H:%M}"})


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The check before submitting: total, parts, what is missing; one explicit confirmation."""
    if request.method == "POST":
        try:
            actions.submit_sheet(assessment_id=assessment_id, actor=request.user)
        except Denied:
            _must_be_mine(request, assessment_id)
            raise
        messages.success(request, "Đã nộp phiếu. Điểm của bạn chỉ hiện với người khác sau khi chốt kết quả.")
        return redirect("evaluations:sheet", assessment_id=assessment_id)
    row = _sheet(request, assessment_id)
    if row.state != SheetState.DRAFT or row.assessment.state != AssessmentState.OPEN:
        return redirect("evaluations:sheet", assessment_id=assessment_id)
    dossier = row.assessment.dossier
    answers = answers_of(row)
    form = sheet_of(dossier.criteria_set)
    sums, parts = sheet_page.navigation(form, answers)
    notes = dict(ScoreLine.objects.filter(sheet=row).values_list("criterion__code", "note"))
    names = {criterion.code: sentence_case(criterion.name) for criterion in form.criteria}
    problems = [(code, names.get(code, ""), sentence) for code, sentence in problems_of(row, answers, notes)]
    band = scoring.band_of(sums.total, typed_ruleset(dossier.ruleset).bands) if not problems else None
    context = {
        "sheet": row,
        "assessment": row.assessment,
        "session": row.assessment.session,
        "dossier": dossier,
        "parts": parts,
        "sums": sums,
        "problems": problems,
        "blank_count": sums.lines - sums.answered,
        "band": band,
        "zeros": [(code, names[code], notes.get(code, "")) for code, answer in answers.items() if answer is None],
        "base": reverse("evaluations:sheet", args=[assessment_id]),
    }
    return render(request, "evaluations/sheet_review.html", context)


@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The member declares a conflict of interest."""
    assessment = get_object_or_404(
        visibility.served_assessments(request.user).select_related("session__council__unit", "dossier"),
        pk=assessment_id,
    )
    member = rules.office_in(request.user, assessment.session.council_id)
    if member is None:
        raise Http404
    rules.check_may_recuse(assessment, member, request.user)
    form = ReasonForm(request.POST or None, label="Bạn có liên quan thế nào đến sản phẩm, chủ thể này?")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.declare_recusal(assessment=assessment, member=member, reason=reason, actor=request.user)
        messages.success(request, "Đã ghi nhận. Bạn không chấm hồ sơ này và biên bản sẽ nêu điều đó.")
        return redirect("evaluations:my_session", session_id=assessment.session_id)
    context = {
        "form": form,
        "heading": "Từ chối chấm do xung đột lợi ích",
        "subheading": assessment.dossier.product_name,
        "what": [
            "Bạn không chấm hồ sơ này; số thành viên cần có và điểm trung bình tính không có bạn.",
            "Biên bản ghi rõ bạn từ chối chấm và lý do.",
        ],
        "undone": "Sau khi ghi nhận thì không rút lại được.",
        "action_label": "Từ chối chấm",
        "back_url": reverse("evaluations:my_session", args=[assessment.session_id]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def ask_reopen(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The member asks that the own submitted sheet be reopened."""
    row = _sheet(request, assessment_id)
    if not may_ask(request.user, row):
        raise Denied("Phiếu này không mở lại được nữa.")
    if _asked(row):
        raise Denied("Đã có đề nghị mở lại phiếu này, đang chờ duyệt.")
    form = ReasonForm(request.POST or None, label="Vì sao cần mở lại phiếu?")
    if request.method == "POST" and form.is_valid():
        actions.ask_reopen(sheet=row, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, "Đã gửi đề nghị. Người chủ trì hoặc lãnh đạo duyệt rồi phiếu mới mở lại.")
        return redirect("evaluations:sheet", assessment_id=assessment_id)
    context = {
        "form": form,
        "heading": "Đề nghị mở lại phiếu",
        "subheading": row.assessment.dossier.product_name,
        "what": [
            "Một người khác (người chủ trì, Phó Chủ tịch hoặc lãnh đạo đơn vị) duyệt đề nghị.",
            "Bản đã nộp được lưu lại; bạn sửa trên một bản mới mang đủ các mức đã chọn.",
        ],
        "action_label": "Gửi đề nghị",
        "back_url": reverse("evaluations:sheet", args=[assessment_id]),
    }
    return render(request, "components/confirm.html", context)
