"""What a dossier holds and lacks: its items beside the ruleset's requirements. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from core.models import ScanState
from criteria.queries import Requirement, requirements_for, typed_ruleset
from products.enums import DossierKind, DossierState, ItemState, ItemVerdict
from products.models import Dossier, DossierItem, DossierReport, Evidence, SelfAssessmentLine
from products.selfcheck import unanswered_count

SELF_ASSESSMENT = "self_assessment"
CHANGES = "thay-doi-nang-hang"  # 26/2026/QĐ-TTg, Điều 6 khoản 1 điểm b: what changed, and documents that show it
UPDATES = "cap-nhat-ket-qua"  # điểm c: what is new since the recognition
REGISTRATION = "registration"
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


def sections_of(dossier: Dossier) -> list[Section]:
    """All items of a dossier in order, with files and states: a fixed number of statements."""
    requirements = requirements_by_code(dossier)
    left = unanswered_count(dossier)
    items = dossier.__dict__.get("loaded_items") or _with_files(dossier.items.all())
    return [section_of(dossier, item, requirements.get(item.code), left) for item in items]


def _with_files(items: QuerySet[DossierItem]) -> QuerySet[DossierItem]:
    return items.select_related("checked_by").prefetch_related(live_evidence())


def read_ahead(dossiers: Sequence[Dossier]) -> None:
    """Load what `sections_of` reads of many dossiers, in a fixed number of statements for any number of them.

    For pages that only show: what is written meanwhile is not seen on these objects.
    """
    items = Prefetch("items", _with_files(DossierItem.objects.all()), to_attr="loaded_items")
    lines = Prefetch("self_lines", SelfAssessmentLine.objects.only("dossier", "criterion"), to_attr="loaded_lines")
    prefetch_related_objects(dossiers, items, lines)
    reports = DossierReport.objects.filter(dossier__in=dossiers)
    words = {pk: row for pk, *row in reports.values_list("dossier", "changes", "since_recognition")}
    for dossier in dossiers:
        dossier.__dict__["_report_words"] = words.get(dossier.pk, ("", ""))


def section_of(dossier: Dossier, item: DossierItem, requirement: Requirement | None, left: int) -> Section:
    """One item with its state; `left` is the number of criteria without an answer."""
    item.dossier = dossier
    evidence: Sequence[Evidence] = item.live_evidence  # type: ignore[attr-defined]
    sound = [
        row for row in evidence if row.file.scan not in ScanState.never_opens()
    ]  # nobody will ever open the others
    filled = _is_filled(dossier, item, requirement, sound, left)
    by_itself = requirement is not None and requirement.rule.portal_form == SELF_ASSESSMENT
    started = bool(evidence) or bool(item.answer.strip()) or (by_itself and left < len(_criteria(dossier)))
    return Section(item, requirement, evidence, filled, _state(dossier, item, filled, started))


def _criteria(dossier: Dossier) -> Sequence[object]:
    from criteria.queries import sheet_of

    return sheet_of(dossier.criteria_set).criteria


def _is_filled(
    dossier: Dossier, item: DossierItem, requirement: Requirement | None, evidence: Sequence[Evidence], left: int
) -> bool:
    written = bool(item.answer.strip())
    if requirement is not None and requirement.rule.portal_form == SELF_ASSESSMENT:
        reported = dossier.kind != DossierKind.RENEWAL or bool(evidence) or written or bool(_report(dossier, UPDATES))
        return left == 0 and reported
    if item.code == CHANGES:
        return bool(evidence) and (written or bool(_report(dossier, CHANGES)))
    if item.code == UPDATES:
        return bool(evidence) or bool(_report(dossier, UPDATES))
    if requirement is not None and requirement.rule.physical:
        return bool(evidence) or bool(item.answer.strip())
    return bool(evidence)


def _report(dossier: Dossier, code: str) -> str:
    """What the report says of changes or results; asked for once a dossier object."""
    if "_report_words" not in dossier.__dict__:
        row = DossierReport.objects.filter(dossier=dossier).values_list("changes", "since_recognition").first()
        dossier.__dict__["_report_words"] = row or ("", "")
    changes, since = dossier.__dict__["_report_words"]
    return str(changes if code == CHANGES else since).strip()


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


def sections_to_check(dossier: Dossier, *, proposing: bool) -> tuple[list[Section], list[Section]]:
    """What the receiving unit looks at, and what the applicant left out and need not hand in but may be asked for.

    Nobody checks a paper of their own: not while `proposing`.
    """
    sections = [s for s in sections_of(dossier) if s.prepared_by == "producer" or not proposing]
    shown = [s for s in sections if s.item.mandatory or s.has_content or s.item.verdict == ItemVerdict.MISSING]
    left_out = [s for s in sections if s not in shown and s.prepared_by == "producer"]
    return shown, left_out


def uncheckable_items(dossier: Dossier) -> tuple[list[DossierItem], list[DossierItem]]:
    """Items that stand in the way of acceptance: those that fail, and those that nobody looked at yet."""
    shown = [s.item for s in sections_to_check(dossier, proposing=True)[0]]
    failing = [item for item in shown if item.verdict == ItemVerdict.MISSING]
    return failing, [item for item in shown if item.verdict == ItemVerdict.UNCHECKED]


def samples_asked(dossier: Dossier) -> int:
    """How many units of the product the ruleset asks for; 0 for what has none, such as services."""
    law = typed_ruleset(dossier.ruleset).samples
    return 0 if dossier.criteria_set.number in law.exempt_sets else law.count
