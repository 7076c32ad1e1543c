"""Two records of one producer: found, merged with their history, and by two people where recognised products move."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core import audit
from core.errors import Denied
from products import duplicates
from products.actions import merging, producers
from products.enums import MergeState
from products.models import Producer, ProducerAlias
from products.visibility import visible_producers
from tests.imports.conftest import verdicts


@pytest.fixture
def twin(world):
    """The same co-operative, recorded a second time."""
    return producers.create_producer(
        actor=world.officer, despite_similar=True,
        values={
            "name": f"HTX {world.producer.name.removeprefix('HTX ').upper()}, xã Yên Thắng", "kind": "cooperative",
            "district": world.units["Yên Mô"], "commune": world.units["Yên Thắng"], "tax_code": "2700123456", "email": "a@b.vn",
        },
    )  # fmt: skip


def test_the_finder_names_the_pair_and_why(world, twin):
    other = producers.create_producer(
        actor=world.officer,
        values={
            "name": "Cơ sở Khác",
            "kind": "establishment",
            "district": world.units["Yên Mô"],
            "phone": "0912 345 678",
        },
    )
    Producer.objects.filter(pk=twin.pk).update(phone="0912345678")
    pairs = {frozenset((p.first.pk, p.second.pk)): p.reasons for p in duplicates.find(visible_producers(world.officer))}
    assert pairs[frozenset((world.producer.pk, twin.pk))] == ("cùng tên, cùng huyện",)
    assert pairs[frozenset((other.pk, twin.pk))] == ("cùng điện thoại",)
    assert duplicates.find(visible_producers(world.neighbour)) == []


def test_the_finder_costs_the_same_however_many(world, twin, django_assert_max_num_queries):
    for n in range(30):
        Producer.objects.create(name=f"HTX Nấm {n % 3}", kind="cooperative", district=world.units["Yên Mô"])
    with django_assert_max_num_queries(4):
        assert duplicates.find(visible_producers(world.officer))


def test_two_taxpayers_are_two(world, twin):
    Producer.objects.filter(pk=world.producer.pk).update(tax_code="2700999999")
    assert duplicates.find(visible_producers(world.officer)) == []


def test_merging_moves_everything_and_keeps_the_name(world, twin, checked):
    dossier = world.draft()
    merge = merging.ask_merge(kept=twin, gone=world.producer, actor=world.officer, reason="Ghi hai lần")
    assert merge.state == MergeState.DONE
    world.product.refresh_from_db()
    dossier.refresh_from_db()
    assert (world.product.producer, dossier.producer) == (twin, twin)
    gone = Producer.objects.get(pk=world.producer.pk)
    assert gone.merged_into == twin
    assert gone not in visible_producers(world.officer)
    assert ProducerAlias.objects.get(producer=twin).name == gone.name
    assert audit.timeline(twin).first().reason == "Ghi hai lần"
    assert world.owner.producer_accounts.get().producer == twin
    batch = checked("producers", [["Tên chủ thể", "Xã"], [gone.name, "Yên Thắng"]])
    assert verdicts(batch)[2][0] in {"unchanged", "changed"}, "a sheet with the old name means the kept one"
    with pytest.raises(Denied):
        merging.ask_merge(kept=twin, gone=gone, actor=world.officer, reason="lần nữa")


def test_what_the_kept_one_does_not_know_is_taken_over(world, twin):
    merging.ask_merge(kept=world.producer, gone=twin, actor=world.officer, reason="Ghi hai lần")
    world.producer.refresh_from_db()
    assert (world.producer.tax_code, world.producer.email) == ("2700123456", "a@b.vn")


def test_recognised_products_need_a_second_person(world, twin):
    recognition = world.recognised()
    merge = merging.ask_merge(kept=twin, gone=world.producer, actor=world.officer, reason="Ghi hai lần")
    assert merge.state == MergeState.ASKED
    world.product.refresh_from_db()
    assert world.product.producer == world.producer
    with pytest.raises(Denied, match="người khác"):
        merging.confirm_merge(merge=merge, actor=world.officer)
    with pytest.raises(Denied):
        merging.confirm_merge(merge=merge, actor=world.neighbour)
    merging.confirm_merge(merge=merge, actor=world.leader)
    recognition.refresh_from_db()
    assert recognition.product.producer == twin
    assert recognition.producer_name == world.producer.name, "the paper said that name then"


def test_a_declined_pair_is_not_named_again(world, twin):
    merging.mark_apart(first=world.producer, second=twin, actor=world.officer)
    assert duplicates.find(visible_producers(world.officer)) == []


def test_nobody_merges_across_a_border(world, twin, client_as):
    far = producers.create_producer(
        actor=world.neighbour, values={"name": "HTX Xa", "kind": "cooperative", "district": world.units["Gia Viễn"]}
    )
    with pytest.raises(Denied):
        merging.ask_merge(kept=twin, gone=far, actor=world.officer, reason="x")
    client = client_as(user=world.officer)
    assert client.get(reverse("products:merge", args=[twin.pk, far.pk])).status_code == 404
    assert client.get(reverse("products:merge", args=[twin.pk, world.producer.pk])).status_code == 200
    told = client.post(reverse("products:merge", args=[world.producer.pk, twin.pk]), {"reason": "Ghi hai lần"})
    assert told.status_code == 302
    assert Producer.objects.get(pk=twin.pk).merged_into == world.producer
