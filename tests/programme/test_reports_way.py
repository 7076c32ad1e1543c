"""A report's way: check, approve, send by different people; paper and files; the duty; versions; who sees what."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import User
from core import jobs
from core.errors import Denied
from core.files.store import read_stored
from core.models import AuditEvent, Job
from core.text import nfc
from documents.enums import DocumentState
from notifications.models import Message
from programme.actions import reports as actions
from programme.enums import ObligationState
from programme.models import Report
from programme.reporting.content import Content
from programme.reporting.states import ReportState
from programme.reporting.todo import to_send
from programme.reporting.visibility import visible_reports
from tests.programme.report_steps import approve, fill, send, submit
from tests.programme.report_world import SECRET, ReportWorld

As = Callable[..., Client]


@pytest.fixture
def report(world: ReportWorld) -> Report:
    """Yên Mô's report, just begun."""
    return actions.open_report(unit=world.units["Yên Mô"], year=2024, actor=world.officer)


def page(report: Report, name: str = "report", *more: Any) -> str:
    """An address of the report."""
    return reverse(f"programme:{name}", args=[report.pk, *more])


def test_sections_that_officers_must_write_stop_the_submission(world: ReportWorld, report: Report) -> None:
    with pytest.raises(Denied, match="chưa có nội dung"):
        actions.take_report_step(report=report, name="submit", actor=world.officer)
    done = submit(report, world.officer)
    assert done.state == ReportState.WAITING
    assert done.submitted_by == world.officer
    assert Message.objects.filter(recipient=world.leader, kind="report.submitted").exists()
    assert list(to_send(world.leader)) == [done]
    assert not to_send(world.other_leader).exists()


def test_nothing_changes_while_it_waits_and_a_return_needs_a_reason(world: ReportWorld, report: Report) -> None:
    waiting = submit(report, world.officer)
    with pytest.raises(Denied):
        actions.save_section(report=waiting, key="kien_nghi", text="x", actor=world.officer, version=None)
    with pytest.raises(Denied):
        actions.take_report_step(report=waiting, name="return", actor=world.leader)
    back = actions.take_report_step(report=waiting, name="return", actor=world.leader, reason="Thiếu kiến nghị")
    assert back.is_open
    assert back.submitted_by is None
    with pytest.raises(Denied):
        actions.take_report_step(report=back, name="send", actor=world.leader)


def test_who_wrote_does_not_send(world: ReportWorld, report: Report) -> None:
    from accounts.enums import Role
    from tests.factories import MembershipFactory

    MembershipFactory(user=world.officer, role=Role.DISTRICT_LEADER, unit=world.units["Yên Mô"])
    waiting = submit(report, world.officer)
    for person in (world.officer, world.department, world.director, world.other_leader):
        with pytest.raises(Denied):
            approve(waiting, User.objects.get(pk=person.pk))
    waiting.refresh_from_db()
    assert waiting.state == ReportState.WAITING
    assert waiting.document is None


def test_sending_issues_the_paper_keeps_the_files_and_settles_the_duty(world: ReportWorld, report: Report) -> None:
    actions.correct_figure(report=report, key="lop", value=Decimal(4), reason="Ba lớp của Hội", actor=world.officer)
    sent = send(world, report)
    document = sent.document
    assert document is not None
    assert document.notation == "01/BC-UBND"
    assert document.state == DocumentState.ISSUED
    assert document.pdf is not None
    assert sent.docx is not None
    assert sent.xlsx is not None
    pdf = PdfReader(io.BytesIO(read_stored(document.pdf)))
    text = nfc(" ".join(one.extract_text() for one in pdf.pages).replace("\u00a0", " ").replace("\n", " "))
    for words in ("BÁO CÁO", "Kính gửi:", "Công nhận mới 01 sản phẩm", "04 lớp", "BIỂU 1.", "BIỂU 8.", "Trà hoa vàng",
                  "Nguyễn Văn Ký", "01/BC-UBND"):  # fmt: skip
        assert words in text
    assert SECRET not in text
    assert "DỰ THẢO" not in text
    assert "Mật ong" not in text
    fonts = {
        font["/BaseFont"].split("+")[-1]
        for one in pdf.pages
        for font in (one["/Resources"].get("/Font") or {}).values()
        for font in [font.get_object()]
    }
    assert fonts
    assert all(name.startswith("Tinos") for name in fonts)
    assert (sent.docx.is_pdf, sent.xlsx.is_pdf) == (False, False)
    word = docx.Document(io.BytesIO(read_stored(sent.docx)))
    assert any("Công nhận mới 01 sản phẩm" in nfc(one.text.replace("\u00a0", " ")) for one in word.paragraphs)
    book = load_workbook(io.BytesIO(read_stored(sent.xlsx)))
    assert book.sheetnames == ["Số liệu", *(f"Biểu {number}" for number in range(1, 9))]
    rows = {row[1]: row for row in book["Số liệu"].iter_rows(values_only=True) if row[1]}
    assert rows["Sản phẩm công nhận mới"][3] == 1
    assert rows["Lớp tập huấn đã tổ chức"][3] == 4
    duty = sent.obligation
    assert duty is not None
    duty.refresh_from_db()
    assert (duty.state, duty.notation, duty.file_id) == (ObligationState.SENT, "01/BC-UBND", document.pdf_id)
    assert (duty.submitted_by, duty.sent_by) == (world.officer, world.leader)
    assert Message.objects.filter(recipient=world.department, kind="report.received").exists()
    assert AuditEvent.objects.filter(action="report.send", refused=False).exists()


def test_a_correction_is_a_version_of_its_own(world: ReportWorld, report: Report) -> None:
    first = send(world, report)
    with pytest.raises(Denied):
        actions.correct_report(report=first, reason=" ", actor=world.officer)
    with pytest.raises(Denied):
        actions.correct_report(report=first, reason="x", actor=world.other_officer)
    world.recognise("Nem Yên Mạc", world.household, 3, first.cut_off_on)
    second = actions.correct_report(report=first, reason="Bổ sung sản phẩm", actor=world.officer)
    assert (second.revision, second.previous, second.cut_off_on) == (2, first, first.cut_off_on)
    assert Content(second).figures["cong_nhan_moi"].value == 2
    with pytest.raises(Denied):
        actions.correct_report(report=first, reason="lại", actor=world.officer)
    waiting = actions.take_report_step(report=second, name="submit", actor=world.officer)
    done = approve(waiting, world.leader)
    first.refresh_from_db()
    assert first.state == ReportState.SENT
    assert Content(first).figures["cong_nhan_moi"].value == 1
    assert first.document is not None
    assert done.document is not None
    first.document.refresh_from_db()
    assert first.document.state == DocumentState.REPLACED
    assert first.document.replaced_by == done.document
    assert done.obligation is not None
    done.obligation.refresh_from_db()
    assert done.obligation.state == ObligationState.CORRECTED
    assert done.obligation.revision == 2


def test_a_district_sees_its_own_the_department_what_was_sent(
    world: ReportWorld, report: Report, client_as: As
) -> None:
    names = ("report", "report_figures", "report_check", "report_take", "report_frame", "report_send", "report_return",
             "report_correct")  # fmt: skip
    for person in (world.other_officer, world.other_leader, world.department, world.director):
        assert not visible_reports(person).exists()
        client = client_as(user=person)
        seen = {name: client.get(page(report, name)).status_code for name in names}
        assert set(seen.values()) <= {403, 404}
        assert seen["report"] == 404
        assert client.get(page(report, "report_figure", "lop")).status_code == 404
        assert client.get(page(report, "report_file", "pdf")).status_code == 404
    sent = send(world, report)
    assert visible_reports(world.department).get() == sent
    assert not visible_reports(world.other_officer).exists()
    boss = client_as(user=world.department)
    assert boss.get(page(sent)).status_code == 200
    assert boss.get(page(sent, "report_figure", "cong_nhan_moi")).status_code == 200
    assert sent.document is not None
    assert sent.xlsx is not None
    assert boss.get(reverse("core:file", args=[sent.xlsx.pk])).status_code == 200
    stranger = client_as(user=world.other_officer)
    assert stranger.get(reverse("core:file", args=[sent.xlsx.pk])).status_code == 404
    assert stranger.get(reverse("core:file", args=[sent.document.pdf_id])).status_code == 404
    assert client_as(user=world.other_officer).get("/bao-cao/").context["count"] == 0


def test_the_department_is_told_what_a_district_sent_after_it_took_its_figures(
    world: ReportWorld, report: Report, client_as: As
) -> None:
    mine = actions.open_report(unit=world.units["Ninh Bình"], year=2024, actor=world.department)
    client = client_as(user=world.department)
    before = client.get(page(mine, "report_districts")).content.decode()
    assert "Chưa huyện nào gửi báo cáo khi Sở lấy số liệu" in before
    assert "gửi sau đó" not in before
    sent = send(world, report)
    after = client.get(page(mine, "report_districts")).content.decode()
    assert after.count("gửi sau đó") == 1
    assert f'<a href="{page(sent)}">01/BC-UBND</a>' in after
    actions.take_figures(report=mine, actor=world.department, cut_off_on=mine.cut_off_on)
    assert "gửi sau đó" not in client.get(page(mine, "report_districts")).content.decode()


def test_pages_of_a_report(world: ReportWorld, report: Report, client_as: As) -> None:
    client = client_as(user=world.officer)
    assert client.get("/bao-cao/?nam=2024").context["count"] == 1
    shown = client.get(page(report)).content.decode()
    assert "chưa có nội dung" in shown
    assert page(report, "report_figure", "cong_nhan_moi") in shown
    assert 'name="text"' in client.get(page(report) + "?sua=kien_nghi").content.decode()
    figure = client.get(page(report, "report_figure", "cong_nhan_moi")).content.decode()
    assert "Trà hoa vàng" in figure
    assert "Mật ong" not in figure
    assert client.get(page(report, "report_figure", "khong_co")).status_code == 404
    assert client.get(page(report, "report_figure", "kinh_phi_ke_hoach")).status_code == 200
    assert client.get(page(report, "report_figures")).status_code == 200
    assert client.get(page(report, "report_districts")).status_code in {403, 404}
    assert client.get(page(report, "report_compare")).status_code == 404
    check = client.get(page(report, "report_check")).content.decode()
    assert "Phải sửa trước khi trình" in check
    assert "Trình duyệt báo cáo</button>" not in check


def test_words_save_by_themselves_and_a_stale_save_is_refused_with_a_sentence(
    world: ReportWorld, report: Report, client_as: As
) -> None:
    client, address = client_as(user=world.officer), page(report, "report_section", "kien_nghi")
    by_itself = {"X-Requested-With": "XMLHttpRequest"}
    first = client.post(address, {"text": "Một", "version": "1"}, headers=by_itself)
    assert first.json()["version"] == 2
    assert first.json()["saved_at"]
    stale = client.post(address, {"text": "Hai", "version": "1"}, headers=by_itself)
    assert stale.status_code == 409
    assert "ghép hai bản" in stale.json()["error"]
    whole = client.post(address, {"text": "Hai", "version": "1"})
    assert whole.status_code == 409
    assert "Một" in whole.content.decode()
    assert "Hai" in whole.content.decode()
    assert client.post(address, {"text": "Ba", "version": "2"}).status_code == 302
    assert Content(report).sections["kien_nghi"].text == "Ba"
    assert client.post(page(report, "report_section", "khong-co"), {"text": "x"}).status_code == 404


def test_forms_of_the_way(world: ReportWorld, report: Report, client_as: As) -> None:
    officer, leader = client_as(user=world.officer), client_as(user=world.leader)
    assert officer.post(page(report, "report_take"), {"cut_off_on": "19/11/2024"}).status_code == 302
    jobs.run(str(Job.objects.latest("created_at").pk))
    report.refresh_from_db()
    assert f"{report.cut_off_on:%d/%m/%Y}" == "19/11/2024"
    frame = {
        "title": "Kết quả năm 2024",
        "addressees": "Sở",
        "recipients": "Như trên\nLưu: VT",
        "version": report.version,
    }
    assert officer.post(page(report, "report_frame"), frame).status_code == 302
    figure = page(report, "report_figure", "lop")
    assert officer.post(figure, {"value": "7", "reason": ""}).status_code == 400
    assert officer.post(figure, {"value": "7", "reason": "Lớp của Hội"}).status_code == 302
    assert officer.post(figure, {"bo": "1"}).status_code == 302
    fill(report, world.officer)
    assert officer.post(page(report, "report_check"), {}).status_code == 302
    assert leader.post(page(report, "report_return"), {"reason": "Sửa trích yếu"}).status_code == 302
    assert officer.post(page(report, "report_check"), {}).status_code == 302
    signed = {"issued_on": "25/11/2024", "signing_form": "ubnd-chu-tich", "signer_name": "Nguyễn Văn Ký"}
    assert leader.post(page(report, "report_send"), signed | {"signer_name": ""}).status_code == 200
    assert leader.post(page(report, "report_send"), signed).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.SENT
    assert report.title == "Kết quả năm 2024"
    assert leader.get(page(report, "report_file", "pdf"))["Content-Type"] == "application/pdf"
    assert officer.post(page(report, "report_correct"), {"reason": "Sót một lớp"}).status_code == 302
    jobs.run(str(Job.objects.latest("created_at").pk))
    second = Report.objects.get(revision=2)
    assert officer.get(page(second, "report_compare")).status_code == 200


def test_open_data_says_what_the_report_says(world: ReportWorld, report: Report, client_as: As) -> None:
    client = client_as(user=world.officer)
    data = json.loads(client.get(page(report, "report_file", "json")).content)
    figures = {one["ma"]: one for one in data["so_lieu"]}
    assert figures["cong_nhan_moi"]["gia_tri"] == 1
    assert figures["cong_nhan_moi"]["ma_nguon"] == "products.recognised_new"
    assert {one["ten_san_pham"] for one in data["san_pham"]} == {"Bột rau má", "Trà hoa vàng"}
    assert data["san_pham"][0]["doanh_thu_nam"] in {250_000_000, None}
    csv = client.get(page(report, "report_file", "csv")).content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("ma_san_pham,ten_san_pham")
    assert len(csv.splitlines()) == 3
    assert SECRET not in csv
    for form in ("docx", "xlsx"):
        assert client.get(page(report, "report_file", form)).status_code == 200
    assert client.get(page(report, "report_file", "exe")).status_code == 404


def test_the_list_costs_the_same_for_one_report_and_many(
    world: ReportWorld, report: Report, client_as: As, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as(user=world.officer)
    client.get("/bao-cao/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/bao-cao/")
    sent = send(world, report)
    actions.correct_report(report=sent, reason="Sửa", actor=world.officer)
    with CaptureQueriesContext(connection) as two:
        client.get("/bao-cao/")
    assert len(two) <= len(one) + 1
