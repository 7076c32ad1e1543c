"""Công văn yêu cầu bổ sung, hoàn thiện hồ sơ."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from documents.forms_of_paper.common import C
from documents.model import Column, Doc, Row, Table
from documents.papers_common import Issue, Texts, day_words, letter_paper


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One item of the dossier and what is asked."""

    item: str
    request: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    product: str
    producer: str
    dossier_code: str
    received_on: dt.date
    items: tuple[MissingItem, ...]
    due: dt.date
    receiver: str  # "Phòng Nông nghiệp và Phát triển nông thôn huyện Yên Mô"
    addressees: tuple[str, ...] = ()
    archive: str = "PNN"


def texts(facts: Facts) -> Texts:
    """Give the standard wording."""
    due = day_words(facts.due)
    received = day_words(facts.received_on)
    return Texts(
        subject=f"bổ sung, hoàn thiện hồ sơ đánh giá sản phẩm “{facts.product}”",
        addressees=facts.addressees or (facts.producer,),
        paragraphs=(
            f"{{don_vi}} đã tiếp nhận {received} hồ sơ mã số {facts.dossier_code} của {facts.producer} đề nghị đánh giá, "
            f"phân hạng sản phẩm “{facts.product}”. Qua kiểm tra, hồ sơ cần được bổ sung, hoàn thiện các nội dung sau:",
            "{bang}",
            f"Đề nghị chủ thể bổ sung và gửi lại hồ sơ (bản giấy và bản điện tử) đến {facts.receiver} trước {due}. Quá thời "
            "hạn trên, hồ sơ được xem xét ở đợt đánh giá tiếp theo.",
            "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ {don_vi} để được hướng dẫn./.",
        ),
        recipients=("Như trên", "UBND xã nơi có sản phẩm (phối hợp)", f"Lưu: VT, {facts.archive}"),
    )


def paper(issue: Issue, facts: Facts, words: Texts) -> Doc:
    """Lay out the paper."""
    columns = (Column("TT", 10, C), Column("Thành phần hồ sơ", 60), Column("Nội dung cần bổ sung, hoàn thiện", 95))
    rows = tuple(Row((str(number), item.item, item.request)) for number, item in enumerate(facts.items, 1))
    return letter_paper(issue, words, tables=(Table(columns, rows),), title=f"Công văn {words.subject}")
