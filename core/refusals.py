"""Refusals of an action: noted in the audit trail, and told on the form that was sent, which keeps what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpRequest

from core import audit
from core.errors import Denied
from core.files import UploadRefused


def note_refusal(request: HttpRequest, refusal: Denied) -> None:
    """Write the refused attempt into the trail of what it was about."""
    if refusal.obj is not None and refusal.obj.pk:
        audit.record(
            actor=getattr(request, "user", None),
            action=refusal.action or "refused",
            obj=refusal.obj,
            reason=refusal.sentence,
            refused=True,
        )


@contextmanager
def told_on(form: forms.BaseForm, request: HttpRequest, *, at: str | None = None) -> Iterator[None]:
    """Make a refusal an error of the form: of the field `at`, else of the whole. Ask `form.errors` afterwards.

    Without it a refusal leads back to an empty form, and whoever sends that one again sends its defaults.
    """
    try:
        yield
    except Denied as refusal:
        note_refusal(request, refusal)
        form.add_error(at, refusal.sentence)
    except UploadRefused as refusal:
        form.add_error(at, refusal.sentence)


def ask_for_files_again(form: forms.BaseForm) -> None:
    """Say beside each file that it must be chosen again: no browser keeps a chosen file over an answer with errors."""
    if not form.errors:
        return
    for name in form.fields:
        upload = form.files.get(form.add_prefix(name))
        if upload is not None and name not in form.errors:
            form.add_error(name, f"Chọn lại tệp “{upload.name}”: trình duyệt không giữ tệp đã chọn.")
