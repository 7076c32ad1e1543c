"""One dossier from opening to recognition, by the actions."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from core.formats import today
from criteria.queries import sheet_of
from notifications.models import Message
from products import rules
from products.actions import content, dossiers
from products.actions.recognitions import add_months
from products.actions.reports import save_report
from products.content import missing_items, sections_of, unmended_items
from products.enums import DossierState, ItemVerdict, RecognitionState
from products.models import Dossier
from products.waiting import to_check
from tests.products.world import World, fill, pdf_upload


def test_a_dossier_goes_from_draft_to_three_stars(world: World) -> None:
    dossier = world.draft()
    assert dossier.code == ""
    assert {item.code for item in missing_items(dossier)} >= {"phieu-dang-ky", "bao-cao-tu-danh-gia", "san-pham-mau"}
    with pytest.raises(Denied, match="phần bắt buộc"):
        dossiers.submit(dossier=dossier, actor=world.officer)
    fill(dossier, world.officer)
    dossiers.submit(dossier=dossier, actor=world.officer)
    assert re.fullmatch(r"HS-\d{4}-0001", dossier.code)
    assert dossier.state == DossierState.SUBMITTED
    assert dossier.holder == world.units["Yên Mô"]
    assert dossier.due_at is not None
    with pytest.raises(Denied, match="người khác"):
        dossiers.pass_unchecked_items(dossier=dossier, actor=world.officer)
    with pytest.raises(Denied, match="chưa kiểm tra"):
        dossiers.accept(dossier=dossier, actor=world.leader)
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
    dossiers.accept(dossier=dossier, actor=world.leader)
    for step in ("schedule", "conclude_recognise", "recognise"):
        workflow.apply(dossier, step, actor=world.leader)
    assert dossier.state == DossierState.RECOGNISED
    assert [event.action for event in audit.timeline(dossier)][:4] == [
        "dossier.recognise", "dossier.conclude_recognise", "dossier.schedule", "dossier.accept",
    ]  # fmt: skip


def test_a_returned_dossier_comes_back_and_only_the_mended_item_is_checked_again(world: World) -> None:
    dossier = world.returned()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    assert unmended_items(dossier) == [item]
    content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("ban-moi.pdf"))
    assert unmended_items(dossier) == []
    dossiers.submit(dossier=dossier, actor=world.officer)
    assert dossier.submissions == 2
    item.refresh_from_db()
    assert item.verdict == ItemVerdict.UNCHECKED


def test_a_passed_item_that_was_changed_while_the_dossier_was_back_is_checked_again(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.submitted()
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
    failing = dossier.items.get(code="dang-ky-kinh-doanh")
    dossiers.check_item(item=failing, actor=world.leader, verdict=ItemVerdict.MISSING, reason="Bản chụp mờ.")
    dossiers.return_dossier(dossier=dossier, actor=world.leader)
    passed = [s for s in sections_of(dossier) if s.evidence and s.item.verdict == ItemVerdict.PASSED]
    swapped, left_alone = passed[0].item, passed[1].item
    content.remove_evidence(evidence=passed[0].evidence[0], actor=world.officer)
    content.add_evidence(item=swapped, actor=world.officer, upload=pdf_upload("khac-han.pdf"))
    content.add_evidence(item=failing, actor=world.officer, upload=pdf_upload("ban-moi.pdf"))
    dossiers.submit(dossier=dossier, actor=world.officer)
    swapped.refresh_from_db()
    left_alone.refresh_from_db()
    assert (swapped.verdict, swapped.checked_by, swapped.changed_after_return) == (ItemVerdict.UNCHECKED, None, False)
    assert (left_alone.verdict, left_alone.checked_by) == (ItemVerdict.PASSED, world.leader)
    dossiers.check_item(item=failing, actor=world.leader, verdict=ItemVerdict.PASSED)
    with pytest.raises(Denied, match="chưa kiểm tra"):
        dossiers.accept(dossier=dossier, actor=world.leader)
    page = client_as(user=world.leader).get(reverse("products:dossier_receive", args=[dossier.pk])).content.decode()
    assert page.count("Đã bổ sung, kiểm tra lại") == 1


def test_whatever_was_changed_of_a_passed_item_it_is_checked_again_and_what_stands_as_it_did_is_not(
    world: World,
) -> None:
    dossier = world.filled()
    ticked, *others = dossier.items.filter(mandatory=False)[:3]
    files = [content.add_evidence(item=row, actor=world.officer, upload=pdf_upload("them.pdf")) for row in others]
    dossiers.submit(dossier=dossier, actor=world.officer)
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
    failing = dossier.items.get(code="dang-ky-kinh-doanh")
    dossiers.check_item(item=ticked, actor=world.leader, verdict=ItemVerdict.PASSED)
    dossiers.check_item(item=failing, actor=world.leader, verdict=ItemVerdict.MISSING, reason="Mờ")
    dossiers.return_dossier(dossier=dossier, actor=world.leader)

    def changed() -> set[str]:
        return set(dossier.items.filter(changed_after_return=True).values_list("code", flat=True))

    renamed, linked = files
    for row in files:
        same = [criterion.pk for criterion in row.criteria.all()]
        content.link_evidence(evidence=row, actor=world.owner, criteria=same, title=f" {row.title} ")
        content.save_item(item=row.item, actor=world.owner, answer="", not_applicable=False)
    assert changed() == set()
    every = [criterion.id or 0 for criterion in sheet_of(dossier.criteria_set).criteria]
    kept = [criterion.pk for criterion in renamed.criteria.all()]
    content.link_evidence(evidence=renamed, actor=world.owner, criteria=kept, title="Tên khác hẳn")
    content.link_evidence(evidence=linked, actor=world.owner, criteria=every)
    content.save_item(item=ticked, actor=world.owner, not_applicable=True)
    content.add_evidence(item=failing, actor=world.owner, upload=pdf_upload("moi.pdf"))
    touched = {ticked.code, renamed.item.code, linked.item.code, failing.code}
    assert changed() == touched
    dossiers.submit(dossier=dossier, actor=world.owner)
    again = dossier.items.filter(code__in=touched).values_list("verdict", flat=True)
    assert set(again) == {ItemVerdict.UNCHECKED}


def test_a_level_chosen_anew_while_the_dossier_was_back_has_the_self_assessment_checked_again(world: World) -> None:
    dossier = world.submitted()
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
    failing = dossier.items.get(code="dang-ky-kinh-doanh")
    dossiers.check_item(item=failing, actor=world.leader, verdict=ItemVerdict.MISSING, reason="Bản chụp mờ.")
    dossiers.return_dossier(dossier=dossier, actor=world.leader)
    criterion = sheet_of(dossier.criteria_set).criteria[0].id or 0
    content.save_self_line(dossier=dossier, actor=world.owner, criterion_id=criterion, option_index=0)
    content.add_evidence(item=failing, actor=world.owner, upload=pdf_upload("ban-moi.pdf"))
    dossiers.submit(dossier=dossier, actor=world.owner)
    again = dossier.items.filter(verdict=ItemVerdict.UNCHECKED).values_list("code", flat=True)
    filled = {section.item.code for section in sections_of(dossier) if section.filled}
    assert set(again) & filled == {"bao-cao-tu-danh-gia", "dang-ky-kinh-doanh"}


def test_who_added_a_file_or_handed_it_in_before_does_not_check_it(
    world: World, client_as: Callable[..., Client]
) -> None:
    """Two people (TRUST S17), whoever presses the button the last time."""
    uploaded, earlier = world.filled(actor=world.owner), world.filled(world.fresh_product(), actor=world.owner)
    item = uploaded.items.get(code="dang-ky-kinh-doanh")
    content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("can-bo-nhap.pdf"))
    dossiers.submit(dossier=uploaded, actor=world.owner)
    dossiers.submit(dossier=earlier, actor=world.officer)
    again = earlier.items.get(code="dang-ky-kinh-doanh")
    dossiers.check_item(item=again, actor=world.leader, verdict=ItemVerdict.MISSING, reason="Bản chụp mờ.")
    dossiers.return_dossier(dossier=earlier, actor=world.leader)
    content.add_evidence(item=again, actor=world.owner, upload=pdf_upload("ban-moi.pdf"))
    dossiers.submit(dossier=earlier, actor=world.owner)
    for dossier in (uploaded, earlier):
        with pytest.raises(Denied, match="người khác"):
            dossiers.pass_unchecked_items(dossier=dossier, actor=world.officer)
        dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
        with pytest.raises(Denied, match="người khác"):
            dossiers.accept(dossier=dossier, actor=world.officer)
        page = client_as(user=world.officer).get(reverse("products:dossier", args=[dossier.pk])).content.decode()
        assert "một người khác của" in page
        assert dossier not in to_check(world.officer)
        assert dossier in to_check(world.leader)
        told = set(
            Message.objects.filter(kind="dossier.submitted", object_id=dossier.pk).values_list("recipient", flat=True)
        )
        assert world.officer.pk not in told
        dossiers.accept(dossier=dossier, actor=world.leader)


def _level(dossier: Dossier, actor: User, words: str) -> None:
    criterion = sheet_of(dossier.criteria_set).criteria[0]
    option = criterion.options[-1].index
    content.save_self_line(
        dossier=dossier, actor=actor, criterion_id=criterion.id or 0, option_index=option, note=words
    )


def _answer(dossier: Dossier, actor: User, words: str) -> None:
    content.save_item(item=dossier.items.get(code="dang-ky-kinh-doanh"), actor=actor, answer=words)


def _report(dossier: Dossier, actor: User, words: str) -> None:
    save_report(dossier=dossier, actor=actor, values={"history": words})


@pytest.mark.parametrize("write", [_level, _answer, _report])
def test_who_wrote_words_or_levels_does_not_check_them_unless_somebody_wrote_them_anew(
    world: World, write: Callable[[Dossier, User, str], None]
) -> None:
    """What a person is asked to check is what the rule lets them check: one definition, asked from both sides."""
    typed, anew = world.filled(actor=world.owner), world.filled(world.fresh_product(), actor=world.owner)
    for dossier in (typed, anew):
        write(dossier, world.owner, "Chủ thể viết.")
        write(dossier, world.officer, "Cán bộ viết.")
    write(typed, world.owner, "Cán bộ viết.")  # saved again as it stood: the words stay the officer's
    write(anew, world.owner, "Chủ thể viết lại.")
    for dossier in (typed, anew):
        dossiers.submit(dossier=dossier, actor=world.owner)
    with pytest.raises(Denied, match="người khác"):
        dossiers.pass_unchecked_items(dossier=typed, actor=world.officer)
    assert list(to_check(world.officer)) == [anew]
    assert set(to_check(world.leader)) == {typed, anew}
    dossiers.pass_unchecked_items(dossier=anew, actor=world.officer)
    told = Message.objects.filter(kind="dossier.submitted", object_id=typed.pk)
    assert [message.recipient for message in told] == [world.leader]


def test_who_entered_is_read_of_any_number_of_dossiers_in_one_statement(world: World) -> None:
    found = [
        world.submitted(),
        world.filled(world.fresh_product(), actor=world.owner),
        world.draft(world.fresh_product("Bột sen")),
    ]
    with CaptureQueriesContext(connection) as asked:
        rules.read_entries_ahead(found)
        entered = [rules.entered_by(dossier) for dossier in found]
    assert len(asked) == 1
    assert entered == [{world.officer.pk}, {world.owner.pk}, {world.officer.pk}]


def test_a_recognition_replaces_the_last_one_and_gives_the_product_its_code(world: World) -> None:
    first = world.recognised()
    product = first.product
    product.refresh_from_db()
    assert product.code == f"37-377-14743-001-{today().year}"
    assert first.valid_until == add_months(today(), 36)
    second = world.recognised(world.fresh_product())
    assert second.product.code != product.code
    assert first.state == RecognitionState.VALID


def test_what_was_left_out_gets_no_verdict_unseen_and_may_be_asked_for(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.submitted()
    client = client_as(user=world.leader)
    page = client.get(reverse("products:dossier_receive", args=[dossier.pk])).content.decode()
    optional = dossier.items.get(code="cong-bo-chat-luong")
    assert not optional.mandatory
    assert "phần nộp nếu có, chủ thể không nộp" in page
    assert optional.name in page
    shown = page.count('class="check-item"')
    assert dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader) == shown
    optional.refresh_from_db()
    assert (optional.verdict, optional.checked_by) == (ItemVerdict.UNCHECKED, None)
    dossiers.check_item(
        item=optional, actor=world.leader, verdict=ItemVerdict.MISSING, reason="Sản phẩm thuộc diện phải công bố."
    )
    with pytest.raises(Denied, match="Còn 1 phần cần bổ sung"):
        dossiers.accept(dossier=Dossier.objects.get(pk=dossier.pk), actor=world.leader)
    back = dossiers.return_dossier(dossier=Dossier.objects.get(pk=dossier.pk), actor=world.leader)
    with pytest.raises(Denied, match="bị trả lại chưa sửa"):
        dossiers.submit(dossier=back, actor=world.officer)
