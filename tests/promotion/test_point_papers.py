"""Recognition of a sales point in official form, and the criteria that officers word."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from core.errors import Denied
from core.files.store import open_stored
from core.formats import today
from core.models import AuditEvent
from documents.actions import issue_document
from documents.models import Document
from promotion.actions import points
from promotion.actions.criteria import newest_code, word_criteria
from promotion.actions.papers import draft_point_paper, point_paper_kinds
from promotion.checklist import checklist, current
from promotion.forms_criteria import lines_of
from promotion.models import PointCriteria, SalesPoint
from promotion.point_papers import DEPARTMENT_DECISION, PROVINCE_DECISION, REQUEST
from tests.promotion.world import World

pytestmark = pytest.mark.django_db


def text_of(document: Document) -> str:
    assert document.pdf is not None
    with open_stored(document.pdf) as stream:
        pages = PdfReader(io.BytesIO(stream.read())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


def issued(document: Document, actor: User, number: int = 12) -> Document:
    return issue_document(
        document=document,
        actor=actor,
        issued_on=today(),
        number=number,
        signer_name="Lãnh đạo Sở",
        signer_position="Giám đốc",
    )


def groups(*texts: str, mandatory: bool = True) -> list[dict[str, Any]]:
    lines = [
        {"code": f"1.{n}", "text": text, "mandatory": mandatory, "evidence": False, "source": "tỉnh tự xác định"}
        for n, text in enumerate(texts, 1)
    ]
    return [{"code": "vi-tri", "name": "Vị trí", "criteria": lines}]


def wording(**more: Any) -> dict[str, Any]:
    return {
        "title": "Tiêu chí của tỉnh", "basis": "Quyết định số 1/QĐ-SCT ngày 5/2/2026 của Sở Công Thương",
        "in_force_from": today(), "decided_by": "chuyen-mon", "asked_body": "Sở Công Thương", "provenance": "Tỉnh tự xác định",
        "groups": groups("Có biển hiệu"),
    } | more  # fmt: skip


def test_the_issued_decision_recognises_the_point_with_its_number_and_day(
    world: World, client_as: Callable[..., Client]
) -> None:
    point = world.point(state="appraised")
    document = draft_point_paper(point=point, kind=DEPARTMENT_DECISION, actor=world.department)
    assert draft_point_paper(point=point, kind=DEPARTMENT_DECISION, actor=world.department) == document
    with pytest.raises(Denied):
        issued(document, world.department)
    done = issued(document, world.department_leader)
    point.refresh_from_db()
    assert (point.state, point.decision_number, point.recognised_on) == ("recognised", done.notation, done.issued_on)
    assert point.recognised_by.startswith("Sở Nông nghiệp")
    assert len(done.sha256) == 64
    text = text_of(done)
    for words in (
        "QUYẾT ĐỊNH", "Công nhận “Cửa hàng OCOP Yên Thắng” đạt tiêu chí", "Điều 1.", "ngày 18 tháng 4 năm 2023 của Bộ Công Thương",
        "KẾT QUẢ ĐÁNH GIÁ THEO TIÊU CHÍ", "Đạt", "Nơi nhận",
    ):  # fmt: skip
        assert words in text, words
    page = client_as(user=world.officer)
    assert done.notation in page.get(reverse("promotion:point", args=[point.pk])).content.decode()
    assert page.get(reverse("documents:document", args=[done.pk])).status_code == 200
    assert client_as(user=world.neighbour).get(reverse("documents:document", args=[done.pk])).status_code == 404


def test_the_paper_waits_for_its_officer_and_then_for_the_leader(
    world: World, client_as: Callable[..., Client]
) -> None:
    point = world.point(state="appraised")
    officer, leader = client_as(user=world.department), client_as(user=world.department_leader)
    assert "Soạn quyết định công nhận điểm bán OCOP" in officer.get("/viec-can-lam/").content.decode()
    draft_point_paper(point=point, kind=DEPARTMENT_DECISION, actor=world.department)
    assert "Soạn quyết định công nhận điểm bán OCOP" not in officer.get("/viec-can-lam/").content.decode()
    page = leader.get("/viec-can-lam/").content.decode()
    assert "Ban hành quyết định công nhận điểm bán OCOP" in page
    assert "Xem xét công nhận điểm bán OCOP" not in page  # one matter, one entry


def test_the_green_button_leads_on_and_never_back(world: World, client_as: Callable[..., Client]) -> None:
    def button(user: User, point: SalesPoint) -> str:
        page = client_as(user=user).get(reverse("promotion:point", args=[point.pk])).content.decode()
        return re.sub(
            r"<[^>]*>", "", re.findall(r'class="btn btn-primary"[^>]*>(.*?)</(?:a|button)>', page, re.DOTALL)[0]
        ).strip()

    applied, point = world.point(state="applied"), world.point(state="appraised", name="Quầy hai")
    assert button(world.department, applied) == "Thẩm định đạt"
    assert button(world.department, point) == "Soạn quyết định"
    assert button(world.department_leader, point) == "Công nhận điểm bán"
    draft_point_paper(point=point, kind=DEPARTMENT_DECISION, actor=world.department)
    assert button(world.department_leader, point) == "Ban hành quyết định"


def test_a_decision_on_a_point_that_is_no_longer_waiting_is_not_issued(world: World) -> None:
    point = world.point(state="appraised")
    document = draft_point_paper(point=point, kind=DEPARTMENT_DECISION, actor=world.department)
    points.take_step(point=point, step="recognise", actor=world.department_leader, data=world.decision())
    with pytest.raises(Denied):
        issued(document, world.department_leader)
    document.refresh_from_db()
    assert document.number is None
    point.refresh_from_db()
    assert point.decision_number == "88/QĐ-SCT"


def test_the_letter_asks_the_body_that_the_criteria_name_and_decides_nothing(world: World) -> None:
    point = world.point(state="appraised")
    done = issued(draft_point_paper(point=point, kind=REQUEST, actor=world.department), world.department_leader)
    point.refresh_from_db()
    assert point.state == "appraised"
    text = text_of(done)
    assert "Kính gửi: Sở Công Thương" in text
    assert "V/v" in text


def test_who_drafts_and_when(world: World, client_as: Callable[..., Client]) -> None:
    applied = world.point(state="applied")
    assert point_paper_kinds(world.department, applied) == []
    with pytest.raises(Denied, match="thẩm định đạt"):
        draft_point_paper(point=applied, kind=DEPARTMENT_DECISION, actor=world.department)
    point = world.point(state="appraised", name="Quầy hai")
    for actor in (world.officer, world.leader, world.owner, world.neighbour):
        assert point_paper_kinds(actor, point) == []
        with pytest.raises(Denied):
            draft_point_paper(point=point, kind=DEPARTMENT_DECISION, actor=actor)
    with pytest.raises(Denied):  # the criteria say that the Department decides
        draft_point_paper(point=point, kind=PROVINCE_DECISION, actor=world.department)
    client = client_as(user=world.department)
    assert (
        "Soạn quyết định công nhận điểm bán OCOP"
        in client.get(reverse("promotion:point", args=[point.pk])).content.decode()
    )
    answer = client.post(reverse("promotion:point_paper", args=[point.pk, DEPARTMENT_DECISION]))
    assert answer.status_code == 302
    assert client.post(reverse("promotion:point_paper", args=[point.pk, "khac"])).status_code == 404
    refused = client_as(user=world.officer).post(reverse("promotion:point_paper", args=[point.pk, DEPARTMENT_DECISION]))
    assert refused.status_code == 403


# --- criteria ------------------------------------------------------------------------------------------------------


def test_a_new_wording_holds_for_new_applications_and_old_ones_keep_theirs(world: World) -> None:
    old = world.point()
    made = word_criteria(actor=world.department, values=wording(decided_by="ubnd"))
    assert current().code == made.code
    new = world.point(name="Quầy mới")
    assert (old.criteria, new.criteria) == ("qd950-2023", made.code)
    assert [line.text for line in checklist(new.criteria).criteria] == ["Có biển hiệu"]
    points.answer_criterion(point=new, actor=world.officer, code="1.1", met=True)
    points.take_step(point=new, step="apply", actor=world.officer)
    points.take_step(point=new, step="appraise", actor=world.department, data={"appraisal": "Đạt"})
    assert point_paper_kinds(world.department, new) == [PROVINCE_DECISION, REQUEST]
    done = issued(draft_point_paper(point=new, kind=PROVINCE_DECISION, actor=world.department), world.department_leader)
    text = text_of(done)
    assert "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH" in text
    assert "ngày 05 tháng 02 năm 2026 của Sở Công Thương" in text
    assert SalesPoint.objects.get(pk=new.pk).recognised_by == "Ủy ban nhân dân tỉnh Ninh Bình"
    assert AuditEvent.objects.get(action="pointcriteria.word").after["lines"] == 1


def test_of_two_officers_who_reword_at_once_the_second_is_told(world: World, client_as: Any) -> None:
    client = client_as(user=world.department)
    page = reverse("promotion:point_criteria_revise")
    assert client.get(page).context["after"] == ""
    made = word_criteria(actor=world.department, values=wording(), after="")
    assert newest_code() == made.code
    with pytest.raises(Denied, match="Người khác vừa lưu"):
        word_criteria(actor=world.department, values=wording(title="Bản khác"), after="")
    assert word_criteria(actor=world.department, values=wording(title="Bản sau"), after=made.code).title == "Bản sau"
    assert client.get(page).context["after"] == newest_code() != made.code


def test_a_wording_of_a_later_day_waits(world: World) -> None:
    made = word_criteria(actor=world.department, values=wording(in_force_from=today() + dt.timedelta(days=3)))
    assert current().code == "qd950-2023"
    assert current(today() + dt.timedelta(days=3)).code == made.code


def test_only_the_departments_officers_word_it_and_something_must_be_mandatory(world: World) -> None:
    for actor in (world.officer, world.department_leader, world.owner):
        with pytest.raises(Denied, match="Chỉ cán bộ Sở"):
            word_criteria(actor=actor, values=wording())
    with pytest.raises(Denied, match="ít nhất một tiêu chí bắt buộc"):
        word_criteria(actor=world.department, values=wording(groups=groups("x", mandatory=False)))
    with pytest.raises(Denied, match="trước hôm nay"):
        word_criteria(actor=world.department, values=wording(in_force_from=today() - dt.timedelta(days=1)))
    assert PointCriteria.objects.count() == 0


def test_an_officer_changes_adds_and_drops_lines_on_the_page(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.department)
    sheet = current()
    lines = lines_of(sheet)
    data: dict[str, Any] = {
        "title": sheet.title, "basis": sheet.basis, "in_force_from": f"{today():%d/%m/%Y}", "decided_by": "ubnd",
        "asked_body": "Sở Công Thương", "provenance": "x", "dong-TOTAL_FORMS": str(len(lines) + 1),
        "dong-INITIAL_FORMS": str(len(lines)),
    }  # fmt: skip
    for n, line in enumerate(lines):
        text = "" if n == 0 else "Câu đã sửa" if n == 1 else line["text"]
        data |= {f"dong-{n}-group": line["group"], f"dong-{n}-text": text, f"dong-{n}-source": line["source"]}
        data |= {f"dong-{n}-mandatory": "on"} if line["mandatory"] else {}
    data |= {f"dong-{len(lines)}-group": "van-hanh", f"dong-{len(lines)}-text": "Có ghế ngồi chờ"}
    assert client.get(reverse("promotion:point_criteria_revise")).status_code == 200
    answer = client.post(reverse("promotion:point_criteria_revise"), data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    made = current()
    assert made.ours
    assert [line.code for line in made.groups[0].criteria] == ["1.1"]
    assert made.find("1.1").text == "Câu đã sửa"
    assert made.find("3.7").text == "Có ghế ngồi chờ"
    assert made.find("3.7").source == "tỉnh tự xác định"
    assert "Câu đã sửa" in client.get(reverse("promotion:point_criteria")).content.decode()
    assert client_as(user=world.officer).get(reverse("promotion:point_criteria_revise")).status_code == 403
    assert client_as(user=world.owner).get(reverse("promotion:point_criteria")).status_code == 403
