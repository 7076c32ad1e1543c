"""The words of a dossier's self-assessment report: which are asked for, and which are written. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from products.enums import DossierKind
from products.models import Dossier, DossierReport


@dataclass(frozen=True)
class Topic:
    """One piece of text: its field, what it is called, what to write."""

    name: str
    label: str
    guidance: str
    rows: int = 4


@dataclass(frozen=True)
class TopicGroup:
    """Topics under one heading of the form (26/2026/QĐ-TTg, Phụ lục III, Mẫu số 02)."""

    title: str
    topics: tuple[Topic, ...]
    kinds: frozenset[str] = frozenset(DossierKind.values)


GROUPS = (
    TopicGroup(
        "Thông tin chung",
        (
            Topic("residence", "Địa chỉ thường trú của người đại diện", "Số nhà, thôn, xóm, xã, tỉnh.", 1),
            Topic(
                "specification",
                "Quy cách, tiêu chuẩn sản phẩm",
                "Khối lượng, cách đóng gói, tiêu chuẩn áp dụng, ví dụ: gói 100 g, hộp 20 gói; TCCS 01:2023.",
            ),
            Topic("history", "Lịch sử hình thành của chủ thể", "Các giai đoạn hình thành và phát triển."),
            Topic("organisation", "Cơ cấu tổ chức của chủ thể", "Các bộ phận, số người, người phụ trách."),
        ),
    ),
    TopicGroup(
        "Kết quả thực hiện phương án sản xuất, kinh doanh",
        (
            Topic(
                "materials",
                "Vùng nguyên liệu, công nghệ sản xuất",
                "Tổ chức vùng nguyên liệu; công nghệ sản xuất, sơ chế, chế biến, đóng gói.",
            ),
            Topic(
                "quality",
                "Thay đổi về chất lượng sản phẩm",
                "Chất lượng, tiêu chuẩn chất lượng, bao bì, nhãn mác, hình thức đóng gói.",
            ),
            Topic("market", "Thị trường phân phối sản phẩm", "Bán ở đâu, qua kênh nào, tỷ lệ từng nơi."),
            Topic("results", "Kết quả sản xuất, kinh doanh", "Doanh thu, lợi nhuận, so với phương án đã lập."),
        ),
    ),
    TopicGroup(
        "Thay đổi so với sản phẩm đã được công nhận",
        (
            Topic(
                "changes",
                "Những thay đổi so với sản phẩm đã được công nhận",
                "Nêu từng nội dung đã thay đổi và tài liệu minh chứng mới. Hồ sơ nâng hạng phải thể hiện rõ phần này.",
                6,
            ),
        ),
        frozenset({DossierKind.UPGRADE}),
    ),
    TopicGroup(
        "Kết quả sau thời gian được công nhận",
        (
            Topic(
                "since_recognition",
                "Những thay đổi và kết quả sau 3 năm được công nhận",
                "Nguyên liệu, công nghệ, bao bì, nhãn mác, công bố chất lượng, kiểm nghiệm định kỳ, thị trường tiêu thụ.",
                6,
            ),
        ),
        frozenset({DossierKind.RENEWAL}),
    ),
    TopicGroup(
        "Kế hoạch sản xuất, kinh doanh",
        (
            Topic(
                "plan",
                "Kế hoạch sản xuất, kinh doanh thời gian tới",
                "Định hướng phát triển sản phẩm, tổ chức sản xuất, thị trường.",
            ),
        ),
    ),
)
BESIDE = {"property_other": "Quyền sở hữu trí tuệ khác"}  # words beside a tick: asked for only with it
FIELDS = frozenset([*(topic.name for group in GROUPS for topic in group.topics), *BESIDE])
LABELS = {topic.name: topic.label for group in GROUPS for topic in group.topics} | BESIDE


def groups_for(kind: str) -> list[TopicGroup]:
    """The groups that a dossier of this kind is asked for."""
    return [group for group in GROUPS if kind in group.kinds]


def report_of(dossier: Dossier) -> DossierReport:
    """The stored words, or an unsaved report that begins with what the producer's record says."""
    stored = DossierReport.objects.filter(dossier=dossier).first()
    if stored is not None:
        return stored
    producer, product = dossier.producer, dossier.product
    specification = "\n".join(part for part in (product.packaging, product.standards) if part)
    return DossierReport(
        dossier=dossier, history=producer.history, organisation=producer.organisation, specification=specification
    )


@dataclass(frozen=True)
class Progress:
    """How much of the report is written."""

    written: int
    asked: int
    lacking: Sequence[str]

    @property
    def complete(self) -> bool:
        """Nothing is left blank."""
        return not self.lacking


def progress_of(dossier: Dossier, report: DossierReport | None = None) -> Progress:
    """Count the topics asked for and those that hold words."""
    words = report or report_of(dossier)
    topics = [topic for group in groups_for(dossier.kind) for topic in group.topics]
    lacking = [topic.label for topic in topics if not getattr(words, topic.name).strip()]
    return Progress(len(topics) - len(lacking), len(topics), lacking)


def recognised_years(dossier: Dossier) -> list[int]:
    """The years on which a renewal reports: the three before this round's, newest first, none before the recognition."""
    held = dossier.previous_recognition
    year = dossier.round.year
    since = held.decided_on.year if held is not None and held.decided_on else year - 3
    return [known for known in range(year - 1, year - 4, -1) if known >= since]
