"""People of the list who have no account, or not yet: a mail when they move up, the invitation once the account is there."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.enums import Role
from core.errors import Denied
from notifications.actions import deliver_due, notify, resend, write_to
from notifications.enums import MailState
from notifications.models import Message, OutboxMail
from products.models import ProducerAccount
from tests import factories
from tests.trainings.makers import producer_at
from trainings.actions import participants
from trainings.enums import PlaceState, TargetGroup
from trainings.models import Participant
from trainings.visibility import own_participations

pytestmark = pytest.mark.django_db


def full_class(world):
    training = world.opened(capacity=1, group=TargetGroup.POTENTIAL)
    first = world.person(training, 0)
    waiting = world.person(training, 1, email="hoc.vien@example.vn")
    silent = world.person(training, 2)
    assert (first.state, waiting.state, silent.state) == ("registered", "waiting", "waiting")
    return training, first, waiting


def test_who_moves_up_without_an_account_gets_one_mail_to_the_own_page(world, anonymous):
    _training, first, waiting = full_class(world)
    assert OutboxMail.objects.count() == 0
    participants.remove(participant=first, actor=world.here.officer, reason="Bận")
    row = OutboxMail.objects.select_related("message").get()
    assert (row.address, row.message.addressee, row.message.recipient) == ("hoc.vien@example.vn", waiting.name, None)
    assert row.message.url == f"/lop-tap-huan/hoc-vien/{waiting.token}/"
    assert row.message.read_at is not None
    assert deliver_due().sent == 1
    letter = mail.outbox[0]
    assert letter.to == ["hoc.vien@example.vn"]
    assert letter.subject == "Đã có chỗ ở lớp: Lớp thử"
    assert f"Kính gửi: {waiting.name}" in letter.body
    assert f"/lop-tap-huan/hoc-vien/{waiting.token}/" in letter.body
    assert "trang Thông báo" not in letter.body
    assert "Đã có chỗ trong lớp" in anonymous.get(row.message.url).content.decode()
    participants.decline(participant=Participant.objects.get(pk=waiting.pk), actor=None)
    assert OutboxMail.objects.count() == 1  # the next one left no address


def test_a_mail_to_a_name_can_be_tried_again_and_is_shown_to_administrators(world, client_as):
    row = write_to(address="sai", name="Lê Thị Hoa", kind="x", title="Tin", url="/lop-tap-huan/")
    assert deliver_due().failed == 1
    admin = client_as(Role.ADMIN)
    assert "Lê Thị Hoa" in admin.get("/quan-tri/hop-thu-di/").content.decode()
    OutboxMail.objects.update(address="dung@example.vn")
    assert resend(mails=OutboxMail.objects.all(), actor=admin.user) == 1
    assert OutboxMail.objects.get().state == MailState.PENDING
    with pytest.raises(ValueError, match="leads to a page of the portal"):
        write_to(address="a@b.vn", name="x", kind="x", title="x", url="https://evil.example/")
    assert row.reader == "Lê Thị Hoa"


def invited_producer(world):
    producer = producer_at(world.units["Yên Thắng"], "HTX Chưa có tài khoản", representative="Bà Đỗ Thị Mơ")
    training = world.opened(group=TargetGroup.POTENTIAL)
    world.invite_all(training)
    place = Participant.objects.get(training=training, producer=producer)
    assert (place.user, place.state) == (None, PlaceState.INVITED)
    return producer, training, place


def account_of(producer):
    user = factories.person(Role.PRODUCER, producer.commune, full_name="Đỗ Văn Mận")
    ProducerAccount.objects.create(producer=producer, user=user)
    return user


def test_the_invitation_of_a_producer_waits_for_its_account_and_becomes_the_accounts(world, client_as):
    producer, training, place = invited_producer(world)
    user = account_of(producer)
    client = client_as(user=user)
    assert "Trả lời thư mời dự lớp tập huấn" in client.get("/viec-can-lam/").content.decode()
    assert training.name in client.get("/tap-huan/cua-toi/").content.decode()
    page = client.get(f"/tap-huan/cua-toi/{training.pk}/")
    assert page.status_code == 200
    client.post(f"/tap-huan/cua-toi/{training.pk}/tra-loi/", {"tra-loi": "co"})
    place.refresh_from_db()
    assert (place.user, place.state, place.identity) == (user, PlaceState.REGISTERED, f"u:{user.pk}")
    second = account_of(producer)
    assert list(own_participations(second)) == []


def test_registering_takes_the_invited_place_and_makes_no_second_one(world):
    producer, training, place = invited_producer(world)
    user = account_of(producer)
    taken = participants.register_account(training=training, user=user)
    assert taken.pk == place.pk
    assert Participant.objects.filter(training=training, producer=producer).count() == 1


def test_another_producers_account_sees_and_answers_nothing_of_it(world, client_as):
    _producer, training, place = invited_producer(world)
    other = account_of(producer_at(world.units["Yên Thắng"], "HTX khác"))
    client = client_as(user=other)
    assert "Trả lời thư mời" not in client.get("/viec-can-lam/").content.decode()
    with pytest.raises(Denied):
        participants.accept(participant=place, actor=other)
    place.refresh_from_db()
    assert (place.user, place.state) == (None, PlaceState.INVITED)
    assert training.pk


def test_who_registered_by_link_for_a_producer_is_not_shown_to_its_account(world):
    producer = producer_at(world.units["Yên Thắng"], "HTX Mã số", tax_code="2700123456")
    training = world.opened(group=TargetGroup.POTENTIAL)
    values = {"name": "Người nhà", "phone": "0912345678", "organisation": "HTX Mã số"}
    place, _ = participants.register_by_link(training=training, values=values, tax_code="2700123456", consented=True)
    assert place.producer == producer
    assert list(own_participations(account_of(producer))) == []


def test_a_message_goes_to_an_account_or_to_a_name(world):
    notify(recipients=[world.here.officer], kind="x", title="Tin")
    message = Message.objects.get()
    assert (message.reader, message.addressee) == (world.here.officer.full_name, "")
