"""A report's content at hand: figures with their corrections, lines with marks replaced, tables in their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.models import Unit
from core.formats import number_vn, today
from core.indicators import Scope
from documents.model.doc import PaperDate
from documents.papers_common import body_named
from programme.enums import IN_FORCE
from programme.measuring import measure_plan
from programme.models import Report, ReportSection
from programme.reporting import parts
from programme.reporting.catalogue import FIGURES
from programme.reporting.compose import Setting, compose
from programme.reporting.figures import Figure, Tell, districts_of, draw, plan_of, scope_for, silent
from programme.reporting.sheets import Sheet, column, row, total
from programme.reporting.states import ReportState
from programme.reporting.table_rows import by_industry
from programme.reporting.tables import draw_tables, sheets_of


def day_words(report: Report) -> str:
    """The cut-off inside a sentence: "ngày 20 tháng 11 năm 2024"."""
    return str(PaperDate.of(report.cut_off_on).text())


def body_key(unit: Unit) -> str:
    """A district's report is its People's Committee's; the province's is the Department's."""
    return "chuyen-mon" if unit.level == "province" else "ubnd"


@dataclass(frozen=True)
class Line:
    """A line of a section: a paragraph in pieces, or a table in its place."""

    pieces: tuple[parts.Piece, ...] = ()
    table: Sheet | None = None

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(piece.text for piece in self.pieces)


class Content:
    """One version of a report, read once."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def sections(self) -> dict[str, ReportSection]:
        """The words by section."""
        return {section.key: section for section in self.report.sections.select_related("edited_by")}

    @cached_property
    def corrections(self) -> dict[str, Any]:
        """The noted corrections by figure."""
        return {row.key: row for row in self.report.corrections.select_related("author")}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every frozen figure, with its correction when there is one."""
        return thawed(self.report, {key: row.value for key, row in self.corrections.items()})

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The annex tables."""
        return sheets_of(self.report.tables)

    def lines(self, text: str) -> list[Line]:
        """A text as the page shows it."""
        found = []
        for line in parts.lines_of(text):
            name = parts.table_mark(line)
            if name:
                table = self.inline_table(name)
                if table is not None:
                    found.append(Line(table=table))
            else:
                made = parts.pieces(line, self.figures, year=self.report.year, cut_off=day_words(self.report))
                found.append(Line(pieces=tuple(made)))
        return found

    def section_lines(self, key: str) -> list[Line]:
        """The lines of a section."""
        section = self.sections.get(key)
        return self.lines(section.text) if section else []

    def inline_table(self, name: str) -> Sheet | None:
        """A table inside the text; nothing when it would be empty."""
        data = self.report.figures
        if name == "bang_nganh":
            return _industries(data.get("industries", []), self.report.year)
        if name == "bang_chi_tieu":
            return _targets(data.get("targets", []))
        return next((_without_districts(sheet) for sheet in self.sheets if sheet.number == 8), None)


def _without_districts(sheet: Sheet) -> Sheet:
    """The budget by source as it stands in the text: up to its sum."""
    upto = next((i for i, one in enumerate(sheet.rows) if one.kind == "total"), len(sheet.rows) - 1)
    return Sheet(sheet.plain_title, sheet.columns, sheet.rows[: upto + 1], unit=sheet.unit)


def thawed(report: Report, given: Mapping[str, Decimal] | None = None) -> dict[str, Figure]:
    """The report's frozen figures."""
    items = report.figures.get("items", {})
    return {key: Figure.thawed(key, data, (given or {}).get(key)) for key, data in items.items()}


def _industries(rows: Sequence[Sequence[Any]], year: int) -> Sheet | None:
    if not rows:
        return None
    columns = (
        column("TT", 12), column("Ngành sản phẩm", 83, "left"), column("Công nhận trong năm", 35),
        column("Còn hiệu lực", 35),
    )  # fmt: skip
    body = tuple(row(number, name, new, valid) for number, (name, valid, new) in enumerate(rows, 1))
    sums = total("", "Cộng", sum(one[2] for one in rows), sum(one[1] for one in rows))
    return Sheet(f"Sản phẩm OCOP theo ngành năm {year}", columns, (*body, sums))


def _targets(rows: Sequence[Mapping[str, Any]]) -> Sheet | None:
    if not rows:
        return None
    columns = (
        column("TT", 10), column("Chỉ tiêu", 80, "left"), column("Đơn vị tính", 23), column("Kế hoạch", 18),
        column("Thực hiện", 18), column("Đạt (%)", 16),
    )  # fmt: skip
    body = [
        row(number, one["name"], one["unit"], one["planned"], one["done"] or "chưa có", one["percent"] or "")
        for number, one in enumerate(rows, 1)
    ]
    return Sheet("Kết quả thực hiện chỉ tiêu", columns, tuple(body))


# --- taking figures ----------------------------------------------------------------------------------------------------


def take(report: Report, tell: Tell = silent) -> None:
    """Fill the report's columns with what the records say at the end of its cut-off day; the caller saves."""
    unit, scope = report.unit, scope_for(report.unit, report.year, report.cut_off_on)
    items = draw(unit, report.year, report.cut_off_on, tell)
    report.figures = {
        "items": items,
        "targets": _targets_of(report),
        "industries": [list(one) for one in by_industry(scope)],
    }
    tell(len(FIGURES), len(FIGURES), "Lập các biểu")
    report.tables = draw_tables(unit, report.year, scope, items)
    report.districts = sent_by_districts(report, scope) if unit.level == "province" else []


def _targets_of(report: Report) -> list[dict[str, Any]]:
    plan = plan_of(report.unit, report.year)
    if plan is None or plan.state not in IN_FORCE:
        return []
    found = []
    for one in measure_plan(plan, report.cut_off_on, trend=False):
        target = one.target
        most = f" - {number_vn(target.planned_most)}" if target.planned_most else ""
        found.append({
            "name": target.name,
            "unit": target.unit_label,
            "planned": f"{number_vn(target.planned)}{most}",
            "done": None if one.done is None else number_vn(one.done.quantize(Decimal("0.01"))),
            "percent": None if one.percent is None else number_vn(one.percent),
            "reached": one.is_reached,
        })  # fmt: skip
    return found


def newest_sent(units: Sequence[Unit], year: int) -> dict[int, Report]:
    """The last version that each unit sent."""
    rows = Report.objects.filter(unit__in=units, year=year, state=ReportState.SENT).select_related("unit", "document")
    return {one.unit_id: one for one in rows.order_by("revision")}


def sent_by_districts(report: Report, scope: Scope) -> list[dict[str, Any]]:
    """What each district sent, frozen beside the sums: which version, when, and its figures with their corrections."""
    districts = districts_of(report.unit, scope.until)
    sent = newest_sent(districts, report.year)
    found = []
    for district in districts:
        one = sent.get(district.pk)
        figures = Content(one).figures if one else {}
        found.append({
            "code": district.code,
            "name": district.name,
            "report": one.pk if one else None,
            "revision": one.revision if one else None,
            "notation": one.document.notation if one and one.document else "",
            "cut_off": one.cut_off_on.isoformat() if one else None,
            "sent_at": one.sent_at.isoformat() if one and one.sent_at else None,
            "figures": {key: str(fig.shown) for key, fig in figures.items() if fig.shown is not None},
        })  # fmt: skip
    return found


def setting_of(report: Report) -> Setting:
    """What the composer needs besides figures."""
    unit = report.unit
    province = unit.parent if unit.level == "district" and unit.parent else unit
    plan = plan_of(province, report.year)
    approved = plan if plan is not None and plan.state in IN_FORCE else None
    own = plan_of(unit, report.year)
    addressees = parts.lines_of(report.addressees) or ["cấp trên"]
    body = body_named(body_key(unit), unit.area, unit.level, day=today())
    return Setting(
        body=body.name,
        area=unit.area,
        year=report.year,
        province_wide=unit.level == "province",
        plan=approved,
        own_plan=own if own is not None and own.state in IN_FORCE else None,
        addressee=" và ".join(addressees),
        targets=report.figures.get("targets", []),
        districts_sent=sum(1 for one in report.districts if one["report"]),
        districts=len(report.districts),
    )


def drafted(report: Report) -> dict[str, str]:
    """The portal's own words for every section, from the report's figures."""
    given = {row.key: row.value for row in report.corrections.all()} if report.pk else {}
    return compose(thawed(report, given), setting_of(report))
