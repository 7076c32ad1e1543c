"""Biên bản họp Hội đồng đánh giá, phân hạng; biên bản tổng hợp ý kiến bằng văn bản."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from core.text import lower_first
from documents.forms_of_paper.common import C, ProductLine, figure, mean_text
from documents.model import Block, Column, Doc, P, Row, Sign, Table, bold, joined
from documents.model.typeset import count_text, letter
from documents.papers_common import Issue, Texts, day_words, framed, pen_room


@dataclass(frozen=True, slots=True)
class Attendance:
    """One member and whether he came; in writing, how many of his sheets he sent."""

    name: str  # "Ông Nguyễn Văn A"
    position: str
    duty: str  # "Chủ tịch Hội đồng"
    present: bool = True
    reason: str = ""
    sheets: str = ""  # "2/3", in writing only
    late: bool = False  # in writing: some sheet came after the date
    recused: bool = False  # in writing: of every product


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member who did not score one product, and why."""

    name: str
    product: str
    reason: str = "có quan hệ với chủ thể"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    area: str
    year: int
    round_number: int
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    place: str
    members: tuple[Attendance, ...]
    chair: str
    secretary: str
    products: tuple[ProductLine, ...]
    established_by: str = "thành lập theo Quyết định của Chủ tịch Ủy ban nhân dân huyện"
    advisers: int = 0
    guests: str = ""
    served_on: dt.date | None = None
    served_days: int = 0  # working days before the meeting, when every member had the dossiers in time
    served_late: bool = False  # somebody had them later than the regulations ask
    appraised: int = 0  # dossiers of which the advisory team reported
    capped: tuple[str, ...] = ()  # why a product has fewer stars than its points alone would give
    recusals: tuple[Recusal, ...] = ()
    written: bool = False  # lấy ý kiến bằng văn bản
    reply_by: dt.datetime | None = None  # in writing: until when opinions were asked for
    conclusions: tuple[str, ...] = ()

    @property
    def present(self) -> tuple[Attendance, ...]:
        """Those who took part."""
        return tuple(member for member in self.members if member.present)


def texts(facts: Facts) -> Texts:
    """`paragraphs` is the course of the meeting, `articles` the conclusions."""
    course = [
        "Chủ tọa tuyên bố lý do, giới thiệu thành phần, thông qua chương trình và các nguyên tắc đánh giá theo Bộ tiêu chí "
        f"đánh giá, phân hạng sản phẩm OCOP.{_served(facts)}",
        *(_recusal(item, agreed="Hội đồng thống nhất; phiếu") for item in facts.recusals),
        *([f"Tổ tư vấn báo cáo kết quả thẩm định {count_text(facts.appraised)} hồ sơ."] if facts.appraised else []),
        "Các chủ thể trình bày tóm tắt, giới thiệu mẫu sản phẩm và trả lời câu hỏi của thành viên Hội đồng.",
        "Hội đồng thảo luận, thống nhất quan điểm đối với các chỉ tiêu định tính; từng thành viên chấm điểm độc lập trên "
        "phiếu đánh giá.",
    ]
    if facts.written:
        course = _course_in_writing(facts)
    return Texts(
        subject=("Tổng hợp ý kiến bằng văn bản của Hội đồng" if facts.written else "Họp Hội đồng")
        + f" đánh giá, phân hạng sản phẩm OCOP {facts.area} năm {facts.year} (đợt {facts.round_number})",
        paragraphs=tuple(course),
        articles=facts.conclusions,
        recipients=(f"UBND {facts.area} (để báo cáo)", "Thành viên Hội đồng", "Lưu: VT, Hồ sơ"),
    )


def _course_in_writing(facts: Facts) -> list[str]:
    until = f", hạn gửi ý kiến {_moment(facts.reply_by)}" if facts.reply_by else ""
    late = sum(member.late for member in facts.members)
    when = f"trong đó {count_text(late)} thành viên gửi sau hạn, trước khi chốt kết quả" if late else "đều trong hạn"
    return [
        f"Thư ký Hội đồng gửi hồ sơ và phiếu đánh giá tới các thành viên để lấy ý kiến bằng văn bản{until}.{_served(facts)}",
        *(_recusal(item, agreed="Phiếu") for item in facts.recusals),
        *(
            [f"Kết quả thẩm định {count_text(facts.appraised)} hồ sơ của Tổ tư vấn được gửi kèm."]
            if facts.appraised
            else []
        ),
        "Từng thành viên chấm điểm độc lập trên phiếu đánh giá. "
        f"{count_text(len(facts.present))}/{count_text(len(facts.members))} thành viên gửi phiếu, {when}.",
    ]


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """No place-and-date line: minutes say when they began and ended (Decree 30/2020, Appendix III)."""
    return framed(
        replace(issue, date=None),
        kind="BIÊN BẢN",
        subject=words.subject,
        blocks=(*_opening(facts), *_course(facts, words), *_conclusion(facts, words), P(pen_room(_ending(facts)))),
        signs=(
            Sign(("THƯ KÝ",), name=_bare(facts.secretary), caption="(Chữ ký)"),
            Sign(("CHỦ TRÌ" if facts.written else "CHỦ TỌA",), name=_bare(facts.chair), caption="(Chữ ký, dấu nếu có)"),
        ),
        recipients=words.recipients,
    )


def _opening(facts: Facts) -> tuple[Block, ...]:
    recused = sum(member.recused for member in facts.members)
    absent = len(facts.members) - len(facts.present) - recused
    missing = f", {'không gửi' if facts.written else 'vắng'} {count_text(absent)}" if absent else ""
    missing += f", từ chối chấm {count_text(recused)}" if recused else ""
    council = (
        f"1. Hội đồng đánh giá, phân hạng sản phẩm OCOP {facts.area} ({facts.established_by}): "
        f"{'gửi ý kiến' if facts.written else 'có mặt'} {count_text(len(facts.present))}/"
        f"{count_text(len(facts.members))} thành viên{missing}; đủ điều kiện tiến hành theo Quy chế hoạt động."
    )
    others = []
    if facts.advisers:
        others.append(f"Tổ tư vấn giúp việc Hội đồng: {count_text(facts.advisers)} người.")
    if facts.guests:
        others.append(f"{facts.guests}.")
    return (
        *_when_and_where(facts),
        P(bold("Thành phần lấy ý kiến:" if facts.written else "Thành phần tham dự:")),
        P(council),
        _attendance_table(facts),
        *(P(f"{number}. {line}") for number, line in enumerate(others, 2)),
        P(joined(bold("Chủ trì:" if facts.written else "Chủ trì (chủ tọa):"), f" {facts.chair}.")),
        P(joined(bold("Thư ký (người ghi biên bản):"), f" {facts.secretary}.")),
        P(bold("Nội dung:") if facts.written else joined(bold("Nội dung"), " (theo diễn biến cuộc họp):")),
    )


def _when_and_where(facts: Facts) -> tuple[Block, ...]:
    """Hour and place of a meeting; opinions in writing have no place, but a first and a last hour."""
    if not facts.written:
        return (
            P(joined(bold("Thời gian bắt đầu:"), f" {_moment(facts.starts_at)}.")),
            P(joined(bold("Địa điểm:"), f" {facts.place}.")),
        )
    until = f" đến {_moment(facts.reply_by)}" if facts.reply_by else ""
    return (P(joined(bold("Thời gian lấy ý kiến:"), f" từ {_moment(facts.starts_at)}{until}.")),)


def _attendance_table(facts: Facts) -> Table:
    columns = (
        Column("TT", 10, C),
        Column("Họ và tên", 40),
        Column("Chức vụ, đơn vị", 56),
        Column("Nhiệm vụ trong Hội đồng", 35),
        Column("Số phiếu đã gửi" if facts.written else "Có mặt", 24, C),
    )
    rows = tuple(
        Row((str(number), item.name, item.position, item.duty, item.sheets if facts.written else _presence(item)))
        for number, item in enumerate(facts.members, 1)
    )
    return Table(columns, rows, size_pt=11)


def _presence(item: Attendance) -> str:
    return "Có" if item.present else f"Vắng ({item.reason})" if item.reason else "Vắng"


def _course(facts: Facts, words: Texts) -> tuple[Block, ...]:
    lines = [line for line in words.paragraphs if line.strip()]
    blocks: list[Block] = [P(pen_room(f"{number}. {line}")) for number, line in enumerate(lines, 1)]
    lead = "Kết quả tổng hợp phiếu đánh giá (điểm trung bình cộng của các thành viên, chưa làm tròn khi xếp hạng):"
    reasons = (P(pen_room(f"{line.rstrip('.')}.")) for line in facts.capped)
    return (*blocks, P(f"{len(blocks) + 1}. {lead}"), _result_table(facts.products), *reasons)


def _result_table(products: tuple[ProductLine, ...]) -> Table:
    columns = (
        Column("TT", 9, C),
        Column("Tên sản phẩm", 38),
        Column("Chủ thể", 45),
        Column("Số phiếu", 14, C),
        Column("Điểm trung bình", 18, C),
        Column("Chênh lệch", 17, C),
        Column("Kết quả", 24, C),
    )
    rows = tuple(
        Row((str(n), item.name, item.producer, str(item.counted), mean_text(item), figure(item.spread), item.outcome))
        for n, item in enumerate(products, 1)
    )
    return Table(columns, rows, size_pt=11)


def _conclusion(facts: Facts, words: Texts) -> tuple[Block, ...]:
    conclusions = [line.rstrip(" ;.") for line in words.articles if line.strip()]
    if not conclusions:
        return ()
    number = len([line for line in words.paragraphs if line.strip()]) + 2
    last = len(conclusions) - 1
    aside = "; thành viên từ chối chấm không tham gia ý kiến về sản phẩm liên quan" if facts.recusals else ""
    present = count_text(len(facts.present))
    agreed = f"Hội đồng thống nhất {present}/{present} thành viên có mặt"
    lead = "Căn cứ kết quả tổng hợp phiếu đánh giá, Hội đồng kết luận" if facts.written else agreed
    return (
        P(f"{number}. {lead}{aside}:"),
        *(
            P(pen_room(f"{letter(index)}) {line}{'.' if index == last else ';'}"))
            for index, line in enumerate(conclusions)
        ),
    )


def _ending(facts: Facts) -> str:
    end = _moment(facts.ends_at) if facts.ends_at else "__ giờ __ phút, ngày __ tháng __ năm ____"
    if facts.written:
        return f"Biên bản được lập vào {end}./."
    return (
        f"Biên bản đã được đọc lại cho các thành viên cùng nghe và nhất trí thông qua. Cuộc họp kết thúc vào {end}./."
    )


def _moment(when: dt.datetime) -> str:
    return f"{when:%H} giờ {when:%M} phút, {day_words(when.date())}"


def _served(facts: Facts) -> str:
    if not facts.served_on:
        return ""
    in_time = (
        f", bảo đảm trước ngày họp ít nhất {count_text(facts.served_days)} ngày làm việc" if facts.served_days else ""
    )
    late = ", sau thời hạn gửi hồ sơ trước ngày họp" if facts.served_late else in_time
    return f" Hồ sơ điện tử đã được gửi tới các thành viên {day_words(facts.served_on)}{late}."


def _recusal(item: Recusal, *, agreed: str) -> str:
    person = lower_first(item.name)
    return (
        f"Khai báo xung đột lợi ích: {person} {item.reason} “{item.product}”, đề nghị không tham gia chấm điểm sản phẩm "
        f"này. {agreed} của {person} không tính vào số phiếu và điểm trung bình của sản phẩm nêu trên."
    )


def _bare(person: str) -> str:
    """Write "Ông Nguyễn Văn A, Phó Chủ tịch …" → "Nguyễn Văn A", as a signature block writes it."""
    name = person.split(",", 1)[0].strip()
    for title in ("Ông ", "Bà ", "Đồng chí "):
        name = name.removeprefix(title)
    return name
