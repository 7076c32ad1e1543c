"""Drafting: wording is plain text, figures come from the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from django.db import transaction

from accounts.models import Unit, User
from core import audit
from core.editing import save_edit
from core.errors import Denied, FieldConflict, Stale
from core.text import nfc
from documents.kinds import DocumentKind, EditableField, Widget, get_kind, kind_of
from documents.models import Document
from documents.rules import check_edit

_COLUMNS = {"subject": 500, "symbol": 28, "signer_name": 50, "signer_position": 100, "signing_form": 30}


@transaction.atomic
def draft_document(
    *,
    kind: str,
    issuing_unit: Unit,
    fields: Mapping[str, Any],
    subject_ref: str = "",
    actor: User | None,
    source: Mapping[str, Any] | None = None,
    symbol: str = "",
    body_lines: tuple[str, ...] = (),
    signing_form: str = "",
) -> Document:
    """Begin a document. Who may is the calling app's question; a draft has no number.

    `fields` holds the wording (`Texts.to_fields()`), its "subject" becomes the document's own; `source` the facts.
    """
    spec = get_kind(kind)
    wording = dict(fields)
    document = Document(
        kind=spec.code,
        issuing_unit=issuing_unit,
        issuing_body=spec.body,
        body_lines=list(body_lines),
        symbol=symbol or spec.symbol,
        subject=nfc(str(wording.pop("subject", "")))[:500] or spec.label,
        subject_ref=subject_ref,
        signing_form=signing_form or (spec.signing_forms[0] if spec.signing_forms else ""),
        fields=_clean_fields(spec, wording),
        source=dict(source or {}),
        created_by=actor,
    )
    if spec.collect and source is None:
        document.source = dict(spec.collect(document))
    document.full_clean(validate_constraints=False)
    document.save()
    audit.record(
        actor=actor, action="document.draft", obj=document, after={"kind": spec.code, "subject": document.subject}
    )
    return document


@transaction.atomic
def edit_draft(
    *,
    document: Document,
    fields: Mapping[str, Any],
    actor: User,
    version: int | None,
) -> Document:
    """Change the wording of a draft.

    `fields` may hold the kind's editable fields and subject, symbol, signer_name, signer_position, signing_form.
    Raises Denied, or Stale when somebody saved since `version`.
    """
    check_edit(actor, document)
    spec = kind_of(document)
    values: dict[str, Any] = {}
    for name, limit in _COLUMNS.items():
        if name in fields:
            values[name] = nfc(str(fields[name]))
            if len(values[name]) > limit:
                raise Denied(f"Nội dung dài quá {limit} ký tự.", obj=document)
    wording = {key: value for key, value in fields.items() if key not in _COLUMNS}
    if wording:
        values["fields"] = {**document.fields, **_clean_fields(spec, wording)}
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if version is not None and locked.version != version:
        last = audit.timeline(locked).first()
        raise Stale(locked, list(_conflicts(spec, locked, values)), last.actor_label if last else "")
    return save_edit(document, values, actor=actor, version=None, action="document.edit")


def _conflicts(spec: DocumentKind, stored: Document, values: Mapping[str, Any]) -> Iterator[FieldConflict]:
    """Both texts of each piece of wording that differs, as a person reads them."""
    for name in _COLUMNS:
        if name in values and getattr(stored, name) != values[name]:
            label = str(getattr(Document._meta.get_field(name), "verbose_name", name)).capitalize()
            yield FieldConflict(label, str(values[name]), str(getattr(stored, name)))
    wording = values.get("fields", {})
    for item in spec.editable_fields:
        mine, theirs = wording.get(item.key, ""), stored.fields.get(item.key, "")
        if item.key in wording and mine != theirs:
            yield FieldConflict(item.label, _as_text(mine), _as_text(theirs))


def _as_text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


def _clean_fields(spec: DocumentKind, wording: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the kind's own fields only, each in one spelling and within its length."""
    known = {item.key: item for item in spec.editable_fields}
    return {key: _clean(known[key], value) for key, value in wording.items() if key in known}


def _clean(item: EditableField, value: Any) -> list[str] | str:
    if item.widget in (Widget.PARAGRAPHS, Widget.ARTICLES):
        lines = [nfc(str(line)) for line in (value if isinstance(value, list | tuple) else [value])]
        kept = [line for line in lines if line]
        return kept if sum(map(len, kept)) <= item.max_length else _too_long(item)
    text = nfc(str(value))
    return text if len(text) <= item.max_length else _too_long(item)


def _too_long(item: EditableField) -> NoReturn:
    raise Denied(f"“{item.label}” dài quá {item.max_length} ký tự.")
