"""Báo cáo kết quả sự kiện xúc tiến thương mại, với phụ lục kết quả từng chủ thể; danh sách gian hàng."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.formats import number_vn
from documents.model import Align, Annex, Column, Doc, Heading, P, Row, Table, TotalRow, joined
from documents.model.typeset import count_text
from documents.papers_common import Body, Issue, Texts, closed, days_words, framed

C, R = Align.CENTER, Align.RIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """One participant with its products and results."""

    producer: str
    place: str
    products: tuple[str, ...]
    booth: str = ""
    contact: str = ""
    revenue: Decimal = Decimal(0)
    revenue_ocop: Decimal = Decimal(0)
    contracts: int = 0
    contract_value: Decimal = Decimal(0)
    memoranda: int = 0
    contacts: int = 0


@dataclass(frozen=True, slots=True)
class CostLine:
    """Costs of one source."""

    source: str
    planned: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    event: str
    kind: str
    organiser: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    lines: tuple[Line, ...]
    costs: tuple[CostLine, ...] = ()
    booths: int | None = None
    visitors: int | None = None
    outcome: str = ""
    shortcomings: str = ""
    addressees: tuple[str, ...] = ()
    archive: str = "PNN"

    @property
    def products(self) -> int:
        """How many products were brought."""
        return sum(len(line.products) for line in self.lines)

    def total(self, name: str) -> Decimal:
        """Sum of one column."""
        return sum((Decimal(getattr(line, name)) for line in self.lines), Decimal(0))


def _money(amount: Decimal) -> str:
    return f"{number_vn(amount)} đồng"


def texts(facts: Facts) -> Texts:
    """Give the standard wording: I is the event, II the results, III what is to be done."""
    term = days_words(facts.starts_on, facts.ends_on, link="đến hết")
    lines = [
        f"{{don_vi}} báo cáo kết quả tổ chức, tham gia {facts.event} như sau:",
        "I. THÔNG TIN CHUNG",
        f"1. Đơn vị tổ chức: {facts.organiser}.",
        f"2. Thời gian, địa điểm: {term}, tại {facts.place}.",
    ]
    if facts.booths or facts.visitors:
        scale = [f"{number_vn(facts.booths)} gian hàng"] if facts.booths else []
        scale += [f"{number_vn(facts.visitors)} lượt khách tham quan, mua sắm"] if facts.visitors else []
        lines.append(f"3. Quy mô: {', '.join(scale)}.")
    lines += [
        "II. KẾT QUẢ",
        f"1. Có {count_text(len(facts.lines))} chủ thể tham gia, giới thiệu {count_text(facts.products)} sản phẩm (chi tiết tại Phụ lục).",
        f"2. Tổng doanh thu {_money(facts.total('revenue'))}, trong đó sản phẩm OCOP "
        f"{_money(facts.total('revenue_ocop'))}.",
        f"3. Ký kết {count_text(int(facts.total('contracts')))} hợp đồng với giá trị {_money(facts.total('contract_value'))}, "
        f"{count_text(int(facts.total('memoranda')))} biên bản ghi nhớ; kết nối với {count_text(int(facts.total('contacts')))} khách hàng, đối tác mới.",
    ]
    if facts.costs:
        spent = "; ".join(f"{cost.source}: {_money(cost.spent)}" for cost in facts.costs)
        total = sum((cost.spent for cost in facts.costs), Decimal(0))
        lines.append(f"4. Kinh phí thực hiện {_money(total)} ({spent}).")
    lines += [line.strip() for line in facts.outcome.splitlines() if line.strip()]
    lines.append("III. TỒN TẠI, KIẾN NGHỊ")
    lines += [line.strip() for line in facts.shortcomings.splitlines() if line.strip()] or [
        "Không có tồn tại, kiến nghị."
    ]
    lines.append(f"Trên đây là báo cáo kết quả {facts.event}, {{don_vi}} kính báo cáo./.")
    return Texts(
        subject=f"Kết quả {facts.event}",
        addressees=facts.addressees,
        paragraphs=tuple(lines),
        recipients=("Như trên", f"Lưu: VT, {facts.archive}"),
    )


_HEADS = ("I. ", "II. ", "III. ", "IV. ")


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper: the figures of the annex come from the records."""
    lines = [line.replace("{don_vi}", issue.body.name) for text in words.paragraphs for line in text.split("\n")]
    lines = [line.strip() for line in lines if line.strip()]
    lines[-1:] = [closed(lines[-1])] if lines else []
    blocks = tuple(Heading(line) if line.startswith(_HEADS) else P(line) for line in lines)
    return framed(
        issue,
        kind="BÁO CÁO",
        subject=words.subject,
        addressees=words.addressees,
        blocks=blocks,
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=(
            Annex(
                f"KẾT QUẢ CỦA CÁC CHỦ THỂ THAM GIA {facts.event.upper()}",
                (results_table(facts),),
                attached_to=joined("Báo cáo ", issue.reference, f" của {issue.body.name}"),
                landscape=True,
            ),
        ),
    )


def results_table(facts: Facts) -> Table:
    """One row a participant, and the totals."""
    columns = (
        Column("TT", 10, C),
        Column("Chủ thể, nơi sản xuất", 56),
        Column("Sản phẩm", 50),
        Column("Doanh thu", 27, R, group="Doanh thu (đồng)"),
        Column("Trong đó OCOP", 27, R, group="Doanh thu (đồng)"),
        Column("Số", 12, C, group="Hợp đồng"),
        Column("Giá trị (đồng)", 28, R, group="Hợp đồng"),
        Column("Ghi nhớ", 16, C),
        Column("Khách hàng mới", 18, C),
    )
    rows: list[Row | TotalRow] = [
        Row((
            str(number), f"{line.producer}; {line.place}", "; ".join(line.products), number_vn(line.revenue),
            number_vn(line.revenue_ocop), number_vn(line.contracts), number_vn(line.contract_value),
            number_vn(line.memoranda), number_vn(line.contacts),
        ))
        for number, line in enumerate(facts.lines, 1)
    ]  # fmt: skip
    names = ("revenue", "revenue_ocop", "contracts", "contract_value", "memoranda", "contacts")
    rows.append(TotalRow(("", "Tổng cộng", "", *(number_vn(facts.total(name)) for name in names))))
    return Table(columns, tuple(rows), size_pt=11)


def booth_list(
    *,
    body: Body,
    event: str,
    under: str,
    lines: Sequence[Line],
    warnings: Sequence[str] = (),
) -> Doc:
    """Danh sách gian hàng, chủ thể và sản phẩm: a working list without number, printed for the day."""
    columns = (
        Column("TT", 10, C),
        Column("Gian hàng", 20, C),
        Column("Chủ thể, nơi sản xuất", 48),
        Column("Sản phẩm", 52),
        Column("Người phụ trách, điện thoại", 35),
    )
    rows = tuple(
        Row((str(number), line.booth, f"{line.producer}; {line.place}", "; ".join(line.products), line.contact))
        for number, line in enumerate(lines, 1)
    )
    notes = (P("Sản phẩm không được trưng bày là sản phẩm OCOP:"), *(P(f"- {line}") for line in warnings))
    return Doc(
        body_lines=body.lines,
        superior_lines=body.superior,
        kind="DANH SÁCH",
        subject=f"Gian hàng, chủ thể và sản phẩm tham gia {event}",
        under_subject=under,
        blocks=(Table(columns, rows), *(notes if warnings else ())),
        title=f"Danh sách gian hàng {event}",
    )
