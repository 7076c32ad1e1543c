"""Telling people: written with the work, once, without foreign addresses or header tricks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction

from accounts.enums import Role
from notifications import actions
from notifications.enums import MailState
from notifications.models import MailPreference, Message, OutboxMail

DAY = dt.date(2024, 10, 20)
pytestmark = pytest.mark.django_db


def test_message_and_mail_are_written_together(user_as, units):
    person = user_as(Role.DISTRICT_OFFICER, units["Yên Mô"], email="a@vidu.example")
    (message,) = actions.notify(
        recipients=[person], kind="dossier.submitted", title="Hồ sơ mới", url="/ho-so/1/", obj=person
    )
    assert message.mail.address == "a@vidu.example"
    assert message.mail.state == MailState.PENDING
    assert (message.object_type, message.object_id) == ("accounts.user", str(person.pk))


def test_they_go_with_the_work_that_failed(user_as):
    person = user_as(email="a@vidu.example")

    @transaction.atomic
    def work() -> None:
        actions.notify(recipients=[person], kind="x", title="Không được lưu")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert not Message.objects.exists()
    assert not OutboxMail.objects.exists()


def test_no_address_or_no_wish_means_no_mail_but_a_message(user_as):
    without, refusing = user_as(), user_as(email="b@vidu.example")
    MailPreference.objects.create(user=refusing, by_mail=False)
    actions.notify(recipients=[without, refusing], kind="x", title="Tin")
    assert Message.objects.count() == 2
    assert not OutboxMail.objects.exists()


def test_disabled_people_and_doubles_get_nothing(user_as):
    person, gone = user_as(), user_as(is_active=False)
    assert len(actions.notify(recipients=[person, person, gone], kind="x", title="Tin")) == 1


def test_a_reminder_comes_once_for_its_day(user_as):
    person = user_as(email="a@vidu.example")
    for _ in range(3):
        actions.notify(recipients=[person], kind="expiry", title="Sắp hết hạn", obj=person, due_date=DAY)
    actions.notify(recipients=[person], kind="expiry", title="Sắp hết hạn", obj=person, due_date=DAY + dt.timedelta(1))
    assert Message.objects.count() == OutboxMail.objects.count() == 2


def test_the_database_itself_refuses_a_second_reminder(user_as):
    person = user_as()
    values = {"recipient": person, "kind": "k", "title": "t", "object_type": "o", "object_id": "1", "due_date": DAY}
    Message.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(**values)


def test_a_key_of_the_caller_works_the_same(user_as):
    person = user_as()
    assert len(actions.notify(recipients=[person], kind="x", title="Tin", dedupe="phien-3")) == 1
    assert actions.notify(recipients=[person], kind="x", title="Tin", dedupe="phien-3") == []


@pytest.mark.parametrize("url", ["//xau.example/", "https://xau.example/", "javascript:alert(1)"])
def test_a_message_leads_into_the_portal_only(user_as, url):
    with pytest.raises(ValueError, match="portal"):
        actions.notify(recipients=[user_as()], kind="x", title="Tin", url=url)


def test_a_title_cannot_add_headers(user_as):
    person = user_as(email="a@vidu.example")
    actions.notify(recipients=[person], kind="x", title="Hồ sơ\r\nBcc: ke-xau@vidu.example\n\nthân")
    actions.deliver_due()
    (letter,) = django_mail.outbox
    assert letter.subject == "Hồ sơ Bcc: ke-xau@vidu.example thân"
    assert letter.recipients() == ["a@vidu.example"]
    assert "bcc" not in {name.lower() for name in letter.message()}


def test_words_of_people_are_never_compiled_or_run(user_as):
    person = user_as(email="a@vidu.example", full_name="<b>{{ 7|add:7 }}</b>")
    body = "{{7*7}} {% load static %} <script>alert(1)</script>\ndòng hai"
    actions.notify(recipients=[person], kind="x", title="{% now 'Y' %} <img src=x>", body=body)
    actions.deliver_due()
    (letter,) = django_mail.outbox
    html = letter.alternatives[0].content
    assert "{{7*7}} {% load static %} <script>" in letter.body
    assert letter.subject == "{% now 'Y' %} <img src=x>"
    assert "<script>" not in html
    assert "<img" not in html
    assert "{{7*7}} {% load static %}" in html
    assert "{{ 7|add:7 }}" in html


def test_the_mail_is_vietnamese_and_leads_to_the_page(user_as, settings):
    settings.PORTAL_URL = "https://ocop.vidu.example"
    person = user_as(email="a@vidu.example", full_name="Người nhận thử")
    actions.notify(
        recipients=[person], kind="x", title="Hồ sơ được trả lại", body="Bổ sung phiếu kiểm nghiệm.", url="/ho-so/7/"
    )
    actions.deliver_due()
    (letter,) = django_mail.outbox
    assert letter.body.startswith("Kính gửi: Người nhận thử\n\nHồ sơ được trả lại\n\nBổ sung phiếu kiểm nghiệm.")
    assert "https://ocop.vidu.example/ho-so/7/" in letter.body
    assert "không cần trả lời" in letter.body
    assert letter.extra_headers["Message-ID"].endswith("@ocop.vidu.example>")
