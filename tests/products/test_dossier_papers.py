"""The dossier's own papers, the words of the report, evidence by criterion, what changes between two handings-in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Unit, UnitSuccession
from core.errors import Denied, Stale
from core.formats import now, today
from criteria.queries import ruleset, sheet_of, typed_ruleset
from documents.forms_of_paper import commune_report
from products import dossier_papers
from products.actions import content, dossiers, papers, reports
from products.codes import slip_number
from products.commune_papers import ITEMS, REPORT
from products.content import missing_items
from products.enums import DossierKind, ItemVerdict, ProducerPaperKind
from products.legal_words import basis_words, form_number, source_lines
from products.models import Dossier, Evidence, Product, Recognition, SelfAssessmentLine
from products.renewing import window_of
from products.reporting import progress_of, report_of
from products.selfcheck import self_sheet
from products.snapshots import last_comparison
from tests.factories import UnitFactory
from tests.products.world import World, pdf_upload


def words_of(data: bytes) -> str:
    """The text of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_the_slip_and_the_report_are_filled_from_the_records(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.filled()
    reports.save_report(
        dossier=dossier, actor=world.officer, values={"plan": "Mở rộng vùng nguyên liệu thêm 2 ha."}, version=None
    )
    client = client_as(user=world.owner)
    slip = client.get(reverse("products:dossier_slip", args=[dossier.pk]))
    assert slip["Content-Type"] == "application/pdf"
    text = words_of(slip.content)
    assert "PHIẾU ĐĂNG KÝ" in text
    assert "HTX rau, củ, quả Vân Trà" in text
    assert "DÀNH CHO ỦY BAN NHÂN DÂN CẤP HUYỆN" in text
    assert "CẤP XÃ" not in text
    assert "Theo Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 của Thủ tướng Chính phủ" in text
    assert "Mẫu số" not in text, "148/QĐ-TTg numbers no forms"
    text = words_of(client.get(reverse("products:dossier_report_pdf", args=[dossier.pk])).content)
    for part in ("Phần I", "Phần II", "Phần III", "Phần IV"):
        assert part in text
    assert "Mở rộng vùng nguyên liệu thêm 2 ha." in text
    assert "DANH MỤC TÀI LIỆU MINH CHỨNG" in text


def test_under_the_two_level_law_the_slip_has_the_communes_part(world: World) -> None:
    world.round.ruleset = ruleset("qd26-2026")
    world.round.save()
    dossier = world.draft()
    facts = dossier_papers._offices(dossier)
    assert [office.title for office in facts] == [
        "DÀNH CHO ỦY BAN NHÂN DÂN CẤP XÃ",
        "DÀNH CHO CƠ QUAN QUẢN LÝ OCOP CẤP TỈNH",
    ]
    dossier.code = "HS-2026-0135"
    assert slip_number(typed_ruleset(dossier.ruleset), dossier) == f"0135/PĐK-37-{dossier.commune.code}-2026"
    older = typed_ruleset(ruleset("qd148-2023"))
    assert slip_number(older, dossier) == f"0135/PĐK-37-{dossier.district.code}-2026"


@pytest.mark.parametrize(
    ("code", "lines", "report"),
    [
        ("qd148-2023", ("(Theo Quyết định số 148/QĐ-TTg", "ngày 24 tháng 02 năm 2023 của Thủ tướng Chính phủ)"), ""),
        (
            "qd1489-2025",
            (
                "(Theo Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 và",
                "Quyết định số 1489/QĐ-TTg ngày 06 tháng 7 năm 2025 của Thủ tướng Chính phủ)",
            ),
            "",
        ),
        (
            "qd26-2026",
            (
                "(Theo Mẫu số 01 ban hành kèm theo Quyết định số 26/2026/QĐ-TTg",
                "ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ)",
            ),
            "Mẫu số 03",
        ),
    ],
)
def test_papers_cite_the_law_of_their_ruleset_and_only_forms_that_it_numbers(
    law: None, code: str, lines: tuple[str, ...], report: str
) -> None:
    rules = typed_ruleset(ruleset(code))
    assert source_lines(rules, "phieu-dang-ky") == lines
    assert form_number(rules, ITEMS[REPORT]) == report
    facts = commune_report.Facts(*[""] * 11, year=2026)
    letter = "\n".join(commune_report.letter_texts(facts, basis_words(rules), form=report).paragraphs)
    assert ("Mẫu số 03" in letter) == bool(report)
    assert rules.basis[-1].document in letter


def test_officer_and_producer_write_one_report_without_overwriting(world: World) -> None:
    dossier = world.draft()
    first = reports.save_report(dossier=dossier, actor=world.owner, values={"market": "Bán tại xã."}, version=1)
    with pytest.raises(Stale) as conflict:
        reports.save_report(dossier=dossier, actor=world.officer, values={"market": "Bán tại tỉnh."}, version=1)
    assert {(row.mine, row.theirs) for row in conflict.value.fields} == {("Bán tại tỉnh.", "Bán tại xã.")}
    reports.save_report(
        dossier=dossier, actor=world.officer, values={"market": "Bán tại xã, tại tỉnh."}, version=first.version
    )
    assert report_of(dossier).market == "Bán tại xã, tại tỉnh."
    with pytest.raises(Denied):
        reports.save_report(dossier=dossier, actor=world.neighbour, values={"market": "x"}, version=None)


def test_the_report_page_saves_only_its_own_fields(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    client = client_as(user=world.owner)
    address = reverse("products:dossier_report_save", args=[dossier.pk])
    answer = client.post(address, {"plan": "Kế hoạch", "changes": "không hỏi", "dossier": 1, "version": "1"})
    assert answer.json()["text"]["bao-cao-da-viet"].endswith("mục đã viết")
    report = report_of(dossier)
    assert (report.plan, report.changes) == ("Kế hoạch", "")
    assert progress_of(dossier).written >= 1


def test_one_file_serves_several_criteria(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.draft()
    criteria = sheet_of(dossier.criteria_set).criteria
    client = client_as(user=world.owner)
    first = reverse("products:criterion_evidence", args=[dossier.pk, criteria[0].id])
    assert client.get(first).status_code == 200
    client.post(first, {"file": pdf_upload("hop-dong.pdf")})
    row = Evidence.objects.get(item__dossier=dossier)
    client.post(reverse("products:criterion_evidence", args=[dossier.pk, criteria[3].id]), {"tep": [row.pk]})
    assert set(row.criteria.values_list("pk", flat=True)) == {criteria[0].id, criteria[3].id}
    client.post(first, {"tep": [], "da-gan": [row.pk]})
    assert set(row.criteria.values_list("pk", flat=True)) == {criteria[3].id}
    other = sheet_of(ruleset("qd26-2026").collection.sets.first()).criteria[0]
    assert client.get(reverse("products:criterion_evidence", args=[dossier.pk, other.id])).status_code == 404


def test_the_predicted_rank_is_capped_by_a_minimum_that_is_not_met(world: World) -> None:
    dossier = world.filled()
    sheet = self_sheet(dossier)
    assert sheet.predicted == 5
    lowest = {
        criterion.code: min(criterion.options, key=lambda option: option.points) for criterion in sheet.form.criteria
    }
    capping = min(
        (row for row in sheet.form.criteria if 5 in row.minimums and lowest[row.code].points < row.minimums[5]),
        key=lambda row: row.max_points,
    )
    worst = lowest[capping.code]
    line = SelfAssessmentLine.objects.get(dossier=dossier, criterion_id=capping.id)
    SelfAssessmentLine.objects.filter(pk=line.pk).update(option_index=worst.index, points=worst.points)
    sheet = self_sheet(dossier)
    assert sheet.predicted < 5
    assert sheet.capped is not None
    assert capping.code in {criterion.code for criterion in sheet.capped.criteria}


def test_dossiers_of_before_the_column_get_the_rank_that_they_were_handed_in_with(world: World) -> None:
    sent, oldest = world.returned(), world.submitted(world.fresh_product("Nấm sò"))
    draft = world.draft(world.fresh_product("Bột tía tô"))
    versions = {row.pk: row.version for row in Dossier.objects.all()}
    Dossier.objects.update(self_stars=None)
    assert sent.self_lines.update(points=0) > 0, "changed since it was returned"
    oldest.handed_in.all().delete()
    oldest.self_lines.update(points=0)
    for told in ("cho 2 hồ sơ", "cho 0 hồ sơ"):
        out = io.StringIO()
        call_command("fill_self_stars", stdout=out)
        assert told in out.getvalue()
    assert dict(Dossier.objects.values_list("pk", "self_stars")) == {sent.pk: 5, oldest.pk: 0, draft.pk: None}
    assert {row.pk: row.version for row in Dossier.objects.all()} == versions, "nobody's open form is stale"


def test_two_people_who_choose_for_one_criterion_notice_each_other(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.draft()
    first, second = sheet_of(dossier.criteria_set).criteria[:2]
    officer, owner = client_as(user=world.officer), client_as(user=world.owner)
    address = reverse("products:self_line", args=[dossier.pk, first.id])
    saved = officer.post(address, {f"muc-{first.id}": "0", "version": "0"}).json()
    assert all(f'id="{place}"' in markup for place, markup in saved["html"].items()), "found again by the next save"
    late = owner.post(address, {f"muc-{first.id}": "1", "version": "0"})
    assert late.status_code == 409
    assert "Tiêu chí này vừa được sửa ở nơi khác." in late.json()["error"]
    assert owner.post(address, {f"muc-{first.id}": "1", "version": saved["version"]}).status_code == 200
    page = {f"muc-{first.id}": "0", f"muc-{second.id}": "0", "version": [saved["version"], "0"]}
    answer = officer.post(reverse("products:self_assessment", args=[dossier.pk]), page, follow=True)
    assert "Bản của họ được giữ" in answer.content.decode()
    kept = {line.criterion_id: line.option_index for line in SelfAssessmentLine.objects.filter(dossier=dossier)}
    assert kept == {first.id: 1, second.id: 0}
    words = {f"ghi-chu-{second.id}": "chỉ có mô tả"}
    assert (
        "Chọn một mức" in owner.post(reverse("products:self_line", args=[dossier.pk, second.id]), words).json()["error"]
    )


# --- again, and higher --------------------------------------------------------------------------------------------


def again(world: World, kind: str) -> tuple[Recognition, int]:
    """A recognised product, and another dossier of it in the next round."""
    held = world.recognised()
    world.round.pk = None
    world.round.number += 1
    world.round.save()
    dossier = dossiers.open_dossier(product=held.product, round_=world.round, kind=kind, actor=world.owner)
    return held, dossier.pk


def test_a_renewal_begins_with_what_still_holds(world: World) -> None:
    papers.record_paper(
        producer=world.producer,
        actor=world.officer,
        values={"kind": ProducerPaperKind.FOOD_SAFETY, "expires_on": today() - dt.timedelta(days=1)},
    )
    held, pk = again(world, DossierKind.RENEWAL)
    copied = set(Evidence.objects.filter(item__dossier=pk).values_list("item__code", flat=True))
    before = set(Evidence.objects.filter(item__dossier=held.dossier_id).values_list("item__code", flat=True))
    assert "dang-ky-kinh-doanh" in copied & before
    assert not copied & {"phieu-dang-ky", "phieu-kiem-nghiem", "san-pham-mau", "dieu-kien-san-xuat"}
    assert SelfAssessmentLine.objects.filter(dossier=pk).count() == len(sheet_of(held.dossier.criteria_set).criteria)


def test_an_upgrade_must_say_and_show_what_changed(world: World, client_as: Callable[..., Client]) -> None:
    _, pk = again(world, DossierKind.UPGRADE)
    dossier = world.producer.dossiers.get(pk=pk)
    item = dossier.items.get(code="thay-doi-nang-hang")
    content.add_evidence(item=item, actor=world.owner, upload=pdf_upload("thay-doi.pdf"))
    assert item.code in {lacking.code for lacking in missing_items(dossier)}
    client = client_as(user=world.owner)
    page = client.get(reverse("products:item", args=[pk, item.code])).content.decode()
    assert "Nội dung thay đổi</label>" in page, "not said to be optional"
    assert "đã có tài liệu, chưa ghi nội dung thay đổi" in client.get(f"/ho-so/{pk}/kiem-tra-lai/").content.decode()
    reports.save_report(dossier=dossier, actor=world.owner, values={"changes": "Bao bì mới."}, version=None)
    dossier = world.producer.dossiers.get(pk=pk)
    assert item.code not in {lacking.code for lacking in missing_items(dossier)}


@pytest.mark.parametrize(("days", "state"), [(200, "early"), (180, "open"), (120, "open"), (119, "late")])
def test_the_window_of_a_renewal_is_the_laws(world: World, days: int, state: str) -> None:
    held = Recognition(valid_until=today() + dt.timedelta(days=days))
    window = window_of(held, typed_ruleset(ruleset("qd26-2026")))
    assert window is not None
    assert window.state == state
    assert "26/2026" in window.sentence
    older = window_of(held, typed_ruleset(ruleset("qd148-2023")))
    assert older is not None
    assert older.state == ""


def test_the_recognitions_page_opens_the_renewal(world: World, client_as: Callable[..., Client]) -> None:
    held = world.recognised()
    client = client_as(user=world.owner)
    page = client.get(reverse("products:recognition", args=[held.pk])).content.decode()
    assert "Đánh giá lại" in page
    address = reverse("products:dossier_open", args=[held.product_id])
    answer = client.get(address, {"loai": "renewal"})
    assert "có hiệu lực đến hết ngày" in answer.content.decode()
    assert answer.context["form"]["kind"].value() == "renewal"
    assert f'href="{reverse("products:dossier", args=[held.dossier_id])}"' in answer.content.decode(), "one a round"


def test_only_the_kinds_that_the_product_may_have_are_offered(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.owner)

    def offered(product: Product, **query: str) -> tuple[set[str], object]:
        field = client.get(reverse("products:dossier_open", args=[product.pk]), query).context["form"]["kind"]
        return {value for value, _ in field.field.choices}, field.value()

    held = world.recognised()
    assert offered(world.fresh_product("Nấm sò")) == ({"new"}, "new")
    assert offered(held.product) == ({"renewal", "upgrade"}, None)
    assert offered(held.product, loai="new") == ({"renewal", "upgrade"}, None)
    address = reverse("products:dossier_open", args=[held.product_id])
    refused = client.post(address, {"kind": "new", "round": world.round.pk}).content.decode()
    assert "Sản phẩm đang được công nhận. Chọn “đánh giá lại” hoặc “nâng hạng”." in refused
    Recognition.objects.update(valid_until=today() - dt.timedelta(days=1), decided_on=today() - dt.timedelta(days=900))
    assert offered(held.product) == ({"new", "renewal"}, None)


def test_there_is_nothing_above_five_stars(world: World, client_as: Callable[..., Client]) -> None:
    held = world.recognised()
    client = client_as(user=world.owner)
    recognition = reverse("products:recognition", args=[held.pk])
    address = reverse("products:dossier_open", args=[held.product_id])
    assert "?loai=upgrade" in client.get(recognition).content.decode()
    Recognition.objects.update(stars=5)
    page = client.get(recognition).content.decode()
    assert "?loai=upgrade" not in page
    assert "?loai=renewal" in page
    assert client.get(address).context["form"]["kind"].value() == "renewal"
    refused = client.post(address, {"kind": "upgrade", "round": world.round.pk}).content.decode()
    assert "Sản phẩm đang ở hạng cao nhất." in refused
    assert not Dossier.objects.filter(kind="upgrade").exists()


# --- old and new --------------------------------------------------------------------------------------------------


def test_a_supplement_shows_old_and_new_of_each_file_and_field(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.returned()
    assert last_comparison(dossier) is None
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    old = Evidence.objects.get(item=item)
    new = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("ro-hon.pdf"), replaces=old)
    content.save_item(item=item, actor=world.officer, answer="Số 0123, cấp ngày 01/02/2020")
    dossiers.submit(dossier=dossier, actor=world.officer)
    found = last_comparison(dossier)
    assert found is not None
    assert found.codes == {"dang-ky-kinh-doanh"}
    [section] = found.sections
    assert [(change.before, change.after) for change in section.files] == [(old, new)]
    assert [(field.before, field.after) for field in section.fields] == [("", "Số 0123, cấp ngày 01/02/2020")]
    client = client_as(user=world.leader)
    page = client.get(reverse("products:dossier_compare", args=[dossier.pk]), {"tep": new.pk}).content.decode()
    assert "Thay tệp" in page
    assert "Số 0123" in page
    checklist = client.get(reverse("products:dossier_receive", args=[dossier.pk])).content.decode()
    assert "So sánh cũ và mới" in checklist
    assert dossier.items.filter(verdict=ItemVerdict.PASSED).count() == 0
    history = client_as(user=world.owner).get(reverse("products:item", args=[dossier.pk, item.code])).content.decode()
    assert "Các bản trước (1)" in history
    assert "trong 200,0 MB" in history or "Hồ sơ đã dùng" in history


def test_a_file_that_came_and_one_that_went_stand_in_the_comparison(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.returned()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    old = Evidence.objects.get(item=item)
    new = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("them.pdf"))
    content.remove_evidence(evidence=old, actor=world.officer)
    dossiers.submit(dossier=dossier, actor=world.officer)
    client, address = client_as(user=world.leader), reverse("products:dossier_compare", args=[dossier.pk])
    page = client.get(address).content.decode()
    assert "Tệp mới: them" in page
    assert "Đã gỡ: " in page
    for row, says in ((new, "Chưa có tệp."), (old, "Đã gỡ.")):
        assert f"?tep={row.pk}#xem-tep" in page
        beside = client.get(address, {"tep": row.pk})
        assert beside.status_code == 200
        assert says in beside.content.decode()


def test_a_paper_names_the_commune_as_of_its_own_day(world: World) -> None:
    dossier = world.filled()
    old = dossier.producer.commune
    assert old is not None
    new = UnitFactory(short_name="Yên Mới", parent=old.parent, valid_from=today())
    Unit.objects.filter(pk=old.pk).update(valid_to=today() - dt.timedelta(days=1))
    UnitSuccession.objects.create(old=old, new=new, on=today())
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert "Yên Mới" in dossier_papers.address(dossier)  # not handed in yet: a paper of today
    assert "Yên Mới" in dossier.producer.full_address
    dossier.submitted_at = now() - dt.timedelta(days=30)
    assert dossier_papers.address(dossier).endswith("xã Yên Thắng, huyện Yên Mô")
