"""The one writer of state. A workflow is a frozen table of steps; `apply` is the only code that changes a status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models, transaction

from core import audit
from core.errors import Denied, Stale
from core.text import nfc

M = TypeVar("M", bound=models.Model)

WORKFLOWS: dict[str, Workflow[Any]] = {}


@dataclass(frozen=True)
class Transition(Generic[M]):
    """A step being taken: handed to guards and effects. `obj` is the locked row."""

    obj: M
    step: Step
    actor: Any
    source: str
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


Predicate = Callable[[Any, Any], bool]
Hook = Callable[[Transition[Any]], None]


@dataclass(frozen=True)
class Step:
    """One row of the procedure.

    `by`: predicates (actor, obj), one of which must hold. `when`: guards that raise Denied. `stamps`: fill columns of
    the row itself before it is first written in its new state, as its database constraints may ask. `effects`: what
    the step brings about elsewhere, inside the same transaction.
    """

    name: str
    sources: frozenset[str]
    target: str
    label: str
    by: tuple[Predicate, ...]
    when: tuple[Hook, ...] = ()
    effects: tuple[Hook, ...] = ()
    needs_reason: bool = False
    stamps: tuple[Hook, ...] = ()


def step(
    name: str,
    sources: str | Iterable[str],
    target: str,
    *,
    label: str,
    by: Predicate | Iterable[Predicate],
    when: Iterable[Hook] = (),
    effects: Iterable[Hook] = (),
    needs_reason: bool = False,
    stamps: Iterable[Hook] = (),
) -> Step:
    """Write one row of a workflow table."""
    return Step(
        name=name,
        sources=frozenset({sources} if isinstance(sources, str) else sources),
        target=str(target),
        label=label,
        by=(by,) if callable(by) else tuple(by),
        when=tuple(when),
        effects=tuple(effects),
        needs_reason=needs_reason,
        stamps=tuple(stamps),
    )


def system(actor: Any, obj: Any) -> bool:
    """Predicate: the portal itself, in a periodic task."""
    return actor is None


@dataclass(frozen=True)
class Workflow(Generic[M]):
    """The procedure of one kind of object, readable top to bottom."""

    label: str
    states: type[models.TextChoices]
    steps: tuple[Step, ...]
    state_field: str = "state"

    def __post_init__(self) -> None:
        WORKFLOWS[self.label.lower()] = self

    def find(self, name: str) -> Step:
        """The step of that name; KeyError when the table has none."""
        for candidate in self.steps:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def available(self, obj: M, actor: Any) -> list[Step]:
        """Steps that this person could begin now (guards that look at content are not asked)."""
        state = getattr(obj, self.state_field)
        return [s for s in self.steps if state in s.sources and any(allowed(actor, obj) for allowed in s.by)]

    def mermaid(self) -> str:
        """State diagram for the documentation."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {value}: {label}" for value, label in self.states.choices]
        for row in self.steps:
            lines += [f"    {source} --> {row.target}: {row.label}" for source in sorted(row.sources)]
        return "\n".join(lines) + "\n"


def workflow_of(obj: models.Model) -> Workflow[Any]:
    """The procedure that governs this object."""
    return WORKFLOWS[obj._meta.label_lower]


def available(obj: models.Model, actor: Any) -> list[Step]:
    """Steps that this person could begin now on this object."""
    return workflow_of(obj).available(obj, actor)


def can(obj: models.Model, name: str, actor: Any) -> bool:
    """Say whether this person could begin that step now."""
    return any(row.name == name for row in available(obj, actor))


@transaction.atomic
def apply(
    obj: M,
    name: str,
    *,
    actor: Any,
    version: int | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> M:
    """Take one step: lock the row, check state, person, guards and version, write state and audit event, run effects.

    Raises Denied with a sentence for the person, Stale when `version` is not the stored one. `obj` is brought up to
    date with the stored row.
    """
    procedure = workflow_of(obj)
    row = procedure.find(name)
    locked = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    state = getattr(locked, procedure.state_field)
    transition = Transition(locked, row, actor, state, nfc(reason), data or {})
    _check(procedure, transition, version)
    for hook in (*row.when, *row.stamps):
        hook(transition)
    setattr(locked, procedure.state_field, row.target)
    if hasattr(locked, "version"):
        locked.version += 1
    locked.save()
    for effect in row.effects:
        effect(transition)
    if row.effects:
        locked.save()
    audit.record(
        actor=actor,
        action=_action(transition),
        obj=locked,
        before={procedure.state_field: state},
        after={procedure.state_field: row.target},
        reason=transition.reason,
    )
    for column in locked._meta.concrete_fields:
        setattr(obj, column.attname, getattr(locked, column.attname))
    return locked


def _action(transition: Transition[Any]) -> str:
    """Name of the step in the audit trail."""
    return f"{transition.obj._meta.model_name}.{transition.step.name}"


def _check(procedure: Workflow[Any], transition: Transition[Any], version: int | None) -> None:
    """Person, state, version and reason, in the order in which a refusal helps most."""
    obj, row, action = transition.obj, transition.step, _action(transition)
    if not any(allowed(transition.actor, obj) for allowed in row.by):
        raise Denied("Bạn không được giao việc này.", obj=obj, action=action)
    if transition.source not in row.sources:
        label = procedure.states(transition.source).label
        raise Denied(f"Không thể “{row.label}” vì hiện đang ở trạng thái “{label}”.", obj=obj, action=action)
    if version is not None and hasattr(obj, "version") and obj.version != version:
        raise Stale(obj)
    if row.needs_reason and not transition.reason:
        raise Denied("Nhập lý do trước khi tiếp tục.", obj=obj, action=action)
