"""Evaluation again: when it is received, and what of the last dossier still holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.formats import date_vn, today
from criteria.queries import requirements_for, typed_ruleset
from criteria.schema.ruleset import RulesetRules
from products.enums import ProducerPaperKind
from products.models import Dossier, DossierItem, DossierReport, Evidence, Recognition, SelfAssessmentLine

# Papers that end on a day, by the item in which they stand: one that has ended is not copied.
_ENDING = {
    "dieu-kien-san-xuat": (ProducerPaperKind.FOOD_SAFETY, ProducerPaperKind.COMMITMENT),
    "he-thong-quan-ly": (ProducerPaperKind.PROCESS,),
    "so-huu-tri-tue": (ProducerPaperKind.TRADEMARK,),
    "cong-bo-chat-luong": (ProducerPaperKind.QUALITY,),
}
_ALWAYS_NEW = frozenset({"phieu-kiem-nghiem"})  # periodic tests are asked for anew
_COPIED_WORDS = ("residence", "specification", "history", "organisation", "materials", "quality", "market")


@dataclass(frozen=True)
class Window:
    """When a re-evaluation dossier is received before a recognition ends."""

    ends_on: dt.date
    opens_on: dt.date | None
    closes_on: dt.date | None
    extension_days: int | None
    finish_within_days: int | None
    basis: str

    @property
    def state(self) -> str:
        """Where today lies: "early", "open", "late"; "" when the ruleset names no window."""
        if self.opens_on is None or self.closes_on is None:
            return ""
        if today() < self.opens_on:
            return "early"
        return "open" if today() <= self.closes_on else "late"

    @property
    def sentence(self) -> str:
        """What the applicant should know."""
        ends = f"Công nhận hiện nay có hiệu lực đến hết ngày {date_vn(self.ends_on)}."
        if self.opens_on is None or self.closes_on is None:
            return ends
        span = (
            f"{self.basis}: nộp hồ sơ đánh giá lại từ ngày {date_vn(self.opens_on)} đến ngày {date_vn(self.closes_on)}"
        )
        if self.state == "early":
            return f"{ends} {span}; hồ sơ lập được từ bây giờ, nộp khi đến thời gian này."
        if self.state == "open":
            return f"{ends} {span}; cấp có thẩm quyền hoàn thành trong {self.finish_within_days} ngày."
        after = f", tối đa {self.extension_days} ngày kể từ khi hết hạn" if self.extension_days else ""
        return f"{ends} {span}; thời gian này đã qua. Công nhận tiếp tục có hiệu lực đến khi có kết quả{after}."


def window_of(recognition: Recognition | None, rules: RulesetRules) -> Window | None:
    """The window of a recognition that has a term (26/2026/QĐ-TTg, Điều 7 khoản 6, Điều 12 khoản 3)."""
    if recognition is None or recognition.valid_until is None:
        return None
    ends, law = recognition.valid_until, rules.renewal
    return Window(
        ends_on=ends,
        opens_on=ends - dt.timedelta(days=law.earliest_days_before) if law.earliest_days_before else None,
        closes_on=ends - dt.timedelta(days=law.latest_days_before) if law.latest_days_before else None,
        extension_days=law.extension_days,
        finish_within_days=law.finish_within_days,
        basis=rules.short_name,
    )


def copy_what_holds(dossier: Dossier) -> int:
    """Bring documents, the self-assessment and words of the recognised dossier into a new draft. Answers how many files.

    The registration slip, reports, samples, test results and papers that have ended are left out: these are new.
    """
    held = dossier.previous_recognition
    former = held.dossier if held is not None else None
    if former is None or former.product_id != dossier.product_id:
        return 0
    left_out = _left_out(dossier)
    items = {item.code: item for item in dossier.items.all()}
    copied = 0
    for row in (
        Evidence.objects.filter(item__dossier=former, removed_at=None)
        .select_related("item", "file")
        .prefetch_related("criteria")
        .order_by("pk")
    ):
        item = items.get(row.item.code)
        if item is None or row.item.code in left_out:
            continue
        _copy(row, item, dossier)
        copied += 1
    if former.criteria_set_id == dossier.criteria_set_id:
        SelfAssessmentLine.objects.bulk_create(
            SelfAssessmentLine(
                dossier=dossier,
                criterion_id=line.criterion_id,
                option_index=line.option_index,
                points=line.points,
                note=line.note,
                saved_by=dossier.created_by,
            )
            for line in former.self_lines.all()
        )
    words = DossierReport.objects.filter(dossier=former).first()
    if words is not None:
        copied_words = {name: getattr(words, name) for name in _COPIED_WORDS}
        DossierReport.objects.create(dossier=dossier, saved_by=dossier.created_by, **copied_words)
    return copied


def _copy(row: Evidence, item: DossierItem, dossier: Dossier) -> None:
    new = Evidence.objects.create(item=item, file=row.file, title=row.title, added_by=dossier.created_by)
    new.criteria.set(
        [criterion for criterion in row.criteria.all() if criterion.criteria_set_id == dossier.criteria_set_id]
    )


def _left_out(dossier: Dossier) -> frozenset[str]:
    ended = {paper.kind for paper in dossier.producer.documents.filter(renewed=False, expires_on__lt=today())}
    expired = {code for code, kinds in _ENDING.items() if ended & set(kinds)}
    forms = {
        requirement.code
        for requirement in requirements_for(
            typed_ruleset(dossier.ruleset), dossier.kind, dossier.criteria_set, prepared_by=None
        )
        if requirement.rule.portal_form or requirement.rule.physical or requirement.rule.prepared_by != "producer"
    }
    return frozenset(expired | forms | _ALWAYS_NEW)
