"""The audit trail: append-only, chained, in the order of its numbers, honest about refusals."""

import threading

import pytest
import structlog
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core import audit, tasks
from core.models import AuditEvent, AuditHead


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


@pytest.fixture
def verified(clerk):
    """Five events, verified once; the end that was found."""
    for number in range(5):
        audit.record(actor=clerk, action=f"step-{number}", obj=clerk)
    return audit.verify().head


@pytest.mark.parametrize("keep", [0, 3])
def test_a_tail_cut_after_a_verification_is_found(verified, clerk, keep):
    audit.record(actor=clerk, action="later", obj=clerk)
    assert audit.verify().breaks == ()
    _tamper("DELETE FROM core_auditevent WHERE seq > %s", keep)
    assert list(audit.breaks()) == [], "what is left holds in itself"
    assert [place.seq for place in audit.verify().breaks] == [5]
    with pytest.raises(CommandError, match="không nguyên vẹn"):
        call_command("verify_audit")
    for number in range(6):
        audit.record(actor=clerk, action=f"grown-again-{number}", obj=clerk)
    assert [place.seq for place in audit.verify().breaks] == [5], "new events do not stand in for the lost ones"


def test_a_broken_trail_leaves_no_verified_end(clerk):
    for number in range(3):
        audit.record(actor=clerk, action=f"step-{number}", obj=clerk)
    _tamper("UPDATE core_auditevent SET reason = 'x' WHERE seq = 2")
    audit.verify()
    assert not AuditHead.objects.exists()


@pytest.mark.parametrize("sql", ["UPDATE core_audithead SET hash = ''", "DELETE FROM core_audithead"])
def test_the_database_refuses_to_change_a_verified_end(verified, sql):
    with pytest.raises(DatabaseError, match="core_audithead is append-only"), transaction.atomic():
        connection.cursor().execute(sql)


def test_an_end_noted_off_the_host_finds_what_the_database_does_not_know(verified, clerk, capsys):
    call_command("verify_audit")
    assert f"Bản ghi cuối: {verified}" in capsys.readouterr().out
    call_command("verify_audit", "--head", str(verified))
    later = audit.Head(6, audit.record(actor=clerk, action="later", obj=clerk).hash)  # noted, but never verified here
    _tamper("DELETE FROM core_auditevent WHERE seq = 6")
    assert audit.verify().breaks == ()
    with pytest.raises(CommandError, match="không nguyên vẹn"):
        call_command("verify_audit", "--head", str(later))
    with pytest.raises(CommandError, match="SỐ:MÃ_BĂM"):
        call_command("verify_audit", "--head", "6")


def test_the_nightly_line_carries_the_end_for_a_log_elsewhere(verified):
    with structlog.testing.capture_logs() as lines:
        assert tasks.verify_audit() == 0
    assert {"event": "audit.head", "log_level": "info", "seq": 5, "hash": verified.hash, "breaks": 0} in lines


def test_an_empty_trail_holds(db):
    assert audit.verify() == audit.Verdict(audit.Head(), ())


def test_a_backup_older_than_the_table_of_ends_is_verified_too(clerk):
    audit.record(actor=clerk, action="a", obj=clerk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TABLE core_audithead")
    assert audit.verify().breaks == ()


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
