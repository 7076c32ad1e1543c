"""Writing and verifying the audit trail. The row is written in the same transaction as what it tells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localtime

from core import counts, origin
from core.formats import now
from core.models import AuditEvent, AuditHead

_CHAIN_LOCK = 7_203_148
GENESIS = "0" * 64


@dataclass(frozen=True)
class Break:
    """First place where the stored chain does not hold."""

    seq: int
    problem: str


@dataclass(frozen=True)
class Head:
    """The last event of the trail: its number (which is also how many there are) and its hash."""

    seq: int = 0
    hash: str = GENESIS

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True)
class Verdict:
    """What a verification found."""

    head: Head
    breaks: tuple[Break, ...]


def _plain(value: Any) -> Any:
    """Bring values to what JSON gives back, so that the hash can be recomputed from the row."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))


def _digest(event: AuditEvent) -> str:
    body = {
        "seq": event.seq,
        "at": event.at.timestamp(),
        "actor": event.actor_id,
        "actor_label": event.actor_label,
        "unit": event.unit_label,
        "action": event.action,
        "refused": event.refused,
        "object": [event.object_type, event.object_id, event.object_label],
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "address": event.address,
        "request": event.request_id,
        "previous": event.previous_hash,
    }
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One of many events that are recorded together."""

    action: str
    obj: models.Model
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def record(
    *,
    actor: Any,
    action: str,
    obj: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    refused: bool = False,
) -> AuditEvent:
    """Append one event. `actor` is a user, or None for the system itself."""
    entry = Entry(action=action, obj=obj, before=before or {}, after=after or {})
    return _append(actor, [entry], reason, refused=refused)[0]


def record_many(*, actor: Any, entries: Sequence[Entry], reason: str = "") -> None:
    """Append many events in their order, chained like single ones, with one lock and bulk writes."""
    if entries:
        _append(actor, entries, reason)


@transaction.atomic
def _append(actor: Any, entries: Sequence[Entry], reason: str, *, refused: bool = False) -> list[AuditEvent]:
    """Chain and write the events.

    The sequence is taken inside the advisory lock: taken before it, two writers could stand in the chain in another
    order than by number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = _head()
    seq, previous = last.seq, last.hash
    where, moment = origin.current(), now()
    person, label = (actor, str(actor)) if getattr(actor, "pk", None) else (None, "Hệ thống")
    events = []
    for entry in entries:
        seq += 1
        event = AuditEvent(
            seq=seq,
            at=moment,
            actor=person,
            actor_label=label,
            unit_label=where.unit_label,
            action=entry.action,
            refused=refused,
            object_type=entry.obj._meta.label_lower,
            object_id=str(entry.obj.pk),
            object_label=str(entry.obj)[:300],
            before=_plain(entry.before),
            after=_plain(entry.after),
            reason=reason,
            address=where.address,
            request_id=where.request_id,
            previous_hash=previous,
        )
        event.hash = previous = _digest(event)
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=1_000)
    if person is not None:
        counts.forget([person.pk])
    return events


def timeline(obj: models.Model) -> QuerySet[AuditEvent]:
    """Events of one object, newest first, without refused attempts."""
    return AuditEvent.objects.filter(
        object_type=obj._meta.label_lower, object_id=str(obj.pk), refused=False
    ).select_related("actor")


def breaks(start: int = 1) -> Iterator[Break]:
    """Walk the chain from `start` and yield every place where it does not hold."""
    previous = GENESIS
    expected = start
    if start > 1:
        previous = AuditEvent.objects.get(seq=start - 1).hash
    for event in AuditEvent.objects.filter(seq__gte=start).order_by("seq").iterator(chunk_size=2_000):
        if event.seq != expected:
            yield Break(expected, f"thiếu bản ghi số {expected}")
        if event.previous_hash != previous:
            yield Break(event.seq, f"bản ghi số {event.seq} không nối với bản ghi trước")
        if event.hash != _digest(event):
            yield Break(event.seq, f"nội dung bản ghi số {event.seq} đã bị sửa")
        previous, expected = event.hash, event.seq + 1


def verify(noted: Head | None = None) -> Verdict:
    """Walk the whole chain and compare it with the ends found before, and with one noted off the host.

    A chain cut at its end, or written anew from some point on, holds in itself: only an earlier end betrays it.
    When all holds, its end is kept for the next verification.
    """
    head = _head()  # before the walk: events added meanwhile are not vouched for
    kept = _heads_are_kept()
    found = [*breaks(), *(_lost_heads() if kept else ())]
    if noted is not None and not _stands(noted):
        found.append(Break(noted.seq, f"bản ghi số {noted.seq} không còn như bản đã ghi lại bên ngoài"))
    if not found and head.seq and kept:
        AuditHead.objects.get_or_create(seq=head.seq, defaults={"hash": head.hash, "at": now()})
    return Verdict(head, tuple(found))


def _head() -> Head:
    last = AuditEvent.objects.order_by("-seq").only("seq", "hash").first()
    return Head(last.seq, last.hash) if last else Head()


def _stands(head: Head) -> bool:
    return head == Head() or AuditEvent.objects.filter(seq=head.seq, hash=head.hash).exists()


def _lost_heads() -> Iterator[Break]:
    """The first verified end that the trail does not hold any more."""
    same = AuditEvent.objects.filter(seq=OuterRef("seq"), hash=OuterRef("hash"))
    lost = AuditHead.objects.exclude(Exists(same)).order_by("seq").first()
    if lost is not None:
        moment = f"{localtime(lost.at):%H:%M %d/%m/%Y}"
        problem = f"bản ghi số {lost.seq}, cuối nhật ký khi kiểm tra lúc {moment}, đã mất hoặc bị thay"
        yield Break(lost.seq, problem)


def _heads_are_kept() -> bool:
    """Whether the table exists: a backup older than it is verified before it is migrated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [AuditHead._meta.db_table])
        return bool(cursor.fetchone()[0])
