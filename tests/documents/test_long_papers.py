"""Papers with long annexes: the request only asks, the worker prints (DESIGN rule 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from core import jobs
from core.models import Job, JobState
from documents import jobkinds, kinds
from documents.actions import edit_draft, issue_document
from documents.enums import DocumentState
from documents.model import Annex, Doc, Row, Table
from documents.model.blocks import Column
from documents.models import Document
from documents.printing import is_long, paper_of
from documents.render.pdf import RenderFailed
from tests.documents.conftest import build

pytestmark = pytest.mark.django_db
ANSWERS = {"issued_on": "12/11/2024", "signer_name": "Nguyễn Văn Ẵng", "signing_form": "ubnd-chu-tich", "version": "1"}


def with_annex(document: Document) -> Doc:
    rows = tuple(Row((str(number), "Bột rau má")) for number in range(1, 6))
    annex = Annex("DANH SÁCH", (Table((Column("TT", 20), Column("Tên", 145)), rows),))
    return replace(build(document), annexes=(annex,))


@pytest.fixture
def long(settings: Any, drafted: Callable[..., Document], test_kind: kinds.DocumentKind) -> Document:
    settings.LONG_PAPER_ROWS = 4
    kinds.register(replace(test_kind, builder=with_annex))
    return drafted()


def page(document: Document, name: str = "document") -> str:
    return reverse(f"documents:{name}", args=[document.pk])


def asked(client: Any, document: Document, **changes: str) -> Job:
    """Ask for the issue as the leader does, and give the job."""
    answer = client.post(page(document, "issue"), ANSWERS | {"version": str(document.version)} | changes)
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.get(pk=answer["Location"].strip("/").split("/")[-1])


def test_only_papers_with_many_rows_are_long(settings: Any, long: Document) -> None:
    assert is_long(paper_of(long))
    settings.LONG_PAPER_ROWS = 5
    assert not is_long(paper_of(long))


def test_issuing_a_long_paper_is_a_job_with_the_same_result(long: Document, people: Any, client_as: Any) -> None:
    client = client_as(user=people["leader"])
    job = asked(client, long)
    long.refresh_from_db()
    assert (long.state, job.kind) == (DocumentState.DRAFT, jobkinds.ISSUE)
    jobs.run(str(job.pk))
    long.refresh_from_db()
    job.refresh_from_db()
    assert (long.state, long.number, long.issued_on) == (DocumentState.ISSUED, 1, dt.date(2024, 11, 12))
    assert (job.state, job.result_id) == (JobState.DONE, long.pdf_id)
    assert page(long) in client.get(reverse("core:job", args=[job.pk])).content.decode()


def test_a_worker_that_died_after_issuing_finds_the_work_done(long: Document, people: Any, client_as: Any) -> None:
    job = asked(client_as(user=people["leader"]), long)
    jobs.run(str(job.pk))
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, result=None)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, Document.objects.get(pk=long.pk).pdf)


def test_a_draft_changed_meanwhile_is_not_issued(long: Document, people: Any, client_as: Any) -> None:
    job = asked(client_as(user=people["leader"]), long)
    edit_draft(document=long, fields={"subject": "Trích yếu khác"}, actor=people["officer"], version=long.version)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "đã được sửa" in job.error
    assert Document.objects.get(pk=long.pk).state == DocumentState.DRAFT


def test_a_failed_printing_spends_no_number(
    long: Document, people: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(client_as(user=people["leader"]), long)

    def broken(*args: Any, **more: Any) -> None:
        raise RenderFailed

    monkeypatch.setattr(jobkinds, "issue_document", broken)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert "chưa thay đổi" in job.error
    monkeypatch.setattr(jobkinds, "issue_document", issue_document)
    jobs.retry(job, actor=people["leader"])
    jobs.run(str(job.pk))
    assert Document.objects.get(pk=long.pk).number == 1


def test_who_may_not_issue_does_not_get_by_through_a_job(long: Document, people: Any) -> None:
    params = {"document": long.pk, "version": long.version, "data": {"issued_on": "2024-11-12"}}
    for name in ("other", "officer"):
        job = jobs.start(jobkinds.ISSUE, owner=people[name], params=params)
        jobs.run(str(job.pk))
        job.refresh_from_db()
        assert job.state == JobState.FAILED
    assert Document.objects.get(pk=long.pk).state == DocumentState.DRAFT


def test_a_long_draft_is_shown_once_the_worker_has_printed_it(long: Document, people: Any, client_as: Any) -> None:
    client = client_as(user=people["officer"])
    assert page(long, "print_preview") in client.get(page(long)).content.decode()
    assert client.get(page(long, "preview"))["Location"] == page(long)
    answer = client.post(page(long, "print_preview"))
    job = Job.objects.get(pk=answer["Location"].strip("/").split("/")[-1])
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert job.result is not None
    body = client.get(page(long)).content.decode()
    assert page(long, "print_preview") not in body
    assert "Trang 2 của văn bản" in body
    assert client.get(page(long, "preview")).content.startswith(b"%PDF")
