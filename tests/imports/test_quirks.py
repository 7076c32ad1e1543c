"""Whole sheets as officers send them: everything that the reference names as a quirk."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import Workbook

from accounts.enums import Role
from core.errors import Denied
from products.actions import imports, producers
from products.enums import ProducerKind
from products.imports import reading
from products.models import Producer, Product, ProductSales, Recognition
from tests.imports.conftest import changes, take_in, verdicts
from tests.imports.sheets import book_bytes, upload

SHEET_5445 = [
    ["ỦY BAN NHÂN DÂN HUYỆN YÊN MÔ"],
    [],
    ["BIỂU TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG"],
    ["TT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Điểm trung bình (Điểm)", "Số, ngày QĐ", "Cơ quan công nhận"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["I", "Sản phẩm được công nhận hạng 3 sao (***) cấp huyện, gồm 02 sản phẩm:"],
    [1, unicodedata.normalize("NFD", "OCOP - Bột sắn dây "), "HTXNN Yên Hoà", "xã Yên Hòa, huyện Yên Mô", "65,8", "5445/QĐ-UBND ngày 29/12/2023", "UBND huyện Yên Mô"],
    [2, "Rượu\nnếp\u00a0cái", "Hộ SXKD Nguyễn Thị Bến", "xóm 4, xã Yên Thắng - huyện Yên Mô", 69.5, None, None],
    ["II", "Sản phẩm đề nghị tỉnh đánh giá 4 sao"],
    [1, "Gốm", "Công ty TNHH Gốm", "xã Yên Thắng", "80", "", ""],
    ["", "Tổng cộng: 03 sản phẩm"],
    ["", "", "", "", "Yên Mô, ngày 30 tháng 12 năm 2023"],
]  # fmt: skip
MERGED = ["B6:G6", "B9:G9", "F7:F8", "G7:G8"]


def test_the_districts_own_annex(checked, world):
    """Rank in a merged row of the group, decision in cells merged downwards, address in one cell, decimal commas."""
    batch = checked("recognitions", SHEET_5445, merged=MERGED)
    assert batch.heading_row == 4
    assert [verdict for verdict, _ in verdicts(batch).values()] == ["new", "new", "refused"]
    assert "đề nghị" in verdicts(batch)[10][1][0]
    take_in(batch, world.officer, "valid")
    first = Recognition.objects.get(product__name="Bột sắn dây")
    assert (first.stars, first.mean, first.decision_number, first.issued_by, first.decided_year) == (
        3, Decimal("65.8"), "5445/QĐ-UBND", "UBND huyện Yên Mô", 2023,
    )  # fmt: skip
    assert first.product.commune == world.units["Yên Hòa"]
    assert first.product.producer.kind == ProducerKind.COOPERATIVE
    second = Recognition.objects.get(product__name="Rượu nếp cái")
    assert second.decided_on == first.decided_on, "the merged cell counts for both rows"
    assert second.product.producer.address == "xóm 4"
    assert second.valid_until.year == 2026
    assert second.created_by == world.officer


def test_producers_from_another_software(checked, world):
    """Days with dashes, N/A, latitude and longitude exchanged, a leading zero lost, capitals, an appended commune."""
    rows = [
        ["Tỉnh", "Huyện", "Xã", "Tên Đường", "Mô Hình Kinh Doanh", "Mã Số Thuế", "Tên Doanh Nghiệp", "Email", "Điện Thoại", "Website", "Ngày Thành Lập", "Kinh Độ", "Vĩ Độ"],
        ["Ninh Bình", "Yên Mô", "Yên Hòa", "Thôn 1", "HTX", 2700123456, "HTX Nấm Yên Hòa", "N/A", 912345678, "nam.vn", "29-12-2019", 20.158, 105.973],
        ["Ninh Bình", "Yên Mô", "Yên Thắng", None, None, None, "HTX RAU, CỦ, QUẢ VÂN TRÀ, XÃ YÊN THẮNG", None, None, None, None, None, None],
    ]  # fmt: skip
    world.producer.name = "Hợp tác xã rau, củ, quả Vân Trà"
    world.producer.save()
    batch = checked("producers", rows)
    assert verdicts(batch)[2] == ("new", [])
    assert changes(batch, 2)["Toạ độ"] == ("vĩ độ, kinh độ bị đảo", "đã đổi chỗ")
    take_in(batch, world.officer)
    made = Producer.objects.get(tax_code="2700123456")
    assert (made.phone, made.email, made.website, made.registered_on.year) == ("0912345678", "", "https://nam.vn", 2019)
    assert (made.latitude, made.longitude, made.commune) == (
        Decimal("20.158"),
        Decimal("105.973"),
        world.units["Yên Hòa"],
    )
    assert Producer.objects.filter(merged_into=None).count() == 2, "the second row is the known co-operative"


def test_cells_written_once_are_filled_down(checked, world):
    rows = [
        ["TT", "Tên chủ thể", "Địa chỉ", "Tên sản phẩm", "Năm", "Doanh thu (triệu đồng)"],
        [1, "HTX Nấm", "xã Yên Hòa, huyện Yên Mô", "Nấm sò", 2022, "1,5"],
        [None, None, None, "Nấm rơm", 2022, 2],
        [2, None, None, "Sản phẩm vô chủ", 2022, 3],
    ]
    batch = checked("products", rows)
    take_in(batch, world.officer)
    assert Product.objects.get(name="Nấm rơm").producer.name == "HTX Nấm"
    assert Product.objects.get(name="Sản phẩm vô chủ").producer is None, "a new number with an empty cell says nothing"
    assert ProductSales.objects.get(product__name="Nấm sò").revenue == 1_500_000


def test_one_name_in_two_districts_needs_the_district(checked, world, user_as):
    from accounts.models import Unit

    Unit.objects.create(
        code="99999", level="commune", kind="Xã", name="Xã Yên Hòa", short_name="Yên Hòa", parent=world.units["Gia Viễn"],
        valid_from=world.units["Yên Hòa"].valid_from,
    )  # fmt: skip
    rows = [["Tên chủ thể", "Xã", "Huyện"], ["HTX A", "Yên Hòa", None], ["HTX B", "Yên Hòa", "Gia Viễn"]]
    batch = checked("producers", rows, actor=world.department)
    assert "Ghi thêm huyện" in verdicts(batch)[2][1][0]
    assert verdicts(batch)[3][0] == "new"
    mine = checked("producers", [["Tên chủ thể", "Xã"], ["HTX A", "Yên Hòa"]])
    assert verdicts(mine)[2][0] == "new", "an officer of one district means its own commune"


def test_a_unit_that_ended_is_what_it_has_become(checked, world):
    import datetime as dt

    from accounts.models import Unit, UnitSuccession

    old = Unit.objects.create(
        code="14741", level="commune", kind="Xã", name="Xã Yên Hưng", short_name="Yên Hưng", parent=world.units["Yên Mô"],
        valid_from=dt.date(2010, 1, 1), valid_to=dt.date(2019, 12, 31),
    )  # fmt: skip
    UnitSuccession.objects.create(old=old, new=world.units["Yên Hòa"], on=dt.date(2020, 1, 1))
    batch = checked("producers", [["Tên chủ thể", "Địa chỉ"], ["HTX Cũ", "xã Yên Hưng, huyện Yên Mô"]])
    take_in(batch, world.officer)
    assert Producer.objects.get(name="HTX Cũ").commune == world.units["Yên Hòa"]


def test_duplicates_within_the_sheet(checked, world):
    rows = [["Tên chủ thể", "Xã"], ["HTX Nấm", "Yên Hòa"], ["Hợp tác xã NẤM", "Yên Hòa"]]
    assert verdicts(checked("producers", rows))[3] == ("refused", ["Trùng với dòng 2 của bảng."])


def test_reasons_name_the_column(checked, world):
    rows = [
        ["Tên chủ thể", "Xã", "Mã số thuế", "Điện thoại", "Ngày thành lập", "Số lao động"],
        ["HTX Nấm", "Yên Hòa", "123", "0912345678", "", ""],
        ["HTX Cá", "Yên Hòa", "", "12", "Quý II, III", "mười"],
        [None, "Yên Hòa", "", "0912345678", "", ""],
        ["HTX Xa", "Đồng Xa", "", "", "", ""],
    ]
    told = verdicts(checked("producers", rows))
    assert told[2][1] == ["Mã số thuế gồm 10 chữ số, hoặc 13 chữ số dạng 0123456789-001."]
    assert [reason.split(":")[0] for reason in told[3][1]] == ["Ngày thành lập", "Điện thoại", "Số lao động"]
    assert told[4][1] == ["Chưa ghi tên chủ thể."]
    assert "Đồng Xa" in told[5][1][0]


def test_a_hidden_sheet_is_not_read(world):
    batch = imports.open_batch(
        actor=world.officer, kind="producers",
        upload=upload([["Tên chủ thể", "Xã"], ["HTX Nấm", "Yên Hòa"]], hidden=[["Tên chủ thể", "Xã", "Điện thoại"], ["HTX Ẩn", "Yên Hòa", "1"]]),
    )  # fmt: skip
    assert (batch.sheet, batch.heading_row) == ("DS", 1)


def test_a_stray_cell_far_out_is_refused_before_it_is_opened():
    book = Workbook()
    book.active["A1"] = "Tên chủ thể"
    book.active["XFD1048576"] = "x"
    with pytest.raises(Denied, match="ô lạc"):
        reading.read(_saved(book))


def test_a_sheet_that_claims_thousands_of_columns_is_read():
    book = Workbook()
    book.active.append(["Tên chủ thể", "Xã"])
    book.active.append(["HTX Nấm", "Yên Hòa"])
    book.active["AMI1"] = "x"
    (sheet,) = reading.read(_saved(book))
    assert (len(sheet.rows[0]), sheet.cut > 800) == (reading.MAX_COLUMNS, True)


def test_formulas_are_not_evaluated_and_entities_not_expanded(world):
    book = Workbook()
    book.active.append(["Tên chủ thể", "Xã"])
    book.active.append(['=HYPERLINK("http://x","y")', "Yên Hòa"])
    (sheet,) = reading.read(_saved(book))
    assert sheet.rows[1][0] is None, "openpyxl stored no value: nothing is computed"
    bomb = _with_entity(book_bytes([["Tên chủ thể", "Xã"], ["HTX", "Yên Hòa"]]))
    with pytest.raises(Denied):
        reading.read(bomb)


def test_what_is_no_workbook_is_refused_in_words(world):
    from core.files import UploadRefused

    with pytest.raises(UploadRefused):
        imports.open_batch(actor=world.officer, kind="producers", upload=_named("x.xlsx", b"PK\x03\x04 nope"))
    with pytest.raises(UploadRefused):
        imports.open_batch(actor=world.officer, kind="producers", upload=_named("x.xls", b"\xd0\xcf\x11\xe0"))


def test_the_department_may_name_any_district_and_must(checked, world):
    rows = [["Tên chủ thể", "Huyện"], ["HTX Một", "Gia Viễn"], ["HTX Hai", None]]
    told = verdicts(checked("producers", rows, actor=world.department))
    assert (told[2][0], told[3][0]) == ("new", "refused")


def test_a_commune_officer_brings_its_own_commune(checked, world):
    rows = [["Tên chủ thể", "Xã"], ["HTX Một", None], ["HTX Hai", "Yên Hòa"]]
    told = verdicts(checked("producers", rows, actor=world.commune_officer))
    assert (told[2][0], told[3][0]) == ("new", "refused")
    assert world.commune_officer.memberships.get().role == Role.COMMUNE_OFFICER


def _named(name, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


def _saved(book):
    import io

    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_entity(data):
    """The same workbook with an entity declared in its sheet."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for item in before.infolist():
            content = before.read(item)
            if item.filename.startswith("xl/worksheets/"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + content
            after.writestr(item, content)
    return out.getvalue()


def test_companies_and_people_whose_names_begin_like_sums_are_rows(checked, world, client_as):
    """ "Công ty", "Tổng công ty" and the family Tống are no totals; totals are."""
    names = ["Công ty TNHH Thử", "Tổng công ty Giống", "Tống Thị Thử", "Cộng đồng du lịch Thử"]
    rows = [["TT", "Tên chủ thể", "Loại hình", "Xã"]]
    rows += [[number, name, "Cơ sở sản xuất", "Yên Hòa"] for number, name in enumerate(names, 1)]
    rows += [
        ["", "Tổng cộng", "", ""], ["", "TỔNG CỘNG: 4 chủ thể", "", ""], ["", "Tổng số 4", "", ""], ["", "Cộng", "", ""],
        ["Cộng:", "4", "", ""], ["Tổng", "", "4", ""],
    ]  # fmt: skip
    batch = checked("producers", rows)
    assert [row.label for row in batch.rows.order_by("number")] == names
    assert {verdict for verdict, _ in verdicts(batch).values()} == {"new"}
    assert batch.passed_over == [6, 7, 8, 9, 10, 11], "what is left out is named"
    page = client_as(user=world.officer).get(reverse("products:import", args=[batch.pk])).content.decode()
    assert "dòng 6, 7, 8, 9, 10, 11." in page


@pytest.mark.parametrize("written", ["HTXNN rau, củ, quả VÂN TRÀ", "HTX DVNN rau củ quả Vân Trà, xã Yên Thắng"])
def test_trade_words_of_a_cooperative_do_not_make_another(checked, world, written):
    head = ["Tên chủ thể", "Xã", "Số lao động"]
    assert verdicts(checked("producers", [head, [written, "Yên Thắng", 12]]))[2][0] == "changed"
    elsewhere = verdicts(checked("producers", [head, [written.split(", xã")[0], "Yên Hòa", 12]]))
    assert elsewhere[2][0] == "new", "in another commune it may be another"
    second = producers.create_producer(
        actor=world.officer, despite_similar=True,
        values={"name": "HTX dịch vụ rau, củ, quả Vân Trà", "kind": "cooperative", "district": world.units["Yên Mô"],
                "commune": world.units["Yên Thắng"]},
    )  # fmt: skip
    assert verdicts(checked("producers", [head, [written, "Yên Thắng", 12]]))[2][0] == "new", "two may be meant"
    assert verdicts(checked("producers", [head, [second.name, "Yên Thắng", 12]]))[2][0] == "changed"
