"""Two records of one producer: found, merged with their history, and by two people where recognised products move."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.audit_view import action_words
from core import audit
from core.errors import Denied
from products import duplicates
from products.actions import merging, producers
from products.actions import products as product_actions
from products.enums import MergeState
from products.models import Producer, ProducerAccount, ProducerAlias, Product
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


# --- taken apart again -----------------------------------------------------------------------------------------------


def test_an_untouched_merge_is_taken_apart(world, twin):
    dossier = world.draft()
    producers.edit_producer(producer=world.producer, actor=world.officer, values={"phone": "0912345678"})
    merge = merging.ask_merge(kept=world.producer, gone=twin, actor=world.officer, reason="Ghi hai lần")
    merging.undo_merge(merge=merge, actor=world.leader, reason="Là hai hợp tác xã")
    merge.refresh_from_db()
    kept, gone = Producer.objects.get(pk=world.producer.pk), Producer.objects.get(pk=twin.pk)
    assert merge.state == MergeState.UNDONE
    assert (kept.tax_code, kept.email, kept.phone) == ("", "", "0912345678"), "only what was taken over is emptied"
    assert (gone.tax_code, gone.merged_into) == ("2700123456", None)
    assert not ProducerAlias.objects.exists()
    dossier.refresh_from_db()
    assert dossier.producer == kept
    assert {event.action for event in audit.timeline(gone)} >= {"producer.merged", "producer.unmerged"}
    assert action_words("producer.unmerge") == "Tách lại chủ thể đã gộp"
    assert not list(audit.breaks())


def test_what_moved_goes_back(world, twin):
    dossier = world.draft()
    merge = merging.ask_merge(kept=twin, gone=world.producer, actor=world.officer, reason="Ghi hai lần")
    assert merge.moved["moved"]["sản phẩm"] == 1
    merging.undo_merge(merge=merge, actor=world.officer, reason="Nhầm")
    world.product.refresh_from_db()
    dossier.refresh_from_db()
    assert (world.product.producer, dossier.producer) == (world.producer, world.producer)
    assert world.owner.producer_accounts.get().producer == world.producer
    again = merging.ask_merge(kept=twin, gone=world.producer, actor=world.officer, reason="Vẫn là một")
    assert again.state == MergeState.DONE


@pytest.mark.parametrize("touch", ["kept", "product", "dossier", "account", "alias"])
def test_a_touched_merge_stays_and_says_why(world, twin, touch, client_as):
    merge = merging.ask_merge(kept=twin, gone=world.producer, actor=world.officer, reason="Ghi hai lần")
    if touch == "kept":
        producers.edit_producer(producer=twin, actor=world.officer, values={"phone": "0912345678"})
    elif touch == "product":
        product_actions.edit_product(
            product=fresh(world.product), actor=world.officer, values={"packaging": "Gói 100 g"}
        )
    elif touch == "dossier":
        world.draft(fresh(world.product))
    elif touch == "alias":
        ProducerAlias.objects.filter(producer=twin).delete()
    else:
        ProducerAccount.objects.create(producer=twin, user=world.commune_officer)
    page = client_as(user=world.officer).get(reverse("products:merge_settle", args=[merge.pk])).content.decode()
    assert "Không tách lại được nữa." in page
    assert 'value="undo"' not in page
    with pytest.raises(Denied, match="Không tách lại được: "):
        merging.undo_merge(merge=merge, actor=world.officer, reason="Nhầm")
    world.product.refresh_from_db()
    assert world.product.producer == twin


def test_who_may_take_apart(world, twin, client_as):
    world.recognised()
    merge = merging.ask_merge(kept=twin, gone=world.producer, actor=world.officer, reason="Ghi hai lần")
    merging.confirm_merge(merge=merge, actor=world.leader)
    address = reverse("products:merge_settle", args=[merge.pk])
    assert client_as(user=world.neighbour).post(address, {"answer": "undo", "reason": "x"}).status_code == 404
    with pytest.raises(Denied, match="hai người"):
        merging.undo_merge(merge=merge, actor=world.officer, reason="Nhầm")
    with pytest.raises(Denied):
        merging.undo_merge(merge=merge, actor=world.leader, reason=" ")
    answer = client_as(user=world.leader).post(address, {"answer": "undo", "reason": "Nhầm", "version": merge.version})
    assert answer.status_code == 302
    merge.refresh_from_db()
    assert merge.state == MergeState.UNDONE


def test_a_merge_from_before_this_record_says_so(world, twin):
    merge = merging.ask_merge(kept=twin, gone=world.producer, actor=world.officer, reason="Ghi hai lần")
    merge.moved = {"moved": {}, "alias": 1}
    merge.save()
    with pytest.raises(Denied, match="từ trước khi cổng ghi đủ"):
        merging.undo_merge(merge=merge, actor=world.officer, reason="Nhầm")


def fresh(product):
    """The product as it stands."""
    return Product.objects.select_related("producer").get(pk=product.pk)


def test_the_finder_offers_to_keep_the_one_that_has_the_products(world, twin):
    for keeper, other in ((world.producer, twin), (twin, world.producer)):
        Product.objects.all().update(producer=keeper)
        (pair,) = duplicates.find(visible_producers(world.officer))
        assert (pair.first, pair.second) == (keeper, other)
