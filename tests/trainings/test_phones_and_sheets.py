"""Registering by link, the code at the door, an officer's scan, the spreadsheet."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from tests.trainings.makers import World, tick_all
from trainings.door import door_code, feedback_code, feedback_url
from trainings.enums import PlaceState, TargetGroup
from trainings.models import AttendanceMark, Feedback, Participant, TrainingClass
from trainings.sheet import read_plan


def page(name: str, training: TrainingClass, *more: Any) -> str:
    return reverse(f"trainings:{name}", args=[training.pk, *more])


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


def test_feedback_by_the_code_of_the_class(world: World, anonymous: Client, client_as: Any) -> None:
    training = world.running(2)
    first, second = training.participants.order_by("pk")
    page = client_as(user=world.here.officer).get(reverse("trainings:feedback", args=[training.pk]))
    assert feedback_url(training) in page.content.decode()
    url = reverse("catalogue:class_feedback", args=[feedback_code(training)])
    assert anonymous.get(url).status_code == 200
    assert anonymous.get(reverse("catalogue:class_feedback", args=[training.token])).status_code == 404
    answers = {"content": "5", "lecturers": "4", "organisation": "3", "usefulness": "5"}
    said = anonymous.post(url, {"who": first.code}).content.decode()
    assert "Chọn một mức cho câu “Giảng viên”." in said
    assert "Không thấy" in anonymous.post(url, {**answers, "who": "0999999999"}).content.decode()
    for _again in range(2):
        last = anonymous.post(url, {**answers, "who": first.code.lower()}).content.decode()
    assert "đã gửi phiếu" in last
    assert Feedback.objects.count() == 1
    assert second.token not in last
    assert first.token not in last


def test_a_code_beside_another_name_is_told_but_counts(world: World) -> None:
    training = world.running(2)
    first = training.participants.get(name="Học viên 00")
    upload = sheet(("Mã học viên", "Họ và tên", "Buổi 1"), (first.code, "Học viên 01", "x"))
    row = read_plan(training, upload.read()).rows[0]
    assert row.notes == ["Mã này đang ghi tên Học viên 00."]
    assert (row.problems, row.participant) == ([], first)


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
