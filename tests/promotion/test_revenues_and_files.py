"""Revenue told by the point itself and by spreadsheet; files of events; exports that the trail knows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core.errors import Denied
from core.files import UploadRefused
from core.formats import today
from core.models import AuditEvent
from promotion.actions import points, revenues
from promotion.actions.files import add_event_file
from promotion.models import EventFile, PointRevenue, SalesPoint
from promotion.reminders import quarter_before
from promotion.sheets_revenue import HEADINGS, read_revenues
from tests.products.world import jpeg_bytes, pdf_upload
from tests.promotion.world import World

pytestmark = pytest.mark.django_db
VALUES = {"total": 10_000_000, "ocop": 8_000_000, "note": ""}


def linked(world: World, **more: Any) -> SalesPoint:
    return revenues.make_link(point=world.point(state="recognised", **more), actor=world.officer)


def address_of(point: SalesPoint) -> str:
    return reverse("catalogue:point_revenue", args=[point.report_token])


# --- the point's own link -------------------------------------------------------------------------------------------


def test_the_point_tells_its_quarter_without_an_account_and_corrects_itself(
    world: World, client_as: Callable[..., Client], anonymous: Client
) -> None:
    point = linked(world)
    page = client_as(user=world.officer).get(reverse("promotion:point_revenue", args=[point.pk])).content.decode()
    assert address_of(point) in page
    assert len(point.report_token) >= 32
    year, quarter = quarter_before(today())
    form = {"period": f"{year}-{quarter}", "total": "12.500.000", "ocop": "9.000.000", "note": "Có hội chợ"}
    assert anonymous.post(address_of(point), form).status_code == 302
    row = PointRevenue.objects.get()
    assert (row.year, row.quarter, row.total, row.ocop, row.entered_by) == (year, quarter, 12_500_000, 9_000_000, None)
    anonymous.post(address_of(point), form | {"total": "13.000.000"})
    assert [row.total for row in PointRevenue.objects.all()] == [13_000_000]
    shown = anonymous.get(address_of(point)).content.decode()
    assert "13.000.000" in shown
    for private in (point.representative or "-", world.officer.full_name, point.phone or "-"):
        assert private == "-" or private not in shown
    page = client_as(user=world.officer).get(reverse("promotion:point_revenue", args=[point.pk])).content.decode()
    assert "điểm bán tự báo" in page
    assert AuditEvent.objects.get(action="salespoint.revenue").actor is None


def test_what_an_officer_entered_is_not_changed_by_the_link(world: World, anonymous: Client) -> None:
    point = linked(world)
    year, quarter = quarter_before(today())
    revenues.save_revenue(point=point, actor=world.officer, year=year, quarter=quarter, values=VALUES)
    form = {"period": f"{year}-{quarter}", "total": "1", "ocop": "0"}
    assert "cán bộ hoặc chủ thể đã ghi" in anonymous.post(address_of(point), form).content.decode()
    assert PointRevenue.objects.get().total == 10_000_000


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"total": "5", "ocop": "6"}, "không thể lớn hơn tổng doanh thu"),
        ({"total": "-5", "ocop": "0"}, "0"),
        ({"total": "abc", "ocop": "0"}, "Lỗi:"),
        ({"period": "2019-1", "total": "5", "ocop": "0"}, "Lỗi:"),
        ({"period": "2099-1", "total": "5", "ocop": "0"}, "Lỗi:"),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_typed(
    world: World, anonymous: Client, form: dict[str, str], sentence: str
) -> None:
    point = linked(world)
    year, quarter = quarter_before(today())
    answer = anonymous.post(address_of(point), {"period": f"{year}-{quarter}", **form})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert PointRevenue.objects.count() == 0


def test_an_old_link_and_a_closed_points_link_open_nothing(world: World, anonymous: Client) -> None:
    point = linked(world)
    old = address_of(point)
    new = address_of(revenues.make_link(point=point, actor=world.officer))
    assert old != new
    assert anonymous.get(old).status_code == 404
    assert anonymous.get(new).status_code == 200
    points.take_step(point=SalesPoint.objects.get(pk=point.pk), step="close", actor=world.officer, reason="Nghỉ bán")
    assert anonymous.get(new).status_code == 404
    with pytest.raises(Denied, match="không còn dùng được"):
        revenues.tell_revenue(token="", year=today().year, quarter=1, values=VALUES)


def test_only_who_runs_or_keeps_the_point_makes_its_link(world: World, client_as: Callable[..., Client]) -> None:
    point = world.point(state="recognised")
    for actor in (world.neighbour, world.leader, world.department_leader):
        with pytest.raises(Denied):
            revenues.make_link(point=point, actor=actor)
    with pytest.raises(Denied, match="đã công nhận"):
        revenues.make_link(point=world.point(name="Quầy nháp"), actor=world.officer)
    answer = client_as(user=world.neighbour).post(reverse("promotion:point_revenue_link", args=[point.pk]))
    assert answer.status_code == 404


# --- spreadsheet ----------------------------------------------------------------------------------------------------


def sheet(*rows: tuple[Any, ...], heads: tuple[str, ...] = tuple(HEADINGS)) -> bytes:
    book = Workbook()
    page = book.active
    page.append(list(heads))
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_sheet_is_filled_read_back_and_written_whole(world: World, client_as: Callable[..., Client]) -> None:
    first, second = world.point(state="recognised"), world.point(state="recognised", name="Quầy hai")
    year, quarter = quarter_before(today())
    client = client_as(user=world.officer)
    answer = client.get(reverse("promotion:revenue_sheet"))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0] == tuple(HEADINGS)
    assert {(row[0], row[2], row[3]) for row in rows[1:]} == {(first.pk, year, quarter), (second.pk, year, quarter)}
    assert AuditEvent.objects.filter(action="list.export", after={"list": f"point-revenue:{year}-{quarter}"}).exists()
    data = sheet(
        (first.pk, first.name, year, quarter, "12.500.000", 9_000_000, "Tết"), (second.pk, "", year, "", None, None, "")
    )
    upload = SimpleUploadedFile("doanh-thu.xlsx", data, "application/octet-stream")
    step = client.post(reverse("promotion:revenue_import"), {"sheet": upload})
    assert step.status_code == 302
    assert PointRevenue.objects.count() == 0
    assert "Ghi 1 dòng doanh thu" in client.get(step.url).content.decode()
    assert client_as(user=world.neighbour).get(step.url).status_code == 404
    client.post(step.url)
    row = PointRevenue.objects.get()
    assert (row.point, row.total, row.ocop, row.note, row.entered_by) == (
        first,
        12_500_000,
        9_000_000,
        "Tết",
        world.officer,
    )


def test_each_bad_line_says_why_and_nothing_is_written(world: World) -> None:
    mine, year = world.point(state="recognised"), quarter_before(today())[0]
    foreign = points.create_point(
        actor=world.neighbour,
        values={
            "name": "Quầy Gia Viễn",
            "kind": "market",
            "district": world.units["Gia Viễn"],
            "address": "x",
            "operator": "y",
        },
    )
    rows = read_revenues(
        world.officer,
        sheet(
            (foreign.pk, "", year, 1, 5, 1, ""), (mine.pk, "Tên khác", year, 1, 5, 1, ""), (mine.pk, "", year, 1, 5, 9, ""),
            (mine.pk, "", year, 7, 5, 1, ""), ("", "Không có", year, 1, 5, 1, ""), (mine.pk, "", year - 1, "Quý III", 7, 1, ""),
            (mine.pk, "", year - 1, 3, 7, 1, ""), (mine.pk, "", year - 1, 2, "-5", 1, ""),
        ),
    )  # fmt: skip
    said = [row.verdict for row in rows]
    for place, words in enumerate(
        ("không phải điểm bán bạn ghi được", "là của", "lớn hơn doanh thu", "không phải quý", "không có điểm bán này",
         "Ghi mới", "trùng với dòng 7", "số nguyên không âm")
    ):  # fmt: skip
        assert words in said[place], (place, said[place])
    with pytest.raises(Denied, match="Còn 7 dòng có lỗi"):
        revenues.import_revenues(rows=rows, actor=world.officer, file_name="x.xlsx")
    assert PointRevenue.objects.count() == 0


@pytest.mark.parametrize("data", [b"PK not a book", sheet(("a", "b"), heads=("Một", "Hai")), sheet()])
def test_a_file_that_is_no_such_sheet_is_refused(world: World, data: bytes) -> None:
    with pytest.raises(UploadRefused):
        read_revenues(world.officer, data)


# --- files of an event, exports -------------------------------------------------------------------------------------


def test_plans_and_pictures_of_an_event_are_kept_for_who_reads_all_of_it(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.recognise()
    event = world.event(state="call_open")
    client = client_as(user=world.officer)
    address = reverse("promotion:event_files", args=[event.pk])
    client.post(address, {"kind": "plan", "caption": "Kịch bản khai mạc", "upload": pdf_upload("kich-ban.pdf")})
    picture = SimpleUploadedFile("gian-hang.jpg", jpeg_bytes(), "image/jpeg")
    client.post(address, {"kind": "picture", "caption": "", "upload": picture})
    plan, photo = EventFile.objects.order_by("pk")
    page = client.get(address).content.decode()
    assert "Kịch bản khai mạc" in page
    assert f"/tep/{photo.file_id}" in page or str(photo.file_id) in page
    wrong = client.post(address, {"kind": "picture", "upload": pdf_upload("x.pdf")}).content.decode()
    assert "Hình ảnh phải là tệp JPG" in wrong
    assert EventFile.objects.count() == 2
    file = reverse("core:file", args=[plan.file_id])
    assert client.get(file).status_code == 200
    assert client_as(user=world.department).get(file).status_code == 200
    for stranger in (world.owner, world.neighbour):
        assert client_as(user=stranger).get(file).status_code == 404
        assert client_as(user=stranger).get(address).status_code in {403, 404}
    assert client_as(user=world.leader).post(address, {"kind": "plan"}).status_code == 403
    assert "Gỡ" in page
    client.post(reverse("promotion:event_file_remove", args=[event.pk, plan.pk]))
    assert list(EventFile.objects.all()) == [photo]
    with pytest.raises(Denied):
        add_event_file(event=event, actor=world.neighbour, upload=pdf_upload("x.pdf"), kind="plan")


def test_booth_lists_and_results_that_leave_the_portal_stand_in_the_trail(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.recognise()
    event = world.event(state="call_open")
    client = client_as(user=world.officer)
    for name in ("booths_xlsx", "booths_pdf", "results_xlsx"):
        assert client.get(reverse(f"promotion:{name}", args=[event.pk])).status_code == 200
    told = [row.after["list"] for row in AuditEvent.objects.filter(action="list.export").order_by("seq")]
    assert told == [f"event-booths:{event.pk}", f"event-booths-pdf:{event.pk}", f"event-results:{event.pk}"]
