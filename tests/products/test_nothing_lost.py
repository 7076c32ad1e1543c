"""What a person typed, chose or linked stays, also without scripts and when a colleague was faster."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import audit
from criteria.queries import sheet_of
from products.actions import content, dossiers
from products.enums import ItemVerdict
from products.models import SelfAssessmentLine
from tests.products.world import World, pdf_upload


def test_nothing_typed_in_the_self_assessment_is_dropped_without_scripts(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.draft()
    first, second, *_ = criteria = sheet_of(dossier.criteria_set).criteria
    client, address = client_as(user=world.owner), reverse("products:self_assessment", args=[dossier.pk])
    opened = {"version": ["0"] * len(criteria)}
    alone = {f"ghi-chu-{first.id}": "Mô tả dài công phu", f"muc-{second.id}": "0"}
    answer = client.post(address, opened | alone)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Đã lưu bản tự đánh giá" not in page
    assert f'rows="2" maxlength="4000">{alone[f"ghi-chu-{first.id}"]}</textarea>' in page
    assert page.count(f"Tiêu chí {first.code}: chọn một mức để lưu phần mô tả.") == 2, "above and beside the criterion"
    assert [line.criterion_id for line in SelfAssessmentLine.objects.filter(dossier=dossier)] == [second.id]
    content.save_self_line(
        dossier=dossier, actor=world.officer, criterion_id=first.id or 0, option_index=0, note="của cán bộ"
    )
    mine = {f"muc-{first.id}": "1", f"ghi-chu-{first.id}": "Bản của tôi rất dài", f"muc-{second.id}": "0"}
    late = client.post(address, opened | mine)
    assert (late.status_code, "Bản của tôi rất dài" in late.content.decode()) == (422, True)
    assert "của cán bộ" in late.content.decode()
    assert SelfAssessmentLine.objects.get(dossier=dossier, criterion_id=first.id).note == "của cán bộ"


def test_saving_the_self_assessment_as_it_stands_mends_nothing(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.submitted()
    criteria = sheet_of(dossier.criteria_set).criteria
    first = dossier.self_lines.get(criterion_id=criteria[0].id)
    first.note = "dòng một\ndòng hai"
    first.save()
    item = dossier.items.get(code="bao-cao-tu-danh-gia")
    dossiers.check_item(item=item, actor=world.leader, verdict=ItemVerdict.MISSING, reason="Sai")
    dossiers.return_dossier(dossier=dossier, actor=world.leader)
    client, address = client_as(user=world.owner), reverse("products:self_assessment", args=[dossier.pk])
    lines = {line.criterion_id: line for line in dossier.self_lines.all()}
    sent = {"version": [str(lines[c.id].version) for c in criteria]}
    for c in criteria:
        sent[f"muc-{c.id}"] = str(lines[c.id].option_index)
        sent[f"ghi-chu-{c.id}"] = lines[c.id].note.replace("\n", "\r\n")
    assert client.post(address, sent).status_code == 302
    client.post(reverse("products:self_line", args=[dossier.pk, first.criterion_id]), sent | {"version": first.version})
    item.refresh_from_db()
    assert (item.changed_after_return, dossier.self_lines.get(pk=first.pk).version) == (False, first.version)
    client.post(address, sent | {f"ghi-chu-{first.criterion_id}": "dòng một\r\ndòng ba"})
    item.refresh_from_db()
    assert item.changed_after_return


def test_a_nul_in_a_pasted_text_goes_and_the_text_stays(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    item, criterion = dossier.items.get(code="dang-ky-kinh-doanh"), sheet_of(dossier.criteria_set).criteria[0]
    client = client_as(user=world.owner)
    client.post(reverse("products:item", args=[dossier.pk, item.code]), {"answer": "a\x00b", "version": item.version})
    note = {f"muc-{criterion.id}": "0", f"ghi-chu-{criterion.id}": "a\x00b"}
    client.post(reverse("products:self_assessment", args=[dossier.pk]), note)
    item.refresh_from_db()
    assert (item.answer, dossier.self_lines.get(criterion_id=criterion.id).note) == ("ab", "ab")


def test_a_nul_in_a_reason_goes_and_the_reason_stays(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.submitted()
    item, client = dossier.items.get(code="dang-ky-kinh-doanh"), client_as(user=world.leader)
    address = reverse("products:dossier_check_item", args=[dossier.pk, item.code])
    client.post(address, {"verdict": "missing", "reason": "Mờ\x00 quá", "version": item.version})
    item.refresh_from_db()
    assert (item.verdict, item.reason) == (ItemVerdict.MISSING, "Mờ quá")
    dossiers.withdraw(dossier=dossier, actor=world.owner, reason="Nhầm\x00 đợt")
    assert audit.timeline(dossier).first().reason == "Nhầm đợt"


def test_a_file_sent_with_a_text_that_came_too_late_is_kept(world: World, client_as: Callable[..., Client]) -> None:
    item = world.draft().items.get(code="dang-ky-kinh-doanh")
    content.save_item(item=item, actor=world.officer, answer="bản của cán bộ")
    bad = SimpleUploadedFile("hong.pdf", b"khong phai pdf", "application/pdf")
    sent = {"answer": "bản của tôi", "version": 1, "evidence": [pdf_upload("giay-phep.pdf"), bad]}
    answer = client_as(user=world.owner).post(reverse("products:item", args=[item.dossier_id, item.code]), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "bản của tôi" in page
    assert "bản của cán bộ" in page
    assert [row.title for row in item.evidence.filter(removed_at=None)] == ["giay-phep.pdf"]
    assert "Đã lưu 1 tệp bạn vừa chọn" in page
    assert "hong.pdf" in page, "and which was not taken"


def test_what_a_colleague_linked_to_a_criterion_meanwhile_stays(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    criterion = sheet_of(dossier.criteria_set).criteria[0].id or 0
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    mine = content.add_evidence(item=item, actor=world.owner, upload=pdf_upload("cu.pdf"), criteria=[criterion])
    client = client_as(user=world.owner)
    address = reverse("products:criterion_evidence", args=[dossier.pk, criterion])
    assert f'name="da-gan" value="{mine.pk}"' in client.get(address).content.decode()
    theirs = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("moi.pdf"), criteria=[criterion])
    client.post(address, {"da-gan": [mine.pk], "tep": []})
    assert list(theirs.criteria.values_list("pk", flat=True)) == [criterion], "it was not on the page that was sent"
    assert not mine.criteria.exists()
    client.post(address, {"da-gan": [theirs.pk], "tep": [theirs.pk, mine.pk]})
    assert {row.pk for row in (mine, theirs) if row.criteria.filter(pk=criterion).exists()} == {mine.pk, theirs.pk}
