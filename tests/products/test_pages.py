"""Pages: what a form may write, two tabs, double clicks, counts of statements, names with markup, exports, receipts."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.editing import Stale
from core.errors import Denied
from core.formats import date_vn, today
from criteria.queries import ruleset, sheet_of
from products.actions import content, dossiers, producers
from products.actions.rounds import edit_round
from products.enums import DossierState, ItemVerdict, ProducerKind
from products.models import EvaluationRound, Producer, Product, SelfAssessmentLine
from tests.products.world import World

XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} {% load static %}",
    "javascript:alert(1)",
    "=HYPERLINK(\"http://x\")",
]  # fmt: skip


def producer_fields(world: World, **changes: Any) -> dict[str, Any]:
    """A filled form."""
    return {
        "name": "HTX Đồng Xanh", "kind": ProducerKind.COOPERATIVE, "commune": world.units["Yên Thắng"].pk, "address": "",
        "tax_code": "", "registration_number": "", "registered_on": "", "representative": "", "phone": "",
    } | changes  # fmt: skip


# --- what a form may write ----------------------------------------------------------------------------------------


def test_extra_fields_of_a_post_change_nothing(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    client.post(
        reverse("products:producer_add"),
        producer_fields(world, district=world.units["Gia Viễn"].pk, source="giả", version=99, id=777, name_sort="x"),
    )
    made = Producer.objects.get(name="HTX Đồng Xanh")
    assert (made.district, made.source, made.version) == (world.units["Yên Mô"], "", 1)
    dossier = world.draft()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    client.post(
        reverse("products:item", args=[dossier.pk, item.code]),
        {"answer": "ghi chú", "version": item.version, "verdict": "passed", "mandatory": "", "reason": "x", "state": "accepted",
         "not_applicable": "on", "code": "HS-1", "holder": world.units["Gia Viễn"].pk, "final_mean": "99"},
    )  # fmt: skip
    item.refresh_from_db()
    dossier.refresh_from_db()
    assert (item.answer, item.verdict, item.mandatory, item.not_applicable) == (
        "ghi chú",
        ItemVerdict.UNCHECKED,
        True,
        False,
    )
    assert (dossier.state, dossier.code, dossier.holder, dossier.final_mean) == (
        DossierState.DRAFT, "", world.units["Yên Mô"], None,
    )  # fmt: skip


def test_an_action_refuses_fields_that_are_not_its_own(world: World) -> None:
    with pytest.raises(TypeError):
        producers.edit_producer(producer=world.producer, actor=world.officer, values={"source": "giả"})
    with pytest.raises(TypeError):
        producers.edit_producer(producer=world.producer, actor=world.owner, values={"name": "Tên khác"})


def test_a_place_outside_the_territory_is_not_offered_and_not_taken(
    world: World, client_as: Callable[..., Client]
) -> None:
    answer = client_as(user=world.officer).post(
        reverse("products:producer_add"), producer_fields(world, commune=world.units["Gia Hòa"].pk)
    )
    assert answer.status_code == 200
    assert "<title>Lỗi:" in answer.content.decode()
    assert not Producer.objects.filter(name="HTX Đồng Xanh").exists()


@pytest.mark.parametrize("typed", ["123", "01234567890", "0123456789-1", "abc"])
def test_a_wrong_tax_code_is_named(world: World, client_as: Callable[..., Client], typed: str) -> None:
    page = client_as(user=world.officer).post(reverse("products:producer_add"), producer_fields(world, tax_code=typed))
    assert (
        page.content.decode().count("Mã số thuế gồm 10 chữ số") == 2
    )  # in the summary and at the field, word for word


@pytest.mark.parametrize(("typed", "kept"), [("0123456789", "0123456789"), ("0123456789001", "0123456789-001")])
def test_a_right_tax_code_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert producers.clean_tax_code(typed) == kept


def test_the_same_name_without_accents_is_warned_of_and_taken_only_when_said_twice(
    world: World, client_as: Callable[..., Client]
) -> None:
    client = client_as(user=world.officer)
    fields = producer_fields(world, name="HTX RAU, CU, QUA VAN TRA")
    page = client.post(reverse("products:producer_add"), fields)
    body = page.content.decode()
    assert "Có thể chủ thể này đã được ghi" in body
    assert 'đánh dấu ô <a href="#id_another_one">' in body
    assert 'id="id_another_one"' in body
    assert Producer.objects.count() == 1
    client.post(reverse("products:producer_add"), fields | {"another_one": "on"})
    assert Producer.objects.count() == 2


# --- two tabs, two clicks -----------------------------------------------------------------------------------------


def test_the_second_of_two_tabs_gets_both_texts_and_nothing_is_overwritten(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.draft()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    address = reverse("products:item", args=[dossier.pk, item.code])
    client_as(user=world.officer).post(address, {"answer": "của người thứ nhất", "version": item.version})
    answer = client_as(user=world.owner).post(address, {"answer": "của người thứ hai", "version": item.version})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "của người thứ nhất" in page
    assert "của người thứ hai" in page
    item.refresh_from_db()
    assert item.answer == "của người thứ nhất"
    with pytest.raises(Stale):
        content.save_item(item=item, actor=world.officer, answer="x", version=item.version - 1)


def test_autosave_tells_of_a_conflict_as_json(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    address = reverse("products:item_autosave", args=[dossier.pk, item.code])
    client = client_as(user=world.officer)
    first = client.post(address, {"answer": "một", "version": item.version})
    assert re.fullmatch(r"\d\d:\d\d", first.json()["saved_at"])
    assert client.post(address, {"answer": "hai", "version": first.json()["version"]}).status_code == 200
    stale = client.post(address, {"answer": "ba", "version": item.version})
    assert stale.status_code == 409
    assert "xem cả hai bản" in stale.json()["error"]


def test_the_second_copy_of_a_form_makes_no_second_record(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    fields = producer_fields(world, once=str(uuid.uuid4()))
    first = client.post(reverse("products:producer_add"), fields)
    second = client.post(reverse("products:producer_add"), fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Producer.objects.filter(name="HTX Đồng Xanh").count() == 1


def test_handing_in_twice_gives_one_code_and_the_same_receipt(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.filled()
    client = client_as(user=world.officer)
    address = reverse("products:dossier_check", args=[dossier.pk])
    page = client.get(address).content.decode()
    assert "chưa nộp" in page
    assert "Nộp hồ sơ lên huyện Yên Mô" in page
    fields = {"version": dossier.version, "once": str(uuid.uuid4())}
    first, second = client.post(address, fields), client.post(address, fields)
    receipt = reverse("products:dossier_submitted", args=[dossier.pk])
    assert first["Location"] == second["Location"] == receipt
    assert client.post(address, {"version": dossier.version})["Location"] == reverse(
        "products:dossier", args=[dossier.pk]
    )
    dossier.refresh_from_db()
    assert dossier.submissions == 1
    for _ in range(2):
        shown = client.get(receipt).content.decode()
        assert dossier.code in shown
    dossier.refresh_from_db()
    assert dossier.submissions == 1


def test_an_incomplete_dossier_says_what_is_missing_and_stays_a_draft(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.draft()
    client = client_as(user=world.owner)
    address = reverse("products:dossier_check", args=[dossier.pk])
    assert "Chưa cung cấp" in client.get(address).content.decode()
    answer = client.post(address, {"version": dossier.version})
    assert answer.status_code == 422
    assert "phần bắt buộc" in answer.content.decode()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.code) == (DossierState.DRAFT, "")


def test_the_product_has_one_dossier_a_round(world: World) -> None:
    world.draft()
    with pytest.raises(Denied, match="đã có hồ sơ trong đợt"):
        world.draft()


# --- the whole way in pages, without scripts ----------------------------------------------------------------------


def test_return_and_acceptance_in_pages(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.submitted()
    officer, leader = client_as(user=world.officer), client_as(user=world.leader)
    assert officer.get(reverse("products:dossier_receive", args=[dossier.pk])).status_code == 302
    page = leader.get(reverse("products:dossier_receive", args=[dossier.pk]))
    assert "0/6 phần đã kiểm tra" in page.content.decode()
    seen = dossier.items.get(code="dang-ky-kinh-doanh").evidence.get()
    viewer = leader.get(page.wsgi_request.path, {"tep": seen.pk}).content.decode().partition('id="xem-tep"')[2]
    assert 'href="#muc-dang-ky-kinh-doanh"' in viewer, "from the file back to what is said of it"
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    check = reverse("products:dossier_check_item", args=[dossier.pk, item.code])
    assert leader.post(check, {"verdict": "missing", "reason": " ", "version": item.version}).status_code == 422
    item.refresh_from_db()
    assert item.verdict == ItemVerdict.UNCHECKED
    leader.post(check, {"verdict": "missing", "reason": "Bản chụp mờ.", "version": item.version})
    before = leader.get(reverse("products:dossier_return", args=[dossier.pk])).content.decode()
    leader.post(reverse("products:dossier_return", args=[dossier.pk]), {"reason": ""})
    dossier.refresh_from_db()
    assert dossier.state == DossierState.RETURNED
    assert f"nộp lại chậm nhất ngày {date_vn(dossier.due_at)}" in before
    for address in (
        reverse("products:dossier", args=[dossier.pk]),
        reverse("products:item", args=[dossier.pk, item.code]),
    ):
        assert "Bản chụp mờ." in officer.get(address).content.decode()
    answer = officer.post(reverse("products:dossier_check", args=[dossier.pk]), {"version": dossier.version})
    assert "bị trả lại chưa sửa" in answer.content.decode()
    item.refresh_from_db()
    officer.post(
        reverse("products:item", args=[dossier.pk, item.code]), {"answer": "Đã chụp lại", "version": item.version}
    )
    officer.post(reverse("products:dossier_check", args=[dossier.pk]), {})
    leader.post(reverse("products:dossier_pass_rest", args=[dossier.pk]))
    leader.post(reverse("products:dossier_accept", args=[dossier.pk]), {})
    dossier.refresh_from_db()
    assert (dossier.state, dossier.submissions, dossier.accepted_by) == (DossierState.ACCEPTED, 2, world.leader)


def test_the_self_assessment_reads_as_sentences_with_its_total_and_state_in_one_bar(
    world: World, client_as: Callable[..., Client]
) -> None:
    body = (
        client_as(user=world.owner).get(reverse("products:self_assessment", args=[world.draft().pk])).content.decode()
    )
    bar = body.partition('<div class="self-strip">')[2].partition("</div>")[0]
    assert 'id="tong-diem"' in bar
    assert body.count("data-save-state") == bar.count("data-save-state") == 1
    names = re.findall(
        r'<h3 class="self-section">[^ ]+ ([^<]*)</h3>|<legend><b class="n">[^<]*</b> ([^<]*?) <span', body
    )
    assert len(names) > 30
    assert not [name for pair in names for name in pair if name.isupper()]
    spoken = re.sub(r'<span aria-hidden="true">.*?</svg>.*?</span></span></span>', "", body)
    assert 'tối thiểu <b>3</b> <span class="visually-hidden">sao</span>' in spoken


def test_the_self_assessment_without_scripts_keeps_blanks_blank_and_takes_only_listed_levels(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.draft()
    first, second, *_ = sheet_of(dossier.criteria_set).criteria
    client = client_as(user=world.owner)
    address = reverse("products:self_assessment", args=[dossier.pk])
    client.post(address, {f"muc-{first.id}": str(first.options[0].index), f"ghi-chu-{first.id}": "có hợp đồng"})
    line = SelfAssessmentLine.objects.get(dossier=dossier)
    assert (line.criterion_id, line.points, line.note) == (first.id, first.options[0].points, "có hợp đồng")
    refused = client.post(reverse("products:self_line", args=[dossier.pk, second.id]), {f"muc-{second.id}": "99"})
    assert refused.status_code == 422
    taken = client.post(reverse("products:self_line", args=[dossier.pk, second.id]), {f"muc-{second.id}": "0"}).json()
    assert taken["text"]["con-lai"] == f"còn {len(sheet_of(dossier.criteria_set).criteria) - 2} tiêu chí"
    assert SelfAssessmentLine.objects.filter(dossier=dossier).count() == 2


def test_none_reached_is_chosen_and_counts_zero_but_is_not_blank(world: World) -> None:
    dossier = world.draft()
    criterion = next(c for c in sheet_of(dossier.criteria_set).criteria if c.offers_none)
    line = content.save_self_line(dossier=dossier, actor=world.owner, criterion_id=criterion.id or 0, option_index=None)
    assert (line.points, line.option_index) == (0, None)
    listed = next((c for c in sheet_of(dossier.criteria_set).criteria if c.lists_zero), None)
    if listed is not None:
        with pytest.raises(Denied):
            content.save_self_line(dossier=dossier, actor=world.owner, criterion_id=listed.id or 0, option_index=None)


# --- lists ---------------------------------------------------------------------------------------------------------


def statements(client: Client, address: str) -> int:
    """How many SQL statements a page needs."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["producers", "products", "dossiers", "recognitions"])
def test_a_list_costs_the_same_for_one_and_three_rows(
    world: World, client_as: Callable[..., Client], name: str
) -> None:
    client = client_as(user=world.officer)
    world.recognised()
    one = statements(client, reverse(f"products:{name}"))
    for number in range(2):
        producer = producers.create_producer(
            actor=world.officer,
            values={"name": f"HTX số {number}", "kind": ProducerKind.COOPERATIVE, "district": world.units["Yên Mô"],
                    "commune": world.units["Yên Thắng"]},
        )  # fmt: skip
        product = world.fresh_product(f"Sản phẩm {number}")
        Product.objects.filter(pk=product.pk).update(producer=producer)
        product.refresh_from_db()
        world.recognised(product)
    assert statements(client, reverse(f"products:{name}")) == one
    assert one <= 14, f"{name} needs {one}"


def test_search_reads_without_accents(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    world.draft()
    for typed in ("bot rau ma", "BỘT RAU MÁ", "Bột rau má", "van tra bot"):
        assert "Bột rau má Vân Trà" in client.get(reverse("products:dossiers"), {"q": typed}).content.decode()
    empty = client.get(reverse("products:dossiers"), {"q": "không có gì"}).content.decode()
    assert "Không có hồ sơ nào khớp" in empty


def test_the_list_of_dossiers_keeps_to_the_year_in_work(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    world.draft()
    EvaluationRound.objects.update(year=2023)
    assert "Bột rau má" not in client.get(reverse("products:dossiers")).content.decode()
    assert "Bột rau má" in client.get(reverse("products:dossiers"), {"nam": "tat-ca"}).content.decode()


@pytest.mark.parametrize("text", XSS)
def test_markup_in_names_is_text_everywhere(world: World, client_as: Callable[..., Client], text: str) -> None:
    Producer.objects.filter(pk=world.producer.pk).update(name=text, representative=text, address=text, history=text)
    Product.objects.filter(pk=world.product.pk).update(name=text, description=text, story=text)
    world.product.refresh_from_db()
    world.producer.refresh_from_db()
    dossier = world.returned()
    dossier.items.filter(verdict="missing").update(reason=text)
    dossier.items.update(answer=text)
    client = client_as(user=world.officer)
    addresses = [
        reverse(f"products:{name}") for name in ("producers", "products", "dossiers", "dossier_new", "product_new")
    ]
    addresses += [
        reverse(f"products:{name}", args=[dossier.pk])
        for name in ("dossier", "dossier_report", "dossier_check", "self_assessment")
    ]
    addresses += [
        reverse("products:producer", args=[world.producer.pk]),
        reverse("products:product", args=[world.product.pk]),
    ]
    addresses.append(reverse("products:item", args=[dossier.pk, "dang-ky-kinh-doanh"]))
    for address in addresses:
        page = client.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert 'href="javascript:' not in page, address
    book = load_workbook(io.BytesIO(client.get(reverse("products:producers"), {"xuat": "xlsx"}).content))
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]


def test_ids_are_never_grouped(world: World, client_as: Callable[..., Client]) -> None:
    with connection.cursor() as cursor:
        for table in ("products_dossier", "products_producer"):
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 12344)", [table])
    dossier = world.draft()
    assert dossier.pk == 12345
    page = client_as(user=world.officer).get(reverse("products:dossier", args=[dossier.pk])).content.decode()
    assert not re.search(r'(?:href|action|value|data-[a-z]+)="[^"]*\d\.\d{3}[/"]', page)


def test_plain_words_for_producers_and_official_ones_for_officers(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.submitted()
    address = reverse("products:dossier", args=[dossier.pk])
    assert "Đã nộp, đang được kiểm tra" in client_as(user=world.owner).get(address).content.decode()
    assert "Chờ kiểm tra" in client_as(user=world.officer).get(address).content.decode()


def test_a_phone_is_told_under_the_title_where_the_dossier_is(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.submitted()
    page = client_as(user=world.officer).get(reverse("products:dossier", args=[dossier.pk])).content.decode()
    line = page.partition("dossier-now")[2].partition("</p>")[0]
    for said in ("Chờ kiểm tra", f"đang ở {dossier.holder.area}", date_vn(dossier.due_at)):
        assert said in line
    assert page.index("dossier-now") < page.index("Phần bắt buộc")
    own = client_as(user=world.owner).get(reverse("products:dossier", args=[world.draft(world.fresh_product()).pk]))
    assert "đang ở chủ thể" in own.content.decode()


def test_rounds_belong_to_the_department(world: World, client_as: Callable[..., Client]) -> None:
    fields = {
        "year": world.round.year, "number": 2, "name": "Đợt 2", "ruleset": world.round.ruleset_id, "opens_on": "1/3/2026",
        "closes_on": "31/3/2026",
    }  # fmt: skip
    assert client_as(user=world.officer).post(reverse("products:round_add"), fields).status_code == 403
    client_as(user=world.department).post(reverse("products:round_add"), fields)
    made = EvaluationRound.objects.get(number=2)
    assert f"{made.opens_on:%d/%m/%Y}" == "01/03/2026"
    world.draft()
    with pytest.raises(Denied, match="đã có hồ sơ"):
        edit_round(round_=world.round, actor=world.department, values={"ruleset": ruleset("qd26-2026")})


def test_samples_cannot_come_from_the_future(world: World) -> None:
    dossier = world.submitted()
    with pytest.raises(Denied, match="sau hôm nay"):
        dossiers.record_samples(dossier=dossier, actor=world.leader, received_on=today() + dt.timedelta(days=1))
    assert (
        dossiers.record_samples(dossier=dossier, actor=world.leader, received_on=today()).samples_received_on == today()
    )


def test_a_change_from_the_check_page_leads_back_to_it(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft(actor=world.owner)
    client = client_as(user=world.owner)
    check = reverse("products:dossier_check", args=[dossier.pk])
    shown = client.get(check).content.decode()
    for name, pk in (("producer_edit", world.producer.pk), ("product_edit", world.product.pk)):
        address = f"{reverse(f'products:{name}', args=[pk])}?hs={dossier.pk}"
        assert f'href="{address}"' in shown
        assert f'href="{check}">Không lưu' in client.get(address).content.decode()
    answer = client.post(
        f"{reverse('products:producer_edit', args=[world.producer.pk])}?hs={dossier.pk}", {"version": 1}
    )
    assert answer["Location"] == check
    report = f"{reverse('products:dossier_report', args=[dossier.pk])}?tu=kiem-tra"
    assert client.post(report, {"plan": "Mở rộng."})["Location"] == check
    plain = client.post(f"{reverse('products:producer_edit', args=[world.producer.pk])}?hs=²", {"version": 2})
    assert plain["Location"] == reverse("products:producer", args=[world.producer.pk])
