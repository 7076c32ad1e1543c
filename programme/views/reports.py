"""Pages of annual reports: list, the report as it prints, its steps and its versions."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit, User
from core import audit, jobs
from core.context import work_year
from core.errors import Denied, Stale
from core.formats import date_vn, now
from core.forms import posted_version
from core.lists import Column, ListPage, Order
from core.models import Job, JobState
from documents.numbering import next_number
from documents.render.pdf import RenderFailed
from programme.actions import reports as actions
from programme.events import in_words
from programme.jobkinds import FIGURES
from programme.models import Report
from programme.reporting import parts, rules
from programme.reporting.checking import blocking, doubts
from programme.reporting.content import Content, newest_sent
from programme.reporting.filters import ReportFilter
from programme.reporting.forms import CorrectForm, FrameForm, SendForm, TakeForm
from programme.reporting.page import sections_of
from programme.reporting.paper import KINDS, SYMBOLS
from programme.reporting.settling import obligation_of
from programme.reporting.states import ReportState
from programme.reporting.visibility import visible_reports
from programme.rules import check_unit_year_open, own_unit, supervises
from programme.views.common import confirm_page, form_page

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def person(request: HttpRequest) -> User:
    """The signed-in person; the access map lets nobody else in."""
    return cast(User, request.user)


def report_of(request: HttpRequest, report_id: int) -> Report:
    """The report, if the person may see it."""
    rows = visible_reports(request.user).select_related(
        "unit__parent", "document__pdf", "docx", "xlsx", "obligation__rule", "previous", "created_by", "submitted_by",
        "sent_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=report_id)


class ReportList(ListPage):
    """Annual reports that the person may see, with what the own unit still owes."""

    template_name = "programme/reports/list.html"
    filterset_class = ReportFilter
    orders = (Order("moi", "Mới nhất", ("-year", "unit__level", "unit__name_sort", "-revision")),)
    columns = (
        Column("Năm", lambda row: row.year, 8),
        Column("Đơn vị", lambda row: row.unit.name, 26),
        Column("Bản", lambda row: row.revision, 8),
        Column("Trích yếu", lambda row: row.title, 70),
        Column("Số liệu đến hết ngày", lambda row: row.cut_off_on, 16),
        Column("Trạng thái", lambda row: row.get_state_display(), 16),
        Column("Số, ký hiệu", lambda row: row.document.notation if row.document else "", 18),
        Column("Gửi ngày", lambda row: row.sent_at, 14),
    )
    export_name = "bao-cao-nam"

    def rows(self) -> QuerySet[Report]:
        """What this person may see."""
        return visible_reports(self.request.user)

    def decorate(self, rows: QuerySet[Report]) -> QuerySet[Report]:
        """Unit and paper of each row; never the frozen figures."""
        return rows.select_related("unit", "document").defer("figures", "tables", "districts")

    def extra(self) -> dict[str, Any]:
        """What the own unit may begin, and for the Department where each district stands."""
        unit, year = own_unit(self.request.user), work_year(self.request)
        own = (
            Report.objects.filter(unit=unit, year=year).defer("figures", "tables", "districts").last() if unit else None
        )
        return {
            "year": year,
            "unit": unit,
            "may_open": unit is not None and own is None and rules.writes_for(self.request.user, unit),
            "obligation": obligation_of(unit, year) if unit else None,
            "standing": _standing(unit, year) if unit and supervises(self.request.user) else [],
        }


def _standing(province: Unit, year: int) -> list[tuple[Unit, Report | None]]:
    from programme.reporting.figures import districts_of

    districts = districts_of(province, now().date().replace(year=year) if year < now().year else now().date())
    sent = newest_sent(districts, year)
    return [(district, sent.get(district.pk)) for district in districts]


@_GET_POST
def report_new(request: HttpRequest) -> HttpResponse:
    """Say what beginning a report does; POST begins it."""
    asked = request.GET.get("nam", "")  # a duty of last year is opened in January
    unit, year = own_unit(request.user), int(asked) if re.fullmatch(r"20\d\d", asked) else work_year(request)
    if unit is None or not rules.writes_for(request.user, unit):
        raise Denied("Báo cáo năm do cán bộ của chính đơn vị lập.")
    there = Report.objects.filter(unit=unit, year=year).order_by("revision").last()
    if there is not None:
        return redirect("programme:report", report_id=there.pk)
    check_unit_year_open(unit, year)
    if request.method == "POST":
        return _counting(
            request, f"Lập báo cáo năm {year}", {"do": "open", "unit": unit.pk, "year": year},
            back=reverse("programme:reports"),
        )  # fmt: skip
    cut_off = actions.default_cut_off(unit, year)
    what = [
        f"Mọi số liệu được lấy từ bản ghi của cổng đến hết ngày {date_vn(cut_off)}; ngày chốt đổi được khi đang soạn.",
        "Câu chữ từng mục và các biểu được soạn sẵn từ số liệu; cán bộ sửa lời văn.",
        "Số liệu đổi tại bản ghi rồi lấy lại, hoặc điều chỉnh có ghi lý do và người điều chỉnh.",
    ]
    return confirm_page(
        request, heading=f"Lập báo cáo năm {year} của {unit.area}", what=what, button="Lập báo cáo",
        back=reverse("programme:reports"),
    )  # fmt: skip


def _counting(request: HttpRequest, label: str, params: dict[str, Any], *, back: str) -> HttpResponse:
    """Take the figures as a job; one that does the same for the same person already is shown instead of a second."""
    running = Job.objects.filter(
        kind=FIGURES, owner=person(request), state__in=(JobState.WAITING, JobState.RUNNING), params__contains=params
    ).first()
    job = running or jobs.start(FIGURES, owner=person(request), params={**params, "back": back}, label=label)
    return redirect("core:job", job_id=job.pk)


@require_GET
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report as it will print: figures open their records, words are edited section by section."""
    row = report_of(request, report_id)
    content = Content(row)
    may_write = rules.can_write(request.user, row)
    editing = request.GET.get("sua", "") if may_write else ""
    following = Report.objects.filter(previous=row).first()
    if following is not None and not visible_reports(request.user).filter(pk=following.pk).exists():
        following = None
    context = {
        "report": row,
        "content": content,
        "sections": sections_of(content, editing=editing),
        "editing": editing,
        "may_write": may_write,
        "may_submit": may_write or (row.state == ReportState.CHECKING and rules.checks(request.user, row)),
        "may_send": row.state == ReportState.WAITING and rules.sends(request.user, row),
        "may_correct": row.state == ReportState.SENT and following is None and rules.writes(request.user, row),
        "following": following,
        "is_province": row.unit.is_province,
        "symbol": SYMBOLS[row.unit.level],
        "corrected": [
            (content.figures[key], one) for key, one in content.corrections.items() if key in content.figures
        ],
        "events": in_words(audit.timeline(row)[:20]),
    }
    return render(request, "programme/reports/report.html", context)


@require_POST
def save_section(request: HttpRequest, report_id: int, key: str) -> HttpResponse:
    """Save the words of one section: JSON for the page that saves by itself, a redirect otherwise."""
    row = report_of(request, report_id)
    if key not in parts.BY_KEY:
        raise Http404
    by_itself = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    version = posted_version(request)
    try:
        if "soan-san" in request.POST:
            section = actions.restore_section(report=row, key=key, actor=person(request), version=version)
        else:
            section = actions.save_section(
                report=row, key=key, text=request.POST.get("text", ""), actor=person(request), version=version
            )
    except Stale as error:
        if not by_itself:
            raise
        who = f" ({error.changed_by})" if error.changed_by else ""
        sentence = f"Mục này vừa được người khác sửa{who}. Chép lời văn của bạn, tải lại trang rồi ghép hai bản."
        return JsonResponse({"error": sentence}, status=409)
    except Denied as error:
        if not by_itself:
            raise
        return JsonResponse({"error": error.sentence}, status=422)
    if by_itself:
        return JsonResponse({"saved_at": f"{now():%H:%M}", "version": section.version})
    messages.success(request, f"Đã lưu mục “{parts.name_of(key, row.year)}”.")
    return redirect(f"{reverse('programme:report', args=[row.pk])}#muc-{key}")


@_GET_POST
def edit_frame(request: HttpRequest, report_id: int) -> HttpResponse:
    """Subject, addressees, recipients."""
    row = report_of(request, report_id)
    rules.check_writes(request.user, row)
    form = FrameForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.edit_frame(report=row, actor=person(request), version=form.opened_version, **form.changes())
        messages.success(request, "Đã lưu.")
        return redirect("programme:report", report_id=row.pk)
    return form_page(
        request,
        form,
        heading="Trích yếu, kính gửi, nơi nhận",
        button="Lưu",
        back=reverse("programme:report", args=[row.pk]),
    )


@_GET_POST
def take(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take the figures again, at the same cut-off or another one."""
    row = report_of(request, report_id)
    rules.check_writes(request.user, row)
    form = TakeForm(request.POST or None, initial={"cut_off_on": row.cut_off_on})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["cut_off_on"]
        actions.check_take(report=row, actor=person(request), cut_off_on=day)
        return _counting(
            request, f"Lấy lại số liệu báo cáo năm {row.year} đến hết {date_vn(day)}",
            {"do": "take", "report": row.pk, "cut_off_on": day.isoformat()},
            back=reverse("programme:report", args=[row.pk]),
        )  # fmt: skip
    duty = f"Ngày chốt của nghĩa vụ báo cáo: {date_vn(row.obligation.cut_off_on)}." if row.obligation else ""
    return confirm_page(
        request, heading="Lấy lại số liệu", button="Lấy lại số liệu", back=reverse("programme:report", args=[row.pk]),
        what=[
            "Mọi số liệu và biểu được lấy lại từ bản ghi đến hết ngày chốt.",
            "Mục chưa sửa lời văn được soạn lại; mục đã sửa giữ nguyên lời, chỉ con số trong đó đổi theo.",
            *([duty] if duty else []),
        ],
        form=form,
    )  # fmt: skip


@_GET_POST
def check(request: HttpRequest, report_id: int) -> HttpResponse:
    """What is missing or doubtful; POST submits."""
    row = report_of(request, report_id)
    may_check = row.state in {ReportState.DRAFTING, ReportState.CHECKING} and rules.checks(request.user, row)
    if not (rules.can_write(request.user, row) or rules.sends(request.user, row) or may_check):
        raise Denied("Trang kiểm tra dành cho người soạn, người kiểm tra và người duyệt báo cáo.", obj=row)
    hands_over = not may_check and rules.can_write(request.user, row) and bool(rules.checkers(row))
    if request.method == "POST":
        actions.take_report_step(
            report=row, name="hand_over" if hands_over else "submit", actor=person(request),
            version=posted_version(request),
        )  # fmt: skip
        done = "Đã chuyển người khác của đơn vị kiểm tra." if hands_over else "Đã trình lãnh đạo duyệt."
        messages.success(request, f"{done} Báo cáo không sửa được cho đến khi được trả lại hoặc gửi.")
        return redirect("programme:report", report_id=row.pk)
    content = Content(row)
    stops = list(blocking(row, content))
    context = {
        "report": row, "stops": stops, "doubts": list(doubts(row, content)),
        "may_submit": (may_check or hands_over) and not stops, "hands_over": hands_over,
        "checkers": rules.checkers(row) if hands_over else [], "may_return": row.state == ReportState.CHECKING and may_check,
        "may_send": row.state == ReportState.WAITING and rules.sends(request.user, row),
    }  # fmt: skip
    return render(request, "programme/reports/check.html", context)


def _must_wait(row: Report, *states: ReportState) -> None:
    if row.state not in (states or (ReportState.WAITING,)):
        raise Denied(f"Báo cáo đang ở trạng thái “{row.get_state_display()}”, không chờ duyệt.", obj=row)


@_GET_POST
def send_back(request: HttpRequest, report_id: int) -> HttpResponse:
    """The leader, or whoever checks it, returns the report with a reason."""
    from programme.forms import ReasonForm

    row = report_of(request, report_id)
    checked = row.state == ReportState.CHECKING and rules.checks(request.user, row)
    if not (checked or rules.sends(request.user, row)):
        raise Denied("Báo cáo do người kiểm tra hoặc lãnh đạo của chính đơn vị trả lại.", obj=row)
    _must_wait(row, ReportState.CHECKING, ReportState.WAITING)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_report_step(report=row, name="return", actor=person(request), reason=form.cleaned_data["reason"])
        messages.success(request, "Đã trả báo cáo cho cán bộ soạn kèm lý do.")
        return redirect("programme:report", report_id=row.pk)
    return confirm_page(
        request, heading="Trả lại báo cáo", what=["Báo cáo trở về cán bộ soạn kèm lý do."], button="Trả lại", form=form,
        back=reverse("programme:report", args=[row.pk]),
    )  # fmt: skip


@_GET_POST
def send(request: HttpRequest, report_id: int) -> HttpResponse:
    """The leader approves and sends: the paper gets its number and nothing changes any more."""
    row = report_of(request, report_id)
    if not rules.sends(request.user, row):
        raise Denied("Báo cáo do lãnh đạo của chính đơn vị duyệt, gửi.", obj=row)
    _must_wait(row)
    form = SendForm(request.POST or None, report=row, upcoming=_upcoming(row))
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.send_report(report=row, actor=person(request), version=None, **form.cleaned_data)
        except RenderFailed as error:
            messages.error(request, error.sentence)
            return redirect("programme:report_send", report_id=row.pk)
        messages.success(request, f"Đã gửi báo cáo số {done.document.notation if done.document else ''}.")
        return redirect("programme:report", report_id=row.pk)
    to = " và ".join(parts.lines_of(row.addressees))
    what = [
        f"Báo cáo được cấp số, ghi ngày và gửi đến: {to}.",
        "Bản PDF, bản Word và bảng tính được lưu nguyên vẹn kèm mã băm.",
        *(["Nghĩa vụ báo cáo được ghi là đã gửi, cổng thôi nhắc."] if row.obligation else []),
        *([f"Bản này thay bản {row.previous.revision}; bản trước vẫn được giữ."] if row.previous else []),
    ]
    return confirm_page(
        request, heading="Duyệt, gửi báo cáo", what=what, button="Duyệt, gửi báo cáo", form=form,
        undone="Gửi rồi thì không sửa được. Muốn sửa phải lập bản sửa, có lý do và so sánh hai bản.",
        back=reverse("programme:report", args=[row.pk]),
    )  # fmt: skip


def _upcoming(row: Report) -> str:
    from documents.models import Document

    unsaved = Document(
        kind=KINDS[row.unit.level], issuing_unit=row.unit, symbol=SYMBOLS[row.unit.level],
        issuing_body="chuyen-mon" if row.unit.level == "province" else "ubnd",
    )  # fmt: skip
    return f"{next_number(unsaved, now().year):02d}/{SYMBOLS[row.unit.level]}"


@_GET_POST
def correct(request: HttpRequest, report_id: int) -> HttpResponse:
    """Begin a corrected version of what was sent."""
    row = report_of(request, report_id)
    if not rules.writes(request.user, row):
        raise Denied("Bản sửa do cán bộ của chính đơn vị lập.", obj=row)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        check_unit_year_open(row.unit, row.year)
        return _counting(
            request, f"Lập bản sửa báo cáo năm {row.year}",
            {"do": "correct", "report": row.pk, "reason": form.cleaned_data["reason"]},
            back=reverse("programme:report", args=[row.pk]),
        )  # fmt: skip
    return confirm_page(
        request, heading="Lập bản sửa", button="Lập bản sửa", form=form, back=reverse("programme:report", args=[row.pk]),
        what=[
            "Bản đã gửi được giữ nguyên; bản sửa là một bản mới, có số văn bản riêng khi gửi.",
            f"Số liệu được lấy lại từ bản ghi, cùng ngày chốt {date_vn(row.cut_off_on)}.",
            "Bản sửa phải trình và duyệt lại; người đọc thấy bảng so sánh hai bản.",
        ],
    )  # fmt: skip
