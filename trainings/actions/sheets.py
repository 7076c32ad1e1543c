"""Taking a spreadsheet over, all of its good rows or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Denied
from core.files import store_upload
from core.files.store import read_stored
from core.formats import now, today
from core.models import StoredFile
from trainings import rules
from trainings.actions.places import locked_class, take_place
from trainings.effects import settle
from trainings.enums import SEATED, ClassState, MarkMethod, PlaceState, Source
from trainings.models import AttendanceMark, Participant, TrainingClass
from trainings.sheet import SheetPlan, SheetRow, read_plan

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class Taken:
    """What was written."""

    added: int
    marks: int
    skipped: int


def purpose_of(training: TrainingClass) -> str:
    """Ties an uploaded sheet to its class."""
    return f"training-sheet-{training.pk}"


@transaction.atomic
def keep_sheet(*, training: TrainingClass, upload: UploadedFile, actor: User) -> StoredFile:
    """Keep the sheet and see that it can be read. Raises UploadRefused, Denied."""
    rules.check_runs(actor, training)
    stored = store_upload(upload, owner=actor, purpose=purpose_of(training), accept=("xlsx",), max_bytes=MOST_BYTES)
    read_plan(training, read_stored(stored))
    return stored


def plan_of(training: TrainingClass, file: StoredFile) -> SheetPlan:
    """The verdicts on a kept sheet, against the list as it is now."""
    return read_plan(training, read_stored(file))


@transaction.atomic
def take_sheet(*, training: TrainingClass, file: StoredFile, actor: User) -> Taken:
    """Write the rows without problems: new people, and presence in sessions that were held.

    The sheet only adds: who is missing from it keeps their marks.
    """
    current = locked_class(training.pk)
    rules.check_runs(actor, current)
    plan = plan_of(current, file)
    if plan.marks:
        rules.check_attendance(current)
    if plan.new:
        rules.check_takes_people(current)
    good = [row for row in plan.rows if not row.problems]
    people = {row.line: row.participant or _add(current, row) for row in good}
    marks = _marks(current, good, people)
    if current.state == ClassState.HELD:
        settle(current)
    audit.record(
        actor=actor,
        action="training.sheet",
        obj=current,
        after={"file": file.name, "added": plan.new, "marks": marks, "skipped": plan.problems},
    )
    return Taken(plan.new, marks, plan.problems)


def _add(training: TrainingClass, row: SheetRow) -> Participant:
    fields = {name: row.values.get(name, "") for name in ("name", "position", "organisation", "phone", "email")}
    return take_place(training, wanted=PlaceState.REGISTERED, source=Source.SHEET, **fields)


def _marks(training: TrainingClass, rows: list[SheetRow], people: dict[int, Participant]) -> int:
    sessions = {session.number: session for session in training.sessions.all()}
    wanted = [(sessions[number], people[row.line]) for row in rows for number in sorted(row.sessions)]
    early = sorted({str(session) for session, _ in wanted if session.day > today()})
    if early:
        raise Denied(f"Chưa diễn ra: {'; '.join(early)}. Bỏ dấu ở các cột đó rồi nộp lại.", obj=training)
    known = set(AttendanceMark.objects.filter(session__training=training).values_list("session_id", "participant_id"))
    fresh = [
        AttendanceMark(session=session, participant=person, method=MarkMethod.SHEET, noted_at=now())
        for session, person in wanted
        if person.state in SEATED and (session.pk, person.pk) not in known
    ]
    AttendanceMark.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
