"""What the producer and the receiving officer read: what happened, what is done, what came anew, what was left empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.files import UploadRefused
from core.models import ScanState, StoredFile
from products.actions import content, dossiers
from products.content import sections_of, unmended_items
from products.course import history_of
from products.enums import ItemState, ItemVerdict
from products.models import Evidence
from tests.products import world as products_world
from tests.products.world import World, pdf_upload

pytestmark = pytest.mark.django_db
CODE = "dang-ky-kinh-doanh"


@pytest.fixture
def world(law: None) -> World:
    return products_world.build()


def test_the_log_names_file_section_and_verdict(world: World) -> None:
    dossier = world.draft()
    item = dossier.items.get(code=CODE)
    evidence = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("dkkd.pdf"))
    criterion = dossier.criteria_set.criteria.get(code="1.1")
    content.link_evidence(evidence=evidence, actor=world.officer, criteria=[criterion.pk])
    content.remove_evidence(evidence=evidence, actor=world.officer)
    said = {moment.title for moment in history_of(dossier)}
    assert {f"Thêm tệp “dkkd.pdf” vào “{item.name}”", f"Gỡ tệp “dkkd.pdf” khỏi “{item.name}”"} <= said
    assert "Gắn tệp “dkkd.pdf” với tiêu chí 1.1" in said
    returned = world.returned(world.fresh_product())
    assert f"Kiểm tra “{item.name}”: cần bổ sung" in {moment.title for moment in history_of(returned)}


@pytest.mark.parametrize("button", ["tiep-tuc", "quay-lai"])
def test_a_section_with_what_it_asks_for_is_done_whichever_button_saved_it(
    world: World, client_as: Callable[..., Any], button: str
) -> None:
    dossier = world.draft()
    address = reverse("products:item", args=[dossier.pk, CODE])
    officer = client_as(user=world.officer)

    def state() -> ItemState:
        return next(section.state for section in sections_of(dossier) if section.item.code == CODE)

    officer.post(address, {"luu": button, "answer": "Số 27 ngày 01/3/2024"})
    assert state() == ItemState.DOING
    officer.post(address, {"luu": button, "answer": "Số 27 ngày 01/3/2024", "evidence": pdf_upload("dkkd.pdf")})
    assert state() == ItemState.DONE


def test_a_section_filled_by_an_upload_alone_is_done_without_a_button(world: World) -> None:
    dossier = world.draft()
    content.add_evidence(item=dossier.items.get(code=CODE), actor=world.officer, upload=pdf_upload("dkkd.pdf"))
    assert {section.item.code for section in sections_of(dossier) if section.state == ItemState.DONE} == {CODE}


def test_the_file_that_was_sent_back_does_not_mend_its_section(world: World) -> None:
    dossier = world.returned()
    item = dossier.items.get(code=CODE)
    old = item.evidence.get()
    for replaces in (None, old):
        with pytest.raises(UploadRefused, match="giống hệt"):
            content.add_evidence(
                item=item, actor=world.officer, upload=pdf_upload(f"{CODE}.pdf"), replaces=replaces, title="Bản mới"
            )
    assert unmended_items(dossier) == [item]
    new = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("moi.pdf"), replaces=old)
    assert unmended_items(dossier) == []
    content.remove_evidence(evidence=new, actor=world.officer)
    content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("moi.pdf"))


def test_a_file_sent_back_may_come_again_beside_a_new_one_or_when_nobody_could_open_it(world: World) -> None:
    item = world.returned().items.get(code=CODE)
    old = item.evidence.get()

    def again(replaces: Evidence | None = None) -> Evidence:
        return content.add_evidence(
            item=item, actor=world.officer, upload=pdf_upload(f"{CODE}.pdf"), replaces=replaces, title="Bản cũ"
        )

    new = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("moi.pdf"))
    content.remove_evidence(evidence=old, actor=world.officer)
    with pytest.raises(UploadRefused, match="giống hệt"):
        again(replaces=new)
    content.remove_evidence(evidence=again(), actor=world.officer)
    content.remove_evidence(evidence=new, actor=world.officer)
    with pytest.raises(UploadRefused, match="giống hệt"):
        again()
    StoredFile.objects.filter(pk=old.file_id).update(scan=ScanState.UNSCANNED)
    again()


def test_the_receiver_sees_which_files_came_since_the_return(world: World, client_as: Callable[..., Any]) -> None:
    dossier = world.returned()
    address = reverse("products:dossier_receive", args=[dossier.pk])
    content.add_evidence(item=dossier.items.get(code=CODE), actor=world.officer, upload=pdf_upload("moi.pdf"))
    dossiers.submit(dossier=dossier, actor=world.officer)
    page = client_as(user=world.leader).get(address).content.decode()
    assert page.count('<span class="tag tag-green">mới</span>') == 1
    assert "· thêm " in page


def test_an_empty_reason_keeps_the_box_open_with_the_error_at_the_field(
    world: World, client_as: Callable[..., Any]
) -> None:
    dossier = world.submitted()
    item = dossier.items.get(code=CODE)
    officer = client_as(user=world.leader)
    answer = officer.post(
        reverse("products:dossier_check_item", args=[dossier.pk, CODE]), {"verdict": "missing", "reason": "  "}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi: " in page
    assert "<details open>" in page.partition(f'id="muc-{CODE}"')[2].partition("</form>")[0]
    assert f'<a href="#ly-do-{item.pk}">Ghi lý do cần bổ sung “{item.name}”.</a>' in page
    assert f'id="loi-{item.pk}"' in page
    files = re.findall(r'href="([^"]*)[?]tep=', page)
    assert files
    assert {officer.get(place or answer.wsgi_request.path).status_code for place in files} == {200}
    item.refresh_from_db()
    assert item.verdict == ItemVerdict.UNCHECKED


def test_hints_of_a_section_say_what_it_takes(world: World, client_as: Callable[..., Any]) -> None:
    dossier = world.draft()
    officer = client_as(user=world.officer)
    sections = sections_of(dossier)
    for section in sections:
        if section.is_self_assessment or section.prepared_by != "producer" or section.requirement is None:
            continue
        page = officer.get(reverse("products:item", args=[dossier.pk, section.item.code])).content.decode()
        assert ("Có thể chụp ảnh" in page) == ("jpg" in section.extensions), section.item.code
        assert 'id="id_evidence_helptext">ảnh' not in page
    page = officer.get(reverse("products:dossier", args=[dossier.pk])).content.decode()
    assert "Chưa ghi số lượng, cách gửi" in page


def test_a_certificate_of_elsewhere_is_not_said_to_bear_the_portals_code(
    world: World, client_as: Callable[..., Any]
) -> None:
    held = world.recognised(certificate_number="27/GCN-OCOP")
    officer, address = client_as(user=world.officer), reverse("products:recognition", args=[held.pk])
    printed = "in trên giấy chứng nhận"
    assert printed not in officer.get(address).content.decode()
    type(held).objects.filter(pk=held.pk).update(document_id=1)
    assert printed in officer.get(address).content.decode()
