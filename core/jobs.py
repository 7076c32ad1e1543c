"""Long work: a row with progress, done by the worker, cancellable, retried or ended with a readable error."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from core import audit
from core.errors import Denied
from core.files import register_access
from core.formats import now
from core.models import Job, JobState, StoredFile
from core.queue import send_soon

log = structlog.get_logger(__name__)
Report = Callable[[int, int, str], None]
Work = Callable[[Job, Report], StoredFile | None]
MayRead = Callable[[Any, Job], bool]
RESULT_OPENS_FOR = timedelta(days=7)
STALE_AFTER = timedelta(minutes=5)
BEAT_SECONDS = 60.0
ATTEMPTS = 3
GAVE_UP = (
    f"Việc bị ngắt giữa chừng {ATTEMPTS} lần nên hệ thống không tự chạy lại nữa. Thử với ít dữ liệu hơn, hoặc báo bộ "
    "phận hỗ trợ."
)


class JobCancelled(Exception):
    """The owner asked to stop; raised from `report` so that the work ends between two pieces."""


class JobTakenOver(Exception):
    """Another worker does this job now: what this one would still write is no longer wanted."""


@dataclass(frozen=True)
class JobKind:
    """A registered kind of long work."""

    code: str
    label: str
    work: Work
    may_read: MayRead | None = None


KINDS: dict[str, JobKind] = {}


def job_kind(code: str, *, label: str, may_read: MayRead | None = None) -> Callable[[Work], Work]:
    """Register a function as the work of a kind of job.

    `may_read(user, job)` says whether who asked for it may still read what came out. Without it a result opens only
    for those whom a record that names it lets.

    The function must leave nothing behind when it stops midway: write in one transaction, or write so that a second
    run does no harm.
    """

    def register(work: Work) -> Work:
        KINDS[code] = JobKind(code, label, work, may_read)
        return work

    return register


@transaction.atomic
def start(kind: str, *, owner: Any, params: dict[str, Any] | None = None, label: str = "") -> Job:
    """Queue a job and return its row; it begins after the commit."""
    from core.tasks import run_job

    job = Job.objects.create(kind=kind, label=label or KINDS[kind].label, owner=owner, params=params or {})
    audit.record(actor=owner, action="job.start", obj=job, after={"kind": kind})
    send_soon(run_job, str(job.pk))
    return job


@register_access
def may_read_result(user: Any, file: StoredFile) -> bool:
    """Say whether the file came out of a job of this person, not long ago, whose contents they may read today."""
    if file.created_at <= now() - RESULT_OPENS_FOR:
        return False
    asked = Job.objects.filter(result=file, owner_id=user.pk)
    checks = ((job, KINDS[job.kind].may_read) for job in asked if job.kind in KINDS)
    return any(may_read is not None and may_read(user, job) for job, may_read in checks)


def _claim(job_id: str) -> Job | None:
    """Take a job that waits, or whose worker went silent; nobody else gets it.

    A job that ended its worker every time is not given to yet another one.
    """
    silent = now() - STALE_AFTER
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None or (job.state == JobState.RUNNING and job.heartbeat_at and job.heartbeat_at > silent):
            return None
        if job.state not in {JobState.WAITING, JobState.RUNNING}:
            return None
        if job.state == JobState.RUNNING and job.attempts >= ATTEMPTS:
            log.error("job.gave_up", job=str(job.pk), kind=job.kind, attempts=job.attempts)
            job.state, job.error = JobState.FAILED, GAVE_UP
            job.save()
            return None
        job.state, job.heartbeat_at, job.done, job.attempts = JobState.RUNNING, now(), 0, job.attempts + 1
        job.save()
        return job


def _mine(job: Job) -> QuerySet[Job]:
    """The job's row as long as this attempt is the current one."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def run(job_id: str) -> None:
    """Do one job to its end. A second delivery of the same message does nothing."""
    job = _claim(job_id)
    if job is None:
        return

    def report(done: int, total: int, message: str = "") -> None:
        _mine(job).update(done=done, total=total, message=message[:300], heartbeat_at=now())
        row = Job.objects.filter(pk=job.pk).values("state", "attempts", "cancel_requested").first()
        if row and (row["state"], row["attempts"]) != (JobState.RUNNING, job.attempts):
            raise JobTakenOver
        if row and row["cancel_requested"]:
            raise JobCancelled

    with _beating(job):
        end = _end_of(job, report)
    if not _mine(job).update(**end):
        log.warning("job.taken_over", job=str(job.pk), kind=job.kind, attempt=job.attempts)


def _end_of(job: Job, report: Report) -> dict[str, Any]:
    """Do the work; what is then to be written into the job's row."""
    try:
        result = KINDS[job.kind].work(job, report)
    except JobCancelled:
        return {"state": JobState.CANCELLED, "message": "Đã dừng theo yêu cầu."}
    except Denied as refusal:
        return {"state": JobState.FAILED, "error": refusal.sentence}
    except JobTakenOver:
        return {"state": JobState.FAILED}  # finds no row: the attempt is another one's
    except Exception:
        log.exception("job.failed", job=str(job.pk), kind=job.kind)
        error = "Việc bị dừng vì lỗi của hệ thống. Thử lại; nếu vẫn lỗi, báo bộ phận hỗ trợ."
        return {"state": JobState.FAILED, "error": error}
    return {"state": JobState.DONE, "result": result, "message": ""}


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """Show beside the work that its process lives, for work that has nothing to report for long.

    The thread dies with the process, and a process that works for ever meets Celery's time limit.
    """
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            try:
                _mine(job).update(heartbeat_at=now())
            except DatabaseError as error:
                log.warning("job.no_heartbeat", job=str(job.pk), error=str(error))
            finally:
                connection.close()  # that thread's own

    thread = threading.Thread(target=beat, daemon=True, name=f"heartbeat-{job.pk}")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def aside(report: Report) -> Iterator[Report]:
    """Tell progress on a connection of its own, for work that holds one long transaction.

    Within the transaction nobody would see the progress before its end, and a wish to stop could not be heard.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:

        def tell(done: int, total: int, message: str = "") -> None:
            beside.submit(report, done, total, message).result()

        def close() -> None:
            connection.close()  # looked up in that thread: the caller's own stays open

        try:
            yield tell
        finally:
            beside.submit(close).result()


def due(limit: int = 50) -> list[str]:
    """Jobs whose message got lost, or whose worker died."""
    moment = now()
    waiting = Job.objects.filter(state=JobState.WAITING, updated_at__lt=moment - timedelta(seconds=30))
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=moment - STALE_AFTER)
    return [str(pk) for pk in (waiting | silent).order_by("created_at").values_list("pk", flat=True)[:limit]]


@transaction.atomic
def cancel(job: Job, *, actor: Any) -> None:
    """Ask a job to stop; one that has not begun stops at once."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.state == JobState.WAITING:
        locked.state = JobState.CANCELLED
    locked.cancel_requested = True
    locked.save()
    audit.record(actor=actor, action="job.cancel", obj=locked)


@transaction.atomic
def retry(job: Job, *, actor: Any) -> None:
    """Queue a failed or stopped job again."""
    from core.tasks import run_job

    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise Denied("Việc này đang chạy hoặc đã xong.", obj=locked, action="job.retry")
    locked.state, locked.error, locked.cancel_requested = JobState.WAITING, "", False
    locked.done = locked.attempts = 0
    locked.save()
    audit.record(actor=actor, action="job.retry", obj=locked)
    send_soon(run_job, str(locked.pk))
