"""The demonstration: complete, repeatable, plainly invented, refused elsewhere."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import Client

from accounts.models import User
from core import audit
from core.formats import today
from demo import people
from evaluations.enums import AssessmentState, SheetState
from evaluations.models import Assessment, CouncilSession, ScoreSheet
from notifications import todo
from products.actions import dossiers, producers, products
from products.enums import DossierState, ProducerKind
from products.models import CraftVillage, Dossier, EvaluationRound, Producer, Product, Recognition
from products.reference_data import rows

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("story")]
NAMED_IN_DESIGN = [
    "quantri", "so-canbo", "so-lanhdao", "huyen-yenmo", "huyen-giavien", "huyen-yenmo-lanhdao", "xa-yenthang",
    "chuthe-vantra", "tuvan-yenmo", "tuvan-tinh", *(f"hd-yenmo-{n}" for n in range(1, 8)),
    *(f"hd-tinh-{n}" for n in range(1, 10)),
]  # fmt: skip


def _counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_a_second_run_changes_nothing():
    before = _counts()
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    call_command("load_demo", stdout=out)
    assert "đã có" in out.getvalue()
    assert _counts() == before


def test_it_is_refused_where_no_demonstration_is(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="trình diễn"):
        call_command("load_demo")


def test_dossiers_stand_in_every_state_in_several_districts():
    assert set(Dossier.objects.values_list("state", flat=True)) == set(DossierState.values)
    assert len(set(Dossier.objects.values_list("district", flat=True))) >= 2


def test_every_council_is_in_the_middle_of_a_session():
    for session in CouncilSession.objects.filter(state="scoring"):
        states = Counter(session.assessments.values_list("state", flat=True))
        assert states[AssessmentState.OPEN] >= 2, session
    assert CouncilSession.objects.filter(state="scoring").count() == 3
    assert ScoreSheet.objects.filter(state=SheetState.DRAFT, assessment__state="open", lines__isnull=False).exists()


def test_a_decision_is_issued_with_its_recognitions_and_others_wait():
    from documents.enums import DocumentState
    from documents.models import Document

    assert Recognition.objects.filter(document_id__isnull=False, valid_until__gt=today()).exists()
    states = set(Document.objects.filter(kind="quyet-dinh-cong-nhan").values_list("state", flat=True))
    assert {DocumentState.DRAFT, DocumentState.ISSUED} <= states
    assert Assessment.objects.filter(state="closed", dossier__state=DossierState.SCORED, entries=None).exists()


def test_nobody_invented_could_be_taken_for_a_real_person():
    real = {row["chu_the"] for row in rows()}
    assert all(user.full_name.endswith("(trình diễn)") for user in User.objects.all())
    assert all(user.email.endswith(".example") or user.email == people.BROKEN_MAIL for user in User.objects.all())
    invented = Producer.objects.exclude(name__in=real)
    assert invented
    assert all(re.fullmatch(r"[\w ]+ Trình diễn \d\d", producer.name) for producer in invented)
    assert all("(trình diễn)" in producer.representative for producer in invented)
    assert not Producer.objects.exclude(phone="", email="", tax_code="").exists()
    known = {row["ten_san_pham"] for row in rows()}
    assert not Product.objects.exclude(Q(name__in=known) | Q(name__endswith="(trình diễn)")).exists()


def test_the_audit_chain_holds():
    assert list(audit.breaks()) == []


@pytest.fixture(scope="module")
def opened() -> set[tuple[object, str]]:
    """Links that somebody of the same seats opened already: sixteen members have the same ones but for their own work."""
    return set()


@pytest.mark.parametrize("username", NAMED_IN_DESIGN)
def test_each_account_signs_in_to_real_work_and_every_link_opens(username, opened):
    client = Client()
    answer = client.post("/dang-nhap/", {"login": username, "password": people.PASSWORD})
    assert answer.status_code == 302
    page = client.get("/viec-can-lam/")
    assert page.status_code == 200
    user = User.objects.get(username=username)
    items = todo.items_for(user)
    assert items, f"nothing waits for {username}"
    links = {link for link in re.findall(r'href="(/[^"#]*)"', page.content.decode()) if not link.startswith("/static/")}
    assert {item.url for item in items[:8]} <= {link.replace("&amp;", "&") for link in links}
    own = {item.url for item in items}
    seats = frozenset(user.memberships.values_list("role", "unit"))
    fresh = [link for link in sorted(links) if link.replace("&amp;", "&") in own or (seats, link) not in opened]
    opened |= {(seats, link) for link in fresh}
    broken = [link for link in fresh if client.get(link.replace("&amp;", "&"), follow=True).status_code != 200]
    assert broken == []


def test_a_newcomer_can_enter_the_known_product_anew():
    officer = User.objects.get(username="huyen-yenmo")
    old = Producer.objects.get(name="HTX rau, củ, quả Vân Trà")
    known = old.products.get(name="Bột rau má Vân Trà")
    producer = producers.create_producer(
        actor=officer,
        values={"name": old.name, "kind": ProducerKind.COOPERATIVE, "commune": old.commune, "district": old.district},
        despite_similar=True,
    )
    product = products.create_product(
        producer=producer, actor=officer, values={"name": known.name, "subgroup": known.subgroup}
    )
    round_ = EvaluationRound.objects.order_by("-number").first()
    dossier = dossiers.open_dossier(product=product, round_=round_, kind="new", actor=officer)
    assert dossier.state == DossierState.DRAFT


def test_craft_villages_are_invented_in_name_and_belong_to_producers():
    rows = CraftVillage.objects.order_by("name_sort")
    assert rows.count() == 4
    assert all(row.name.endswith("(trình diễn)") for row in rows)
    assert all("(trình diễn)" in row.decision_number for row in rows if row.recognised_on)
    assert {row.producers.count() for row in rows} == {1}
