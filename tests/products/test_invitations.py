"""A one-time link gives a producer an account: once, in time, and not after it was taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from core.errors import Denied
from core.formats import now
from notifications.actions import deliver_due
from notifications.models import Message, OutboxMail
from products import rules
from products.actions import invitations
from products.models import ProducerInvitation
from products.tasks import withdraw_invitations
from tests.products.world import World

PASSWORD = "trà xanh buổi sớm 17 chén"


def test_the_link_opens_one_account_for_one_producer(world: World, client_as: Callable[..., Client]) -> None:
    officer = client_as(user=world.officer)
    answer = officer.post(
        reverse("products:invite", args=[world.producer.pk]), {"full_name": "Trần Thị Mời", "email": "", "phone": ""}
    )
    page = officer.get(answer.url).content.decode()
    link = page.split('<code class="one-tap">')[1].split("</code>")[0]
    assert "one-tap" not in officer.get(answer.url).content.decode()
    guest = Client()
    secret = link.partition("ma=")[2]
    assert guest.get(reverse("products:invitation"), {"ma": secret}).url == reverse("products:invitation")
    assert "HTX rau, củ, quả Vân Trà" in guest.get(reverse("products:invitation")).content.decode()
    wrong = guest.post(
        reverse("products:invitation"), {"username": "van-tra-2", "password1": "12345678", "password2": "12345678"}
    )
    assert wrong.status_code == 200
    done = guest.post(
        reverse("products:invitation"), {"username": "van-tra-2", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert done.status_code == 302
    row = ProducerInvitation.objects.get()
    assert row.accepted_by is not None
    assert rules.producer_ids_of(row.accepted_by) == {world.producer.pk}
    assert invitations.read(secret) is None
    with pytest.raises(Denied, match="dùng rồi"):
        invitations.accept(secret=secret, username="van-tra-3", password=PASSWORD)


def test_an_old_a_renewed_and_a_revoked_link_do_not_open(world: World) -> None:
    row, first = invitations.invite(producer=world.producer, actor=world.officer, full_name="A B")
    second = invitations.renew(invitation=row, actor=world.officer)
    assert invitations.read(first) is None
    assert invitations.read(second) is not None
    ProducerInvitation.objects.filter(pk=row.pk).update(expires_at=now() - dt.timedelta(seconds=1))
    assert invitations.read(second) is None
    third = invitations.renew(invitation=row, actor=world.officer)
    invitations.revoke(invitation=row, actor=world.officer)
    assert invitations.read(third) is None
    with pytest.raises(Denied):
        invitations.renew(invitation=row, actor=world.officer)


def test_a_weak_password_or_a_taken_name_leaves_the_link_usable(world: World) -> None:
    _, secret = invitations.invite(producer=world.producer, actor=world.officer, full_name="A B")
    with pytest.raises(ValidationError):
        invitations.accept(secret=secret, username="ten-moi", password="12345678")
    with pytest.raises(Denied, match="đã có người dùng"):
        invitations.accept(secret=secret, username=world.owner.username, password=PASSWORD)
    assert invitations.read(secret) is not None


def test_an_account_that_exists_joins_another_producer(world: World) -> None:
    other = world.producer
    other.pk, other.tax_code = None, ""
    other.save()
    _, secret = invitations.invite(producer=other, actor=world.officer, full_name="A B")
    with pytest.raises(Denied):
        invitations.join(secret=secret, actor=world.leader)
    invitations.join(secret=secret, actor=world.owner)
    assert world.owner.producer_accounts.count() == 2


def test_only_officers_of_the_place_invite(world: World, client_as: Callable[..., Client]) -> None:
    for person in (world.neighbour, world.owner, world.leader):
        with pytest.raises(Denied):
            invitations.invite(producer=world.producer, actor=person, full_name="A B")
    assert client_as(user=world.neighbour).get(reverse("products:invite", args=[world.producer.pk])).status_code == 404
    assert "secret" not in str(ProducerInvitation.objects.values()) or ProducerInvitation.objects.count() == 0


# --- by mail ----------------------------------------------------------------------------------------------------------


def test_the_link_goes_by_mail_and_leaves_the_outbox_when_it_works_no_more(
    world: World, client_as: Callable[..., Client], mailoutbox: list[EmailMultiAlternatives]
) -> None:
    officer = client_as(user=world.officer)
    answer = officer.post(
        reverse("products:invite", args=[world.producer.pk]),
        {"full_name": "Trần Thị Mời", "email": "moi@htx.example", "phone": ""},
    )
    assert "đang được gửi tới moi@htx.example" in officer.get(answer.url).content.decode()
    deliver_due()
    (letter,) = mailoutbox
    assert letter.to == ["moi@htx.example"]
    assert "Trần Thị Mời" in letter.body
    link = next(word for word in letter.body.split() if "ma=" in word)
    secret = link.partition("ma=")[2]
    assert invitations.read(secret) is not None
    user = invitations.accept(secret=secret, username="van-tra-3", password=PASSWORD)
    assert user.email == "moi@htx.example"
    message = Message.objects.get(kind=invitations.MAIL)
    assert message.url == "", "a used link stands nowhere"
    assert message.recipient is None


def test_a_link_that_ran_out_leaves_the_outbox_at_night(world: World) -> None:
    row, _ = invitations.invite(producer=world.producer, actor=world.officer, full_name="A B", email="moi@htx.example")
    invitations.invite(producer=world.producer, actor=world.officer, full_name="C D", email="con-han@htx.example")
    assert withdraw_invitations() == 0
    ProducerInvitation.objects.filter(pk=row.pk).update(expires_at=now())
    assert withdraw_invitations() == 1
    assert withdraw_invitations() == 0
    (left,) = Message.objects.filter(url__contains="ma=")
    assert left.addressee == "C D"
    assert OutboxMail.objects.get().address == "con-han@htx.example"


def test_a_new_link_takes_the_place_of_a_mail_that_has_not_left(
    world: World, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    invitation, old = invitations.invite(
        producer=world.producer, actor=world.officer, full_name="Trần Thị Mời", email="moi@htx.example"
    )
    new = invitations.renew(invitation=invitation, actor=world.officer)
    deliver_due()
    (letter,) = mailoutbox
    assert new in letter.body
    assert old not in letter.body
    invitations.revoke(invitation=invitation, actor=world.officer)
    assert not Message.objects.filter(url__contains="ma=").exists()


def test_without_an_address_nothing_is_mailed(world: World) -> None:
    invitations.invite(producer=world.producer, actor=world.officer, full_name="Trần Thị Mời")
    assert not OutboxMail.objects.exists()
    with pytest.raises(Denied):
        invitations.invite(producer=world.producer, actor=world.neighbour, full_name="Người Lạ", email="la@htx.example")
    assert not OutboxMail.objects.exists()
