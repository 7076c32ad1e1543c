"""Due dates of dossiers and recognitions, for the one engine of reminders."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from accounts.enums import LEADERS, OFFICERS
from accounts.models import Unit, User
from core.formats import local_date
from criteria.models import Ruleset
from criteria.queries import ruleset_on, typed_ruleset
from criteria.schema.ruleset import Renewal
from notifications.people import administrators, people_by_unit
from notifications.reminders import DAYS_BEFORE, Due, ReminderKind, register
from products import rules
from products.enums import DossierKind, DossierState, RecognitionState
from products.models import Dossier, Recognition
from products.paper_reminders import DAYS_BEFORE as PAPER_DAYS
from products.paper_reminders import dues as papers_that_end

_NOT_YET = (DossierState.DRAFT, DossierState.WITHDRAWN, DossierState.NOT_RECOGNISED)
CHECK_DAYS = (3, 1, 0)
SUPPLEMENT_DAYS = (7, 3, 1, 0)


def _law(day: dt.date) -> Renewal | None:
    try:
        return typed_ruleset(ruleset_on(day)).renewal
    except Ruleset.DoesNotExist:
        return None


def _ending(today: dt.date, within: int) -> QuerySet[Recognition]:
    """Valid recognitions whose term ends within some days and for which no dossier was handed in again."""
    again = Dossier.objects.filter(
        product=OuterRef("product"),
        kind__in=(DossierKind.RENEWAL, DossierKind.UPGRADE),
        submitted_at__date__gt=OuterRef("decided_on"),
    ).exclude(state__in=_NOT_YET)
    return (
        Recognition.objects.filter(
            ~Exists(again),
            state=RecognitionState.VALID,
            valid_until__gte=today,
            valid_until__lte=today + dt.timedelta(days=within),
        )
        .select_related("product")
        .order_by("valid_until", "pk")
    )


def _accounts(producer_ids: Iterable[int | None]) -> dict[int, list[User]]:
    """Who acts for each producer."""
    found: dict[int, list[User]] = defaultdict(list)
    wanted = [key for key in producer_ids if key is not None]
    rows = User.objects.filter(producer_accounts__producer__in=wanted, is_active=True)
    for person in rows.annotate(for_producer=F("producer_accounts__producer")).order_by("pk"):
        if person.for_producer is not None:
            found[person.for_producer].append(person)
    return found


def _keepers(rows: Iterable[Recognition]) -> Iterator[tuple[Recognition, tuple[User, ...]]]:
    """Each recognition with the officers who keep it and the people of its producer.

    Three stars are the district's to renew; from four on the Department is told too.
    """
    found = list(rows)
    province = list(Unit.objects.filter(level="province").values_list("pk", flat=True))
    officers = people_by_unit(OFFICERS, [*province, *(row.district_id for row in found)])
    accounts = _accounts(row.product.producer_id for row in found)
    for row in found:
        people = [*accounts.get(row.product.producer_id or 0, ()), *officers[row.district_id]]
        if row.stars >= 4:
            people += [person for unit in province for person in officers[unit]]
        yield row, tuple(people)


def _expiring(today: dt.date) -> Iterator[Due]:
    law = _law(today)
    if law is None or not law.reminders_before_days:
        return
    for row, people in _keepers(_ending(today, max(law.reminders_before_days))):
        if row.valid_until is not None:
            yield Due(
                obj=row,
                due_on=row.valid_until,
                title=f"Công nhận {row.stars} sao của “{row.product_name}” sắp hết hạn",
                body=f"Chủ thể: {row.producer_name}. Nộp hồ sơ đánh giá lại trước khi hết hạn để giữ hạng sao.",
                url=reverse("products:recognition", args=[row.pk]),
                recipients=people,
                days_before=law.reminders_before_days,
                unit_id=row.product.commune_id or row.district_id,
            )


def _windows(today: dt.date) -> Iterator[Due]:
    """26/2026/QĐ-TTg: the dossier comes within a window before the expiry; earlier law names no such day."""
    law = _law(today)
    if law is None or law.latest_days_before is None:
        return
    latest = dt.timedelta(days=law.latest_days_before)
    for row, people in _keepers(_ending(today, law.earliest_days_before or law.latest_days_before + 60)):
        if row.valid_until is not None and row.valid_until - latest >= today:
            yield Due(
                obj=row,
                due_on=row.valid_until - latest,
                title=f"Nộp hồ sơ đánh giá lại “{row.product_name}”",
                body=f"Chủ thể: {row.producer_name}. Hồ sơ phải nộp chậm nhất {law.latest_days_before} ngày trước khi hết hạn.",
                url=reverse("products:recognition", args=[row.pk]),
                recipients=people,
                unit_id=row.product.commune_id or row.district_id,
            )


def _dossiers(state: DossierState) -> list[Dossier]:
    rows = Dossier.objects.filter(state=state, due_at__isnull=False).select_related("holder", "ruleset")
    return list(rows.order_by("due_at", "pk"))


def _to_check(today: dt.date) -> Iterator[Due]:
    """The officers of the holding unit who may check it, else whoever of it may; where nobody may, who appoints."""
    rows = _dossiers(DossierState.SUBMITTED)
    units = [row.holder_id for row in rows]
    officers, leaders = people_by_unit(OFFICERS, units), people_by_unit(LEADERS, units)
    able = rules.checkers_of(rows)
    for row in rows:
        if not able[row.pk]:
            yield _to_appoint(row)
            continue
        yield Due(
            obj=row,
            due_on=local_date(row.due_at),  # type: ignore[arg-type]
            title=f"Kiểm tra hồ sơ {row.code} “{row.product_name}”",
            body=f"Chủ thể: {row.producer_name}.",
            url=reverse("products:dossier_receive", args=[row.pk]),
            recipients=tuple(one for one in officers[row.holder_id] if one in able[row.pk]) or able[row.pk],
            leaders=leaders[row.holder_id],
            unit_id=row.holder_id,
        )


def _to_appoint(row: Dossier) -> Due:
    return Due(
        obj=row,
        due_on=local_date(row.due_at),  # type: ignore[arg-type]
        title=f"Giao người kiểm tra hồ sơ {row.code} tại {row.holder.area}",
        body="Đơn vị chưa có cán bộ, hoặc cán bộ đã ghi nội dung, thêm tài liệu nên không được tự kiểm tra.",
        url=reverse("accounts:unit", args=[row.holder_id]),
        recipients=administrators(),
        days_before=DAYS_BEFORE,
        unit_id=row.holder_id,
    )


def _to_complete(today: dt.date) -> Iterator[Due]:
    rows = _dossiers(DossierState.RETURNED)
    accounts = _accounts(row.producer_id for row in rows)
    entered = User.objects.in_bulk({key for row in rows for key in (row.created_by_id, row.submitted_by_id) if key})
    for row in rows:
        people = {person.pk: person for person in accounts.get(row.producer_id, ())}
        people |= {key: entered[key] for key in (row.created_by_id, row.submitted_by_id) if key and key in entered}
        yield Due(
            obj=row,
            due_on=local_date(row.due_at),  # type: ignore[arg-type]
            title=f"Bổ sung hồ sơ {row.code} “{row.product_name}”",
            body="Hồ sơ bị trả lại, xem lý do ở từng phần rồi nộp lại.",
            url=reverse("products:dossier", args=[row.pk]),
            recipients=tuple(people.values()),
            unit_id=row.commune_id or row.district_id,
        )


register(
    ReminderKind(
        code="products.recognition_expiring",
        label="Công nhận sắp hết hạn",
        dues=_expiring,
        when_late=False,
        days_before=(),
    )
)
register(
    ReminderKind(
        code="products.renewal_window", label="Thời gian nộp hồ sơ đánh giá lại", dues=_windows, when_late=False
    )
)
register(
    ReminderKind(code="products.dossier_check", label="Kiểm tra hồ sơ đã nộp", dues=_to_check, days_before=CHECK_DAYS)
)
register(
    ReminderKind(
        code="products.dossier_complete",
        label="Bổ sung hồ sơ bị trả lại",
        dues=_to_complete,
        days_before=SUPPLEMENT_DAYS,
    )
)
register(
    ReminderKind(
        code="products.paper",
        label="Giấy tờ của chủ thể hết hạn",
        dues=papers_that_end,
        days_before=PAPER_DAYS,
        when_late=False,
    )
)
