"""Pages as each person gets them: whose class answers, what a form does, what papers say, what a list costs."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from core import jobs
from core.files.store import read_stored
from core.formats import today
from core.models import Job
from documents.models import Document
from products.costs import costs_of_year
from tests import factories
from tests.products.world import pdf_bytes
from tests.trainings.makers import World, producer_at
from trainings.actions import classes, participants
from trainings.enums import PlaceState
from trainings.models import ClassCost, Material, Participant, TrainingClass
from trainings.paperwork import INVITATION, REPORT


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.replace("\u00a0", " ").replace("\ufffe", "").split())


def page(name: str, training: TrainingClass, *more: Any) -> str:
    return reverse(f"trainings:{name}", args=[training.pk, *more])


# --- whose class -------------------------------------------------------------------------------------------------


def test_another_districts_class_is_not_found(world: World, client_as: Any) -> None:
    client = client_as(user=world.there.officer)
    training = world.opened()
    place = world.person(training, 1)
    session = training.sessions.first()
    for name, more in (
        ("class", ()), ("class_edit", ()), ("participants", ()), ("invite", ()), ("attendance", ()), ("sign_sheet", ()),
        ("person", (place.pk,)), ("ticks", (session.pk,)), ("door", (session.pk,)), ("sheet", ()), ("step", ("cancel",)),
    ):  # fmt: skip
        assert client.get(page(name, training, *more)).status_code == 404, name
    assert client.get(reverse("trainings:scan", args=[place.code])).status_code == 404
    assert "Lớp thử" not in client.get(reverse("trainings:classes")).content.decode()


def test_the_department_reads_a_districts_class_and_does_not_run_it(world: World, client_as: Any) -> None:
    client = client_as(user=world.province.officer)
    training = world.opened()
    assert client.get(page("class", training)).status_code == 200
    assert client.get(page("class_edit", training)).status_code == 403
    assert client.post(page("paper", training, INVITATION)).status_code == 403


def test_a_district_sees_only_its_own_people_in_a_class_of_the_province(world: World, client_as: Any) -> None:
    training = world.opened(world.province)
    for name, unit in (("Người Yên Mô", "Yên Thắng"), ("Người Gia Viễn", "Gia Hòa")):
        world.person(training, 1, world.province, name=name, unit=world.units[unit])
    client = client_as(user=world.here.officer)
    for url in (page("participants", training), page("participants", training) + "?in=1", page("attendance", training)):
        text = client.get(url).content.decode()
        assert "Người Yên Mô" in text
        assert "Người Gia Viễn" not in text
    book = load_workbook(io.BytesIO(client.get(page("participants", training) + "?xuat=xlsx").content))
    assert [row[1] for row in book.active.iter_rows(min_row=2, values_only=True)] == ["Người Yên Mô"]
    planned = world.training(world.province)
    assert client.get(page("class", planned)).status_code == 404


def test_a_member_sees_the_own_place_and_nobody_elses(world: World, client_as: Any) -> None:
    training = world.training()
    world.invite_all(training)
    classes.take_step(training=training, step="open", actor=world.here.officer)
    client = client_as(user=world.members[0])
    assert client.get(reverse("trainings:classes")).status_code == 403
    text = client.get(page("my_class", training)).content.decode()
    assert "Bạn được mời dự lớp này" in text
    assert str(world.members[1]) not in text
    client.post(page("my_answer", training), {"tra-loi": "co"})
    assert Participant.objects.get(user=world.members[0]).state == PlaceState.REGISTERED
    client.post(page("my_answer", training), {"tra-loi": "khong"})
    assert Participant.objects.get(user=world.members[0]).state == PlaceState.DECLINED
    stranger = client_as(Role.COUNCIL_MEMBER, world.units["Gia Viễn"])
    assert stranger.get(page("my_class", training)).status_code == 404


# --- forms -------------------------------------------------------------------------------------------------------


def test_planning_editing_and_parts(world: World, client_as: Any) -> None:
    client = client_as(user=world.here.officer)
    values = {
        "name": "Lớp mới", "group": "potential", "content": "Kiến thức cơ bản", "first_day": f"{today():%d/%m/%Y}", "days": "2",
        "sessions_a_day": "2", "starts_at": "08:00", "place": "Nhà văn hoá", "capacity": "60", "required_sessions": "3",
        "state": "closed", "token": "đoán",
    }  # fmt: skip
    bad = client.post(reverse("trainings:class_add"), values | {"required_sessions": "9"})
    assert "Lớp có 4 buổi" in bad.content.decode()
    client.post(reverse("trainings:class_add"), values)
    training = TrainingClass.objects.get()
    assert (training.state, training.token == "đoán", training.sessions.count()) == ("planned", False, 4)
    client.post(page("part_add", training, "giang-vien"), {"name": "Cô Lan", "topic": "Bao bì"})
    client.post(
        page("part_add", training, "kinh-phi"),
        {"content": "Tài liệu", "source": "district", "planned": "1.500.000", "spent": "0"},
    )
    client.post(
        page("part_add", training, "tai-lieu"),
        {"title": "Bài giảng", "file": SimpleUploadedFile("bai.pdf", pdf_bytes(), "application/pdf")},
    )
    wrong = client.post(
        page("part_add", training, "tai-lieu"), {"title": "Lạ", "file": SimpleUploadedFile("bai.html", b"<html>")}
    )
    assert "không thuộc loại được nhận" in wrong.content.decode()
    text = client.get(page("class", training)).content.decode()
    for word in ("Cô Lan", "1.500.000", "Bài giảng"):
        assert word in text
    cost = ClassCost.objects.get()
    client.post(page("part_edit", training, "kinh-phi", cost.pk),
                {"content": "Tài liệu", "source": "district", "planned": "1.500.000", "spent": "1.200.000"})  # fmt: skip
    rows = [row for row in costs_of_year(today().year) if row.activity == "trainings"]
    assert [(row.planned, row.spent, row.unit_id) for row in rows] == [(1_500_000, 1_200_000, world.here.unit.pk)]
    material = Material.objects.get()
    client.post(page("part_remove", training, "tai-lieu", material.pk))
    assert not Material.objects.exists()


def test_materials_open_for_participants_only(world: World, client_as: Any) -> None:
    training = world.training()
    upload = SimpleUploadedFile("bai.pdf", pdf_bytes(), "application/pdf")
    material = classes.add_part(
        training=training, model=Material, values={"title": "Bài", "link": ""}, actor=world.here.officer, upload=upload
    )
    world.invite_all(training)
    classes.take_step(training=training, step="open", actor=world.here.officer)
    url = reverse("core:file", args=[material.file_id])
    assert client_as(user=world.members[0]).get(url).status_code == 200
    assert client_as(user=world.there.officer).get(url).status_code in {403, 404}
    assert client_as(user=world.owner).get(url).status_code in {403, 404}


# --- papers ------------------------------------------------------------------------------------------------------


def test_papers_say_what_the_records_say(world: World, client_as: Any) -> None:
    client = client_as(user=world.here.officer)
    training = world.opened(name="Lớp Ẵm Đường")
    world.person(training, 1, name="Nguyễn Thị Ợi")
    client.post(page("paper", training, INVITATION))
    client.post(page("paper", training, INVITATION))
    document = Document.objects.get()
    assert (document.symbol, document.signing_form) == ("GM-PNN", "truong-phong")
    text = words_of(client.get(reverse("documents:preview", args=[document.pk])).content)
    for words in ("GIẤY MỜI", "Lớp Ẵm Đường", "Nguyễn Thị Ợi", "TRƯỞNG PHÒNG", "Hội trường"):
        assert words in text
    signed = words_of(client.get(page("sign_sheet", training)).content)
    assert "KÝ THAM DỰ" in signed
    assert "Nguyễn Thị Ợi" in signed
    assert client.post(page("paper", training, REPORT)).status_code == 403


def test_report_and_certificates_of_a_closed_class(world: World, client_as: Any) -> None:
    training = world.closed(place=world.province)
    client = client_as(user=world.province.officer)
    client.post(page("paper", training, REPORT))
    document = Document.objects.get()
    assert document.symbol == "BC-SNN"
    text = words_of(client.get(reverse("documents:preview", args=[document.pk])).content)
    for words in (
        "BÁO CÁO",
        "3 người hoàn thành",
        "Đạt yêu cầu.",
        "kính báo cáo./.",
        "GIÁM ĐỐC",
        "Kính gửi: Ủy ban nhân dân tỉnh Ninh Bình",
    ):
        assert words in text
    client.post(page("certificates", training))
    job = Job.objects.get()
    if job.state != "done":
        jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    book = words_of(read_stored(job.result))
    for words in ("HỌC VIÊN 00", f"01/{training.code}/GCN", f"03/{training.code}/GCN", "HOÀN THÀNH LỚP TẬP HUẤN"):
        assert words in book
    place = training.participants.first()
    before = place.certificate_file_id
    client.post(page("certificate", training, place.pk))
    place.refresh_from_db()
    assert place.certificate_file_id == before
    assert Client().get(reverse("catalogue:class_certificate", args=[place.token])).status_code == 200


# --- what lists cost ---------------------------------------------------------------------------------------------

COSTS = {"classes": 11, "participants": 12, "attendance": 12, "coverage_list": 9, "my_classes": 8}


@pytest.mark.parametrize("name", list(COSTS))
def test_lists_cost_the_same_for_one_row_and_three(
    world: World, client_as: Any, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = world.members[0] if name == "my_classes" else world.here.officer
    training = world.running(1, capacity=30)
    url = page(name, training) if name in {"participants", "attendance"} else reverse(f"trainings:{name}")

    def count() -> int:
        client = client_as(user=user)
        client.get(url)
        with django_assert_max_num_queries(60) as told:
            assert client.get(url).status_code == 200
        return len(told.captured_queries)

    def more(number: int) -> None:
        other = world.opened(name=f"Lớp khác {number}")
        participants.register_account(training=other, user=world.members[0])
        world.person(training, 10 + number)
        factories.person(Role.COUNCIL_MEMBER, world.units["Yên Mô"])
        producer_at(world.units["Yên Hòa"], f"HTX {number}")

    more(0)
    first = count()
    more(1)
    more(2)
    assert count() == first
    assert first <= COSTS[name] + 8
