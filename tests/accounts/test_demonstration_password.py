"""The password that every newcomer can read opens nothing outside a demonstration."""

from __future__ import annotations

import pytest

from accounts.adapters import DEMO_PASSWORD
from accounts.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("demo", "status"), [(True, 302), (False, 200)])
def test_the_demonstration_password_works_in_demonstrations_only(anonymous, settings, demo, status):
    settings.DEMO = demo
    user = factories.person(Role.DISTRICT_OFFICER, username="huyen-thu")
    user.set_password(DEMO_PASSWORD)
    user.save()
    answer = anonymous.post("/dang-nhap/", {"login": "huyen-thu", "password": DEMO_PASSWORD})
    assert answer.status_code == status
