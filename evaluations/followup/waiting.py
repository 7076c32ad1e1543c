"""Which results wait for which paper at which unit. Nothing is stored for it: the papers themselves tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import QuerySet

from accounts.models import Unit
from criteria.queries import typed_ruleset
from documents.enums import DocumentState
from evaluations.enums import AssessmentState, MinistryAnswer, Outcome
from evaluations.models import Assessment, DecisionEntry, MinistryCase
from evaluations.scoring import band_of, stars_after_return
from products.enums import DossierState
from products.models import Recognition
from products.queries import in_force


class Paper(StrEnum):
    """The papers that follow a session, by the code of their kind of document."""

    PROPOSAL = "to-trinh-cong-nhan"
    RECOGNITION = "quyet-dinh-cong-nhan"
    UPPER_LETTER = "cong-van-de-nghi-cap-tren"
    FORWARDING = "quyet-dinh-phe-duyet-chuyen-bo"
    FAILURE = "thong-bao-khong-dat"


@dataclass(frozen=True)
class Waiting:
    """Results that one paper can settle together."""

    paper: Paper
    title: str
    explain: str
    action: str
    assessments: Sequence[Assessment]
    also: Paper | None = None  # a paper that may go before it
    also_action: str = ""


_STATE_OF: dict[Paper, str] = {
    Paper.PROPOSAL: DossierState.SCORED,
    Paper.RECOGNITION: DossierState.SCORED,
    Paper.UPPER_LETTER: DossierState.FORWARDING,
    Paper.FORWARDING: DossierState.FORWARDING,
    Paper.FAILURE: DossierState.NOT_RECOGNISED,
}
_OUTCOME_OF: dict[Paper, str] = {
    Paper.UPPER_LETTER: Outcome.FORWARD,
    Paper.FORWARDING: Outcome.APPROVE_AND_FORWARD,
}
_OF_STARS = (Paper.PROPOSAL, Paper.RECOGNITION)
BELOW_FIVE = 4  # the most that is left of a "no" to five stars
_LIVE = (DocumentState.DRAFT, DocumentState.ISSUED)


def closed_at(unit: Unit) -> QuerySet[Assessment]:
    """The unit's own last closed assessment of each dossier, with what papers print."""
    own = Assessment.objects.filter(session__council__unit=unit, state=AssessmentState.CLOSED)
    last = own.order_by("dossier_id", "-pk").distinct("dossier_id").values("pk")
    return (
        Assessment.objects.filter(pk__in=last)
        .select_related(
            "result",
            "session__council__unit__parent",
            "dossier__product__subgroup",
            "dossier__producer__commune__parent",
            "dossier__producer__district",
            "dossier__ruleset",
            "dossier__district",
            "dossier__ministry_case",
        )
        .order_by("dossier__district__name_sort", "-result__mean", "pk")
    )


@dataclass(frozen=True)
class _Settling:
    """A result that is not settled yet, and the kinds of papers, drafts too, that name it already."""

    assessment: Assessment
    named: frozenset[str]

    def waits_for(self, paper: Paper) -> bool:
        """Whether it still needs this paper."""
        row = self.assessment
        if row.dossier.state != _STATE_OF[paper] or paper.value in self.named:
            return False
        if _OUTCOME_OF.get(paper, row.result.outcome) != row.result.outcome:
            return False
        return paper not in _OF_STARS or bool(recognised_stars(row))  # what came back from above may have lost them


def _settling_at(unit: Unit) -> list[_Settling]:
    """Two statements for all papers: every page's rail asks."""
    rows = list(closed_at(unit).filter(dossier__state__in=set(_STATE_OF.values()), dossier__holder=unit))
    named: dict[int, set[str]] = defaultdict(set)
    if rows:
        entries = DecisionEntry.objects.filter(assessment__in=rows, document__state__in=_LIVE)
        for pk, kind in entries.values_list("assessment", "document__kind"):
            named[pk].add(kind)
    return [_Settling(row, frozenset(named[row.pk])) for row in rows]


def _those(rows: Sequence[_Settling], paper: Paper) -> list[Assessment]:
    return [row.assessment for row in rows if row.waits_for(paper)]


def waiting_for(unit: Unit, paper: Paper) -> list[Assessment]:
    """Results of the unit that still need this paper."""
    return _those(_settling_at(unit), paper)


def ministry_result(assessment: Assessment) -> tuple[Decimal, int] | None:
    """Mean and stars of the Ministry's council when it said no and they decide. None when the own result does.

    They decide where the ruleset lets the province give nothing meanwhile (26/2026/QĐ-TTg, Điều 7 khoản 4 điểm g).
    """
    if assessment.result.outcome != Outcome.APPROVE_AND_FORWARD or assessment.result.recognised_stars:
        return None
    case: MinistryCase | None = getattr(assessment.dossier, "ministry_case", None)
    if case is None or case.answer != MinistryAnswer.NOT_FIVE or case.answer_mean is None:
        return None
    stars = band_of(case.answer_mean, typed_ruleset(assessment.dossier.ruleset).bands).stars
    return case.answer_mean, min(stars, BELOW_FIVE)


def recognised_stars(assessment: Assessment) -> int:
    """Stars that the assessment's own unit may give now.

    Sent back from the level above, the unit recognises on its own result, at most its own highest star (DOMAIN §2,
    routing 2); after the Ministry said no, on the Ministry's (26/2026/QĐ-TTg, Điều 7 khoản 4 điểm g).
    """
    result = assessment.result
    if result.outcome == Outcome.RECOGNISE:
        return result.recognised_stars
    rules = typed_ruleset(assessment.dossier.ruleset)
    level = rules.level(assessment.session.council.unit.level)
    above = ministry_result(assessment)
    return stars_after_return(level, min(result.stars, above[1]) if above else result.stars)


def held_meanwhile(assessment: Assessment) -> int:
    """Stars that the product gets while the Ministry decides: the ruleset's, unless it holds more already; else 0."""
    result = assessment.result
    if result.outcome != Outcome.APPROVE_AND_FORWARD or not result.recognised_stars:
        return 0
    more = Recognition.objects.filter(
        in_force(), product=assessment.dossier.product_id, stars__gt=result.recognised_stars
    )
    return 0 if more.exists() else result.recognised_stars


def waiting_at(unit: Unit) -> list[Waiting]:
    """Everything at the unit that needs a paper, in the order of the procedure."""
    rows = _settling_at(unit)
    found = (
        Waiting(
            Paper.RECOGNITION,
            "Đủ điều kiện công nhận",
            "Soạn, ban hành tờ trình trước để quyết định dẫn được số tờ trình; khi quyết định ban hành, sản phẩm vào sổ công nhận.",
            "Soạn quyết định công nhận",
            _those(rows, Paper.RECOGNITION),
            Paper.PROPOSAL if _those(rows, Paper.PROPOSAL) else None,
            "Soạn tờ trình trước",
        ),
        Waiting(
            Paper.UPPER_LETTER,
            "Đề nghị cấp trên đánh giá",
            "Soạn công văn đề nghị; khi ban hành, hồ sơ chuyển lên cấp trên.",
            "Soạn công văn đề nghị",
            _those(rows, Paper.UPPER_LETTER),
        ),
        Waiting(
            Paper.FORWARDING,
            "Đề nghị Bộ đánh giá 5 sao",
            "Soạn quyết định phê duyệt kết quả chấm điểm; khi ban hành, hồ sơ chuyển Bộ.",
            "Soạn quyết định phê duyệt",
            _those(rows, Paper.FORWARDING),
        ),
        Waiting(
            Paper.FAILURE,
            "Thông báo kết quả không đạt",
            "Soạn thông báo nêu lý do và nội dung cần hoàn thiện, mỗi sản phẩm một thông báo.",
            "Soạn thông báo",
            _those(rows, Paper.FAILURE),
        ),
    )
    return [row for row in found if row.assessments]
