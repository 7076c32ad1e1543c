"""What a dossier holds and lacks: its items beside the ruleset's requirements. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from django.db.models import Prefetch, QuerySet

from core.models import ScanState
from criteria.queries import Requirement, requirements_for, typed_ruleset
from products.enums import DossierKind, DossierState, ItemState, ItemVerdict
from products.models import Dossier, DossierItem, DossierReport, Evidence
from products.selfcheck import unanswered_count, unanswered_counts

Words = Callable[[], tuple[str, str]]

SELF_ASSESSMENT = "self_assessment"
CHANGES = "thay-doi-nang-hang"  # 26/2026/QĐ-TTg, Điều 6 khoản 1 điểm b: what changed, and documents that show it
UPDATES = "cap-nhat-ket-qua"  # điểm c: what is new since the recognition
REGISTRATION = "registration"
_WORDS = ("changes", "since_recognition")
TYPES = {"pdf": ("pdf",), "image": ("jpg", "jpeg", "png", "webp"), "office": ("docx", "xlsx")}
TYPE_WORDS = {"pdf": "PDF", "image": "ảnh (JPG, PNG, WebP)", "office": "Word, Excel"}


@dataclass(frozen=True)
class Section:
    """One item as pages show it: the row, what the ruleset says of it, its live files, its state."""

    item: DossierItem
    requirement: Requirement | None
    evidence: Sequence[Evidence]
    filled: bool
    state: ItemState

    @property
    def is_self_assessment(self) -> bool:
        """The section is filled on the self-assessment page."""
        return self.requirement is not None and self.requirement.rule.portal_form == SELF_ASSESSMENT

    @property
    def is_registration(self) -> bool:
        """The section has a form that the portal prints."""
        return self.requirement is not None and self.requirement.rule.portal_form == REGISTRATION

    @property
    def is_physical(self) -> bool:
        """Something that comes with the paper dossier."""
        return self.requirement is not None and self.requirement.rule.physical

    @property
    def asks_for_words(self) -> bool:
        """What changed is to be said in words beside its documents."""
        return self.item.code == CHANGES

    @property
    def lacks_only_words(self) -> bool:
        """The documents are there, what they show is not said."""
        return self.asks_for_words and bool(self.evidence) and not self.filled

    @property
    def prepared_by(self) -> str:
        """Who prepares it: the producer or the commune."""
        return self.requirement.rule.prepared_by if self.requirement else "producer"

    @property
    def extensions(self) -> tuple[str, ...]:
        """Accepted file endings."""
        kinds = self.requirement.accepts if self.requirement else tuple(TYPES)
        return tuple(ending for kind in kinds for ending in TYPES.get(kind, ()))

    @property
    def accept_words(self) -> str:
        """Accepted types as a person reads them."""
        kinds = self.requirement.accepts if self.requirement else tuple(TYPES)
        return ", ".join(TYPE_WORDS[kind] for kind in kinds if kind in TYPE_WORDS)

    @property
    def criteria_codes(self) -> tuple[str, ...]:
        """Criteria that a document of this kind usually supports."""
        return self.requirement.criteria if self.requirement else ()

    @property
    def has_content(self) -> bool:
        """Something was written or uploaded here."""
        return bool(self.evidence) or bool(self.item.answer.strip())


def requirements_by_code(dossier: Dossier) -> dict[str, Requirement]:
    """What the dossier's ruleset asks for its kind and criteria set, by item code."""
    found = requirements_for(dossier.ruleset, dossier.kind, dossier.criteria_set, prepared_by=None)
    return {requirement.code: requirement for requirement in found}


def live_evidence() -> Prefetch[str]:
    """Files that were not removed, with their criteria; read as `item.live_evidence`."""
    rows = Evidence.objects.filter(removed_at=None).select_related("file", "added_by").prefetch_related("criteria")
    return Prefetch("evidence", rows.order_by("created_at", "id"), to_attr="live_evidence")


@dataclass(frozen=True)
class Rows:
    """What the sections of one dossier are made of: its items, how many criteria have no answer, the report's words."""

    items: Iterable[DossierItem]
    left: int
    words: Words


def sections_of(dossier: Dossier, rows: Rows | None = None) -> list[Section]:
    """All items of a dossier in order, with files and states: a fixed number of statements, none with `rows`."""
    requirements = requirements_by_code(dossier)
    if rows is None:
        rows = Rows(_with_files(dossier.items.all()), unanswered_count(dossier), words_of_report(dossier))
    return [section_of(dossier, item, requirements.get(item.code), rows.left, rows.words) for item in rows.items]


def _with_files(items: QuerySet[DossierItem]) -> QuerySet[DossierItem]:
    return items.select_related("checked_by").prefetch_related(live_evidence())


def read_ahead(dossiers: Sequence[Dossier]) -> dict[int, Rows]:
    """What `sections_of` needs of many dossiers, in a fixed number of statements for any number of them.

    For pages that only show: what is written meanwhile is not in it.
    """
    items: dict[int, list[DossierItem]] = {dossier.pk: [] for dossier in dossiers}
    for item in _with_files(DossierItem.objects.filter(dossier__in=dossiers)):
        items[item.dossier_id].append(item)
    left = unanswered_counts(dossiers)
    reports = DossierReport.objects.filter(dossier__in=dossiers)
    words = {pk: (changes, since) for pk, changes, since in reports.values_list("dossier", *_WORDS)}
    return {pk: Rows(rows, left[pk], partial(_known, words.get(pk, ("", "")))) for pk, rows in items.items()}


def _known(words: tuple[str, str]) -> tuple[str, str]:
    return words


def words_of_report(dossier: Dossier) -> Words:
    """What the report says of changes and of results: asked for by whoever needs it first."""

    @cache
    def words() -> tuple[str, str]:
        return DossierReport.objects.filter(dossier=dossier).values_list(*_WORDS).first() or ("", "")

    return words


def section_of(
    dossier: Dossier, item: DossierItem, requirement: Requirement | None, left: int, words: Words
) -> Section:
    """One item with its state; `left` is the number of criteria without an answer."""
    item.dossier = dossier
    evidence: Sequence[Evidence] = item.live_evidence  # type: ignore[attr-defined]
    sound = [
        row for row in evidence if row.file.scan not in ScanState.never_opens()
    ]  # nobody will ever open the others
    filled = _is_filled(item, requirement, sound, left, words)
    by_itself = requirement is not None and requirement.rule.portal_form == SELF_ASSESSMENT
    started = bool(evidence) or bool(item.answer.strip()) or (by_itself and left < len(_criteria(dossier)))
    return Section(item, requirement, evidence, filled, _state(dossier, item, filled, started))


def _criteria(dossier: Dossier) -> Sequence[object]:
    from criteria.queries import sheet_of

    return sheet_of(dossier.criteria_set).criteria


def _is_filled(
    item: DossierItem, requirement: Requirement | None, evidence: Sequence[Evidence], left: int, words: Words
) -> bool:
    written = bool(item.answer.strip())
    if requirement is not None and requirement.rule.portal_form == SELF_ASSESSMENT:
        reported = item.dossier.kind != DossierKind.RENEWAL or bool(evidence) or written or bool(_said(words, UPDATES))
        return left == 0 and reported
    if item.code == CHANGES:
        return bool(evidence) and (written or bool(_said(words, CHANGES)))
    if item.code == UPDATES:
        return bool(evidence) or bool(_said(words, UPDATES))
    if requirement is not None and requirement.rule.physical:
        return bool(evidence) or bool(item.answer.strip())
    return bool(evidence)


def _said(words: Words, code: str) -> str:
    changes, since = words()
    return (changes if code == CHANGES else since).strip()


def _state(dossier: Dossier, item: DossierItem, filled: bool, started: bool) -> ItemState:
    if dossier.state == DossierState.RETURNED and item.verdict == ItemVerdict.MISSING and not item.changed_after_return:
        return ItemState.MISSING
    if item.not_applicable or filled:
        return ItemState.DONE
    return ItemState.DOING if started else ItemState.TODO


def self_codes(dossier: Dossier) -> list[str]:
    """Items that the self-assessment and its report fill."""
    return [code for code, item in requirements_by_code(dossier).items() if item.rule.portal_form == SELF_ASSESSMENT]


def missing_items(dossier: Dossier, prepared_by: str = "producer") -> list[DossierItem]:
    """Mandatory items of one preparer that hold nothing."""
    return [
        section.item
        for section in sections_of(dossier)
        if section.item.mandatory and section.prepared_by == prepared_by and not section.filled
    ]


def unmended_items(dossier: Dossier) -> list[DossierItem]:
    """Items that were returned and not touched since."""
    return [s.item for s in sections_of(dossier) if s.state == ItemState.MISSING]


def sections_to_check(
    dossier: Dossier, *, proposing: bool, rows: Rows | None = None
) -> tuple[list[Section], list[Section]]:
    """What the receiving unit looks at, and what the applicant left out and need not hand in but may be asked for.

    Nobody checks a paper of their own: not while `proposing`.
    """
    sections = [s for s in sections_of(dossier, rows) if s.prepared_by == "producer" or not proposing]
    shown = [s for s in sections if s.item.mandatory or s.has_content or s.item.verdict == ItemVerdict.MISSING]
    left_out = [s for s in sections if s not in shown and s.prepared_by == "producer"]
    return shown, left_out


def uncheckable_items(dossier: Dossier, rows: Rows | None = None) -> tuple[list[DossierItem], list[DossierItem]]:
    """Items that stand in the way of acceptance: those that fail, and those that nobody looked at yet."""
    shown = [s.item for s in sections_to_check(dossier, proposing=True, rows=rows)[0]]
    failing = [item for item in shown if item.verdict == ItemVerdict.MISSING]
    return failing, [item for item in shown if item.verdict == ItemVerdict.UNCHECKED]


def samples_asked(dossier: Dossier) -> int:
    """How many units of the product the ruleset asks for; 0 for what has none, such as services."""
    law = typed_ruleset(dossier.ruleset).samples
    return 0 if dossier.criteria_set.number in law.exempt_sets else law.count
