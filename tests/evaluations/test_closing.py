"""Closing against writers, with real threads on real connections (TRUST F1–F3), and the control without the lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction

from core.errors import Denied
from evaluations import actions
from evaluations.actions import closing
from evaluations.enums import AssessmentState, SheetState
from evaluations.models import Assessment, CouncilSession, Result, ScoreLine, ScoreSheet
from evaluations.result_page import recomputed
from tests.evaluations.council_world import CouncilWorld, build
from tests.law import ensure_law

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def room(law_in_database: None, transactional_db: None) -> CouncilWorld:
    """A council of three in committed rows."""
    ensure_law()
    return build(size=3)


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, dict[str, Any]]:
    told: dict[str, Any] = {}

    def run() -> None:
        try:
            told["value"] = work()
        except Denied as refusal:
            told["denied"] = refusal.sentence
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, told


def opened(room: CouncilWorld) -> Assessment:
    item = room.scoring(1)[0]
    for place in range(3):
        room.fill(item, place, 60)
    return item


def test_two_members_submit_at_the_same_instant(room: CouncilWorld) -> None:
    item = opened(room)
    gate = threading.Barrier(2)

    def submit(place: int) -> Callable[[], Any]:
        def work() -> Any:
            gate.wait(PATIENCE)
            return actions.submit_sheet(assessment_id=item.pk, actor=room.people[place])

        return work

    threads = [in_thread(submit(place)) for place in (0, 1)]
    for thread, _ in threads:
        thread.join(PATIENCE)
    assert all("value" in told for _, told in threads)
    totals = set(ScoreSheet.objects.filter(state=SheetState.SUBMITTED).values_list("total", flat=True))
    assert len(totals) == 1
    assert ScoreSheet.objects.filter(state=SheetState.SUBMITTED).count() == 2


def test_two_people_close_at_once(room: CouncilWorld) -> None:
    item = opened(room)
    for place in range(3):
        actions.submit_sheet(assessment_id=item.pk, actor=room.people[place])
    gate = threading.Barrier(2)

    def close() -> Any:
        gate.wait(PATIENCE)
        return actions.close_assessment(assessment=item, actor=room.people[0])

    threads = [in_thread(close) for _ in range(2)]
    for thread, _ in threads:
        thread.join(PATIENCE)
    told = [told for _, told in threads]
    assert sum("value" in one for one in told) == 1
    assert "đã được Thành viên 1 chốt lúc" in next(one["denied"] for one in told if "denied" in one)
    assert Result.objects.count() == 1


@contextmanager
def held_after_computing(hold: threading.Event, reached: threading.Event) -> Any:
    """Stop the closer between computing and storing, where a lost sheet would slip in."""
    real = closing._store

    def store(*args: Any, **kwargs: Any) -> Any:
        reached.set()
        hold.wait(PATIENCE)
        return real(*args, **kwargs)

    with mock.patch.object(closing, "_store", store):
        yield


def test_a_line_written_while_the_chair_closes_is_refused_never_half(room: CouncilWorld) -> None:
    """Order one: the closer is first. The writer waits for the session's lock and finds the assessment closed."""
    item = opened(room)
    late = _reopened_draft(room, item)
    hold, reached = threading.Event(), threading.Event()
    with held_after_computing(hold, reached):
        closer, closed = in_thread(lambda: actions.close_assessment(assessment=item, actor=room.people[0]))
        assert reached.wait(PATIENCE)
        writer, wrote = in_thread(
            lambda: actions.save_line(assessment_id=item.pk, code="1.3", option_index=0, actor=room.people[late])
        )
        time.sleep(0.4)
        assert writer.is_alive(), "the writer waits for the closer"
        hold.set()
        closer.join(PATIENCE)
        writer.join(PATIENCE)
    assert "value" in closed
    assert "Đã chốt kết quả lúc" in wrote["denied"]
    assert ScoreLine.objects.filter(sheet__member=room.members[late]).exists(), "the draft is kept"
    assert recomputed(Result.objects.get()).mean_decimal == Result.objects.get().mean


def _reopened_draft(room: CouncilWorld, item: Assessment) -> int:
    """Two hand in; the third is marked absent, so closing may go on while they hold a draft."""
    for place in (0, 1):
        actions.submit_sheet(assessment_id=item.pk, actor=room.people[place])
    actions.record_attendance(
        session=CouncilSession.objects.get(pk=item.session_id),
        presence={room.members[2].pk: "absent"},
        actor=room.officer,
    )
    return 2


def test_a_sheet_submitted_before_the_chair_closes_is_counted(room: CouncilWorld) -> None:
    """Order two: the writer is first. The closer waits and counts what was committed."""
    item = opened(room)
    for place in (0, 1):
        actions.submit_sheet(assessment_id=item.pk, actor=room.people[place])
    entered, leave = threading.Event(), threading.Event()

    def submit() -> Any:
        with transaction.atomic():
            sheet = actions.submit_sheet(assessment_id=item.pk, actor=room.people[2])
            entered.set()
            leave.wait(PATIENCE)
            return sheet

    writer, wrote = in_thread(submit)
    assert entered.wait(PATIENCE)
    closer, closed = in_thread(lambda: actions.close_assessment(assessment=item, actor=room.people[0]))
    time.sleep(0.4)
    assert closer.is_alive(), "the closer waits for the writer"
    leave.set()
    writer.join(PATIENCE)
    closer.join(PATIENCE)
    assert "value" in wrote
    assert closed["value"].sheets == 3


def test_without_the_lock_the_race_is_real(room: CouncilWorld) -> None:
    """Control: without the locks before the arithmetic, a line gets into an assessment whose result is computed already."""
    item = opened(room)
    late = _reopened_draft(room, item)
    hold, reached = threading.Event(), threading.Event()
    real, begun = closing.workflow.apply, []

    def unlocked(pk: int) -> Assessment:
        return Assessment.objects.select_related(
            "session__council__unit", "session__presided_by", "dossier__criteria_set__collection", "dossier__ruleset"
        ).get(pk=pk)

    def only_before_storing(obj: Any, *args: Any, **kwargs: Any) -> Any:
        begun.append((obj, args, kwargs))
        if reached.is_set():
            for row, more, named in begun:
                real(row, *more, **named)
        return obj

    with (
        held_after_computing(hold, reached),
        mock.patch.object(closing, "locked_assessment", unlocked),
        mock.patch.object(closing.workflow, "apply", only_before_storing),
    ):
        closer, closed = in_thread(lambda: actions.close_assessment(assessment=item, actor=room.people[0]))
        assert reached.wait(PATIENCE)
        writer, wrote = in_thread(
            lambda: actions.save_line(assessment_id=item.pk, code="1.3", option_index=0, actor=room.people[late])
        )
        writer.join(PATIENCE)
        hold.set()
        closer.join(PATIENCE)
    assert "value" in wrote
    assert "value" in closed
    item.refresh_from_db()
    line = ScoreLine.objects.get(sheet__member=room.members[late], criterion__code="1.3")
    assert item.state == AssessmentState.CLOSED
    assert line.option_index == 0, "written into an assessment that is closed now, by nobody's leave"
