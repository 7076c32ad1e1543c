"""Figures of the annual report: exact, cut at midnight in Vietnam, summed from records, frozen."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest

from core.errors import Denied, Stale
from core.formats import VIETNAM
from core.indicators import Scope
from programme.actions import reports as actions
from programme.models import Report
from programme.reporting import parts
from programme.reporting.catalogue import FIGURES, SPECS
from programme.reporting.checking import blocking, differences, doubts
from programme.reporting.comparing import compared_versions, district_differences, district_sums
from programme.reporting.content import Content
from programme.reporting.figures import measure
from tests.programme.report_world import CUT_OFF, SECRET, ReportWorld


@pytest.fixture
def report(world: ReportWorld) -> Report:
    """Yên Mô's report, just begun."""
    return actions.open_report(unit=world.units["Yên Mô"], year=2024, actor=world.officer)


def values(report: Report) -> dict[str, Decimal | None]:
    """What the report gives."""
    return {key: figure.shown for key, figure in Content(report).figures.items()}


def test_every_figure_is_declared_by_an_app(world: ReportWorld) -> None:
    scope = Scope(since=dt.date(2024, 1, 1), until=CUT_OFF)
    assert [spec.key for spec in FIGURES if measure(spec, scope) is None] == []
    assert len({spec.key for spec in FIGURES}) == len(FIGURES)
    assert {spec.part for spec in FIGURES} <= set(parts.BY_KEY)


def test_figures_are_those_of_the_records_at_the_cut_off(report: Report) -> None:
    found = values(report)
    assert report.cut_off_on == CUT_OFF
    expected = {
        "cong_nhan_moi": 1, "moi_3_sao": 1, "moi_4_sao": 0, "con_hieu_luc": 2, "con_3_sao": 1, "con_4_sao": 1,
        "luy_ke": 3, "het_han": 1, "chu_the": 1, "chu_the_hop_tac_xa": 1, "chu_the_ho": 0, "chu_the_nu": 1,
        "chu_the_dan_toc": 0, "lao_dong": 12, "lop": 1, "lop_chu_the": 1, "luot_nguoi": 3, "luot_chu_the": 3,
        "doanh_thu": 250_000_000, "doanh_thu_truoc": 100_000_000, "doanh_thu_sau": 250_000_000, "sap_het_han": 1,
        "kiem_tra": 0, "su_kien": 0,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected


def test_what_happens_after_midnight_of_the_cut_off_counts_from_the_next_day(
    world: ReportWorld, report: Report
) -> None:
    from inspections.models import Complaint

    for second, moment in enumerate((
        dt.datetime(2024, 11, 20, 23, 59, 59, 999_999, tzinfo=VIETNAM), dt.datetime(2024, 11, 21, 0, 0, tzinfo=VIETNAM),
    )):  # fmt: skip
        Complaint.objects.create(
            code=f"PA-{second}", about="Sản phẩm", text="Nhãn mờ", topic="label", source="web", received_at=moment,
            unit=world.units["Yên Mô"], due_on=dt.date(2024, 12, 1),
        )  # fmt: skip
    report = actions.take_figures(report=report, actor=world.officer)
    assert values(report)["phan_anh"] == 1
    report = actions.take_figures(report=report, actor=world.officer, cut_off_on=dt.date(2024, 11, 21))
    later = values(report)
    assert (later["phan_anh"], later["cong_nhan_moi"], later["lop"]) == (2, 2, 2)


def test_a_cut_off_in_the_future_or_in_another_year_is_refused(world: ReportWorld, report: Report) -> None:
    for day in (dt.date(2024, 11, 26), dt.date(2023, 12, 31), dt.date(2025, 1, 1)):
        with pytest.raises(Denied):
            actions.take_figures(report=report, actor=world.officer, cut_off_on=day)


def test_what_was_taken_is_frozen_until_it_is_taken_again(world: ReportWorld, report: Report) -> None:
    world.recognise("Nem Yên Mạc", world.household, 3, dt.date(2024, 11, 19))
    report.refresh_from_db()
    assert values(report)["cong_nhan_moi"] == 1
    changed = {key: (figure.value, now) for key, figure, now in differences(report)}
    assert changed["cong_nhan_moi"] == (1, 2)
    assert any("Sản phẩm công nhận mới" in one.sentence for one in doubts(report))
    report = actions.take_figures(report=report, actor=world.officer)
    assert values(report)["cong_nhan_moi"] == 2
    assert differences(report) == []


def test_sentences_carry_marks_not_numbers_and_tables_show_the_places(report: Report) -> None:
    content = Content(report)
    assert "{cong_nhan_moi}" in content.sections["danh_gia"].text
    words = " ".join(line.text for line in content.section_lines("danh_gia"))
    assert "Công nhận mới 01 sản phẩm" in words
    assert "250 triệu đồng" in words
    assert "ngày 20 tháng 11 năm 2024" in content.section_lines("mo_dau")[0].text
    first = content.sheets[0]
    by_name = {row.cells[1]: row.cells for row in first.rows if row.kind == "row"}
    assert by_name["Xã Yên Thắng"][2:6] == (1, 1, 0, 2)
    assert next(row for row in first.rows if row.kind == "total").cells[2:6] == (1, 1, 0, 2)
    assert [sheet.number for sheet in content.sheets] == list(range(1, 9))


def test_own_words_stay_when_figures_are_taken_again(world: ReportWorld, report: Report) -> None:
    section = Content(report).sections["tap_huan"]
    actions.save_section(
        report=report,
        key="tap_huan",
        text="Huyện mở {lop} lớp, rất đông.",
        actor=world.officer,
        version=section.version,
    )
    world.training(world.units["Yên Mô"], "Lớp bổ sung", dt.date(2024, 11, 18))
    report = actions.take_figures(report=report, actor=world.officer)
    assert Content(report).section_lines("tap_huan")[0].text == "Huyện mở 02 lớp, rất đông."
    restored = actions.restore_section(report=report, key="tap_huan", actor=world.officer, version=None)
    assert not restored.is_own


def test_a_stale_save_tells_both_texts_and_loses_nothing(world: ReportWorld, report: Report) -> None:
    section = Content(report).sections["kien_nghi"]
    actions.save_section(report=report, key="kien_nghi", text="Bản một", actor=world.officer, version=section.version)
    with pytest.raises(Stale) as refused:
        actions.save_section(
            report=report, key="kien_nghi", text="Bản hai", actor=world.officer, version=section.version
        )
    assert (refused.value.fields[0].mine, refused.value.fields[0].theirs) == ("Bản hai", "Bản một")


def test_figures_typed_by_hand_and_unknown_marks_are_pointed_out(world: ReportWorld, report: Report) -> None:
    actions.save_section(
        report=report, key="kien_nghi", text="Đề nghị hỗ trợ 15 máy sấy theo Quyết định số 950/QĐ-BCT {khong_co}.",
        actor=world.officer, version=None,
    )  # fmt: skip
    assert any("15" in one.sentence and "950" not in one.sentence for one in doubts(report))
    assert any("{khong_co}" in one.sentence for one in blocking(report))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Có 12 sản phẩm", ["12"]),
        ("Theo Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023", []),
        ("a) Hạng 3 sao trở lên, giai đoạn 2021 - 2025, quý III", []),
        ("{lop} lớp, doanh thu 1.250,5 triệu", ["1.250,5"]),
    ],
)
def test_what_counts_as_a_typed_figure(text: str, typed: list[str]) -> None:
    assert parts.typed_figures(text) == typed


def test_a_correction_is_shown_as_such_with_its_reason(world: ReportWorld, report: Report) -> None:
    with pytest.raises(Denied):
        actions.correct_figure(report=report, key="lop", value=Decimal(4), reason=" ", actor=world.officer)
    actions.correct_figure(
        report=report, key="lop", value=Decimal(4), reason="Ba lớp do Hội Nông dân mở", actor=world.officer
    )
    content = Content(report)
    piece = next(p for line in content.section_lines("tap_huan") for p in line.pieces if p.key == "lop")
    assert (piece.text, piece.corrected, content.figures["lop"].value) == ("04", True, 1)
    assert any("Ba lớp do Hội Nông dân mở" in one.sentence for one in doubts(report))
    actions.remove_correction(report=report, key="lop", actor=world.officer)
    assert Content(report).figures["lop"].shown == 1


def test_nobody_of_another_unit_writes(world: ReportWorld, report: Report) -> None:
    for person in (world.other_officer, world.department, world.leader, world.director):
        with pytest.raises(Denied):
            actions.save_section(report=report, key="kien_nghi", text="x", actor=person, version=None)
        with pytest.raises(Denied):
            actions.take_figures(report=report, actor=person)
        with pytest.raises(Denied):
            actions.correct_figure(report=report, key="lop", value=Decimal(9), reason="x", actor=person)


def test_nothing_of_another_district_stands_in_the_report(report: Report) -> None:
    import json

    assert SECRET not in json.dumps([report.figures, report.tables], ensure_ascii=False)
    assert "Công ty Gia Hòa" not in json.dumps(report.tables, ensure_ascii=False)


# --- consolidation -----------------------------------------------------------------------------------------------------


def test_the_departments_figures_are_sums_of_records_by_district(world: ReportWorld) -> None:
    report = actions.open_report(unit=world.units["Ninh Bình"], year=2024, actor=world.department)
    content = Content(report)
    assert report.cut_off_on == dt.date(2024, 11, 24)
    new = content.figures["cong_nhan_moi"]
    assert new.value == 3
    assert new.by is not None
    codes = {world.units[name].code: name for name in ("Yên Mô", "Gia Viễn")}
    assert {codes[code]: value for code, value in new.by.items() if code in codes} == {"Yên Mô": 2, "Gia Viễn": 1}
    sums = district_sums(content)
    assert len(sums) > 40
    assert all(one.adds_up for one in sums)
    assert [sheet.number for sheet in content.sheets] == list(range(1, 10))
    for spec in SPECS.values():
        assert content.figures[spec.key].value == measure(
            spec, Scope(since=dt.date(2024, 1, 1), until=report.cut_off_on)
        )


def test_a_districts_sent_figure_is_listed_when_the_records_differ(world: ReportWorld, report: Report) -> None:
    from tests.programme.report_steps import send

    actions.correct_figure(report=report, key="lop", value=Decimal(4), reason="Lớp của Hội", actor=world.officer)
    send(world, report)
    world.recognise("Nem Yên Mạc", world.household, 3, dt.date(2024, 11, 19))
    mine = actions.open_report(unit=world.units["Ninh Bình"], year=2024, actor=world.department)
    listed = {one.label: one for one in district_differences(Content(mine))}
    late = listed["Sản phẩm công nhận mới"]
    assert (late.sent, late.same_day, late.at_cut_off) == (1, 2, 3)
    typed = listed["Lớp tập huấn đã tổ chức"]
    assert (typed.sent, typed.same_day) == (4, 1)
    assert "Doanh thu sản phẩm OCOP trong năm" not in listed
    assert mine.districts
    assert sum(1 for one in mine.districts if one["report"]) == 1


def test_two_versions_are_compared_by_figures_words_and_rows(world: ReportWorld, report: Report) -> None:
    from tests.programme.report_steps import send

    send(world, report)
    world.recognise("Nem Yên Mạc", world.household, 3, dt.date(2024, 11, 19))
    report.refresh_from_db()
    second = actions.correct_report(report=report, reason="Bổ sung một sản phẩm", actor=world.officer)
    made = compared_versions(Content(report), Content(second))
    changed = {one.label: (one.old, one.new, one.change) for one in made["figures"]}
    assert changed["Sản phẩm công nhận mới"] == (1, 2, 1)
    assert any("Nem Yên Mạc" in " ".join(table["added"]) for table in made["tables"])
    assert "4. Đánh giá, phân hạng sản phẩm" in {one.name for one in made["sections"]}
    assert Content(second).sections["kien_nghi"].text == Content(report).sections["kien_nghi"].text


def test_the_spreadsheet_has_numbers_where_the_page_has_figures() -> None:
    from openpyxl import load_workbook

    from core.spreadsheets import book_bytes
    from programme.reporting.paper import _sheet
    from programme.reporting.sheets import Sheet, column, row, total

    columns = (column("TT", 10), column("Tên", 50, "left"), column("Tỷ lệ", 20, "right"), column("Ngày", 20))
    sheet = Sheet("BIỂU", columns, (row("1", "2024", "29,32", "05/08/2024"), total("", "Cộng", "1.250", "–")), number=8)
    book = load_workbook(io.BytesIO(book_bytes([_sheet(sheet)])))
    lines = [list(line) for line in book["Biểu 8"].iter_rows(min_row=3, values_only=True)]
    assert lines == [[1, "2024", 29.32, dt.datetime(2024, 8, 5)], [None, "Cộng", 1250, "–"]]
