"""Making and changing classes, their lecturers, materials and costs."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Max

from accounts.models import Unit, User
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.files import store_upload
from trainings import rules
from trainings.actions.places import fill_places, locked_class
from trainings.enums import SessionPart
from trainings.models import ClassCost, ClassSession, ClassTarget, Lecturer, Material, TrainingClass

FIELDS = frozenset({
    "name", "group", "content", "place", "first_day", "days", "sessions_a_day", "starts_at", "study_visit",
    "integrated_with", "capacity", "required_sessions", "takes_registrations", "registration_closes_on", "contact",
})  # fmt: skip
SHAPE = frozenset({"first_day", "days", "sessions_a_day"})


def _checked(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """Only fields of this action's own list are ever written (TRUST S19)."""
    if unknown := set(values) - allowed:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    return dict(values)


def days_of(first_day: dt.date, days: int, sessions_a_day: int) -> list[tuple[dt.date, SessionPart]]:
    """Consecutive days, each as one session or as morning and afternoon."""
    parts = (SessionPart.DAY,) if sessions_a_day == 1 else (SessionPart.MORNING, SessionPart.AFTERNOON)
    return [(first_day + dt.timedelta(days=offset), part) for offset in range(days) for part in parts]


def _lay_out(training: TrainingClass) -> None:
    """Sessions by the class's days. Only while nobody was noted as present."""
    training.sessions.all().delete()
    ClassSession.objects.bulk_create(
        ClassSession(training=training, number=number, day=day, part=part)
        for number, (day, part) in enumerate(
            days_of(training.first_day, training.days, training.sessions_a_day), start=1
        )
    )


def _code(unit: Unit, year: int, number: int) -> str:
    place = "T" if unit.is_province else unit.code
    return f"TH-{year}-{place}-{number:02d}"


@transaction.atomic
def create_class(*, unit: Unit, values: Mapping[str, Any], actor: User) -> TrainingClass:
    """Plan a class of a unit. Its number runs per unit and year; the unit's row is the lock."""
    rules.check_makes(actor, unit)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    training = TrainingClass(unit=unit, created_by=actor, token=secrets.token_urlsafe(12), **_checked(values, FIELDS))
    training.year = training.first_day.year
    training.last_day = training.first_day + dt.timedelta(days=training.days - 1)
    last = TrainingClass.objects.filter(unit=unit, year=training.year).aggregate(last=Max("number"))["last"]
    training.number = (last or 0) + 1
    training.code = _code(unit, training.year, training.number)
    training.full_clean()
    training.save()
    _lay_out(training)
    audit.record(actor=actor, action="training.create", obj=training, after={"code": training.code})
    return training


@transaction.atomic
def edit_class(
    *, training: TrainingClass, values: Mapping[str, Any], actor: User, version: int | None
) -> TrainingClass:
    """Change a class that has not begun; more places let the next of the waiting list in."""
    current = locked_class(training.pk)
    rules.check_runs(actor, current)
    rules.check_editable(current)
    changes = _checked(values, FIELDS)
    days = changes.get("days", current.days)
    changes["last_day"] = changes.get("first_day", current.first_day) + dt.timedelta(days=days - 1)
    if changes.get("first_day", current.first_day).year != current.year:
        raise Denied("Lớp đã lập trong kế hoạch năm nào thì học trong năm đó. Lập lớp mới cho năm khác.", obj=current)
    reshaped = any(name in changes and changes[name] != getattr(current, name) for name in SHAPE)
    saved = save_edit(training, changes, actor=actor, version=version, action="training.edit")
    if reshaped:
        _lay_out(saved)
    fill_places(saved)
    return saved


@transaction.atomic
def take_step(
    *, training: TrainingClass, step: str, actor: User, version: int | None = None, reason: str = ""
) -> TrainingClass:
    """Open, begin, finish, close or cancel a class."""
    return workflow.apply(training, step, actor=actor, version=version, reason=reason)


@transaction.atomic
def write_result(*, training: TrainingClass, note: str, actor: User, version: int | None) -> TrainingClass:
    """The officer's own words on what came of the class."""
    current = locked_class(training.pk)
    rules.check_runs(actor, current)
    rules.check_not_settled(current)
    return save_edit(training, {"result_note": note}, actor=actor, version=version, action="training.result")


# --- lecturers, materials, costs ---------------------------------------------------------------------------------

_PARTS: dict[type[models.Model], frozenset[str]] = {
    Lecturer: frozenset({"name", "organisation", "topic"}),
    Material: frozenset({"title", "link"}),
    ClassCost: frozenset({"source", "content", "planned", "spent", "spent_on"}),
}


@transaction.atomic
def add_part(
    *,
    training: TrainingClass,
    model: type[Lecturer] | type[Material] | type[ClassCost],
    values: Mapping[str, Any],
    actor: User,
    upload: UploadedFile | None = None,
) -> Lecturer | Material | ClassCost:
    """Add a lecturer, a material or a cost. Raises Denied, UploadRefused."""
    current = locked_class(training.pk)
    rules.check_runs(actor, current)
    rules.check_not_settled(current)
    row = model(training=current, **_checked(values, _PARTS[model]))
    if isinstance(row, Material) and upload is not None:
        row.file = store_upload(upload, owner=actor, purpose="training-material")
        row.link = ""
    row.full_clean()
    row.save()
    audit.record(
        actor=actor, action=f"training.add_{model._meta.model_name}", obj=current, after={"name": str(row)[:200]}
    )
    return row


@transaction.atomic
def edit_part(*, row: Lecturer | Material | ClassCost, values: Mapping[str, Any], actor: User) -> None:
    """Change a lecturer, a material's name or a cost."""
    current = locked_class(row.training_id)
    rules.check_runs(actor, current)
    rules.check_not_settled(current)
    wanted = _checked(values, _PARTS[type(row)])
    before = {name: str(getattr(row, name)) for name in wanted}
    for name, value in wanted.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    after = {name: str(getattr(row, name)) for name in wanted}
    changed = {name for name in wanted if before[name] != after[name]}
    audit.record(
        actor=actor,
        action=f"training.edit_{row._meta.model_name}",
        obj=current,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
    )


@transaction.atomic
def remove_part(*, row: Lecturer | Material | ClassCost, actor: User) -> None:
    """Take a lecturer, a material or a cost off the class."""
    current = locked_class(row.training_id)
    rules.check_runs(actor, current)
    rules.check_not_settled(current)
    name = str(row)[:200]
    row.delete()
    audit.record(actor=actor, action=f"training.remove_{row._meta.model_name}", obj=current, before={"name": name})


# --- targets -----------------------------------------------------------------------------------------------------


@transaction.atomic
def set_targets(*, unit: Unit, year: int, wanted: Mapping[str, tuple[int, int]], actor: User) -> None:
    """What the year's plan wants: group → (classes, people a class)."""
    rules.check_makes(actor, unit)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    before = {row.group: [row.classes, row.people] for row in ClassTarget.objects.filter(unit=unit, year=year)}
    for group, (classes, people) in wanted.items():
        ClassTarget.objects.update_or_create(
            unit=unit, year=year, group=group, defaults={"classes": classes, "people": people}
        )
    after = {group: list(pair) for group, pair in wanted.items()}
    audit.record(actor=actor, action="training.targets", obj=unit, before=before, after=after)
