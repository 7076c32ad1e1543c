"""The visit: scheduled, begun, written row by row, concluded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import capfirst

from accounts.models import Unit, User
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.formats import VIETNAM, now
from core.text import nfc
from inspections import rules
from inspections.enums import InspectionKind, InspectionState, LineKind, Verdict
from inspections.models import (
    InspectedProduct,
    Inspection,
    InspectionCost,
    InspectionLine,
    InspectionTeam,
)
from inspections.overtaken import Fate, Overtaken, Seen, fate, fingerprint, mark_of
from inspections.transitions import next_code
from products.models import Producer, Recognition
from products.places import territory

WORDS = ("host_name", "host_position", "remarks", "site_opinion", "conclusion")
NOTHING_SEEN = Seen()
_LENGTHS = {"host_name": 100, "host_position": 100}


@transaction.atomic
def create_unplanned(*, unit: Unit, recognitions: Iterable[Recognition], reason: str, actor: Any) -> Inspection:
    """An inspection outside the plan, of products of one producer, with its reason (Điều 9 khoản 2 điểm a).

    Raises Denied when the products lie outside the unit, belong to several producers, or no reason is given.
    """
    rules.check_plans(actor, unit)
    rows = list(recognitions)
    if not rows:
        raise Denied("Chọn ít nhất một sản phẩm để kiểm tra.", action="inspection.create")
    if not nfc(reason):
        raise Denied("Ghi lý do kiểm tra đột xuất.", action="inspection.create")
    place = territory(actor, rules.PLANNING)
    if any(not place.holds(row.district_id, row.product.commune_id) for row in rows):
        raise Denied("Sản phẩm không thuộc địa bàn của đơn vị.", action="inspection.create")
    owners = {row.product.producer_id for row in rows}
    if len(owners) > 1 or (owners == {None} and len(rows) > 1):
        raise Denied("Một cuộc kiểm tra chỉ tại một chủ thể. Lập riêng cho từng chủ thể.", action="inspection.create")
    product = rows[0].product
    producer: Producer | None = product.producer
    inspection = Inspection.objects.create(
        code=next_code("KT"),
        kind=InspectionKind.UNPLANNED,
        unit=unit,
        producer=producer,
        site_name=producer.name if producer else product.name,
        address=producer.full_address if producer else product.unit.path_name,
        district=product.district,
        commune=product.commune,
        reason=nfc(reason),
        created_by=actor,
    )
    InspectedProduct.objects.bulk_create(InspectedProduct(inspection=inspection, recognition=row) for row in rows)
    audit.record(
        actor=actor, action="inspection.create", obj=inspection,
        after={"kind": "unplanned", "products": [row.product_name for row in rows]}, reason=inspection.reason,
    )  # fmt: skip
    return inspection


def schedule(
    *,
    inspection: Inspection,
    starts_at: dt.datetime | None,
    team: InspectionTeam | None,
    address: str,
    actor: Any,
    version: int | None = None,
) -> Inspection:
    """Set day, hour, place and team. Raises Denied, Stale."""
    rules.check_schedules(actor, inspection)
    if team is not None and team.unit_id != inspection.unit_id:
        raise Denied("Đoàn thuộc đơn vị khác.", obj=inspection, action="inspection.schedule")
    values = {"starts_at": starts_at, "team": team, "address": nfc(address)[:300]}
    return save_edit(inspection, values, actor=actor, version=version, action="inspection.schedule")


def begin(*, inspection: Inspection, actor: Any) -> Inspection:
    """The team is at the site: the sheet is laid out. Raises Denied."""
    return workflow.apply(inspection, "begin", actor=actor)


def _open(inspection_id: int, actor: Any) -> Inspection:
    """The visit under way, locked, so that nobody concludes it while a row is written."""
    found = Inspection.objects.select_for_update(of=("self",)).select_related("unit", "team").get(pk=inspection_id)
    rules.check_visit(actor, found)
    return found


@transaction.atomic
def save_line(
    *, line: InspectionLine, verdict: str, note: str, actor: Any, seen: Seen = NOTHING_SEEN
) -> Overtaken | None:
    """Write one row of the sheet; sent again, it does no harm. Raises Denied.

    Nothing is written over what somebody else wrote since the page was opened: that is given back instead.
    """
    _open(line.inspection_id, actor)
    if verdict and (verdict not in Verdict.values or line.kind == LineKind.FACT):
        raise Denied("Mức đánh giá này không có trong phiếu.", obj=line, action="inspection.write")
    note = nfc(note)[:4_000]
    stored = InspectionLine.objects.select_related("saved_by").get(pk=line.pk)
    there = fingerprint(stored.verdict, stored.note)
    what = fate(stored=there, sent=fingerprint(verdict, note), seen=seen, last_page=stored.saved_from)
    if what is Fate.OVERTAKEN and stored.saved_by is not None and stored.saved_at is not None:
        theirs = ". ".join(part for part in (stored.judged, stored.note) if part)
        mark = mark_of(stored.verdict, stored.note, page=seen.page)
        return Overtaken(
            f"n-{line.pk}", line.code, stored.saved_by.full_name, _clock(stored.saved_at), theirs, mark
        )  # fmt: skip
    if what is not Fate.KEEP:
        InspectionLine.objects.filter(pk=line.pk).update(
            verdict=verdict, note=note, saved_at=now(), saved_by=actor, saved_from=seen.page
        )
    return None


@transaction.atomic
def save_lines(
    *,
    inspection: Inspection,
    answers: Mapping[int, tuple[str, str]],
    actor: Any,
    seen: Mapping[int, Seen] | None = None,
) -> list[Overtaken]:
    """Write many rows at once (a form without scripts); gives those that somebody else wrote meanwhile. Raises Denied."""
    _open(inspection.pk, actor)
    lines = {line.pk: line for line in inspection.lines.filter(pk__in=answers)}
    said = [
        save_line(
            line=lines[pk], verdict=verdict, note=note, actor=actor, seen=(seen or {}).get(pk, NOTHING_SEEN)
        )
        for pk, (verdict, note) in answers.items()
        if pk in lines
    ]  # fmt: skip
    return [one for one in said if one is not None]


@transaction.atomic
def hold_rest(*, inspection: Inspection, group: str, actor: Any) -> int:
    """The rows of a group that have no verdict yet all hold: one tap after looking at them. Raises Denied."""
    locked = _open(inspection.pk, actor)
    rows = locked.lines.filter(group=group, verdict="").exclude(kind=LineKind.FACT)
    codes = list(rows.values_list("code", flat=True))
    rows.update(verdict=Verdict.HOLDS, saved_at=now(), saved_by=actor, saved_from="")
    if codes:
        audit.record(actor=actor, action="inspection.hold_rest", obj=locked, after={"group": group, "rows": codes})
    return len(codes)


@transaction.atomic
def save_words(
    *, inspection: Inspection, values: Mapping[str, str], actor: Any, seen: Mapping[str, Seen] | None = None
) -> list[Overtaken]:
    """Remarks, opinion of the site, conclusion, the site's person. Raises Denied.

    Each by itself: the one that somebody else wrote since the page was opened is given back, the others are written.
    """
    locked = _open(inspection.pk, actor)
    said: list[Overtaken] = []
    clean: dict[str, str] = {}
    by = dict(locked.words_from or {})
    for name in (name for name in WORDS if name in values):
        text, there = nfc(values[name])[: _LENGTHS.get(name, 8_000)], getattr(locked, name)
        mine, last = (seen or {}).get(name, NOTHING_SEEN), by.get(name, {})
        what = fate(
            stored=fingerprint(there), sent=fingerprint(text), seen=mine, last_page=last.get("page", "")
        )  # fmt: skip
        if what is Fate.OVERTAKEN:
            mark = mark_of(there, page=mine.page)
            said.append(Overtaken(name, _label(name), _who(last.get("user")), last.get("at", ""), there, mark))
        elif what is Fate.WRITE and text != there:
            clean[name] = text
            by[name] = {"page": mine.page, "user": actor.pk, "at": _clock(now())}
    if clean:
        Inspection.objects.filter(pk=locked.pk).update(**clean, words_from=by, updated_at=now())
    return said


def _clock(moment: dt.datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M}"


def _who(pk: int | None) -> str:
    found = User.objects.filter(pk=pk).first() if pk else None
    return found.full_name if found is not None else "Người khác"


def _label(name: str) -> str:
    return capfirst(str(getattr(Inspection._meta.get_field(name), "verbose_name", name)))


def conclude(*, inspection: Inspection, actor: Any) -> Inspection:
    """The minutes are final; the producer is told. Raises Denied with what is missing."""
    concluded = workflow.apply(inspection, "conclude", actor=actor)
    answers = {
        line.code if line.product_id is None else f"{line.product_id}/{line.code}": [line.verdict, line.note]
        for line in concluded.lines.all()
    }
    audit.record(actor=actor, action="inspection.sheet", obj=concluded, after=answers)
    return concluded


def close(*, inspection: Inspection, actor: Any) -> Inspection:
    """Nothing is left to repair. Raises Denied."""
    return workflow.apply(inspection, "close", actor=actor)


def cancel(*, inspection: Inspection, reason: str, actor: Any) -> Inspection:
    """The visit does not take place, with the reason. Raises Denied."""
    return workflow.apply(inspection, "cancel", actor=actor, reason=reason)


@transaction.atomic
def save_cost(*, inspection: Inspection, values: Mapping[str, Any], actor: Any) -> InspectionCost:
    """Add one cost by source. Raises Denied."""
    if not rules.inspection_officer(actor, inspection):
        raise Denied("Chỉ cán bộ của đơn vị kiểm tra ghi kinh phí.", obj=inspection, action="inspection.cost")
    if inspection.state == InspectionState.CANCELLED:
        raise Denied("Cuộc kiểm tra đã huỷ.", obj=inspection, action="inspection.cost")
    cost = InspectionCost.objects.create(inspection=inspection, **values)
    audit.record(
        actor=actor, action="inspection.cost", obj=inspection,
        after={"content": cost.content, "planned": str(cost.planned), "spent": str(cost.spent), "source": cost.source},
    )  # fmt: skip
    return cost


@transaction.atomic
def remove_cost(*, cost: InspectionCost, actor: Any) -> None:
    """Take a cost out again. Raises Denied."""
    if not rules.inspection_officer(actor, cost.inspection):
        raise Denied("Chỉ cán bộ của đơn vị kiểm tra ghi kinh phí.", obj=cost.inspection, action="inspection.cost")
    audit.record(
        actor=actor, action="inspection.cost_removed", obj=cost.inspection,
        before={"content": cost.content, "spent": str(cost.spent)},
    )  # fmt: skip
    cost.delete()
