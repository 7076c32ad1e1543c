"""Việc cần làm, messages, the outbox and the trial box as people meet them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from core import audit, counts
from core.formats import today
from notifications import actions, figures, todo
from notifications.enums import MailState
from notifications.models import Message, OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    """An empty registry of providers."""
    for place, name in ((todo, "_providers"), (todo, "_dates"), (figures, "_providers")):
        monkeypatch.setattr(place, name, [])
    monkeypatch.setattr(todo, "_actions", {})
    return todo


def _item(days: int | None, title: str = "Kiểm tra hồ sơ", **fields: Any) -> todo.TodoItem:
    due = None if days is None else today() + dt.timedelta(days=days)
    return todo.TodoItem(
        title=title, about="Mật ong · xã Yên Đồng", url="/ho-so/1/", button="Kiểm tra", due_at=due, **fields
    )


def test_work_comes_by_deadline_and_without_term_last(registry, user_as):
    registry.register(lambda user: [_item(None, "sau cùng"), _item(5, "sau"), _item(-3, "trước")])
    assert [item.title for item in todo.items_for(user_as(Role.ADMIN))] == ["trước", "sau", "sau cùng"]


def test_the_figures_count_what_they_say(registry, client_as, time_machine):
    time_machine.move_to(dt.datetime(2024, 10, 14, 3, tzinfo=dt.UTC))  # a Monday
    registry.register(lambda user: [_item(-1), _item(0), _item(6), _item(7), _item(None)])
    client = client_as(Role.ADMIN)
    actions.notify(recipients=[client.user], kind="x", title="Tin")
    assert todo.figures_for(client.user) == todo.Figures(waiting=5, late=1, this_week=2, messages=1)
    page = client.get("/viec-can-lam/").content.decode()
    assert "Thứ Hai" in page
    assert "14/10/2024" in page
    assert "quá hạn 1 ngày" in page


def test_a_moment_is_late_at_its_hour_and_a_day_only_after_it(time_machine):
    time_machine.move_to(dt.datetime(2024, 12, 31, 18, tzinfo=dt.UTC))  # 01:00 of 1 January in Vietnam
    assert todo.TodoItem(title="", about="", url="", button="", due_at=dt.date(2024, 12, 31)).is_late
    assert not todo.TodoItem(title="", about="", url="", button="", due_at=dt.date(2025, 1, 1)).is_late
    hour_ago = dt.datetime(2024, 12, 31, 17, tzinfo=dt.UTC)
    assert todo.TodoItem(title="", about="", url="", button="", due_at=hour_ago).is_late


def test_filters_and_the_whole_list(registry, client_as):
    registry.register(lambda user: [_item(-1, "Việc trễ"), *(_item(40 + n, f"Việc {n}") for n in range(9))])
    client = client_as(Role.ADMIN)
    first = client.get("/viec-can-lam/").content.decode()
    assert "Xem cả" in first
    assert "Việc 8" not in first
    assert "Việc 8" in client.get("/viec-can-lam/?xem=tat-ca").content.decode()
    late = client.get("/viec-can-lam/?loc=qua-han").content.decode()
    assert "Việc trễ" in late
    assert "Việc 0" not in late


def test_side_column_only_with_something_in_it(registry, client_as):
    client = client_as(Role.ADMIN)
    bare = client.get("/viec-can-lam/").content.decode()
    assert "Kế hoạch năm" not in bare
    assert "Ngày sắp tới" not in bare
    assert "Không có việc nào đang chờ" in bare
    figures.register(lambda user, year: [figures.YearFigure(label=f"Sản phẩm mới {year}", value=3, most=5)])
    registry.register_dates(lambda user: [todo.ComingDate(day=today(), title="Phiên họp số 2")])
    registry.register_dates(lambda user: [todo.ComingDate(day=today() - dt.timedelta(1), title="Đã qua")])
    registry.register_primary(lambda user: todo.PrimaryAction(label="Lập hồ sơ", url="/ho-so/moi/"))
    full = client.get("/viec-can-lam/").content.decode()
    assert "Sản phẩm mới" in full
    assert "Phiên họp số 2" in full
    assert "Đã qua" not in full
    assert "/ho-so/moi/" in full


def test_the_rails_count_is_kept_and_forgotten_when_the_person_acts(
    registry, user_as, django_capture_on_commit_callbacks
):
    asked = []
    registry.register(lambda user: asked.append(1) or [_item(1)])
    person = user_as(Role.ADMIN)

    def fresh() -> Any:
        return type(person).objects.get(pk=person.pk)

    def waiting() -> int:
        return counts.counts_for(fresh(), {"todo": lambda: len(todo.items_for(fresh()))})["todo"]

    assert [waiting() for _ in range(3)] == [1, 1, 1]
    assert len(asked) == 1
    with django_capture_on_commit_callbacks(execute=True):
        audit.record(actor=person, action="test.act", obj=person)
    waiting()
    assert len(asked) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.notify(recipients=[person], kind="x", title="Tin")
    assert cache.get(counts.key_of(person.pk)) is None


def test_reading_is_a_post_and_only_of_ones_own(client_as):
    mine, other = client_as(Role.ADMIN), client_as(Role.DEPARTMENT_OFFICER)
    (message,) = actions.notify(recipients=[mine.user], kind="x", title="Hồ sơ mới nộp", url="/tra-cuu/")
    address = f"/thong-bao/{message.pk}/mo/"
    assert mine.get(address).status_code in {403, 405}
    assert other.post(address).status_code == 404
    assert other.post(f"/thong-bao/{message.pk}/da-doc/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None
    answer = mine.post(address)
    assert (answer.status_code, answer.url) == (302, "/tra-cuu/")
    message.refresh_from_db()
    assert message.read_at


def test_other_peoples_messages_are_nowhere_on_the_page(client_as):
    mine, other = client_as(Role.ADMIN), client_as(Role.DEPARTMENT_OFFICER)
    actions.notify(recipients=[other.user], kind="x", title="Tin của người khác")
    actions.notify(recipients=[mine.user], kind="x", title="Tin <i>của tôi</i>", body="dòng một\ndòng hai")
    page = mine.get("/thong-bao/").content.decode()
    assert "Tin của người khác" not in page
    assert "Tin &lt;i&gt;của tôi" in page
    assert "dòng một<br>dòng hai" in page
    assert mine.post("/thong-bao/da-doc-tat-ca/").status_code == 302
    assert list(Message.objects.filter(read_at=None).values_list("recipient", flat=True)) == [other.user.pk]
    assert "Đã đọc hết" in mine.get("/thong-bao/?loc=chua-doc").content.decode()


def test_mail_can_be_switched_off_and_on(client_as):
    client = client_as(Role.ADMIN, email="a@vidu.example")
    client.post("/thong-bao/nhan-thu/", {"by_mail": "0"})
    actions.notify(recipients=[client.user], kind="x", title="Không thư")
    client.post("/thong-bao/nhan-thu/", {"by_mail": "1"})
    actions.notify(recipients=[client.user], kind="x", title="Có thư")
    assert [mail.message.title for mail in OutboxMail.objects.all()] == ["Có thư"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_message_list_asks_the_same_for_any_number(client_as, count):
    client = client_as(Role.ADMIN)
    for number in range(count):
        actions.notify(recipients=[client.user], kind="x", title=f"Tin {number}")
    with CaptureQueriesContext(connection) as asked:
        client.get("/thong-bao/")
    own = [query for query in asked if '"notifications_m' in query["sql"]]  # the rail asks other apps besides
    assert len(own) == STATEMENTS_OF_LIST


STATEMENTS_OF_LIST = 5  # preference, rows, their number, unread for the heading and for the bell


def test_failed_mail_shows_to_the_administrator_and_goes_again(client_as, user_as):
    admin = client_as(Role.ADMIN)
    person = user_as(email="sai-dia-chi")
    actions.notify(recipients=[person], kind="x", title="Tin gửi hỏng")
    actions.deliver_due()
    assert "Kiểm tra thư không gửi được" in admin.get("/viec-can-lam/").content.decode()
    page = admin.get("/quan-tri/hop-thu-di/").content.decode()
    assert "Tin gửi hỏng" in page
    assert "Địa chỉ thư không đúng" in page
    mail = OutboxMail.objects.get()
    refused = admin.post("/quan-tri/hop-thu-di/gui-lai/", {"mail": [str(mail.pk), "rác"]}, follow=True)
    assert "Không có thư nào gửi lại được" in refused.content.decode()
    person.email = "dung@vidu.example"
    person.save()
    admin.post("/quan-tri/hop-thu-di/gui-lai/", {"mail": [str(mail.pk)]})
    mail.refresh_from_db()
    assert (mail.state, mail.address, mail.attempts) == (MailState.PENDING, "dung@vidu.example", 0)
    assert audit.timeline(mail).get().action == "mail.resend"


def test_the_outbox_is_the_administrators(client_as, units):
    officer = client_as(Role.DISTRICT_OFFICER, units["Yên Mô"])
    assert officer.get("/quan-tri/hop-thu-di/").status_code == 403
    assert officer.post("/quan-tri/hop-thu-di/gui-lai/", {"tat-ca": "1"}).status_code == 403


def test_the_trial_box_shows_ones_own_mail_and_only_in_the_demonstration(client_as, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.DEMO = True
    mine = client_as(Role.DEPARTMENT_OFFICER, email="toi@vidu.example")
    other = client_as(Role.DEPARTMENT_OFFICER, email="khac@vidu.example")
    admin = client_as(Role.ADMIN)
    actions.notify(recipients=[mine.user], kind="x", title="Thư của tôi", body="Nội dung tiếng Việt: ưỡn ẹo")
    actions.notify(recipients=[other.user], kind="x", title="Thư của người khác")
    actions.deliver_due()
    page = mine.get("/thong-bao/hop-thu-thu/").content.decode()
    assert "Thư của tôi" in page
    assert "ưỡn ẹo" in page
    assert "Thư của người khác" not in page
    assert "Thư của người khác" in admin.get("/thong-bao/hop-thu-thu/").content.decode()
    settings.DEMO = False
    assert mine.get("/thong-bao/hop-thu-thu/").status_code == 404
