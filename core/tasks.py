"""Celery shells of the ground floor."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import structlog
from celery import shared_task
from celery.signals import beat_init, heartbeat_sent, worker_ready
from django.core.cache import cache
from django.utils import timezone

from ocop_portal.celery import app

log = structlog.get_logger(__name__)
ALIVE_SECONDS = 90
JOBS_WORKER = "jobs@"  # how the name of the worker of long work begins
SEND_AGAIN_SECONDS = 300


@app.on_after_finalize.connect
def schedule(sender: Any, **_: Any) -> None:
    """Periodic work of the ground floor."""
    from celery.schedules import crontab

    sender.add_periodic_task(20.0, beat_tick.s(), name="core.beat_tick")
    sender.add_periodic_task(30.0, sweep_jobs.s(), name="core.sweep_jobs")
    sender.add_periodic_task(crontab(hour="2", minute="10"), verify_audit.s(), name="core.verify_audit")
    sender.add_periodic_task(crontab(hour="2", minute="40"), verify_files.s(), name="core.verify_files")
    sender.add_periodic_task(crontab(hour="3", minute="5"), forget_posted_forms.s(), name="core.forget_posted_forms")
    sender.add_periodic_task(300.0, rescan_files.s(), name="core.rescan_files")
    sender.add_periodic_task(crontab(minute="35"), sweep_pieces.s(), name="core.sweep_pieces")


@heartbeat_sent.connect
@worker_ready.connect
def _worker_alive(sender: Any, **_: Any) -> None:
    name = str(getattr(sender, "hostname", None) or sender.eventer.hostname)
    cache.set("alive:jobs" if name.startswith(JOBS_WORKER) else "alive:worker", time.time(), ALIVE_SECONDS)


@beat_init.connect
def _beat_started(**_: Any) -> None:
    cache.set("alive:beat", time.time(), ALIVE_SECONDS)


@shared_task(name="core.beat_tick")
def beat_tick() -> None:
    """Beat sent this and a worker did it: both live."""
    cache.set("alive:beat", time.time(), ALIVE_SECONDS)
    cache.set("alive:worker", time.time(), ALIVE_SECONDS)


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    """Do one job."""
    from core import jobs

    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> int:
    """Send again for jobs whose message was lost or whose worker died; not for one that was just sent for."""
    from core import jobs
    from core.queue import send_soon

    waiting = [job_id for job_id in jobs.due() if cache.add(f"job:sent:{job_id}", 1, SEND_AGAIN_SECONDS)]
    for job_id in waiting:
        send_soon(run_job, job_id)
    return len(waiting)


@shared_task(name="core.verify_audit")
def verify_audit() -> int:
    """Walk the audit chain; every break is an alert in the log, and its end is a line to be kept off the host."""
    from core import audit

    verdict = audit.verify()
    for place in verdict.breaks:
        log.critical("audit.broken", seq=place.seq, problem=place.problem)
    log.info("audit.head", seq=verdict.head.seq, hash=verdict.head.hash, breaks=len(verdict.breaks))
    return len(verdict.breaks)


@shared_task(name="core.verify_files")
def verify_files() -> int:
    """Compare stored bytes with their hashes; what is missing or changed is marked and alerted."""
    from core.files.integrity import verify

    return verify()


@shared_task(name="core.forget_posted_forms")
def forget_posted_forms() -> int:
    """Once-tokens are of use for a day."""
    from core.models import PostedForm

    old = timezone.now() - dt.timedelta(days=1)
    return PostedForm.objects.filter(created_at__lt=old).delete()[0]


@shared_task(name="core.scan_file")
def scan_file(file_id: str) -> str:
    """Ask the antivirus about one file."""
    from core.files.scan import scan

    return scan(file_id)


@shared_task(name="core.rescan_files")
def rescan_files() -> int:
    """Files that the antivirus could not look at yet."""
    from core.files.scan import scan_waiting

    return scan_waiting()


@shared_task(name="core.sweep_pieces")
def sweep_pieces() -> int:
    """Uploads in pieces that nobody went on with."""
    from core.files.pieces import sweep

    return sweep()
