"""A small load generator: keep-alive connections, fixed concurrency, a fixed number of seconds."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Shot:
    """One request."""

    path: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Measured:
    """What a run of requests gave: per second, milliseconds at the median and the 95th percentile, refusals."""

    rate: float
    p50: float
    p95: float
    count: int
    bad: int
    last_bad: str = ""


Make = Callable[[int, int], Shot]
ROUNDS = 5


def _fire(port: int, make: Make, worker: int, *, until: float, times: list[float], bad: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = 0
    while time.perf_counter() < until:
        shot = make(worker, number)
        number += 1
        began = time.perf_counter()
        try:
            connection.request(shot.method, shot.path, body=shot.body or None, headers=dict(shot.headers))
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            bad.append(str(error))
            continue
        if answer.status >= 400 or b"dang-nhap" in answer.headers.get("Location", "").encode():
            bad.append(f"{answer.status} {shot.path} {text[:80]!r}")
        times.append((time.perf_counter() - began) * 1000)
    connection.close()


def in_turns(port: int, make: Make, floor: Make, *, seconds: float, concurrency: int = 8) -> tuple[Measured, float]:
    """Measure a line and its floor in turns; medians of the rounds, and the line's rate as a share of the floor's.

    The machine's pace changes within a minute: a floor measured before all lines would make its change theirs.
    """
    span = seconds / ROUNDS
    pairs = [
        [measure(port, made, seconds=span, concurrency=concurrency, warm=0.3) for made in (floor, make)]
        for _ in range(ROUNDS)
    ]
    ratio = statistics.median(own.rate / base.rate if base.rate else 0.0 for base, own in pairs)
    runs = [own for _, own in pairs]
    middle = [statistics.median(getattr(run, name) for run in runs) for name in ("rate", "p50", "p95")]
    bad = [run for run in runs if run.bad]
    count = sum(run.count for run in runs)
    return Measured(*middle, count, sum(run.bad for run in bad), bad[-1].last_bad if bad else ""), ratio


def measure(port: int, make: Make, *, seconds: float, concurrency: int = 8, warm: float = 0.7) -> Measured:
    """Warm up, then fire for some seconds from `concurrency` connections."""
    for span in (warm, seconds):
        times: list[float] = []
        bad: list[str] = []
        began = time.perf_counter()
        people = [
            threading.Thread(
                target=_fire, args=(port, make, worker), kwargs={"until": began + span, "times": times, "bad": bad}
            )
            for worker in range(concurrency)
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
        took = time.perf_counter() - began
    if len(times) < 2:
        return Measured(0, 0, 0, len(times), len(bad), bad[-1] if bad else "")
    cuts = statistics.quantiles(times, n=20)
    return Measured(len(times) / took, statistics.median(times), cuts[18], len(times), len(bad), bad[-1] if bad else "")
