"""Refusals of an action: noted in the audit trail, and told on the form that was sent, which keeps what was typed.

A view validates its form and hands the values to an action. When the action refuses, `page_again` asks the same view once
more: the form that was valid now bears the refusal as an error, so the view shows it as after any other mistake. Nothing
that the second round writes is kept (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from core import audit
from core.errors import Denied, Stale


@dataclass
class _Round:
    """What the forms of one request tell about themselves, and what they are told in the second round."""

    valid: tuple[type, str | None] | None = None
    sentence: str = ""


_round: ContextVar[_Round | None] = ContextVar("refusal_round", default=None)


@contextmanager
def watching_forms() -> Iterator[None]:
    """For the length of a request: remember which form was found valid last."""
    token = _round.set(_Round())
    try:
        yield
    finally:
        _round.reset(token)


def meet(form: forms.BaseForm) -> None:
    """Every bound form of the portal comes by after it was cleaned."""
    current = _round.get()
    if current is None or not form.is_bound or form._errors:  # type: ignore[attr-defined]
        return
    own = (type(form), form.prefix)
    if not current.sentence:
        current.valid = own
    elif own == current.valid:
        form.add_error(None, current.sentence)
        ask_for_files_again(form)


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


def page_again(request: HttpRequest, sentence: str) -> HttpResponse | None:
    """The page that was sent, with what was typed and the refusal; None when its view shows no form, or not any more."""
    current = _round.get()
    if current is None or current.valid is None:
        return None
    current.sentence = sentence
    try:
        with transaction.atomic():
            page = _ask(request)
            transaction.set_rollback(True)
    except (Denied, Stale):
        return None
    finally:
        current.sentence = ""
    told = page.status_code < 500 and escape(sentence) in page.content.decode()
    return page if told else None


def _ask(request: HttpRequest) -> HttpResponse:
    for name in request.FILES:
        for upload in request.FILES.getlist(name):
            upload.seek(0)
    match = request.resolver_match
    response: Any = match.func(request, *match.args, **match.kwargs)  # type: ignore[union-attr]
    if hasattr(response, "render"):
        response = response.render()
    return response if isinstance(response, HttpResponse) else HttpResponse()


def ask_for_files_again(form: forms.BaseForm) -> None:
    """Say beside each file that it must be chosen again: no browser keeps a chosen file over an answer with errors."""
    if not form.errors:
        return
    for name in form.fields:
        upload = form.files.get(form.add_prefix(name))
        if upload is not None and name not in form.errors:
            form.add_error(name, f"Chọn lại tệp “{upload.name}”: trình duyệt không giữ tệp đã chọn.")
