"""The outbox under faults: TRUST F7, F8, F9, F11, F12."""

from __future__ import annotations

import datetime as dt
import smtplib
import threading
from typing import Any
from unittest import mock

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, transaction

from core.formats import now
from notifications import actions, mail, tasks
from notifications.actions import deliver
from notifications.enums import MailState
from notifications.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that starts now and can be put forward."""
    time_machine.move_to(dt.datetime.now(tz=dt.UTC), tick=False)
    return time_machine


def _mails(user_as: Any, count: int = 1) -> list[OutboxMail]:
    people = [user_as(email=f"nguoi{n}@vidu.example") for n in range(count)]
    actions.notify(recipients=people, kind="x", title="Tin")
    return list(OutboxMail.objects.all())


def _again(row: OutboxMail) -> OutboxMail:
    return OutboxMail.objects.get(pk=row.pk)


def test_sent_means_attempted_and_taken(user_as):
    (row,) = _mails(user_as)
    assert actions.deliver_due() == deliver.Delivered(sent=1)
    row = _again(row)
    assert (row.state, row.attempts) == (MailState.SENT, 1)
    assert row.attempted_at <= row.sent_at
    assert len(django_mail.outbox) == 1


def test_the_database_refuses_sent_without_an_attempt(user_as):
    (row,) = _mails(user_as)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.filter(pk=row.pk).update(state=MailState.SENT, sent_at=now())


def test_f7_the_queue_is_away_and_the_work_still_succeeds(user_as, django_capture_on_commit_callbacks):
    away = mock.patch.object(tasks.deliver, "apply_async", side_effect=OSError("Redis away"))
    with away, django_capture_on_commit_callbacks(execute=True):
        (row,) = _mails(user_as)
    assert _again(row).state == MailState.PENDING
    tasks.deliver()  # beat, once it is back
    assert _again(row).state == MailState.SENT
    assert len(django_mail.outbox) == 1


def test_f8_a_lost_queue_is_made_good_by_the_sweeper_once(user_as):
    rows = _mails(user_as, 3)
    tasks.deliver()
    tasks.deliver()
    assert len(django_mail.outbox) == len(rows)


def test_f9_killed_before_the_server_took_it(user_as, clock):
    """kill -9 between claim and SMTP: the row says "sending", never "sent", and is taken up after the lease."""
    (row,) = _mails(user_as)
    with mock.patch.object(deliver, "send", side_effect=SystemExit), pytest.raises(SystemExit):
        actions.deliver_due()
    assert _again(row).state == MailState.SENDING
    assert actions.deliver_due() == deliver.Delivered()  # nobody else touches it while the lease lasts
    clock.shift(deliver.LEASE + dt.timedelta(seconds=1))
    actions.deliver_due()
    row = _again(row)
    assert (row.state, row.attempts, row.interruptions) == (MailState.SENT, 2, 1)
    assert len(django_mail.outbox) == 1


def test_f9_killed_after_the_server_took_it_is_one_duplicate_and_recorded(user_as, clock):
    (row,) = _mails(user_as)
    with mock.patch.object(deliver, "_settle", side_effect=SystemExit), pytest.raises(SystemExit):
        actions.deliver_due()
    clock.shift(deliver.LEASE + dt.timedelta(seconds=1))
    actions.deliver_due()
    actions.deliver_due()
    first, second = django_mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert _again(row).interruptions == 1


def test_a_worker_that_comes_back_late_does_not_overwrite_the_next(user_as, clock):
    (row,) = _mails(user_as)
    slow = deliver._claim()
    clock.shift(deliver.LEASE + dt.timedelta(seconds=1))
    actions.deliver_due()
    deliver._settle(slow, MailState.PENDING, error="muộn", next_at=now())
    assert _again(row).state == MailState.SENT


def test_f12_back_off_and_then_a_visible_failure(user_as, clock):
    (row,) = _mails(user_as)
    with mock.patch.object(mail.EmailMultiAlternatives, "send", side_effect=ConnectionRefusedError("máy chủ thư tắt")):
        for attempt, pause in enumerate(deliver.BACK_OFF, start=1):
            actions.deliver_due()
            row = _again(row)
            assert row.attempts == attempt
            if attempt < len(deliver.BACK_OFF):
                assert row.state == MailState.PENDING
                assert row.next_at > now() + pause - dt.timedelta(seconds=30)
                assert actions.deliver_due() == deliver.Delivered()
                clock.shift(pause + dt.timedelta(seconds=1))
    assert row.state == MailState.FAILED
    assert "máy chủ thư tắt" in row.last_error
    assert sum(deliver.BACK_OFF[:-1], dt.timedelta()) > dt.timedelta(hours=22)
    assert row.message.title == "Tin"


def test_f12_a_day_without_a_server_then_everything_goes_once(user_as, clock):
    rows = _mails(user_as, 3)
    with mock.patch.object(mail.EmailMultiAlternatives, "send", side_effect=OSError):
        for _ in range(8):
            actions.deliver_due()
            clock.shift(dt.timedelta(hours=3))
    clock.shift(dt.timedelta(hours=24))
    OutboxMail.objects.filter(state=MailState.FAILED).update(state=MailState.PENDING)
    actions.deliver_due()
    assert len(django_mail.outbox) == len(rows)


@pytest.mark.parametrize("address", ["khong-phai-thu", "a@b", "a@vidu.example\nBcc: x@vidu.example"])
def test_a_bad_address_fails_at_once_with_a_sentence(user_as, address):
    (row,) = _mails(user_as)
    OutboxMail.objects.filter(pk=row.pk).update(address=address)
    actions.deliver_due()
    row = _again(row)
    assert (row.state, row.attempts) == (MailState.FAILED, 1)
    assert "Địa chỉ thư không đúng" in row.last_error
    assert not django_mail.outbox


def test_a_refused_recipient_is_final_only_for_permanent_codes(user_as):
    permanent, passing = _mails(user_as, 2)
    answers = {
        permanent.address: smtplib.SMTPRecipientsRefused({permanent.address: (550, b"no such user")}),
        passing.address: smtplib.SMTPRecipientsRefused({passing.address: (451, b"try later")}),
    }

    def refuse(letter: Any, *_: Any, **__: Any) -> None:
        raise answers[letter.to[0]]

    with mock.patch.object(mail.EmailMultiAlternatives, "send", refuse):
        actions.deliver_due()
    assert _again(permanent).state == MailState.FAILED
    assert _again(passing).state == MailState.PENDING


@pytest.mark.django_db(transaction=True)
def test_f11_two_workers_at_the_same_instant_send_each_mail_once(user_as):
    rows = _mails(user_as, 12)
    barrier = threading.Barrier(3)
    taken: list[str] = []

    def count(letter: Any, *_: Any, **__: Any) -> int:
        taken.append(letter.to[0])
        return 1

    def work() -> None:
        barrier.wait()
        try:
            actions.deliver_due()
        finally:
            connection.close()

    with mock.patch.object(mail.EmailMultiAlternatives, "send", count):
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(taken) == sorted(row.address for row in rows)
    assert not OutboxMail.objects.exclude(state=MailState.SENT, attempts=1).exists()


@pytest.mark.django_db(transaction=True)
def test_f11_two_beats_write_one_reminder(user_as):
    person = user_as(email="a@vidu.example")
    barrier = threading.Barrier(4)

    def remind() -> None:
        barrier.wait()
        try:
            actions.notify(recipients=[person], kind="expiry", title="Nhắc", obj=person, due_date=dt.date(2024, 10, 20))
        finally:
            connection.close()

    threads = [threading.Thread(target=remind) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert OutboxMail.objects.count() == 1


def test_old_read_messages_are_forgotten_but_nothing_unread_or_unsent(user_as, clock):
    people = [user_as(email=f"n{n}@vidu.example") for n in range(3)]
    _, unread, read_unsent = (actions.notify(recipients=[p], kind="x", title="Tin")[0] for p in people)
    OutboxMail.objects.filter(message=read_unsent).update(address="sai")
    actions.deliver_due()
    actions.mark_all_read(actor=people[0])
    actions.mark_all_read(actor=people[2])
    clock.shift(dt.timedelta(days=731))
    assert tasks.forget_old() == 1
    assert set(type(unread).objects.values_list("pk", flat=True)) == {unread.pk, read_unsent.pk}
