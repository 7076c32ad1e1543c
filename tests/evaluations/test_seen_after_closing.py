"""What a closed result changes elsewhere: the points in the list of dossiers, the words of the audit trail."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.audit_view import action_words, details
from accounts.enums import Role
from core.models import AuditEvent
from evaluations.models import Result
from products.models import Dossier
from tests import factories
from tests.evaluations.council_world import CouncilWorld

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_mean_once_it_is_closed_and_never_before(council: CouncilWorld, client_as: Any) -> None:
    item = council.scoring(1)[0]
    for place in range(7):
        council.submit(item, place, 62 if place else 64)
    before = Dossier.objects.get(pk=item.dossier_id)
    assert (before.final_mean, before.final_stars) == (None, None)
    council.close(item, who=())
    dossier = Dossier.objects.get(pk=item.dossier_id)
    assert dossier.final_mean == Decimal("62.285714"), "cut, not rounded"
    assert dossier.final_stars == Result.objects.get(assessment=item).stars, (
        "the rank of the result, for the list's filter"
    )
    body = client_as(user=council.officer).get(reverse("products:dossiers"), {"nam": dossier.round.year})
    assert "62,29" in body.content.decode()


def test_the_audit_trail_calls_acts_and_states_by_their_names(council: CouncilWorld, client_as: Any) -> None:
    council.session(1)
    unknown = {row.action for row in AuditEvent.objects.all() if action_words(row.action) == "Thay đổi khác"}
    assert unknown == set()
    step = AuditEvent.objects.filter(object_type="products.dossier", action="dossier.schedule").first()
    assert step is not None
    assert ("trạng thái", "Đã tiếp nhận", "Trong phiên họp") in [(name.lower(), a, b) for name, a, b in details(step)]
    admin = client_as(user=factories.person(Role.ADMIN, council.units["Ninh Bình"]))
    assert "Thay đổi khác" not in admin.get(reverse("accounts:audit")).content.decode().split("<tbody>")[1]
