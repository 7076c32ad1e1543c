"""E-commerce, communications, gift sets, agreements, coverage, figures, reminders."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.errors import Denied
from core.formats import today
from core.indicators import Scope, indicator, indicators
from core.search import search
from notifications.reminders import kinds
from notifications.todo import items_for
from products.actions.recognitions import revoke
from products.models import ProductSales
from promotion.actions import events, participations, records
from promotion.models import Agreement, Communication, GiftSet, Listing, Participation, PromotionEvent
from tests.products.world import pdf_upload
from tests.promotion.world import World

pytestmark = pytest.mark.django_db


def channel(world: World) -> Any:
    """A marketplace."""
    return records.create_channel(
        actor=world.officer, values={"name": "Sàn nông sản", "kind": "marketplace", "address": "https://san.example/"}
    )


def listing(world: World, **more: Any) -> Listing:
    """A product on it."""
    values = {"channel": channel(world), "link": "https://san.example/rau-ma", "listed_on": today()} | more
    return records.create_listing(product=world.product, actor=world.officer, values=values)


# --- e-commerce -----------------------------------------------------------------------------------------------------


def test_a_link_is_checked_by_hand_and_another_link_is_unchecked(
    world: World, client_as: Callable[..., Client]
) -> None:
    row = listing(world)
    client = client_as(user=world.owner)
    client.post(reverse("promotion:listing_check", args=[row.pk]), {"found": "selling", "version": row.version})
    row.refresh_from_db()
    assert (row.link_state, row.checked_on, row.checked_by) == ("selling", today(), world.owner)
    records.edit_listing(row=row, actor=world.owner, values={"link": "https://san.example/khac"})
    row.refresh_from_db()
    assert (row.link_state, row.checked_on, row.checked_by) == ("unchecked", None, None)
    with pytest.raises(Denied):
        records.check_listing(row=row, actor=world.neighbour, found="selling")
    page = client_as(user=world.neighbour).get(reverse("promotion:listing", args=[row.pk]))
    assert page.status_code == 404


@pytest.mark.parametrize(("days", "due"), [(89, False), (90, True), (91, True)])
def test_a_link_is_due_after_ninety_days(world: World, days: int, due: bool) -> None:
    row = listing(world, listed_on=today() - dt.timedelta(days=days))
    kind = next(one for one in kinds() if one.code == "promotion.link")
    found = list(kind.dues(today()))
    assert bool(found) is due
    assert any(item.kind == "promotion" and "liên kết" in item.title for item in items_for(world.owner)) is due
    if due:
        assert found[0].recipients == (world.owner,)
        records.check_listing(row=row, actor=world.owner, found="ended")
        assert list(kind.dues(today())) == []


def test_online_sales_by_quarter(world: World, client_as: Callable[..., Client]) -> None:
    row = listing(world)
    period = f"{today().year}-{(today().month + 2) // 3}"
    client_as(user=world.owner).post(
        reverse("promotion:listing", args=[row.pk]), {"period": period, "orders": "12", "revenue": "3.600.000"}
    )
    assert [(one.orders, one.revenue) for one in row.sales.all()] == [(12, 3_600_000)]
    figure = indicator("promotion.online_revenue").measure(Scope.of_year(today().year))
    assert figure == 3_600_000


def test_a_link_that_runs_a_script_is_refused(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.owner)
    address = reverse("promotion:listing_add", args=[world.product.pk])
    fields = {"channel": channel(world).pk, "link": "javascript:alert(1)", "listed_on": "1/1/2024"}
    assert client.post(address, fields).status_code == 200
    assert not Listing.objects.exists()


# --- communications, gift sets, agreements --------------------------------------------------------------------------


def media_fields(**more: Any) -> dict[str, Any]:
    """A filled form."""
    return {
        "title": "Phóng sự rau má", "kind": "broadcast", "outlet": "Đài tỉnh", "published_on": "3/4/2024", "quantity": "2",
        "place": "", "link": "https://dai.example/1", "summary": "Nội dung",
    } | more  # fmt: skip


def test_a_communication_with_its_files_belongs_to_its_unit(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    fields = media_fields(products=[world.product.pk], unit=world.units["Gia Viễn"].pk, created_by=1)
    client.post(reverse("promotion:media_add"), fields)
    row = Communication.objects.get()
    assert (row.unit, row.published_on, row.created_by) == (world.units["Yên Mô"], dt.date(2024, 4, 3), world.officer)
    address = reverse("promotion:media_one", args=[row.pk])
    client.post(address, {"upload": pdf_upload("bai-viet.pdf")})
    file = row.files.get().file
    assert client.get(reverse("core:file", args=[file.pk])).status_code == 200
    neighbour = client_as(user=world.neighbour)
    assert neighbour.get(address).status_code == 404
    assert neighbour.get(reverse("core:file", args=[file.pk])).status_code == 404
    assert "Phóng sự rau má" not in neighbour.get(reverse("promotion:media")).content.decode()
    assert client_as(user=world.leader).post(address, {"upload": pdf_upload("x.pdf")}).status_code == 403
    client.post(reverse("promotion:media_file_remove", args=[row.pk, row.files.get().pk]))
    assert not row.files.exists()


def test_a_gift_set_takes_only_what_is_recognised_and_flags_what_no_longer_is(
    world: World, client_as: Callable[..., Client]
) -> None:
    values = {"name": "Giỏ quà", "unit": world.units["Yên Mô"]}
    with pytest.raises(Denied, match="chưa có công nhận"):
        records.create_gift(actor=world.officer, values=values, products=[world.product])
    assert not GiftSet.objects.exists()
    recognition = world.recognise()
    gift = records.create_gift(actor=world.officer, values=values, products=[world.product])
    address = reverse("promotion:gift", args=[gift.pk])
    client = client_as(user=world.officer)
    assert "Thay sản phẩm" not in client.get(address).content.decode()
    revoke(recognition=recognition, actor=world.leader, reason="Sai nhãn")
    assert "Thay sản phẩm trong bộ quà" in client.get(address).content.decode()
    records.edit_gift(gift=gift, actor=world.officer, values={"price": 1}, products=[world.product])
    assert client_as(user=world.neighbour).get(address).status_code == 404


def test_an_agreement_names_the_producers_own_products(world: World, client_as: Callable[..., Client]) -> None:
    foreign = world.fresh_product("Cơm cháy", world.other)
    client = client_as(user=world.owner)
    address = reverse("promotion:agreement_add", args=[world.producer.pk])
    fields = {
        "partner": "Siêu thị Xanh", "kind": "contract", "signed_on": "1/2/2024", "valid_until": "31/1/2024",
        "products": [world.product.pk],
    }  # fmt: skip
    assert "từ ngày ký trở đi" in client.post(address, fields).content.decode()
    client.post(
        address, fields | {"valid_until": "31/1/2025", "upload": pdf_upload("hop-dong.pdf"), "value": "5.000.000"}
    )
    row = Agreement.objects.get()
    assert (row.value, list(row.products.all())) == (5_000_000, [world.product])
    assert client.get(reverse("core:file", args=[row.file_id])).status_code == 200
    assert client_as(user=world.other_owner).get(reverse("promotion:agreement", args=[row.pk])).status_code == 404
    with pytest.raises(Denied):
        records.edit_agreement(row=row, actor=world.department, values={}, products=[foreign])
    values = {"partner": "x", "kind": "contract", "signed_on": today()}
    with pytest.raises(Denied):
        records.create_agreement(producer=world.producer, actor=world.neighbour, values=values)


# --- coverage, figures, search --------------------------------------------------------------------------------------


def taken_part(world: World) -> Participation:
    """A chosen participant with results at an event of last year."""
    event = world.event(state="call_open")
    row = world.register(event)
    events.take_step(event=event, step="close_call", actor=world.officer)
    participations.answer(row=row, step="choose", actor=world.officer)
    first = dt.date(today().year - 1, 6, 1)
    PromotionEvent.objects.update(starts_on=first, ends_on=first, registration_closes_on=first, state="held")
    row = Participation.objects.select_related("event__unit", "producer").get()
    participations.save_results(
        row=row, actor=world.officer, values={"revenue": 30_000_000, "revenue_ocop": 20_000_000, "contracts": 2}
    )
    return row


def test_who_was_never_supported_and_revenue_before_and_after(world: World, client_as: Callable[..., Client]) -> None:
    world.recognise()
    foreign = world.fresh_product("Cơm cháy", world.other)
    world.recognise(foreign)
    taken_part(world)
    year = today().year
    for offset, amount in ((-3, 70), (-2, 100), (-1, 120), (0, 150)):
        ProductSales.objects.create(product=world.product, year=year + offset, revenue=amount * 1_000_000)
    client = client_as(user=world.department)
    address = reverse("promotion:coverage")
    never = client.get(address, {"ho_tro": "chua"}).content.decode()
    assert "HTX Gia Hòa" in never
    assert "HTX Vân Trà" not in never
    sheet = load_workbook(io.BytesIO(client.get(address, {"ho_tro": "da", "xuat": "xlsx"}).content)).active
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert row["Chủ thể"] == "HTX Vân Trà"
    assert row["Doanh thu năm trước hỗ trợ (đồng)"] == 100_000_000
    assert row["Doanh thu năm gần nhất (đồng)"] == 150_000_000
    assert row["Tăng, giảm (%)"] == 50
    assert row["Doanh thu tại sự kiện (đồng)"] == 30_000_000
    own = client_as(user=world.neighbour).get(address).content.decode()
    assert "HTX Vân Trà" not in own


def test_figures_count_by_unit_and_year(world: World) -> None:
    world.recognise()
    taken_part(world)
    world.point(state="recognised")
    listing(world)
    last_year, this_year = Scope.of_year(today().year - 1), Scope.of_year(today().year)
    told = {
        "promotion.events": 1, "promotion.participations": 1, "promotion.producers": 1, "promotion.contracts": 2,
        "promotion.event_revenue": Decimal(30_000_000), "promotion.event_revenue_ocop": Decimal(20_000_000),
    }  # fmt: skip
    for code, figure in told.items():
        assert indicator(code).measure(last_year) == figure, code
        assert indicator(code).measure(this_year) == 0, code
    unit = world.units["Yên Mô"].pk
    elsewhere = Scope.of_year(today().year - 1, frozenset({world.units["Gia Viễn"].pk}))
    assert indicator("promotion.events").measure(elsewhere) == 0
    assert indicator("promotion.participations").measure_by(last_year, "unit") == {unit: 1}
    assert indicator("promotion.points_new").measure(this_year) == 1
    assert indicator("promotion.points").measure(this_year) == 1
    assert indicator("promotion.listings").measure(this_year) == 1
    for one in indicators():
        if one.code.startswith("promotion."):
            assert one.page is not None
            assert one.page(this_year).startswith("/xuc-tien/")
            for dimension in one.dimensions:
                one.measure_by(this_year, dimension)


def test_reminders_of_calls_and_results_stop_when_done(world: World) -> None:
    world.recognise()
    event = world.event(state="call_open")
    calls = next(one for one in kinds() if one.code == "promotion.call")
    assert [due.recipients for due in calls.dues(today())] == [(world.owner,)]
    world.register(event)
    assert [due.recipients for due in calls.dues(today())] == [()]
    events.take_step(event=event, step="close_call", actor=world.officer)
    row = Participation.objects.select_related("event__unit", "producer").get()
    participations.answer(row=row, step="choose", actor=world.officer)
    PromotionEvent.objects.update(state="held")
    results = next(one for one in kinds() if one.code == "promotion.results")
    row.event.refresh_from_db()
    assert [due.obj for due in results.dues(today())] == [row]
    participations.save_results(row=row, actor=world.owner, values={"revenue": 0})
    assert list(results.dues(today())) == []


def test_the_search_box_finds_within_what_one_sees(world: World) -> None:
    world.event(name="Hội chợ Vân Long", state="planned")
    found = {provider.label: hits for provider, hits in search(world.officer, "van long")}
    assert [hit.title for hit in found["Sự kiện xúc tiến"]] == ["Hội chợ Vân Long"]
    assert "Sự kiện xúc tiến" not in {provider.label for provider, _ in search(world.neighbour, "van long")}
    assert "Sự kiện xúc tiến" not in {provider.label for provider, _ in search(world.owner, "van long")}


@pytest.mark.parametrize("name", ["listings", "media", "gifts", "agreements", "coverage"])
def test_lists_cost_the_same_for_one_and_three(world: World, client_as: Callable[..., Client], name: str) -> None:
    client = client_as(user=world.officer)
    world.recognise()
    row = listing(world)

    def more(number: int) -> None:
        product = world.fresh_product(f"Sản phẩm {number}")
        world.recognise(product)
        records.create_listing(
            product=product, actor=world.officer,
            values={"channel": row.channel, "link": f"https://san.example/{number}", "listed_on": today()},
        )  # fmt: skip
        values = {"title": f"Bài {number}", "kind": "article", "unit": world.units["Yên Mô"], "published_on": today()}
        records.create_communication(actor=world.officer, values=values, products=[product])
        records.create_gift(
            actor=world.officer, values={"name": f"Quà {number}", "unit": world.units["Yên Mô"]}, products=[product]
        )
        values = {"partner": f"Bên {number}", "kind": "contract", "signed_on": today()}
        records.create_agreement(producer=world.producer, actor=world.officer, values=values, products=[product])

    def statements() -> int:
        client.get(reverse(f"promotion:{name}"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(f"promotion:{name}")).status_code == 200
        return len(seen)

    more(1)
    one = statements()
    more(2)
    more(3)
    assert statements() == one
