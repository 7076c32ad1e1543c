"""Sales points: checklist, three people, what is on show, public list, revenue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from core.errors import Denied
from core.formats import today
from core.models import ScanState, StoredFile
from notifications.reminders import kinds
from products.actions.recognitions import revoke
from promotion.actions import points, revenues
from promotion.checklist import checklist, checklists, current
from promotion.enums import PointState
from promotion.models import PointRevenue, SalesPoint, ShownProduct
from promotion.reminders import quarter_before, revenue_due_on
from promotion.transitions import unmet
from promotion.visibility import on_show
from tests import factories
from tests.products.world import pdf_upload
from tests.promotion.world import World

pytestmark = pytest.mark.django_db


def test_the_checklist_is_versioned_data_that_says_where_it_comes_from() -> None:
    sheet = current(dt.date(2024, 10, 14))
    assert sheet.code == "qd950-2023"
    assert "950/QĐ-BCT" in sheet.basis
    assert sheet.provenance
    assert all(line.source in {"bản tóm tắt đã công bố", "dự kiến"} for line in sheet.criteria)
    assert checklist(sheet.code) == sheet
    assert [one.in_force_from for one in checklists()] == sorted(one.in_force_from for one in checklists())
    assert sheet.find("2.1").evidence


def test_nobody_applies_with_an_open_criterion(world: World) -> None:
    point = world.point()
    with pytest.raises(Denied, match=r"Tiêu chí chưa đủ: 1\.1, 1\.2"):
        points.take_step(point=point, step="apply", actor=world.officer)
    world.answer(point)
    points.answer_criterion(point=point, actor=world.officer, code="3.5", met=False)
    points.answer_criterion(point=point, actor=world.officer, code="2.4", met=False)
    with pytest.raises(Denied, match=r"Tiêu chí chưa đủ: 2\.4\."):
        points.take_step(point=point, step="apply", actor=world.officer)
    points.answer_criterion(point=point, actor=world.officer, code="2.4", met=True)
    assert points.take_step(point=point, step="apply", actor=world.officer).state == PointState.APPLIED
    with pytest.raises(Denied, match="không sửa được"):
        points.answer_criterion(point=point, actor=world.officer, code="2.4", met=False)


def test_a_file_that_nobody_may_open_proves_nothing(world: World, client_as: Any) -> None:
    point = world.point()
    world.answer(point)
    assert unmet(point) == []
    row = point.evidence.select_related("file").first()
    assert row is not None
    StoredFile.objects.filter(pk=row.file_id).update(scan=ScanState.INFECTED)
    assert unmet(point) == [row.code]
    page = client_as(user=world.officer).get(reverse("promotion:point_checklist", args=[point.pk])).content.decode()
    assert "có mã độc" in page


def test_of_two_who_answer_one_criterion_the_second_reads_the_first(world: World, client_as: Any) -> None:
    point = world.point()
    address = reverse("promotion:point_checklist", args=[point.pk])
    client = client_as(user=world.officer)
    assert 'name="version" value="0"' in client.get(address).content.decode()
    first = points.answer_criterion(
        point=point, actor=world.officer, code="1.2", met=False, note="Thiếu biển", version=0
    )
    assert first.version == 1
    sent = {"code": "1.2", "met": "co", "note": "Đã có biển", "version": "0"}
    refused = client.post(address, sent)
    assert refused.status_code == 409
    assert "Thiếu biển" in refused.content.decode()
    assert "Đã có biển" in refused.content.decode()
    first.refresh_from_db()
    assert (first.met, first.version) == (False, 1)
    assert client.post(address, sent | {"version": "1", "note": "Đã có\x00 biển"}).status_code == 302
    first.refresh_from_db()
    assert (first.met, first.note, first.version) == (True, "Đã có biển", 2)
    assert client.post(address, sent).status_code == 302, "what already stands there is no conflict"


def test_who_applies_appraises_and_recognises_are_three(world: World) -> None:
    point = world.point(state="applied")
    for actor in (world.officer, world.leader, world.neighbour, world.department_leader, world.owner):
        with pytest.raises(Denied):
            points.take_step(point=point, step="appraise", actor=actor)
    both = factories.person(Role.DEPARTMENT_OFFICER)
    factories.MembershipFactory(user=both, role=Role.DEPARTMENT_LEADER, unit=world.units["Ninh Bình"])
    points.take_step(point=point, step="appraise", actor=both, data={"appraisal": "Đủ"})
    with pytest.raises(Denied, match="người khác công nhận"):
        points.take_step(point=point, step="recognise", actor=both, data=world.decision())
    with pytest.raises(Denied, match="Ghi số, ngày"):
        points.take_step(point=point, step="recognise", actor=world.department_leader)
    tomorrow = world.decision() | {"recognised_on": today() + dt.timedelta(days=1)}
    with pytest.raises(Denied, match="sau hôm nay"):
        points.take_step(point=point, step="recognise", actor=world.department_leader, data=tomorrow)
    done = points.take_step(point=point, step="recognise", actor=world.department_leader, data=world.decision())
    assert (done.state, done.decision_number) == (PointState.RECOGNISED, "88/QĐ-SCT")


def test_the_whole_way_on_pages(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    form = {
        "name": "Quầy OCOP", "kind": "market", "operator": "HTX", "commune": world.units["Yên Thắng"].pk, "address": "Chợ",
        "state": "recognised", "decision_number": "1/QĐ",
    }  # fmt: skip
    client.post(reverse("promotion:point_add"), form)
    point = SalesPoint.objects.get(name="Quầy OCOP")
    assert (point.state, point.decision_number, point.district) == ("draft", "", world.units["Yên Mô"])
    address = reverse("promotion:point_checklist", args=[point.pk])
    assert "Chọn “Đạt” hoặc “Chưa đạt”" in client.post(address, {"code": "1.2"}).content.decode()
    assert client.post(address, {"code": "9.9", "met": "co"}).status_code == 404
    for line in current().criteria:
        more = {"file": pdf_upload("anh.pdf")} if line.evidence else {}
        client.post(address, {"code": line.code, "met": "co", "note": "Đã xem", **more})
    client.post(reverse("promotion:point_step", args=[point.pk, "apply"]), {"version": ""})
    point.refresh_from_db()
    assert point.state == "applied"
    department = client_as(user=world.department)
    page = department.get(reverse("promotion:point_step", args=[point.pk, "appraise"])).content.decode()
    assert "Nhận xét thẩm định" in page
    department.post(reverse("promotion:point_step", args=[point.pk, "appraise"]), {"appraisal": "Đạt"})
    leader = client_as(user=world.department_leader)
    leader.post(
        reverse("promotion:point_step", args=[point.pk, "recognise"]),
        {"decision_number": "9/QĐ-SCT", "recognised_on": f"{today():%d/%m/%Y}", "recognised_by": "Sở Công Thương"},
    )
    point.refresh_from_db()
    assert (point.state, point.appraisal) == ("recognised", "Đạt")
    evidence = point.evidence.select_related("file").first()
    assert client.get(reverse("core:file", args=[evidence.file_id])).status_code == 200
    assert client_as(user=world.neighbour).get(reverse("core:file", args=[evidence.file_id])).status_code == 404


# --- on show --------------------------------------------------------------------------------------------------------


def public(anonymous: Client) -> str:
    """The public list."""
    return anonymous.get(reverse("catalogue:points")).content.decode()


def test_what_loses_its_stars_leaves_the_shelf_and_the_public_list_at_once(
    world: World, client_as: Callable[..., Client], anonymous: Client
) -> None:
    point = world.point(state="recognised")
    with pytest.raises(Denied, match="chưa có công nhận"):
        points.put_on_show(point=point, actor=world.officer, product=world.product)
    recognition = world.recognise()
    points.put_on_show(point=point, actor=world.officer, product=world.product)
    assert "Bột rau má" in public(anonymous)
    revoke(recognition=recognition, actor=world.leader, reason="Sai tem nhãn")
    assert "Bột rau má" not in public(anonymous)
    assert not ShownProduct.objects.filter(on_show("")).exists()
    page = client_as(user=world.officer).get(reverse("promotion:point", args=[point.pk])).content.decode()
    assert "Phải gỡ khỏi kệ OCOP" in page
    assert "công nhận đã bị thu hồi" in page
    todo = client_as(user=world.officer).get("/viec-can-lam/").content.decode()
    assert "Gỡ sản phẩm không còn được giới thiệu là OCOP" in todo


def test_a_recognition_ends_with_its_last_day(world: World, anonymous: Client, time_machine: Any) -> None:
    world.recognise(days=5)
    point = world.point(state="recognised")
    points.put_on_show(point=point, actor=world.officer, product=world.product)
    zone = dt.timezone(dt.timedelta(hours=7))
    last = dt.datetime.combine(today() + dt.timedelta(days=5), dt.time(23, 59, 59), tzinfo=zone)
    time_machine.move_to(last)
    assert "Bột rau má" in public(anonymous)
    time_machine.move_to(last + dt.timedelta(seconds=1))
    assert "Bột rau má" not in public(anonymous)


def test_the_public_sees_recognised_points_only_and_no_phone(world: World, anonymous: Client) -> None:
    world.point(name="Điểm đang lập")
    open_one = world.point(state="recognised", name="Điểm công khai", phone="0987654321", representative="Bà Chủ")
    page = public(anonymous)
    assert "Điểm công khai" in page
    assert "Điểm đang lập" not in page
    assert "0987654321" not in page
    assert "Bà Chủ" not in page
    points.take_step(point=open_one, step="close", actor=world.officer, reason="Hết hợp đồng thuê")
    assert "Điểm công khai" not in public(anonymous)
    assert SalesPoint.objects.get(pk=open_one.pk).closed_on == today()


def test_closing_takes_everything_off(world: World) -> None:
    world.recognise()
    point = world.point(state="recognised")
    points.put_on_show(point=point, actor=world.officer, product=world.product)
    points.take_step(point=point, step="close", actor=world.officer, reason="Sửa chữa dài ngày")
    assert not point.shown.filter(until=None).exists()
    with pytest.raises(Denied):
        points.put_on_show(point=point, actor=world.officer, product=world.product)


# --- revenue --------------------------------------------------------------------------------------------------------


def test_revenue_is_told_once_a_quarter_and_corrected(world: World, client_as: Callable[..., Client]) -> None:
    point = world.point(state="recognised")
    client = client_as(user=world.officer)
    address = reverse("promotion:point_revenue", args=[point.pk])
    period = f"{today().year}-{(today().month + 2) // 3}"
    bad = client.post(address, {"period": period, "total": "1.000.000", "ocop": "2.000.000"}).content.decode()
    assert "không thể lớn hơn doanh thu" in bad
    client.post(address, {"period": period, "total": "10.000.000", "ocop": "8.000.000"})
    client.post(address, {"period": period, "total": "11.000.000", "ocop": "8.000.000"})
    assert [row.total for row in PointRevenue.objects.all()] == [11_000_000]
    with pytest.raises(Denied, match="Chưa đến quý"):
        revenues.save_revenue(
            point=point,
            actor=world.officer,
            year=today().year + 1,
            quarter=1,
            values={"total": 1, "ocop": 0, "note": ""},
        )


def test_revenue_that_is_not_told_is_reminded_of(world: World) -> None:
    point = world.point(state="recognised")
    SalesPoint.objects.filter(pk=point.pk).update(recognised_on=today() - dt.timedelta(days=200))
    kind = next(one for one in kinds() if one.code == "promotion.point_revenue")
    year, quarter = quarter_before(today())
    due = next(iter(kind.dues(today())))
    assert due.due_on == revenue_due_on(year, quarter)
    assert world.officer in due.recipients
    revenues.save_revenue(
        point=point, actor=world.officer, year=year, quarter=quarter, values={"total": 5, "ocop": 5, "note": ""}
    )
    assert list(kind.dues(today())) == []


@pytest.mark.parametrize(
    ("day", "quarter", "due"),
    [
        (dt.date(2024, 1, 1), (2023, 4), dt.date(2024, 1, 15)),
        (dt.date(2024, 3, 31), (2023, 4), dt.date(2024, 1, 15)),
        (dt.date(2024, 4, 1), (2024, 1), dt.date(2024, 4, 15)),
        (dt.date(2024, 12, 31), (2024, 3), dt.date(2024, 10, 15)),
    ],
)
def test_quarters_at_their_edges(day: dt.date, quarter: tuple[int, int], due: dt.date) -> None:
    assert quarter_before(day) == quarter
    assert revenue_due_on(*quarter) == due


def test_lists_cost_the_same_for_one_and_three(
    world: World, client_as: Callable[..., Client], anonymous: Client
) -> None:
    client = client_as(user=world.officer)

    def statements(who: Client, address: str) -> int:
        who.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert who.get(address).status_code == 200
        return len(seen)

    addresses = ((client, reverse("promotion:points")), (anonymous, reverse("catalogue:points")))
    world.recognise()
    points.put_on_show(point=world.point(state="recognised"), actor=world.officer, product=world.product)
    before = [statements(*one) for one in addresses]
    for name in ("Điểm hai", "Điểm ba"):
        points.put_on_show(point=world.point(state="recognised", name=name), actor=world.officer, product=world.product)
    assert [statements(*one) for one in addresses] == before
