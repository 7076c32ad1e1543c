"""Samples: how many came on which day, on the dossier's page, in the list and on the paper that goes with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.errors import Denied
from core.formats import today
from products.actions import dossiers
from products.models import Dossier
from tests.products.test_dossier_papers import words_of
from tests.products.world import World


def test_the_receiving_officer_counts_samples_and_the_hand_over_list_says_how_many(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.submitted()
    client = client_as(user=world.leader)
    page = reverse("products:dossier_samples", args=[dossier.pk])
    shown = client.get(page).content.decode()
    assert "Quy định của đợt: 05 đơn vị sản phẩm." in shown
    assert 'value="5"' in shown
    answer = client.post(page, {"count": "3", "received_on": f"{today():%d/%m/%Y}", "version": dossier.version})
    assert answer.status_code == 302
    dossier.refresh_from_db()
    assert (dossier.samples_received, dossier.samples_received_on) == (3, today())
    record = client.get(reverse("products:dossier", args=[dossier.pk])).content.decode()
    assert "(quy định 05)" in record
    text = words_of(client.get(reverse("products:dossiers_handover"), {"chon": [dossier.pk]}).content)
    assert f"03, nhận {today():%d/%m/%Y}" in text


@pytest.mark.parametrize("count", ["0", "-1", "1001", "ba", ""])
def test_a_count_is_a_count(world: World, client_as: Callable[..., Client], count: str) -> None:
    dossier = world.submitted()
    page = reverse("products:dossier_samples", args=[dossier.pk])
    answer = client_as(user=world.leader).post(page, {"count": count, "received_on": f"{today():%d/%m/%Y}"})
    assert answer.status_code == 200
    dossier.refresh_from_db()
    assert dossier.samples_received_on is None


def test_samples_have_a_day_and_another_unit_counts_none(world: World) -> None:
    dossier = world.submitted()
    with pytest.raises(Denied):
        dossiers.record_samples(dossier=dossier, actor=world.neighbour, received_on=today(), count=5)
    with pytest.raises(Denied, match="sau hôm nay"):
        dossiers.record_samples(
            dossier=dossier, actor=world.leader, received_on=today() + dt.timedelta(days=1), count=5
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(samples_received=5)
