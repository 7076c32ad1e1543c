"""Long work: once, with progress, stoppable, and readable when it fails."""

import datetime as dt
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse

from accounts.enums import Role
from core import jobs, tasks
from core.errors import Denied
from core.files import may_open, store_bytes
from core.formats import now
from core.models import Job, JobState
from ocop_portal.celery import app


@pytest.fixture
def owner(user_as):
    return user_as(Role.DISTRICT_OFFICER)


@pytest.fixture
def kind():
    """A kind of job whose work each test sets."""
    work = {}

    @jobs.job_kind("test.kind", label="Việc thử")
    def do(job, report):
        return work["do"](job, report)

    yield work
    jobs.KINDS.pop("test.kind")


def test_a_job_runs_once_however_often_its_message_comes(owner, kind):
    ran = []

    def do(job, report):
        ran.append(job.pk)
        report(1, 2, "nửa đường")
        return store_bytes("ketqua.pdf", b"%PDF-1.4 ket qua", owner=owner)

    kind["do"] = do
    job = jobs.start("test.kind", owner=owner)
    for _ in range(3):
        jobs.run(str(job.pk))
    job.refresh_from_db()
    assert ran == [job.pk]
    assert (job.state, job.result.name, job.percent) == (JobState.DONE, "ketqua.pdf", 50)


def test_a_refusal_is_shown_and_a_bug_is_not(owner, kind):
    def refuse(job, report):
        raise Denied("Không có dòng nào để in.")

    kind["do"] = refuse
    refused = jobs.start("test.kind", owner=owner)
    jobs.run(str(refused.pk))
    refused.refresh_from_db()
    assert (refused.state, refused.error) == (JobState.FAILED, "Không có dòng nào để in.")

    def crash(job, report):
        raise RuntimeError("SELECT secret")

    kind["do"] = crash
    crashed = jobs.start("test.kind", owner=owner)
    jobs.run(str(crashed.pk))
    crashed.refresh_from_db()
    assert crashed.state == JobState.FAILED
    assert "secret" not in crashed.error


def test_a_cancelled_job_stops_between_two_pieces(owner, kind):
    pieces = []

    def do(job, report):
        for piece in range(10):
            pieces.append(piece)
            if piece == 3:
                jobs.cancel(job, actor=owner)
            report(piece, 10)

    kind["do"] = do
    job = jobs.start("test.kind", owner=owner)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, pieces) == (JobState.CANCELLED, [0, 1, 2, 3])
    jobs.retry(job, actor=owner)
    assert job.state == JobState.CANCELLED or Job.objects.get(pk=job.pk).state == JobState.WAITING


def test_a_job_whose_worker_died_is_taken_up_again_and_a_living_one_is_not(owner, kind):
    kind["do"] = lambda job, report: None
    job = jobs.start("test.kind", owner=owner)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=now())
    assert jobs.due() == []
    jobs.run(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    Job.objects.filter(pk=job.pk).update(heartbeat_at=now() - dt.timedelta(minutes=6))
    assert jobs.due() == [str(job.pk)]
    jobs.run(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_a_job_that_ends_its_worker_every_time_is_given_up_with_a_sentence(owner, kind):
    class Killed(BaseException):
        pass

    ran = []

    def kill(job, report):
        ran.append(job.attempts)
        raise Killed

    kind["do"] = kill
    job = jobs.start("test.kind", owner=owner)
    for _ in range(5):
        try:
            jobs.run(str(job.pk))
        except Killed:
            Job.objects.filter(pk=job.pk).update(heartbeat_at=now() - dt.timedelta(minutes=6))
    job.refresh_from_db()
    assert ran == [1, 2, 3]
    assert (job.state, job.error) == (JobState.FAILED, jobs.GAVE_UP)
    assert jobs.due() == []
    jobs.retry(job, actor=owner)
    kind["do"] = lambda job, report: None
    jobs.run(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.DONE, "a person may try again"


def _taken_over(job):
    """What another worker's claim leaves behind."""
    Job.objects.filter(pk=job.pk).update(attempts=2, heartbeat_at=now(), message="người khác đang làm")


def test_a_worker_that_comes_back_late_does_not_overwrite_the_next(owner, kind):
    def do(job, report):
        _taken_over(job)
        return store_bytes("muon.pdf", b"%PDF-1.4 muon", owner=owner)

    kind["do"] = do
    job = jobs.start("test.kind", owner=owner)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result, job.message) == (JobState.RUNNING, None, "người khác đang làm")


def test_a_worker_that_lost_its_job_stops_at_the_next_report(owner, kind):
    went_on = []

    def do(job, report):
        _taken_over(job)
        report(5, 10, "đến muộn")
        went_on.append(job)

    kind["do"] = do
    job = jobs.start("test.kind", owner=owner)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.message, went_on) == (JobState.RUNNING, 0, "người khác đang làm", [])


@pytest.mark.django_db(transaction=True)
def test_work_that_reports_nothing_for_long_is_not_taken_up_a_second_time(owner, kind, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.05)
    seen = []

    def do(job, report):
        Job.objects.filter(pk=job.pk).update(heartbeat_at=now() - dt.timedelta(minutes=6))
        for _ in range(100):
            time.sleep(0.05)
            if jobs.due() == []:
                break
        seen.append(jobs.due())

    kind["do"] = do
    job = jobs.start("test.kind", owner=owner)
    jobs.run(str(job.pk))
    assert (seen, Job.objects.get(pk=job.pk).state) == ([[]], JobState.DONE)
    assert not [each for each in threading.enumerate() if each.name.startswith("heartbeat-")]


def test_a_lost_message_is_found_by_the_sweeper(owner, kind):
    kind["do"] = lambda job, report: None
    job = jobs.start("test.kind", owner=owner)
    assert jobs.due() == []
    Job.objects.filter(pk=job.pk).update(updated_at=now() - dt.timedelta(minutes=1))
    assert jobs.due() == [str(job.pk)]


@pytest.fixture
def sent(monkeypatch):
    """Ids of jobs for which a message went out, through a queue of its own."""
    ids = []
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda args, **_: ids.append(args[0]))
    return ids


def test_the_sweeper_only_sends_and_not_twice_for_one_that_waits_its_turn(
    owner, kind, sent, django_capture_on_commit_callbacks
):
    ran = []
    kind["do"] = lambda job, report: ran.append(job.pk)
    job = jobs.start("test.kind", owner=owner)
    Job.objects.filter(pk=job.pk).update(updated_at=now() - dt.timedelta(minutes=1))
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep_jobs()
    assert (sent, ran) == ([str(job.pk)], [])


def test_long_work_has_a_queue_of_its_own():
    router = app.amqp.router
    assert router.route({}, tasks.run_job.name, args=("id",))["queue"].name == "jobs"
    assert router.route({}, "notifications.deliver")["queue"].name == "celery"
    assert router.route({}, tasks.beat_tick.name)["queue"].name == "celery"


def test_each_worker_tells_of_itself_only():
    for name, told, silent in (
        ("jobs@may", "alive:jobs", "alive:worker"),
        ("worker@may", "alive:worker", "alive:jobs"),
    ):
        for sender in (SimpleNamespace(hostname=name), SimpleNamespace(eventer=SimpleNamespace(hostname=name))):
            cache.delete_many([told, silent])
            tasks._worker_alive(sender=sender)
            assert (cache.get(told) is not None, cache.get(silent)) == (True, None)


def test_another_person_does_not_see_the_job(owner, kind, client_as):
    kind["do"] = lambda job, report: None
    job = jobs.start("test.kind", owner=owner)
    assert client_as(user=owner).get(f"/viec/{job.pk}/").status_code == 200
    assert client_as(Role.DISTRICT_OFFICER).get(f"/viec/{job.pk}/").status_code == 404


def _printed(owner, kind, **more):
    """A finished job's file, as the job left it."""
    kind["do"] = lambda job, report: store_bytes("ketqua.pdf", b"%PDF-1.4 ket qua", owner=job.owner)
    job = jobs.start("test.kind", owner=owner)
    jobs.run(str(job.pk))
    Job.objects.filter(pk=job.pk).update(**more)
    job.refresh_from_db()
    return job.result


def test_a_result_opens_for_who_asked_only_while_its_kind_lets_them(owner, kind, user_as):
    file = _printed(owner, kind)
    assert not may_open(owner, file)
    allowed = {owner.pk}
    jobs.KINDS["test.kind"] = replace(jobs.KINDS["test.kind"], may_read=lambda user, job: user.pk in allowed)
    assert may_open(owner, file)
    assert not may_open(user_as(Role.DEPARTMENT_OFFICER), file)
    allowed.clear()
    assert not may_open(owner, file)


def test_an_old_result_opens_for_nobody(owner, kind):
    jobs.KINDS["test.kind"] = replace(jobs.KINDS["test.kind"], may_read=lambda user, job: True)
    long_ago = now() - jobs.RESULT_OPENS_FOR - dt.timedelta(minutes=1)
    file = _printed(owner, kind, created_at=long_ago)
    assert may_open(owner, file), "a job of long ago that was run again has a new result"
    file.created_at = long_ago
    assert not may_open(owner, file)


def test_a_jobs_page_offers_only_a_result_that_opens(owner, kind, client_as):
    file = _printed(owner, kind)
    page = reverse("core:job", args=[Job.objects.get(result=file).pk])
    assert "Kết quả chỉ tải được trong 7 ngày" in client_as(user=owner).get(page).content.decode()
    jobs.KINDS["test.kind"] = replace(jobs.KINDS["test.kind"], may_read=lambda user, job: True)
    assert reverse("core:file", args=[file.pk]) in client_as(user=owner).get(page).content.decode()


def test_an_upload_opens_for_its_owner_until_a_record_names_it(owner, user_as):
    file = store_bytes("tep.pdf", b"%PDF-1.4", owner=owner)
    nobodys = store_bytes("tep.pdf", b"%PDF-1.4")
    assert may_open(owner, file)
    assert not may_open(user_as(Role.DISTRICT_OFFICER), file)
    assert not may_open(AnonymousUser(), nobodys)
    file.created_at = now() - dt.timedelta(days=2)
    assert not may_open(owner, file)
