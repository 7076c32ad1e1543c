"""What an action refuses comes back on the form that was sent: with every word, once, and without a trace of the second round."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory

from accounts.models import User
from core.errors import Denied
from core.forms import NfcCharField, PortalForm
from core.refusals import page_again, watching_forms
from tests import factories

SENTENCE = "Kế hoạch “2024” đã chốt."
PAGE = engines["django"].from_string("{{ form }}")


class PlanForm(PortalForm):
    """A form of a page."""

    title = NfcCharField(label="Tên kế hoạch")
    file = forms.FileField(label="Tệp", required=False)


class NoteForm(PortalForm):
    """Another form of the same page."""

    note = NfcCharField(label="Ghi chú", required=False)


def act(title: str) -> None:
    raise Denied(SENTENCE)


def one_form(request: HttpRequest) -> HttpResponse:
    """Writes a row whatever happens, then hands the form to the action."""
    factories.person()
    form = PlanForm(request.POST, request.FILES)
    if form.is_valid():
        assert b"%PDF" in form.cleaned_data["file"].read() if form.cleaned_data["file"] else True
        act(form.cleaned_data["title"])
    return HttpResponse(PAGE.render({"form": form}, request))


def two_forms(request: HttpRequest) -> HttpResponse:
    """The first form is fine; the second one's action refuses."""
    plan, note = PlanForm(request.POST), NoteForm(request.POST)
    if plan.is_valid() and note.is_valid():
        act(note.cleaned_data["note"])
    return HttpResponse(PAGE.render({"form": plan}, request) + PAGE.render({"form": note}, request))


def no_form(request: HttpRequest) -> HttpResponse:
    """A button."""
    raise Denied(SENTENCE)


def closed_meanwhile(request: HttpRequest) -> HttpResponse:
    """Lets the form through once; then the page is not this person's any more."""
    if hasattr(request, "seen"):
        raise Denied("Bạn không được giao lập kế hoạch.")
    request.seen = True  # type: ignore[attr-defined]
    return one_form(request)


def silent(request: HttpRequest) -> HttpResponse:
    """Shows no errors."""
    if PlanForm(request.POST).is_valid():
        act("")
    return HttpResponse("Kế hoạch")


def sent_to(view: Any, **typed: Any) -> HttpResponse | None:
    """The page after the refusal, as the middleware asks for it."""
    request = RequestFactory().post("/", typed)
    request.resolver_match = SimpleNamespace(func=view, args=(), kwargs={})  # type: ignore[assignment]
    with watching_forms():
        try:
            view(request)
        except Denied as refusal:
            return page_again(request, refusal.sentence)
    raise AssertionError("not refused")


@pytest.mark.django_db
def test_the_form_comes_back_with_its_words_and_the_sentence() -> None:
    page = sent_to(one_form, title="Kế hoạch OCOP năm 2024")
    assert page is not None
    text = page.content.decode()
    assert text.count(SENTENCE) == 1
    assert 'value="Kế hoạch OCOP năm 2024"' in text
    assert User.objects.count() == 1  # of the first round only


@pytest.mark.django_db
def test_a_file_is_read_in_both_rounds_and_asked_for_again() -> None:
    page = sent_to(one_form, title="Kế hoạch", file=SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.7"))
    assert page is not None
    assert "Chọn lại tệp “ke-hoach.pdf”" in page.content.decode()


@pytest.mark.django_db
def test_only_the_form_that_was_handed_over_bears_the_refusal() -> None:
    page = sent_to(two_forms, title="Kế hoạch", note="Gấp")
    assert page is not None
    plan, note = page.content.decode().split('name="note"')[0], page.content.decode()
    assert note.count(SENTENCE) == 1
    assert plan.index('name="title"') < plan.index(SENTENCE)


@pytest.mark.django_db
@pytest.mark.parametrize("view", [no_form, closed_meanwhile, silent])
def test_a_page_that_cannot_say_it_is_not_shown(view: Any) -> None:
    assert sent_to(view, title="Kế hoạch") is None


@pytest.mark.django_db
def test_a_wrong_form_is_shown_as_ever_and_nothing_clings_to_the_next_request() -> None:
    with watching_forms():
        assert "Nhập tên kế hoạch." in one_form(RequestFactory().post("/", {})).content.decode()
    assert sent_to(one_form, title="Một") is not None
    with watching_forms():
        request = RequestFactory().post("/", {"title": "Hai"})
        with pytest.raises(Denied):
            one_form(request)
    assert PlanForm({"title": "Ba"}).is_valid()  # outside of any request
