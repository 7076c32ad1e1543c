"""Events and their participants: what may be shown as OCOP when, selection, booths, results, papers."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from core.errors import Denied
from core.formats import date_vn, today
from documents.actions.issue import issue_document
from documents.printing import paper_of, print_pdf
from notifications.models import Message
from products.actions.recognitions import revoke
from products.costs import costs_of_year
from products.models import Product, Recognition
from promotion.actions import events, participations
from promotion.actions.papers import draft_paper
from promotion.event_papers import CALL, REPORT, booths_paper, chosen_rows, not_to_show
from promotion.models import Participation, PromotionEvent
from promotion.showing import Showing, in_force, verdict
from tests.promotion.world import World

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    """A page's text."""
    answer = client.get(reverse(f"promotion:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


# --- validity against the event's days ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "showing"),
    [(-1, Showing.EXPIRED), (0, Showing.ENDS), (21, Showing.ENDS), (22, Showing.GOOD), (23, Showing.GOOD)],
)
def test_a_recognition_is_held_against_today_and_the_last_day(world: World, days: int, showing: Showing) -> None:
    event = world.event(starts=20, lasts=3)  # its last day is 22 days from today
    world.recognise(days=days, began=1_000)
    assert verdict(world.product, event.ends_on).showing == showing


def test_a_recognition_without_a_term_or_none_at_all_is_not_enough(world: World) -> None:
    assert verdict(world.product).showing == Showing.NONE
    world.recognise()
    Recognition.objects.update(valid_until=None, decided_year=None)
    assert verdict(Product.objects.get()).showing == Showing.UNKNOWN


@pytest.mark.parametrize(("years", "showing"), [(0, Showing.GOOD), (2, Showing.GOOD), (3, Showing.UNKNOWN)])
def test_a_year_alone_counts_as_long_as_every_day_of_it_would(world: World, years: int, showing: Showing) -> None:
    world.recognise()
    Recognition.objects.update(valid_until=None, decided_year=today().year - years)
    Recognition.objects.update(decided_on=None)
    product = Product.objects.get()
    assert verdict(product).showing == showing
    held = Recognition.objects.filter(in_force()).exists()
    assert held is verdict(product).allowed


def test_only_what_is_recognised_is_registered_as_ocop(world: World) -> None:
    event = world.event(state="call_open")
    with pytest.raises(Denied, match="chưa có công nhận"):
        world.register(event)
    row = world.register(event, ocop=[], others=[world.product])
    assert [item.as_ocop for item in row.items.all()] == [False]


def test_the_register_is_asked_again_at_selection_and_for_the_booth_list(world: World, client_as: Any) -> None:
    recognition = world.recognise()
    event = world.event(state="call_open")
    row = world.register(event)
    events.take_step(event=event, step="close_call", actor=world.officer)
    revoke(recognition=recognition, actor=world.leader, reason="Ngừng sản xuất")
    with pytest.raises(Denied, match="công nhận đã bị thu hồi"):
        participations.answer(row=row, step="choose", actor=world.officer)
    page = client_as(user=world.officer).get(f"/xuc-tien/{event.pk}/").content.decode()
    assert re.search(r"Bột rau má\s*<span[^>]*>.*Đã thu hồi", page)
    Recognition.objects.filter(pk=recognition.pk).update(state="valid")
    participations.answer(row=row, step="choose", actor=world.officer)
    assert not_to_show(chosen_rows(event), event) == []
    revoke(recognition=Recognition.objects.get(pk=recognition.pk), actor=world.leader, reason="Ngừng sản xuất")
    assert "đã bị thu hồi" in not_to_show(chosen_rows(event), event)[0]
    line = str(booths_paper(event))
    assert "Bột rau má (3 sao)" not in line


def test_an_event_page_flags_what_ends_before_it_does(world: World, client_as: Callable[..., Client]) -> None:
    world.recognise(days=21)
    event = world.event(state="call_open")
    row = world.register(event)
    text = page(client_as(user=world.officer), "participation", row.pk)
    assert "Hết hạn trước khi kết thúc" in text
    assert date_vn(today() + dt.timedelta(days=21)) in text


# --- registration ---------------------------------------------------------------------------------------------------


def test_registrations_end_with_the_last_day(world: World, time_machine: Any) -> None:
    world.recognise()
    event = world.event(state="call_open", registration_closes_on=today())
    last = dt.datetime.combine(today(), dt.time(23, 59, 59), tzinfo=dt.timezone(dt.timedelta(hours=7)))
    time_machine.move_to(last + dt.timedelta(seconds=1))
    with pytest.raises(Denied, match="hết hạn đăng ký"):
        world.register(event)
    time_machine.move_to(last)
    assert world.register(event).pk


def test_each_producer_registers_once_and_only_its_own_products(world: World) -> None:
    world.recognise()
    foreign = world.fresh_product("Cơm cháy", world.other)
    world.recognise(foreign)
    event = world.event(unit="Ninh Bình", state="call_open")
    with pytest.raises(Denied, match="của chính chủ thể"):
        world.register(event, ocop=[world.product, foreign])
    world.register(event)
    with pytest.raises(Denied, match="đã đăng ký"):
        world.register(event)
    with pytest.raises(Denied, match="trong địa bàn"):
        participations.register(event=event, producer=world.other, actor=world.officer, values={}, ocop=[foreign])


def test_a_producer_registers_on_its_own_account_and_reads_only_its_own(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.recognise()
    foreign = world.fresh_product("Cơm cháy", world.other)
    world.recognise(foreign)
    event = world.event(unit="Ninh Bình", state="call_open")
    world.register(event, world.other, ocop=[foreign])
    client = client_as(user=world.owner)
    assert "HTX Gia Hòa" not in page(client, "event", event.pk)
    form = client.get(reverse("promotion:register_choose", args=[event.pk]), follow=True)
    assert "Bột rau má: 3 sao" in form.content.decode()
    address = reverse("promotion:register", args=[event.pk, world.producer.pk])
    client.post(address, {"ocop": [world.product.pk], "contact": "Bà Trà", "state": "chosen", "booth": "A1"})
    row = Participation.objects.get(producer=world.producer)
    assert (row.state, row.on_behalf, row.booth) == ("registered", False, "")
    other = Participation.objects.get(producer=world.other)
    assert client.get(reverse("promotion:participation", args=[other.pk])).status_code == 404
    assert client.get(reverse("promotion:selection", args=[event.pk])).status_code == 403


def test_a_district_officer_sees_of_a_provincial_fair_only_the_own_producers(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.recognise()
    event = world.event(unit="Ninh Bình", state="call_open")
    world.register(event)
    neighbour = client_as(user=world.neighbour)
    assert "HTX Vân Trà" not in page(neighbour, "event", event.pk)
    assert ">1</span> đăng ký" not in page(neighbour, "events")
    for name in ("selection", "booths", "results", "booths_pdf", "booths_xlsx"):
        assert neighbour.get(reverse(f"promotion:{name}", args=[event.pk])).status_code == 404
    assert "HTX Vân Trà" in page(client_as(user=world.officer), "event", event.pk)


# --- selection, booths, results -------------------------------------------------------------------------------------


def chosen(world: World, *, state: str = "selection") -> Participation:
    """A chosen participant of an event in that state."""
    world.recognise()
    event = world.event(state="call_open")
    row = world.register(event)
    events.take_step(event=event, step="close_call", actor=world.officer)
    participations.answer(row=row, step="choose", actor=world.officer)
    for step in {"selection": (), "running": ("start",), "held": ("start", "hold")}[state]:
        PromotionEvent.objects.filter(pk=event.pk).update(
            starts_on=today(), ends_on=today(), registration_closes_on=today()
        )
        event.refresh_from_db()
        events.take_step(event=event, step=step, actor=world.officer)
    return Participation.objects.select_related("event__unit", "producer").get(pk=row.pk)


def test_the_producer_is_told_the_answer_with_its_reason(world: World, client_as: Callable[..., Client]) -> None:
    world.recognise()
    event = world.event(state="call_open")
    row = world.register(event)
    events.take_step(event=event, step="close_call", actor=world.officer)
    client = client_as(user=world.officer)
    address = reverse("promotion:participation_step", args=[row.pk, "refuse"])
    assert "Lỗi:" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "Hết gian hàng", "version": row.version})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("refused", "Hết gian hàng")
    message = Message.objects.filter(recipient=world.owner, kind="promotion.refuse").get()
    assert "Hết gian hàng" in message.body
    assert "Chưa được chọn lần này" in page(client_as(user=world.owner), "participation", row.pk)


def test_an_event_does_not_begin_early_nor_with_open_registrations(world: World) -> None:
    world.recognise()
    event = world.event(state="call_open")
    world.register(event)
    events.take_step(event=event, step="close_call", actor=world.officer)
    with pytest.raises(Denied, match="bắt đầu từ ngày"):
        events.take_step(event=event, step="start", actor=world.officer)
    PromotionEvent.objects.filter(pk=event.pk).update(starts_on=today())
    with pytest.raises(Denied, match="Còn 1 đăng ký chưa xét"):
        events.take_step(event=event, step="start", actor=world.officer)


def test_booths_and_support_are_one_form(world: World, client_as: Callable[..., Client]) -> None:
    row = chosen(world)
    client = client_as(user=world.officer)
    address = reverse("promotion:booths", args=[row.event_id])
    prefix = f"gian-{row.pk}"
    client.post(
        address,
        {f"{prefix}-booth": "A12", f"{prefix}-support_amount": "2.500.000", f"{prefix}-support_note": "Thuê gian"},
    )
    row.refresh_from_db()
    assert (row.booth, row.support_amount) == ("A12", 2_500_000)
    book = load_workbook(io.BytesIO(client.get(reverse("promotion:booths_xlsx", args=[row.event_id])).content)).active
    assert [cell.value for cell in book[2]][:4] == ["A12", "HTX Vân Trà", "Xã Yên Thắng", "Bột rau má"]
    pdf = PdfReader(io.BytesIO(client.get(reverse("promotion:booths_pdf", args=[row.event_id])).content))
    text = " ".join(sheet.extract_text() for sheet in pdf.pages)
    for words in ("DANH SÁCH", "A12", "HTX Vân Trà", "Bột rau má (3 sao)", "PHÒNG NÔNG NGHIỆP"):
        assert words in text.replace("\n", " "), words


def test_two_who_fill_the_booth_list_take_nothing_from_each_other(
    world: World, client_as: Callable[..., Client]
) -> None:
    row = chosen(world)
    address, prefix = reverse("promotion:booths", args=[row.event_id]), f"gian-{row.pk}"
    first, second = client_as(user=world.officer), client_as(user=world.officer)
    assert f'name="initial-{prefix}-booth"' in second.get(address).content.decode()
    blank = {f"{prefix}-{name}": "" for name in ("booth", "support_amount", "support_note")}
    marks = {f"initial-{name}": "" for name in blank}
    first.post(address, blank | marks | {f"{prefix}-booth": "A12"})
    second.post(address, blank | marks | {f"{prefix}-support_note": "Thuê gian"})
    row.refresh_from_db()
    assert (row.booth, row.support_note) == ("A12", "Thuê gian")
    sent = blank | marks | {f"{prefix}-booth": "B03", f"{prefix}-support_amount": "900.000"}
    told = second.post(address, sent, follow=True).content.decode()
    assert "người khác vừa ghi “A12”, bạn ghi “B03”" in told
    assert "Kinh phí hỗ trợ (đồng) “900.000”" in told, "what was typed beside it is not lost"
    row.refresh_from_db()
    assert (row.booth, row.support_amount) == ("A12", 0)
    odd = marks | {f"initial-{prefix}-support_amount": "x"}
    assert second.post(address, blank | odd | {f"{prefix}-support_amount": "5"}).status_code == 302


def test_the_green_button_of_an_event_is_what_is_to_be_done(world: World, client_as: Callable[..., Client]) -> None:
    def button(event: PromotionEvent) -> str:
        page = client_as(user=world.officer).get(reverse("promotion:event", args=[event.pk])).content.decode()
        return re.sub(
            r"<[^>]*>", "", re.findall(r'class="btn btn-primary"[^>]*>(.*?)</(?:a|button)>', page, re.DOTALL)[0]
        ).strip()

    row = chosen(world)
    assert button(row.event) == "Xét chọn chủ thể"
    for step, said in (("start", "Bắt đầu sự kiện"), ("hold", "Kết thúc sự kiện")):
        days = dict.fromkeys(("starts_on", "ends_on", "registration_closes_on"), today())
        PromotionEvent.objects.filter(pk=row.event_id).update(**days)
        row.event.refresh_from_db()
        assert button(row.event) == said
        events.take_step(event=row.event, step=step, actor=world.officer)
    row.refresh_from_db()
    assert button(row.event) == "Ghi kết quả từng chủ thể"
    values = {"revenue": 1, "revenue_ocop": 1, "contracts": 0, "memoranda": 0, "contacts": 0, "contract_value": 0}
    participations.save_results(row=row, actor=world.officer, values=values)
    assert button(row.event) == "Soạn báo cáo kết quả"


def test_results_lie_within_their_bounds(world: World, client_as: Callable[..., Client]) -> None:
    row = chosen(world, state="running")
    client = client_as(user=world.owner)
    address = reverse("promotion:participation_results", args=[row.pk])
    bad = client.post(address, {"revenue": "1.000.000", "revenue_ocop": "1.000.001", "version": row.version})
    assert "không thể lớn hơn doanh thu" in bad.content.decode()
    client.post(
        address, {"revenue": "12.500.000", "revenue_ocop": "9.000.000", "contracts": "2", "version": row.version}
    )
    row.refresh_from_db()
    assert (row.revenue, row.revenue_ocop, row.contracts, row.result_by) == (12_500_000, 9_000_000, 2, world.owner)


def sheet_of(*rows: list[Any]) -> SimpleUploadedFile:
    """A spreadsheet of results."""
    book = Workbook()
    book.active.append(["Mã", "Chủ thể", "Doanh thu (đồng)", "Trong đó OCOP (đồng)", "Số hợp đồng"])
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("ket-qua.xlsx", out.getvalue(), "application/octet-stream")


def test_a_sheet_is_shown_before_it_is_written_and_written_whole_or_not(
    world: World, client_as: Callable[..., Client]
) -> None:
    row = chosen(world, state="held")
    client = client_as(user=world.officer)
    address = reverse("promotion:results_import", args=[row.event_id])
    bad = client.post(
        address, {"sheet": sheet_of([row.pk, "HTX Vân Trà", "10.000.000", -1, ""], [None, "HTX lạ", 5, "", ""])}
    )
    text = client.get(bad["location"]).content.decode()
    assert "2</span> dòng có lỗi" in text
    assert "không có chủ thể này" in text
    client.post(bad["location"])
    row.refresh_from_db()
    assert row.revenue is None
    good = client.post(address, {"sheet": sheet_of([row.pk, "HTX Vân Trà", "10.000.000", 4_000_000, 3])})
    assert "Ghi mới" in client.get(good["location"]).content.decode()
    assert Participation.objects.get(pk=row.pk).revenue is None, "the dry run writes nothing"
    client.post(good["location"])
    row.refresh_from_db()
    assert (row.revenue, row.revenue_ocop, row.contracts) == (10_000_000, 4_000_000, 3)
    assert client_as(user=world.department).get(good["location"]).status_code in {403, 404}
    wrong = client.post(address, {"sheet": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 not a book")})
    assert "hỏng" in wrong.content.decode()


# --- papers and costs -----------------------------------------------------------------------------------------------


def test_the_call_is_a_letter_in_official_form(world: World, client_as: Callable[..., Client]) -> None:
    event = world.event(unit="Ninh Bình", state="call_open", support="thuê gian hàng")
    draft = draft_paper(event=event, kind=CALL, actor=world.department)
    assert draft_paper(event=event, kind=CALL, actor=world.department) == draft
    issued = issue_document(document=draft, issued_on=today(), signer_name="Người Ký", actor=world.department_leader)
    assert client_as(user=world.owner).get(reverse("documents:document", args=[issued.pk])).status_code == 200
    pdf = PdfReader(io.BytesIO(print_pdf(paper_of(issued))))
    text = " ".join(sheet.extract_text() for sheet in pdf.pages).replace("\n", " ")
    for words in ("SNN-PTNT", "V/v mời đăng ký tham gia", "Hội chợ OCOP Yên Mô", "thuê gian hàng", "GIÁM ĐỐC"):
        assert words in text, words


def test_the_report_needs_every_result_and_ends_the_event(world: World) -> None:
    row = chosen(world, state="held")
    draft = draft_paper(event=row.event, kind=REPORT, actor=world.officer)
    with pytest.raises(Denied, match="Chưa có kết quả của: HTX Vân Trà"):
        issue_document(document=draft, issued_on=today(), signer_name="Người Ký", actor=world.leader)
    participations.save_results(row=row, actor=world.officer, values={"revenue": 12_000_000, "revenue_ocop": 7_000_000})
    draft.refresh_from_db()
    issued = issue_document(document=draft, issued_on=today(), signer_name="Người Ký", actor=world.leader)
    assert PromotionEvent.objects.get(pk=row.event_id).state == "reported"
    assert issued.source["lines"][0]["revenue"] == "12000000"
    event = PromotionEvent.objects.select_related("unit").get(pk=row.event_id)
    with pytest.raises(Denied, match="không sửa được"):
        events.edit_event(event=event, actor=world.officer, values={"name": "Khác"})


def test_costs_reach_the_years_budget(world: World) -> None:
    event = world.event(unit="Ninh Bình")
    values = {"source": "new_rural", "content": "Thuê gian hàng", "planned": 50_000_000, "spent": 0}
    cost = events.add_cost(event=event, actor=world.department, values=values)
    events.edit_cost(cost=cost, actor=world.department, values={"spent": 48_000_000})
    row = next(one for one in costs_of_year(event.starts_on.year) if one.activity == "promotion")
    assert (row.spent, row.unit_id, row.url) == (
        48_000_000,
        world.units["Ninh Bình"].pk,
        f"/xuc-tien/{event.pk}/kinh-phi/",
    )
    with pytest.raises(Denied):
        events.add_cost(event=event, actor=world.officer, values=values)


# --- lists ----------------------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_one_and_three(world: World, client_as: Callable[..., Client]) -> None:
    world.recognise()
    client = client_as(user=world.officer)

    def statements() -> int:
        page(client, "events")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, "events")
        return len(seen)

    world.register(world.event(state="call_open"))
    one = statements()
    for name in ("Tuần lễ OCOP", "Kết nối cung - cầu"):
        world.register(world.event(state="call_open", name=name))
    assert statements() == one
    assert "Tuần lễ OCOP" in page(client, "events", q="tuan le")
    assert "Tuần lễ OCOP" not in page(client, "events", q="ket noi")


def test_selection_costs_the_same_for_one_and_two(world: World, client_as: Callable[..., Client]) -> None:
    world.recognise()
    event = world.event(unit="Ninh Bình", state="call_open")
    world.register(event)
    client = client_as(user=world.department)

    def statements() -> int:
        page(client, "selection", event.pk)
        with CaptureQueriesContext(connection) as seen:
            page(client, "selection", event.pk)
        return len(seen)

    one = statements()
    foreign = world.fresh_product("Cơm cháy", world.other)
    world.recognise(foreign)
    world.register(event, world.other, ocop=[foreign])
    assert statements() == one
