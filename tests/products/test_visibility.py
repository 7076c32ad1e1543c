"""What each person sees, with the other unit's data beside it: lists, counts, search, exports, files, pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from core.files import may_open
from core.search import search
from notifications import todo
from products import visibility, waiting
from products.actions import content, producers, products
from products.enums import ProducerKind
from products.models import Dossier, Evidence, Producer, Product, Recognition
from tests import factories
from tests.products.world import World, pdf_upload

SECRET = "Bí Mật Gia Hòa"


@dataclass
class Other:
    """A producer of the other district with everything."""

    producer: Producer
    product: Product
    dossier: Dossier
    evidence: Evidence
    recognition: Recognition


@pytest.fixture
def other(world: World) -> Other:
    """Everything of Gia Viễn bears a name that no page of Yên Mô may show."""
    producer = producers.create_producer(
        actor=world.neighbour,
        values={
            "name": f"HTX {SECRET}",
            "kind": ProducerKind.COOPERATIVE,
            "district": world.units["Gia Viễn"],
            "commune": world.units["Gia Hòa"],
        },
    )
    product = products.create_product(
        producer=producer,
        actor=world.neighbour,
        values={"name": f"Trà {SECRET}", "subgroup": world.product.subgroup},
    )
    dossier = world.draft(product, actor=world.neighbour)
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    evidence = content.add_evidence(item=item, actor=world.neighbour, upload=pdf_upload(f"{SECRET}.pdf"))
    recognition = Recognition.objects.create(
        product=product,
        product_name=product.name,
        producer_name=producer.name,
        district=world.units["Gia Viễn"],
        stars=3,
        issued_by="UBND huyện Gia Viễn",
        verify_code="GIAVIEN23456",
    )
    return Other(producer, product, dossier, evidence, recognition)


def addresses(other: Other) -> list[str]:
    """Every page of the other unit's things."""
    dossier = other.dossier.pk
    found = [
        reverse(f"products:{name}", args=[dossier])
        for name in (
            "dossier", "dossier_slip", "dossier_withdraw", "self_assessment", "dossier_check", "dossier_submitted",
            "dossier_receive", "dossier_return", "dossier_accept", "dossier_propose", "dossier_samples",
        )
    ]  # fmt: skip
    found += [
        reverse(f"products:{name}", args=[other.product.pk])
        for name in ("product", "product_edit", "product_photos", "dossier_open")
    ]
    found += [
        reverse(f"products:{name}", args=[other.producer.pk]) for name in ("producer", "producer_edit", "product_add")
    ]
    found += [
        reverse("products:item", args=[dossier, "dang-ky-kinh-doanh"]),
        reverse("products:evidence", args=[dossier, other.evidence.pk]),
        reverse("products:recognition", args=[other.recognition.pk]),
        reverse("core:file", args=[other.evidence.file_id]),
        reverse("core:file_page", args=[other.evidence.file_id, 1]),
    ]
    return found


@pytest.mark.parametrize("who", ["officer", "leader", "commune_officer", "owner"])
def test_another_units_things_answer_404_or_are_refused_by_role(
    world: World, other: Other, client_as: Callable[..., Client], who: str
) -> None:
    client = client_as(user=getattr(world, who))
    for address in addresses(other):
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code in {403, 404, 405}, (address, answer.status_code)
            assert SECRET not in answer.content.decode(errors="ignore"), address
    assert client.get(reverse("products:dossier", args=[other.dossier.pk])).status_code == 404


@pytest.mark.parametrize("who", ["officer", "leader", "commune_officer", "owner"])
def test_no_list_count_search_export_or_work_item_shows_the_other_unit(
    world: World, other: Other, client_as: Callable[..., Client], who: str
) -> None:
    user = getattr(world, who)
    client = client_as(user=user)
    for name in ("producers", "products", "dossiers", "recognitions"):
        page = client.get(reverse(f"products:{name}"), {"nam": "tat-ca"} if name == "dossiers" else {})
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert SECRET not in client.get(reverse(f"products:{name}"), {"q": SECRET}).content.decode().replace(
            f'value="{SECRET}"', ""
        ).replace(f": {SECRET}", "")
        book = load_workbook(io.BytesIO(client.get(reverse(f"products:{name}"), {"xuat": "xlsx"}).content))
        assert not [cell for row in book.active.iter_rows(values_only=True) for cell in row if SECRET in str(cell)]
    assert [hit for _, hits in search(user, SECRET) for hit in hits] == []
    assert not [item for item in todo.items_for(user) if SECRET in item.about]
    assert not may_open(user, other.evidence.file)


def test_the_department_sees_everything_and_the_administrator_none_of_the_contents(world: World, other: Other) -> None:
    admin = factories.person(Role.ADMIN)
    for see in (
        visibility.visible_producers, visibility.visible_products, visibility.visible_dossiers,
        visibility.visible_recognitions,
    ):  # fmt: skip
        assert see(world.department).exists()
        assert not see(admin).exists()
    assert visibility.visible_dossiers(world.department).filter(pk=other.dossier.pk).exists()
    assert may_open(world.department, other.evidence.file)
    assert not may_open(admin, other.evidence.file)


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.ADVISORY])
def test_council_and_advisors_see_only_what_another_app_registers(world: World, role: Role) -> None:
    dossier, unseen = world.submitted(), world.draft(world.fresh_product())
    person = factories.person(role)
    assert not visibility.visible_dossiers(person).exists()

    def assigned(user: Any) -> Q | None:
        return Q(pk=dossier.pk) if user.pk == person.pk else None

    visibility.register_dossier_source(assigned)
    try:
        assert list(visibility.visible_dossiers(person)) == [dossier]
        assert visibility.visible_dossiers(world.officer).filter(pk=unseen.pk).exists()
        file = Evidence.objects.filter(item__dossier=dossier).first().file
        assert may_open(person, file)
    finally:
        visibility._dossier_sources.remove(assigned)


def test_a_moved_officer_loses_sight_at_the_next_request(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    client = client_as(user=world.officer)
    address = reverse("products:dossier", args=[dossier.pk])
    assert client.get(address).status_code == 200
    world.officer.memberships.update(unit=world.units["Gia Viễn"])
    assert client.get(address).status_code == 404


def test_the_officer_who_entered_a_dossier_is_not_asked_to_check_it(world: World) -> None:
    dossier = world.submitted()
    assert not waiting.to_check(world.officer).exists()
    assert list(waiting.to_check(world.leader)) == [dossier]
    assert not waiting.to_check(world.neighbour).exists()


def test_removed_evidence_stands_among_the_former_files_only(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    evidence = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("cu.pdf"))
    content.remove_evidence(evidence=evidence, actor=world.officer)
    page = client_as(user=world.officer).get(reverse("products:item", args=[dossier.pk, item.code])).content.decode()
    live, _, former = page.partition("Các bản trước (1)")
    assert "Chưa có tài liệu nào" in live
    assert "cu.pdf" not in live
    assert "cu.pdf" in former
    evidence.refresh_from_db()
    assert evidence.removed_by == world.officer
