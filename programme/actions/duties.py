"""Report duties: rows of a year, who is responsible, and the way to the addressee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.queries import units_on
from accounts.seats import has_role
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.files import store_upload
from core.formats import date_vn, days_left_words, today
from notifications.actions import notify
from programme import rules
from programme.messages import obligation_url, people_of
from programme.models import DutyRule, ReportObligation
from programme.reporting.states import has_form
from programme.workflow import DUTY


def last_day(rule: DutyRule, year: int, month: int) -> dt.date:
    """The last day in time: “trước ngày 01/12” ends with 30/11."""
    return dt.date(year, month, rule.before_day) - dt.timedelta(days=1)


def ensure_obligations(year: int) -> int:
    """Write the rows that a year's duties ask for and that are not there yet. Returns how many; safe at any time.

    Units are those in force on the last day of each duty: a district merged in July owes no report in December.
    """
    made = 0
    for rule in DutyRule.objects.filter(active=True):
        for month in rule.months:
            due = last_day(rule, year, month)
            rows = [
                ReportObligation(
                    rule=rule,
                    unit=unit,
                    year=year,
                    month=month,
                    due_on=due,
                    cut_off_on=due - dt.timedelta(days=rule.cut_off_days),
                )
                for unit in units_on(due, rule.level)
            ]
            known = set(
                ReportObligation.objects.filter(rule=rule, year=year, month=month).values_list("unit", flat=True)
            )
            fresh = [row for row in rows if row.unit_id not in known]
            made += len(ReportObligation.objects.bulk_create(fresh, ignore_conflicts=True))
    return made


@transaction.atomic
def save_rule(
    *, values: dict[str, Any], actor: User, rule: DutyRule | None = None, version: int | None = None
) -> DutyRule:
    """Add or change a periodic duty. Rows of periods that nobody began yet follow its new dates."""
    if not has_role(actor, Role.DEPARTMENT_OFFICER):
        raise Denied("Nghĩa vụ định kỳ do cán bộ Sở quy định.")
    if rule is None:
        rule = DutyRule(**values)
        rule.full_clean()
        rule.save()
        audit.record(actor=actor, action="duty.add", obj=rule, after={"name": rule.name})
    else:
        rule = save_edit(rule, values, actor=actor, version=version, action="duty.edit")
    waiting = rule.obligations.filter(state="not_started", due_on__gte=today())
    waiting.exclude(month__in=rule.months if rule.active else []).delete()
    for row in waiting:
        row.due_on = last_day(rule, row.year, row.month)
        row.cut_off_on = row.due_on - dt.timedelta(days=rule.cut_off_days)
        row.save(update_fields=["due_on", "cut_off_on", "updated_at"])
    ensure_obligations(today().year)
    return rule


@transaction.atomic
def assign_officers(*, obligation: ReportObligation, officers: Iterable[User], actor: User) -> None:
    """Name who is responsible; with nobody named it is every officer of the unit."""
    if not (rules.prepares(actor, obligation) or rules.sends(actor, obligation)):
        raise Denied("Chỉ đơn vị có nghĩa vụ phân công cán bộ phụ trách.", obj=obligation)
    chosen = list(officers)
    seated = Membership.objects.on(today()).filter(unit=obligation.unit, role__in=rules.OFFICERS)
    if {person.pk for person in chosen} - set(seated.values_list("user", flat=True)):
        raise Denied("Chỉ phân công cán bộ đang giữ vai trò tại đơn vị.", obj=obligation)
    obligation.officers.set(chosen)
    audit.record(
        actor=actor, action="obligation.assign", obj=obligation, after={"officers": [str(one) for one in chosen]}
    )


@transaction.atomic
def attach_paper(
    *,
    obligation: ReportObligation,
    notation: str,
    note: str,
    upload: Any,
    actor: User,
    version: int | None,
) -> ReportObligation:
    """Put the number and the signed paper to a report that is being drafted."""
    if not rules.prepares(actor, obligation):
        raise Denied("Văn bản do cán bộ của đơn vị có nghĩa vụ đính kèm.", obj=obligation)
    if has_form(obligation):
        raise Denied(
            "Văn bản của nghĩa vụ này là báo cáo gửi từ cổng: lập báo cáo năm thay vì đính kèm tệp.", obj=obligation
        )
    if obligation.state not in {"not_started", "drafting"}:
        raise Denied("Báo cáo đã trình nên không thay văn bản được. Lãnh đạo trả lại thì sửa.", obj=obligation)
    values: dict[str, Any] = {"notation": notation, "note": note}
    if upload:
        values["file"] = store_upload(upload, owner=actor, purpose="report")
    return save_edit(obligation, values, actor=actor, version=version, action="obligation.attach")


def take_duty_step(
    *, obligation: ReportObligation, name: str, actor: User, version: int | None = None, reason: str = ""
) -> ReportObligation:
    """One step of the procedure. Raises Denied or Stale as it says."""
    DUTY.find(name)
    return workflow.apply(obligation, name, actor=actor, version=version, reason=reason)


@transaction.atomic
def urge(*, obligations: Iterable[ReportObligation], actor: User) -> int:
    """The Department reminds units that have not sent, at most once a day each. Returns how many people were told."""
    told, day = 0, today()
    for row in obligations:
        if not rules.may_urge(actor, row):
            continue
        told += len(
            notify(
                recipients=responsible(row),
                kind="obligation.urged",
                title=f"Sở nhắc: {row}, {days_left_words(row.due_on)}",
                body=f"Hạn cuối {date_vn(row.due_on)}. Gửi đến: {row.rule.addressee}.",
                url=obligation_url(row),
                obj=row,
                dedupe=f"{row.pk}:{day:%Y-%m-%d}",
            )
        )
        audit.record(actor=actor, action="obligation.urge", obj=row)
    if not told:
        raise Denied("Không có ai cần nhắc thêm: các đơn vị đã gửi, hoặc hôm nay đã được nhắc.")
    return told


def responsible(row: ReportObligation) -> list[User]:
    """The officers named, else every officer of the unit."""
    return [one for one in row.officers.all() if one.is_active] or list(people_of(row.unit, rules.OFFICERS))
