"""Pages as each person gets them: whose class answers, what a form does, what a list costs, what papers say."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from core import jobs
from core.files.store import read_stored
from core.formats import today
from core.indicators import Scope, indicator
from core.models import Job
from documents.models import Document
from notifications import reminders, todo
from products.costs import costs_of_year
from tests import factories
from tests.products.world import pdf_bytes
from tests.trainings.makers import World, producer_at, tick_all
from trainings.actions import classes, participants
from trainings.coverage import against_plan, by_district, covered
from trainings.door import door_code
from trainings.enums import PlaceState, TargetGroup
from trainings.models import AttendanceMark, ClassCost, ClassTarget, Feedback, Material, Participant, TrainingClass
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


# --- by link, at the door ----------------------------------------------------------------------------------------

PERSON = {"name": "Bà Đăng Ký", "organisation": "Hộ Đăng Ký", "phone": "0912 345.678", "consent": "on"}


def test_registering_by_link_shows_ones_own_place_only(world: World, anonymous: Client) -> None:
    training = world.opened(group=TargetGroup.POTENTIAL, capacity=1)
    world.person(training, 7)
    url = reverse("catalogue:class_registration", args=[training.token])
    text = anonymous.get(url).content.decode()
    assert "Học viên 07" not in text
    assert "danh sách chờ" in text
    refused = anonymous.post(url, PERSON | {"consent": "", "phone": "12"}).content.decode()
    assert "Đánh dấu đồng ý" in refused
    assert "Số điện thoại gồm 10 chữ số" in refused
    answer = anonymous.post(url, PERSON, follow=True)
    place = Participant.objects.get(name="Bà Đăng Ký")
    assert (place.state, place.phone) == (PlaceState.WAITING, "0912345678")
    assert "thứ 1 trong danh sách chờ" in answer.content.decode()
    assert "Học viên 07" not in answer.content.decode()
    anonymous.post(url, PERSON)
    assert Participant.objects.filter(name="Bà Đăng Ký").count() == 1
    other = Client().post(url, PERSON)
    assert place.token not in other.content.decode()
    assert "Đã có tên trong danh sách" in other.content.decode()


def test_links_of_planned_or_finished_classes_take_nobody(world: World, anonymous: Client) -> None:
    planned = world.training(takes_registrations=True)
    assert anonymous.get(reverse("catalogue:class_registration", args=[planned.token])).status_code == 404
    running = world.running(takes_registrations=True)
    url = reverse("catalogue:class_registration", args=[running.token])
    assert "không nhận đăng ký" in anonymous.post(url, PERSON).content.decode()
    assert not Participant.objects.filter(name="Bà Đăng Ký").exists()


def test_links_are_counted(world: World, anonymous: Client, settings: Any) -> None:
    settings.PUBLIC_PER_MINUTE = {"class": 3}
    url = reverse("catalogue:class_registration", args=[world.opened().token])
    assert [anonymous.get(url).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_door_by_telephone_code_or_own_phone(world: World, anonymous: Client) -> None:
    training = world.running()
    session = training.sessions.first()
    first, second, _ = training.participants.order_by("name_sort")
    url = reverse("catalogue:class_door", args=[door_code(session)])
    assert "Học viên" not in anonymous.get(url).content.decode()
    assert "Không thấy" in anonymous.post(url, {"who": "0999999999"}).content.decode()
    assert "Đã ghi có mặt" in anonymous.post(url, {"who": "+84 912 0000 00"}).content.decode()
    assert "Đã điểm danh từ trước" in anonymous.post(url, {"who": first.code.lower()}).content.decode()
    assert "Đã ghi có mặt" in anonymous.post(url, {"who": second.code}).content.decode()
    assert AttendanceMark.objects.count() == 2


def test_a_code_of_the_door_grows_old_and_cannot_be_made_up(world: World, anonymous: Client, clock: Any) -> None:
    training = world.running()
    session = training.sessions.first()
    url = reverse("catalogue:class_door", args=[door_code(session)])
    assert anonymous.get(url).status_code == 200
    clock.shift(200)
    assert anonymous.get(url).status_code == 410
    assert "Đã ghi có mặt" in anonymous.post(url, {"who": training.participants.first().code}).content.decode()
    clock.shift(1000)
    assert anonymous.post(url, {"who": training.participants.last().code}).status_code == 410
    assert anonymous.get(reverse("catalogue:class_door", args=[f"{session.pk}.x.y"])).status_code == 410


def test_an_officer_scans_a_participants_code(world: World, client_as: Any) -> None:
    training = world.running()
    person = training.participants.first()
    client = client_as(user=world.here.officer)
    url = reverse("trainings:scan", args=[person.code])
    assert "Ghi có mặt" in client.get(url).content.decode()
    assert not AttendanceMark.objects.exists()
    client.post(url)
    client.post(url)
    assert AttendanceMark.objects.get().method == "scan"
    assert client_as(user=world.members[0]).get(url).status_code == 403


def test_feedback_by_link(world: World, anonymous: Client) -> None:
    training = world.running()
    person = training.participants.first()
    url = reverse("catalogue:class_evaluate", args=[person.token])
    assert "Chọn một mức" in anonymous.post(url, {"content": "5"}).content.decode()
    answers = {"content": "5", "lecturers": "4", "organisation": "3", "usefulness": "5", "comment": "Tốt"}
    anonymous.post(url, answers)
    again = anonymous.post(url, answers).content.decode()
    assert "Đã nhận phiếu đánh giá" in again
    assert Feedback.objects.get().lecturers == 4


# --- spreadsheet -------------------------------------------------------------------------------------------------


def sheet(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("lop.xlsx", out.getvalue())


def test_a_spreadsheet_is_shown_first_and_then_taken_over(world: World, client_as: Any) -> None:
    training = world.running(2, capacity=5)
    known = training.participants.get(name="Học viên 00")
    client = client_as(user=world.here.officer)
    upload = sheet(
        ("Danh sách lớp",),
        ("Mã học viên", "Họ và tên", "Cơ quan, cơ sở", "Điện thoại", "Buổi 1 (sáng)", "Buổi 2"),
        (known.code, "Học viên 00", "", "", "x", "x"),
        ("", "HOC VIEN 01", "", "", "X", ""),
        ("", "Người Mới", "=1+1", 912345678, "x", "không rõ"),
        ("", "Người Khác", "@HTX", 987654321, "có", ""),
        ("SAI", "Ai Đó", "", "", "x", ""),
        ("", "", "HTX", "", "x", ""),
    )
    answer = client.post(page("sheet", training), {"file": upload})
    assert answer.status_code == 302
    text = client.get(answer.url).content.decode()
    for word in ("không hiểu được", "Mã SAI không có", "Thiếu họ và tên", "Thêm mới", "Có trong danh sách"):
        assert word in text
    assert not AttendanceMark.objects.exists()
    client.post(answer.url)
    marks = AttendanceMark.objects.values_list("participant__name", "session__number").order_by("pk")
    assert sorted(marks) == [("Học viên 00", 1), ("Học viên 00", 2), ("Học viên 01", 1), ("Người Khác", 1)]
    assert Participant.objects.get(name="Người Khác").organisation == "@HTX"
    client.post(answer.url)
    assert AttendanceMark.objects.count() == 4
    assert client_as(user=world.there.officer).get(answer.url).status_code == 404


def test_the_template_comes_back_as_it_went(world: World, client_as: Any) -> None:
    training = world.running()
    tick_all(training, world.here.officer)
    client = client_as(user=world.here.officer)
    data = client.get(page("sheet_template", training)).content
    answer = client.post(page("sheet", training), {"file": SimpleUploadedFile("mau.xlsx", data)})
    text = client.get(answer.url).content.decode()
    assert "Có lỗi" not in text
    assert text.count("Có trong danh sách") == 3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((("Tên gì đó",), ("A",)), "Không thấy dòng tiêu đề"),
        ((("Họ và tên", "Buổi 9"), ("A", "x")), "không có buổi 9"),
        ((("Họ và tên",),), "không có dòng nào"),
    ],
)
def test_a_wrong_sheet_is_refused_with_a_sentence(world: World, client_as: Any, rows: Any, words: str) -> None:
    client = client_as(user=world.here.officer)
    answer = client.post(page("sheet", world.running()), {"file": sheet(*rows)})
    assert words in answer.content.decode()


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
        "Đạt yêu cầu./.",
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


# --- coverage, figures, reminders, work --------------------------------------------------------------------------


def test_coverage_says_who_is_missing(world: World, client_as: Any) -> None:
    year = today().year
    training = world.training()
    participants_of = world.invite_all(training)
    classes.take_step(training=training, step="open", actor=world.here.officer)
    participants.remove(participant=participants_of[0], actor=world.here.officer, reason="vắng")
    classes.take_step(training=training, step="begin", actor=world.here.officer)
    tick_all(training, world.here.officer)
    classes.take_step(training=training, step="finish", actor=world.here.officer)
    figure = covered(TargetGroup.COUNCIL, None, year)
    assert (figure.total, figure.trained, figure.missing, figure.percent) == (3, 2, 1, 66)
    assert by_district(TargetGroup.COUNCIL, None, year)[world.here.unit.pk] == figure
    assert covered(TargetGroup.RECOGNISED, None, year).missing == 1
    client = client_as(user=world.here.officer)
    rows = client.get(reverse("trainings:coverage_list") + f"?nhom=council&nam={year}&trang_thai=chua")
    assert str(participants_of[0].user) in rows.content.decode()
    assert str(participants_of[1].user) not in rows.content.decode()
    assert client.get(reverse("trainings:coverage")).status_code == 200
    outside = client_as(user=world.there.officer).get(reverse("trainings:coverage_list") + "?nhom=council")
    assert str(participants_of[0].user) not in outside.content.decode()
    scope = Scope.of_year(year)
    assert indicator("trainings.people_trained").measure(scope) == 2
    assert indicator("trainings.people_trained_officers").measure_by(scope, "group") == {"council": 2}
    assert indicator("trainings.classes_held").measure(Scope.of_year(year, frozenset({world.there.unit.pk}))) == 0
    assert indicator("trainings.officers_trained").measure(scope) == 2
    assert indicator("trainings.producers_total").measure(scope) == 1
    assert indicator("trainings.producers_trained").measure(scope) == 0


def test_the_plan_against_what_was_done(world: World, client_as: Any) -> None:
    year = today().year
    client = client_as(user=world.province.officer)
    wanted = {f"{group}_{what}": str(number) for group, classes_ in
              (("council", 2), ("officers", 3), ("recognised", 2), ("potential", 6))
              for what, number in (("classes", classes_), ("people", 60))}  # fmt: skip
    client.post(reverse("trainings:targets") + f"?nam={year}", wanted)
    assert ClassTarget.objects.count() == 4
    world.closed(place=world.province)
    line = next(row for row in against_plan(world.province.unit, year) if row.group == TargetGroup.COUNCIL)
    assert (line.classes, line.people, line.planned, line.held, line.trained) == (2, 120, 1, 1, 3)


def test_what_waits_and_what_is_reminded_of(world: World) -> None:
    training = world.training()
    world.invite_all(training)
    classes.take_step(training=training, step="open", actor=world.here.officer)
    assert [item.title for item in todo.items_for(world.members[0])] == ["Trả lời thư mời dự lớp tập huấn"]
    assert "Bắt đầu lớp tập huấn" in {item.title for item in todo.items_for(world.here.officer)}
    coming = next(kind for kind in reminders.kinds() if kind.code == "trainings.class_coming")
    dues = list(coming.dues(today()))
    assert {user for due in dues for user in due.recipients} == {*world.members, world.here.officer}
    classes.take_step(training=training, step="begin", actor=world.here.officer)
    missing = next(kind for kind in reminders.kinds() if kind.code == "trainings.attendance_missing")
    rows = list(missing.dues(today()))
    assert [(row.recipients, row.leaders) for row in rows] == [((world.here.officer,), (world.here.leader,))] * 2
    tick_all(training, world.here.officer)
    assert list(missing.dues(today())) == []
    assert list(coming.dues(today())) == []


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
