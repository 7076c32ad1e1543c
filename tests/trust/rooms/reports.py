"""A report that is being written, one that waits, a sent one with its correction; the Department's consolidation."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import User
from core.formats import now, today
from documents.models import Document
from programme.actions import reports as actions
from programme.models import Report, ReportSection
from programme.reporting.states import ReportState


def furnish(side: Any, province: dict[str, User]) -> None:
    """The drafts by the portal's own actions; what waits and what was sent as rows, since a paper is dear to print."""
    officer, leader = side.people[Role.DISTRICT_OFFICER], side.people[Role.DISTRICT_LEADER]
    note, day = side.words["note"], today()
    side.things["report"] = report = actions.open_report(unit=side.unit, year=day.year, actor=officer)
    actions.save_section(report=report, key="kien_nghi", text=f"Đề nghị {note}", actor=officer, version=None)

    def plain(year: int, **more: Any) -> Report:
        made = Report.objects.create(
            unit=side.unit, year=year, title=f"Báo cáo {note}", cut_off_on=day.replace(year=year, month=1, day=31),
            taken_at=now(), created_by=officer, **more,
        )  # fmt: skip
        ReportSection.objects.create(report=made, key="kien_nghi", text=f"Đề nghị {note}")
        return made

    submitted = {"submitted_at": now(), "submitted_by": officer}
    side.things["report_waiting"] = plain(day.year - 1, state=ReportState.WAITING, **submitted)
    paper = Document.objects.filter(issuing_unit=side.unit).exclude(state="draft").first()
    sent = plain(
        day.year - 2, state=ReportState.SENT, sent_at=now(), sent_by=leader, document=paper, **submitted
    )  # fmt: skip
    side.things["report_second"] = plain(day.year - 2, revision=2, previous=sent, reason=f"Sót {note}")
    side.things["report_province"] = actions.open_report(
        unit=side.unit.parent, year=day.year, actor=province[Role.DEPARTMENT_OFFICER]
    )


def _of(name: str, **more: Any) -> Any:
    return lambda side: {"report_id": getattr(side, name).pk, **more}


OWNED: dict[str, Any] = {
    **dict.fromkeys(
        (
            "programme:report", "programme:report_frame", "programme:report_take", "programme:report_figures",
            "programme:report_check", "programme:report_correct",
        ),
        _of("report"),
    ),
    "programme:report_section": _of("report", key="ton_tai"),
    "programme:report_figure": _of("report", key="cong_nhan_moi"),
    "programme:report_file": _of("report", form="xlsx"),
    **dict.fromkeys(("programme:report_return", "programme:report_send"), _of("report_waiting")),
    "programme:report_compare": _of("report_second"),
}  # fmt: skip
SHARED: dict[str, Any] = {"programme:report_districts": _of("report_province")}
LISTS: dict[str, tuple[str, ...]] = {Role.DISTRICT_OFFICER: ("/bao-cao/",)}
