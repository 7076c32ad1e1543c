"""Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP (bố cục của 26/2026/QĐ-TTg, Phụ lục III, Mẫu số 01)."""

from __future__ import annotations

from dataclasses import dataclass

from documents.forms_of_paper.common import source_block
from documents.model import Annex, Block, Box, Break, Doc, Fields, Look, P, PaperDate, Sign, Text, bold, italic, joined

OATH = (
    "Cam đoan những thông tin trong Phiếu đăng ký là đúng sự thật, chúng tôi xin cam kết tuân thủ các quy định về đánh "
    "giá, phân hạng sản phẩm OCOP, chịu trách nhiệm trước Hội đồng và pháp luật về Hồ sơ đăng ký đánh giá, phân hạng sản "
    "phẩm."
)


@dataclass(frozen=True, slots=True)
class Office:
    """What one receiving body writes at the foot of the slip."""

    title: str  # "DÀNH CHO ỦY BAN NHÂN DÂN CẤP XÃ"
    number: str = ""
    received: str = ""
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say; an empty value is a dotted line for a pen."""

    province: str  # "tỉnh Ninh Bình"
    year: int
    producer: str
    representative: str
    position: str
    address: str
    phone: str
    email: str
    product: str
    group: str  # industry, group, subgroup
    kind: str  # new, upgrade, renewal
    samples: str = ""  # "05 gói"; empty for services
    source: tuple[str, ...] = ()  # two or three lines: "(Theo Mẫu số 01 ban hành kèm theo Quyết định số …", "ngày …)"
    offices: tuple[Office, ...] = ()
    date: PaperDate | None = None


def paper(facts: Facts) -> Doc:
    """Lay out the slip: the applicant's page and the offices' part."""
    return Doc(
        body_lines=(),
        kind="PHIẾU ĐĂNG KÝ",
        blocks=(
            P(
                (
                    bold("Tham gia đánh giá, phân hạng sản phẩm OCOP"),
                    Break(),
                    bold(f"của {facts.province} năm {facts.year}"),
                ),
                Look.CENTER,
            ),
            *source_block(facts.source),
            *_applicant(facts),
            P(OATH),
        ),
        signs=(_signature(facts),),
        annexes=(_for_offices(facts),) if facts.offices else (),
        title=f"Phiếu đăng ký {facts.product}",
    )


def _applicant(facts: Facts) -> tuple[Block, ...]:
    attached: list[tuple[str, Text]] = [("- Sản phẩm mẫu (số lượng):", facts.samples)] if facts.samples else []
    return (
        P(bold("1. Thông tin về đơn vị đăng ký:"), Look.FLUSH),
        Fields(
            (
                ("- Tên đơn vị:", facts.producer),
                ("- Họ tên người đại diện pháp lý:", facts.representative),
                ("- Chức vụ:", facts.position),
                ("- Địa chỉ liên hệ:", facts.address),
                ("- Điện thoại:", facts.phone),
                ("- Email:", facts.email),
            ),
            label_mm=62,
        ),
        P(joined(bold("2. Tên sản phẩm: "), facts.product), Look.FLUSH),
        P(joined(bold("3. Nhóm sản phẩm đăng ký (Ngành, Nhóm, Phân nhóm): "), facts.group), Look.FLUSH),
        P(
            joined(
                bold("4. Lần đăng ký đánh giá:  "),
                "Lần đầu ", Box(facts.kind == "new"), "     Nâng hạng ", Box(facts.kind == "upgrade"),
                "     Đánh giá lại ", Box(facts.kind == "renewal"),
            ),
            Look.FLUSH,
        ),
        P(bold("5. Tài liệu kèm theo:"), Look.FLUSH),
        P("- Báo cáo đánh giá về sản phẩm theo Bộ tiêu chí (bản gốc, bản điện tử).", Look.FLUSH),
        *((Fields(tuple(attached), label_mm=62),) if attached else ()),
    )  # fmt: skip


def _signature(facts: Facts) -> Sign:
    date = facts.date.text() if facts.date else f"ngày ..... tháng ..... năm {facts.year}"
    return Sign(
        ("ĐẠI DIỆN",),
        name=facts.representative,
        caption="(Ký, đóng dấu, ghi rõ họ tên)",
        place_and_date=joined("................, ", date),
    )


def _for_offices(facts: Facts) -> Annex:
    """What the receiving bodies fill in, on a page of its own."""
    blocks: list[Block] = []
    for office in facts.offices:
        blocks += [
            P(bold(office.title), Look.CENTER),
            Fields(
                (
                    ("Phiếu số:", office.number),
                    ("Ngày nhận:", office.received),
                    ("Người tiếp nhận:", office.receiver),
                    ("Chữ ký:", ""),
                ),
                label_mm=40,
            ),
            P((bold("Cơ quan tiếp nhận"), Break(), italic("(Ký, đóng dấu và ghi rõ họ tên)")), Look.CENTER),
            *(P("\u00a0", Look.CENTER) for _ in range(4)),
        ]
    return Annex("PHẦN DÀNH CHO CƠ QUAN QUẢN LÝ", tuple(blocks), unnumbered=True)
