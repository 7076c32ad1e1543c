"""The commune's step under the two-level laws: check, report, letter, proposal, within its working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import give_seat
from accounts.enums import Role
from accounts.models import Unit, UnitSuccession, User
from core.errors import Denied
from core.formats import date_vn, end_of_day, today
from core.workdays import add_working_days
from criteria.queries import ruleset, sheet_of, typed_ruleset
from criteria.schema.ruleset import Duty
from documents.actions.issue import issue_document
from notifications import reminders
from notifications.models import Message
from products import dossier_papers
from products.actions import commune, content, dossiers
from products.bundles import MEMBERS, parts_of
from products.commune_papers import PROPOSAL, REPORT
from products.entering import COMMUNE_PAPERS, PROPOSING
from products.enums import DossierState
from products.models import Dossier, Producer, ProducerAccount, Product
from products.waiting import to_check
from tests import factories
from tests.products.world import World, fill, pdf_upload


@pytest.fixture
def at_commune(world: World) -> Dossier:
    """A dossier that its producer handed in at the commune under 26/2026/QĐ-TTg."""
    world.round.ruleset = ruleset("qd26-2026")
    world.round.save()
    dossier = world.draft(actor=world.owner)
    fill(dossier, world.owner)
    return dossiers.submit(dossier=dossier, actor=world.owner)


def test_the_commune_checks_reports_and_proposes(
    world: World, at_commune: Dossier, client_as: Callable[..., Client]
) -> None:
    dossier, officer = at_commune, world.commune_officer
    assert dossier.holder == world.units["Yên Thắng"]
    assert dossier.due_at == end_of_day(add_working_days(today(), 15))
    client = client_as(user=officer)
    checking = client.get(reverse("products:dossier_receive", args=[dossier.pk])).content.decode()
    assert "muc-dang-ky-kinh-doanh" in checking
    assert "muc-bao-cao-xa" not in checking, "nobody checks a paper of their own"
    dossiers.pass_unchecked_items(dossier=dossier, actor=officer)
    dossiers.accept(dossier=dossier, actor=officer)
    assert dossier.due_at is not None
    with pytest.raises(Denied, match="giấy tờ của cấp xã"):
        dossiers.propose(dossier=dossier, actor=officer)
    early = client.get(reverse("products:dossier_propose", args=[dossier.pk]), follow=True)
    assert "Trước khi đề nghị, soạn và ban hành" in early.content.decode()
    for slug, kind in (("bao-cao", REPORT), ("de-nghi", PROPOSAL)):
        answer = client.post(reverse("products:commune_paper", args=[dossier.pk, slug]))
        assert answer.status_code == 302
        paper = commune.papers_of(dossier)[kind]
        assert commune.draft_commune_paper(dossier=dossier, kind=kind, actor=officer) == paper
        issue_document(document=paper, issued_on=today(), actor=officer, signer_name="Nguyễn Văn Xã")
    assert "Yên Thắng" in paper.source["committee"]
    attached = dossier.items.get(code="bao-cao-xa").evidence.get(removed_at=None)
    assert attached.file_id == commune.papers_of(dossier)[REPORT].pdf_id
    assert attached.criteria.filter(code="1.1").exists(), "members read it beside the criteria that it tells of"
    page = client.get(reverse("products:dossier", args=[dossier.pk])).content.decode()
    assert "Đã ban hành, số" in page
    dossiers.propose(dossier=dossier, actor=officer)
    assert (dossier.state, dossier.holder) == (DossierState.SUBMITTED, world.units["Ninh Bình"])
    with pytest.raises(Denied):
        commune.draft_commune_paper(dossier=dossier, kind=REPORT, actor=officer)
    below, above = dossier_papers._offices(dossier)
    assert (below.received, below.receiver) == (date_vn(today()), str(officer))
    assert (above.received, above.receiver) == (date_vn(today()), ""), "it came, and nobody took it in yet"


@pytest.fixture
def sent_back(world: World, at_commune: Dossier) -> Dossier:
    """The province returned it because of the commune's report alone."""
    dossier, officer = at_commune, world.commune_officer
    dossiers.pass_unchecked_items(dossier=dossier, actor=officer)
    dossiers.accept(dossier=dossier, actor=officer)
    for kind in (REPORT, PROPOSAL):
        paper = commune.draft_commune_paper(dossier=dossier, kind=kind, actor=officer)
        issue_document(document=paper, issued_on=today(), actor=officer, signer_name="Nguyễn Văn Xã")
    dossiers.propose(dossier=dossier, actor=officer)
    dossiers.check_item(
        item=dossier.items.get(code="bao-cao-xa"), actor=world.department, verdict="missing", reason="Thiếu dấu"
    )
    return dossiers.return_dossier(dossier=dossier, actor=world.department)


def test_a_paper_of_the_commune_that_the_province_sends_back_is_mended_by_the_commune(
    world: World, sent_back: Dossier, client_as: Callable[..., Client]
) -> None:
    dossier, officer = sent_back, world.commune_officer
    assert (dossier.state, dossier.holder) == (DossierState.RETURNED, world.units["Ninh Bình"])
    assert "Báo cáo" in Message.objects.get(recipient=officer, kind="dossier.return").body
    asked, other = dossier.items.get(code="bao-cao-xa"), dossier.items.get(code="de-nghi-xa")
    page_of = reverse("products:dossier", args=[dossier.pk])
    assert "Soạn bản thay" in client_as(user=officer).get(page_of).content.decode()
    assert "Phần này do cấp xã sửa" in client_as(user=world.owner).get(page_of).content.decode()
    for person, item in ((world.owner, asked), (world.officer, asked), (world.department, asked), (officer, other)):
        with pytest.raises(Denied):
            content.add_evidence(item=item, actor=person, upload=pdf_upload("ban-khac.pdf"))
    with pytest.raises(Denied):
        commune.draft_commune_paper(dossier=dossier, kind=PROPOSAL, actor=officer)
    with pytest.raises(Denied, match="chưa sửa"):
        dossiers.submit(dossier=dossier, actor=world.owner)
    client_as(user=officer).post(reverse("products:commune_paper", args=[dossier.pk, "bao-cao"]))
    paper = commune.papers_of(dossier)[REPORT]
    assert (paper.is_draft, paper.issuing_unit) == (True, world.units["Yên Thắng"])
    issue_document(document=paper, issued_on=today(), actor=officer, signer_name="Nguyễn Văn Xã")
    assert asked.evidence.get(removed_at=None).file_id == commune.papers_of(dossier)[REPORT].pdf_id
    assert "Soạn bản thay" not in client_as(user=officer).get(page_of).content.decode()
    dossiers.submit(dossier=dossier, actor=world.owner)
    assert (dossier.state, dossier.holder) == (DossierState.SUBMITTED, world.units["Ninh Bình"])


def test_the_signed_scan_mends_it_too_and_taking_it_out_does_not(world: World, sent_back: Dossier) -> None:
    item = sent_back.items.get(code="bao-cao-xa")
    content.remove_evidence(evidence=item.evidence.get(removed_at=None), actor=world.commune_officer)
    with pytest.raises(Denied, match="phần bắt buộc"):
        dossiers.submit(dossier=sent_back, actor=world.owner)
    content.add_evidence(item=item, actor=world.commune_officer, upload=pdf_upload("bao-cao-da-ky.pdf"))
    dossiers.submit(dossier=sent_back, actor=world.owner)
    assert sent_back.state == DossierState.SUBMITTED


def test_the_commune_names_and_replaces_its_own_file(
    world: World, at_commune: Dossier, client_as: Callable[..., Client]
) -> None:
    item = at_commune.items.get(code="bao-cao-xa")
    row = content.add_evidence(item=item, actor=world.commune_officer, upload=pdf_upload("bao-cao.pdf"))
    own = reverse("products:evidence", args=[at_commune.pk, row.pk])
    client = client_as(user=world.commune_officer)
    assert own in client.get(reverse("products:item", args=[at_commune.pk, item.code])).content.decode()
    assert client.get(own).status_code == 200
    assert client.post(own, {"title": "Báo cáo đã ký"}).status_code == 302
    row.refresh_from_db()
    assert row.title == "Báo cáo đã ký"
    assert client_as(user=world.owner).get(own).status_code == 403


def test_writing_the_communes_papers_first_does_not_bar_from_accepting(world: World, at_commune: Dossier) -> None:
    officer, colleague = world.commune_officer, factories.person(Role.COMMUNE_OFFICER, world.units["Yên Thắng"])
    paper = commune.draft_commune_paper(dossier=at_commune, kind=REPORT, actor=officer)
    issue_document(document=paper, issued_on=today(), actor=officer, signer_name="Nguyễn Văn Xã")
    content.add_evidence(
        item=at_commune.items.get(code="de-nghi-xa"), actor=colleague, upload=pdf_upload("de-nghi.pdf")
    )
    assert at_commune in to_check(officer)
    dossiers.pass_unchecked_items(dossier=at_commune, actor=officer)
    dossiers.accept(dossier=at_commune, actor=officer)
    dossiers.propose(dossier=at_commune, actor=officer)
    moved = factories.person(Role.DEPARTMENT_OFFICER, world.units["Ninh Bình"], full_name="Cán bộ Sở mới chuyển về")
    at_commune.items.get(code="bao-cao-xa").evidence.update(added_by=moved)
    with pytest.raises(Denied, match="người khác"):
        dossiers.pass_unchecked_items(dossier=at_commune, actor=moved)
    dossiers.pass_unchecked_items(dossier=at_commune, actor=world.department)


ALONE = "không còn người khác để kiểm tra"


def _pages_of_filling(dossier: Dossier) -> list[str]:
    criterion = sheet_of(dossier.criteria_set).criteria[0].id
    return [
        reverse("products:dossier", args=[dossier.pk]),
        reverse("products:item", args=[dossier.pk, "dang-ky-kinh-doanh"]),
        reverse("products:self_assessment", args=[dossier.pk]),
        reverse("products:dossier_report", args=[dossier.pk]),
        reverse("products:criterion_evidence", args=[dossier.pk, criterion]),
    ]


def test_the_only_officer_of_a_commune_is_told_before_filling_for_the_producer(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.round.ruleset = ruleset("qd26-2026")
    world.round.save()
    opening = reverse("products:dossier_open", args=[world.product.pk])
    dossier = world.draft(world.fresh_product(), actor=world.owner)
    check = reverse("products:dossier_check", args=[dossier.pk])
    officer, owner = client_as(user=world.commune_officer), client_as(user=world.owner)
    for page in (opening, *_pages_of_filling(dossier)):
        assert ALONE in officer.get(page).content.decode(), page
        assert ALONE not in owner.get(page).content.decode(), page
    told = "Ngoài người nộp, xã Yên Thắng hiện không có ai được kiểm tra hồ sơ này"
    assert told in officer.get(check).content.decode()
    assert told not in owner.get(check).content.decode()
    colleague = factories.person(Role.COMMUNE_OFFICER, world.units["Yên Thắng"])
    for page in (opening, *_pages_of_filling(dossier)):
        assert ALONE not in officer.get(page).content.decode(), page
    content.add_evidence(
        item=dossier.items.get(code="dang-ky-kinh-doanh"), actor=colleague, upload=pdf_upload("giup.pdf")
    )
    assert ALONE in officer.get(_pages_of_filling(dossier)[1]).content.decode(), "the other one has entered already"


def test_a_dossier_that_nobody_of_the_commune_may_check_is_told_to_those_who_can_appoint_somebody(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.round.ruleset = ruleset("qd26-2026")
    world.round.save()
    dossier, officer, admin = world.draft(actor=world.owner), world.commune_officer, factories.person(Role.ADMIN)
    fill(dossier, world.owner)
    content.add_evidence(
        item=dossier.items.get(code="dang-ky-kinh-doanh"), actor=officer, upload=pdf_upload("giup.pdf")
    )
    told = "Ngoài người nộp, xã Yên Thắng hiện không có ai được kiểm tra hồ sơ này"
    check = reverse("products:dossier_check", args=[dossier.pk])
    assert told in client_as(user=world.owner).get(check).content.decode()
    dossiers.submit(dossier=dossier, actor=world.owner)
    messages = Message.objects.filter(kind="dossier.nobody_checks")
    assert {message.recipient for message in messages} == {admin, world.officer, world.leader}
    assert not Message.objects.filter(kind="dossier.submitted").exists()
    message = messages.get(recipient=admin)
    assert message.title == f"Hồ sơ {dossier.code}: xã Yên Thắng chưa có người được kiểm tra"
    assert client_as(user=admin).get(message.url).status_code == 200
    page = client_as(user=officer).get(reverse("products:dossier", args=[dossier.pk])).content.decode()
    assert "Quản trị hệ thống và cấp trên đã được báo" in page
    kind = next(kind for kind in reminders.kinds() if kind.code == "products.dossier_check")
    (due,) = kind.dues(today())
    assert (due.title, due.recipients, due.url) == (
        f"Giao người kiểm tra hồ sơ {dossier.code} tại xã Yên Thắng", (admin,), message.url,
    )  # fmt: skip
    second = User.objects.create_user("xa-thu-hai", None, full_name="Cán bộ thứ hai")
    give_seat(actor=admin, user=second, role=Role.COMMUNE_OFFICER, unit=world.units["Yên Thắng"])
    (due,) = kind.dues(today())
    assert (due.title.partition(" HS")[0], due.recipients) == ("Kiểm tra hồ sơ", (second,))
    assert list(to_check(second)) == [dossier]
    dossiers.pass_unchecked_items(dossier=dossier, actor=second)
    dossiers.accept(dossier=dossier, actor=second)


@pytest.mark.parametrize("code", ["qd148-2023", "qd1489-2025", "qd26-2026"])
def test_in_every_ruleset_it_is_the_commune_that_proposes_with_the_same_papers(world: World, code: str) -> None:
    """`products.entering` asks the database for them, where no ruleset can be read."""
    law = typed_ruleset(ruleset(code))
    proposing = {level.code for level in law.levels if level.duty is Duty.PROPOSES}
    papers = {rule.code for rule in law.requirements if rule.prepared_by == "commune"}
    assert (proposing, papers) == (({PROPOSING}, COMMUNE_PAPERS) if code != "qd148-2023" else (set(), set()))


def test_only_the_communes_own_officer_writes_its_papers(world: World, at_commune: Dossier) -> None:
    stranger = factories.person(Role.COMMUNE_OFFICER, world.units["Gia Hòa"], full_name="Cán bộ xã khác")
    for person in (world.owner, world.officer, world.department, stranger):
        with pytest.raises(Denied):
            commune.draft_commune_paper(dossier=at_commune, kind=REPORT, actor=person)


def test_the_same_step_under_1489(world: World) -> None:
    world.round.ruleset = ruleset("qd1489-2025")
    world.round.save()
    dossier = world.draft(actor=world.owner)
    fill(dossier, world.owner)
    dossiers.submit(dossier=dossier, actor=world.owner)
    assert dossier.holder == world.units["Yên Thắng"]
    officer = world.commune_officer
    dossiers.pass_unchecked_items(dossier=dossier, actor=officer)
    dossiers.accept(dossier=dossier, actor=officer)
    with pytest.raises(Denied, match="giấy tờ của cấp xã"):
        dossiers.propose(dossier=dossier, actor=officer)
    for kind in (REPORT, PROPOSAL):
        paper = commune.draft_commune_paper(dossier=dossier, kind=kind, actor=officer)
        issue_document(document=paper, issued_on=today(), actor=officer, signer_name="Nguyễn Văn Xã")
    dossiers.propose(dossier=dossier, actor=officer)
    assert dossier.holder == world.units["Ninh Bình"]
    first, second, *_ = parts_of(dossier, audience=MEMBERS, user=world.department)
    assert [part.title.partition(", ")[0] for part in (first, second)] == [
        paper.notation for paper in commune.papers_of(dossier).values()
    ]


def test_a_dossier_of_an_ended_commune_goes_to_its_heir(world: World) -> None:
    old, province = world.units["Yên Thắng"], world.units["Ninh Bình"]
    heir = Unit.objects.create(
        code="99001", name="Phường Yên Thắng", short_name="Yên Thắng", level="commune", kind="Phường", parent=province,
        valid_from=today(),
    )  # fmt: skip
    UnitSuccession.objects.create(old=old, new=heir, on=today(), share=1, source="thử")
    Unit.objects.filter(pk=old.pk).update(valid_to=today() - dt.timedelta(days=1))
    world.round.ruleset = ruleset("qd26-2026")
    world.round.save()
    officer = factories.person(Role.COMMUNE_OFFICER, heir, full_name="Cán bộ phường")
    owner = factories.person(Role.PRODUCER, heir, full_name="Chủ thể của phường")
    ProducerAccount.objects.create(producer=world.producer, user=owner)
    product = Product.objects.select_related("producer").get(pk=world.product.pk)
    dossier = world.draft(product, actor=owner)
    assert (dossier.district, dossier.commune, dossier.holder) == (province, heir, heir)
    fill(dossier, owner)
    dossiers.submit(dossier=dossier, actor=owner)
    paper = commune.draft_commune_paper(dossier=dossier, kind=REPORT, actor=officer)
    assert paper.issuing_unit == heir


def test_without_a_commune_nobody_could_receive_the_dossier(world: World) -> None:
    world.round.ruleset = ruleset("qd26-2026")
    world.round.save()
    Producer.objects.filter(pk=world.producer.pk).update(commune=None)
    Product.objects.filter(pk=world.product.pk).update(commune=None)
    with pytest.raises(Denied, match="Ghi xã, phường của chủ thể"):
        world.draft(Product.objects.get(pk=world.product.pk))
