"""The first administrator of a new installation."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Membership, Unit, User
from tests import factories

pytestmark = pytest.mark.django_db


def call(*arguments: str) -> str:
    out = StringIO()
    call_command("first_admin", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_first_administrator_gets_a_link_and_only_once(anonymous):
    factories.ninh_binh()
    link = call("quan-tri", "Nguyễn Văn Quản")
    user = User.objects.get(username="quan-tri")
    assert not user.has_usable_password()
    assert Membership.objects.get(user=user).role == Role.ADMIN
    page = anonymous.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    assert page.status_code == 200
    assert 'type="password"' in page.content.decode()
    with pytest.raises(CommandError, match="Đã có người quản trị"):
        call("quan-tri-2", "Người khác")


def test_without_units_the_way_out_is_named():
    Unit.objects.all().delete()
    with pytest.raises(CommandError, match="dữ liệu tham chiếu"):
        call("quan-tri", "Nguyễn Văn Quản")
    assert not User.objects.filter(username="quan-tri").exists()


def test_when_nobody_administers_any_more_the_command_is_the_way_back(units):
    lost = factories.person(Role.ADMIN, units["Ninh Bình"])
    with pytest.raises(CommandError, match="Đã có người quản trị"):
        call("quan-tri-2", "Nguyễn Văn Quản")
    User.objects.filter(pk=lost.pk).update(is_active=False)
    assert call("quan-tri-2", "Nguyễn Văn Quản").startswith("http")
