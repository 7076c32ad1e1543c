"""The audit trail: append-only, chained, in the order of its numbers, honest about refusals."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core import audit
from core.models import AuditEvent


@pytest.fixture
def clerk(user_as):
    from accounts.enums import Role

    return user_as(Role.DISTRICT_OFFICER)


def _tamper(sql, *params):
    """Change a row as somebody with the keys of the database would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER audit_no_change")
        cursor.execute(sql, params)
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER audit_no_change")


def test_events_carry_who_what_and_both_values(clerk):
    event = audit.record(actor=clerk, action="user.edit", obj=clerk, before={"phone": ""}, after={"phone": "0900"})
    stored = AuditEvent.objects.get(seq=event.seq)
    assert (stored.actor, stored.action, stored.object_type) == (clerk, "user.edit", "accounts.user")
    assert (stored.before, stored.after) == ({"phone": ""}, {"phone": "0900"})
    assert stored.actor_label == str(clerk)


@pytest.mark.parametrize("sql", ["UPDATE core_auditevent SET reason = 'x'", "DELETE FROM core_auditevent"])
def test_the_database_refuses_to_change_the_trail(clerk, sql):
    audit.record(actor=clerk, action="a", obj=clerk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEvent.objects.count() == 1


def test_the_database_refuses_to_empty_the_trail(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER audit_no_truncate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE core_auditevent")
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER audit_no_truncate")


def test_an_untouched_chain_holds(clerk):
    for number in range(5):
        audit.record(actor=clerk, action=f"step-{number}", obj=clerk, after={"n": number, "chữ": "Đặng Ổi"})
    assert list(audit.breaks()) == []
    call_command("verify_audit")


def test_a_changed_word_is_found(clerk):
    for number in range(3):
        audit.record(actor=clerk, action=f"step-{number}", obj=clerk, reason="lý do thật")
    _tamper("UPDATE core_auditevent SET reason = %s WHERE seq = 2", "lý do giả")
    assert [place.seq for place in audit.breaks()] == [2]
    with pytest.raises(CommandError, match="không nguyên vẹn"):
        call_command("verify_audit")


def test_a_missing_row_is_found(clerk):
    for number in range(3):
        audit.record(actor=clerk, action=f"step-{number}", obj=clerk)
    _tamper("DELETE FROM core_auditevent WHERE seq = 2")
    assert {place.problem for place in audit.breaks()} >= {"thiếu bản ghi số 2"}


def test_a_rolled_back_deed_leaves_no_trace(clerk):
    class Oops(Exception):
        pass

    @transaction.atomic
    def deed():
        audit.record(actor=clerk, action="never", obj=clerk)
        raise Oops

    with pytest.raises(Oops):
        deed()
    assert not AuditEvent.objects.filter(action="never").exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_make_one_unbroken_chain(clerk):
    barrier = threading.Barrier(20)

    def write(number):
        try:
            barrier.wait(10)
            audit.record(actor=clerk, action=f"parallel-{number}", obj=clerk)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 21))
    assert list(audit.breaks()) == []
