"""Resources of django-import-export as this portal uses them: one pass in memory, a verdict a row, bulk writes after it.

The library walks the rows, finds or makes each instance, reads the cells through widgets and decides what to skip. Ours
are the readers of cells, the register in memory instead of a query a row, verdicts with old and new texts, and writing
only after all rows are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from core.formats import now
from core.text import lower_first
from products import rules
from products.enums import RowVerdict
from products.imports import cells
from products.imports.cells import BadCell
from products.imports.headings import Spec
from products.imports.layout import SheetRow
from products.imports.outcome import Change, Outcome, Touched
from products.imports.places import Gazetteer, Place
from products.imports.register import Register
from products.places import territory

Tell = Callable[[int, int, str], None]
TOLD_EVERY = 250
SOURCE = "Nhập từ bảng tính"


def labelled(label: str, message: str) -> str:
    """The sentence with the column's name before it, unless it names the column itself."""
    if not label or message.startswith(label):
        return message
    return f"{label}: {lower_first(message)}"


def _silent(done: int, total: int, message: str) -> None:
    """Nobody listens."""


class Cell(widgets.Widget):
    """Reads one cell with one of the readers of `cells`."""

    def __init__(self, reader: Callable[[Any], Any]) -> None:
        super().__init__()
        self.reader = reader

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The value, or None for an empty cell. Raises BadCell, a ValueError that the library keeps beside the field."""
        return None if value is None else self.reader(value)


def said(key: str, reader: Callable[[Any], Any], attribute: str = "") -> fields.Field:
    """A field that only writes what the sheet says: an empty cell leaves the record as it is."""
    return fields.Field(
        attribute=attribute or key, column_name=key, widget=Cell(reader), saves_null_values=False, default=None
    )


class Loader(BaseInstanceLoader):
    """Asks the resource, which looks into its register."""

    def get_instance(self, row: Any) -> Any:
        """The known record that the row means, or None."""
        return self.resource.known(row)


class SheetResource(resources.ModelResource):
    """Base of the three kinds. `judge(rows)` gives a verdict on each; `write()` then stores what they make and change."""

    specs: Sequence[Spec] = ()

    def __init__(self, *, actor: Any, source: str, tell: Tell | None = None) -> None:
        super().__init__()
        self.actor = actor
        self.territory = territory(actor, rules.ENTERING)
        self.gazetteer = Gazetteer(self.territory)
        self.register = Register(self.territory)
        self.source = f"{SOURCE}: {source}"[:300]
        self.tell = tell or _silent
        self.outcomes: list[Outcome] = []
        self.outcome = Outcome(0)
        self.place: Place | None = None
        self.seen: dict[Any, int] = {}
        self.made: set[int] = set()
        self.creates: dict[type[models.Model], list[models.Model]] = {}
        self.updates: dict[type[models.Model], dict[int, tuple[models.Model, set[str]]]] = {}

    # --- the walk ------------------------------------------------------------------------------------------------

    def judge(self, rows: Sequence[SheetRow]) -> list[Outcome]:
        """A verdict on each row, in their order. Nothing is written."""
        keys = [spec.key for spec in self.specs]
        table = tablib.Dataset(headers=["row", *keys])
        for row in rows:
            table.append([row, *(row.get(key) for key in keys)])
        self.total = len(rows)
        self.import_data_inner(table, True, False, False, False)
        return self.outcomes

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> Any:
        """Let the library walk the row, then turn what it found into our verdict."""
        self.outcome = Outcome(row["row"].number)
        self.pending: list[Touched] = []
        self.takes_back: list[Callable[[], Any]] = []
        result = super().import_row(row, instance_loader, **kwargs)
        if result.validation_error is not None:
            self.outcome.refuse(*self._sentences(result.validation_error))
        elif result.errors:
            error = result.errors[0].error
            if not isinstance(error, BadCell):
                raise error
            self.outcome.refuse(str(error))
        if self.outcome.is_refused:
            for take_back in reversed(self.takes_back):
                take_back()
        else:
            self._settle()
        self.outcomes.append(self.outcome)
        if len(self.outcomes) % TOLD_EVERY == 0:
            self.tell(len(self.outcomes), self.total, "Đang đọc từng dòng")
        return result

    def _sentences(self, error: ValidationError) -> Iterable[str]:
        if not hasattr(error, "error_dict"):
            yield from error.messages
            return
        for name, messages in error.message_dict.items():
            label = self._label(name)
            for message in messages:
                yield labelled(label, message)

    def _label(self, attribute: str) -> str:
        key = next((field.column_name for field in self.fields.values() if field.attribute == attribute), attribute)
        return next((spec.label for spec in self.specs if spec.key == key), "")

    def _settle(self) -> None:
        """Keep what the row makes and changes; the register knows new records from the next row on."""
        self.outcome.touched = self.pending
        for touched in self.pending:
            kind = type(touched.obj)
            self.seen.setdefault(id(touched.obj), self.outcome.number)
            if touched.created:
                self.made.add(id(touched.obj))
                self.creates.setdefault(kind, []).append(touched.obj)
                self.learn(touched.obj)
            else:
                _, names = self.updates.setdefault(kind, {}).setdefault(touched.obj.pk, (touched.obj, set()))
                names |= set(touched.before)
        if any(touched.created and isinstance(touched.obj, self._meta.model) for touched in self.pending):
            self.outcome.verdict = RowVerdict.NEW
        elif self.pending:
            self.outcome.verdict = RowVerdict.CHANGED

    # --- what a kind says ----------------------------------------------------------------------------------------

    def known(self, row: Any) -> Any:
        """The record that the row means, or None for a new one. Raises BadCell."""
        raise NotImplementedError

    def learn(self, obj: models.Model) -> None:
        """Know a record that an earlier row makes."""

    def write(self) -> None:
        """Store everything that the rows make and change."""
        raise NotImplementedError

    # --- what every kind does ------------------------------------------------------------------------------------

    def find_place(self, row: Any) -> Place:
        """Where the row's record is. Raises ValidationError with the sentence."""
        words = {key: self.reading(cells.text, row.get(key)) or "" for key in ("commune", "district", "address")}
        return self.reading(self.gazetteer.find, **words, around=row["row"].group.place)

    def read_identity(self, row: Any, column: str, what: str) -> None:
        """Name and place, which decide what record is meant. Raises ValidationError when no name is given."""
        self.outcome.label = self.reading(cells.name, row.get(column)) or ""
        if not self.outcome.label:
            raise ValidationError(f"Chưa ghi tên {what}.")
        self.place = self.find_place(row)

    def reading(self, reader: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a reader; what it refuses refuses the whole row."""
        try:
            return reader(*args, **kwargs)
        except BadCell as error:
            raise ValidationError(str(error)) from None

    def only_once(self, key: Any) -> None:
        """Refuse a second row about the same record. Raises ValidationError."""
        first = self.seen.setdefault(key, self.outcome.number)
        if first != self.outcome.number:
            raise ValidationError(f"Trùng với dòng {first} của bảng.")

    def is_known(self, obj: models.Model) -> bool:
        """Say whether a record is in the register, or an earlier row makes it."""
        return not obj._state.adding or id(obj) in self.made

    def fill(self, obj: Any, values: dict[str, Any], labels: dict[str, str]) -> Touched | None:
        """Put values that say something new onto a record; answers what was touched, None when nothing changed.

        Spelling alone (capitals, tone placement) is no change. Each change is kept for the verdict.
        """
        before: dict[str, Any] = {}
        for name, value in values.items():
            old = getattr(obj, name)
            if value is None or cells.same(old, value):
                continue
            before[name] = old
            self.takes_back.append(partial(setattr, obj, name, old))
            setattr(obj, name, value)
            if name in labels:
                self.outcome.changes.append(Change(labels[name], shown_of(obj, name, old), shown_of(obj, name, value)))
        return Touched(obj, created=False, before=before) if before else None

    def check_lengths(self, kind: type[models.Model], values: dict[str, Any]) -> None:
        """Refuse text that its column does not hold. Raises ValidationError."""
        too_long = {}
        for name, value in values.items():
            most = getattr(kind._meta.get_field(name), "max_length", None)
            if most and isinstance(value, str) and len(value) > most:
                too_long[name] = f"dài hơn {most} ký tự."
        if too_long:
            raise ValidationError(too_long)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Note what the row makes or changes; the library saves nothing: `write` stores everything at the end."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        self.compare(instance, row)
        return True

    def compare(self, instance: Any, row: Any) -> None:
        """Add to `pending` what the row makes and changes. Raises ValidationError."""
        raise NotImplementedError

    def put(self, creates: Sequence[type[models.Model]]) -> None:
        """Write new records kind by kind, then the changed ones with a new version."""
        for kind in creates:
            rows = self.creates.get(kind, [])
            for row in rows:
                _follow_keys(row)
            kind._default_manager.bulk_create(rows, batch_size=1_000)
        for kind, changed in self.updates.items():
            names = {"version", "updated_at"}.union(*(names for _, names in changed.values()))
            derived = [column for column in kind._meta.concrete_fields if hasattr(column, "derive")]
            for obj, _ in changed.values():
                _follow_keys(obj)
                obj.version += 1  # type: ignore[attr-defined]
                obj.updated_at = now()  # type: ignore[attr-defined]
                for column in derived:
                    column.pre_save(obj, False)
            every = [column.name for column in derived] + sorted(names)
            objects = [obj for obj, _ in changed.values()]
            kind._default_manager.bulk_update(objects, every, batch_size=500)

    class Meta:
        abstract = True


def _follow_keys(obj: models.Model) -> None:
    """Take over the key of a related record that was written a moment ago."""
    for column in obj._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.is_cached(obj):
            other = getattr(obj, column.name)
            if other is not None:
                setattr(obj, column.name, other)  # the key alone would drop the record that it stands for


def shown_of(obj: models.Model, name: str, value: Any) -> str:
    """A column's value in words."""
    column = obj._meta.get_field(name)
    choices = dict(getattr(column, "flatchoices", None) or [])
    return str(choices.get(value, cells.shown(value)))
