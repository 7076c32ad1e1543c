"""The sheet of a visit: each product's own criteria as agreed at its recognition, then the fixed groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from core.formats import today
from criteria.models import CriteriaSet
from criteria.queries import criteria_set, sheet_of
from criteria.schema.sheet import CriterionForm
from inspections.checklists import checklist, checklist_on
from inspections.enums import LineKind
from inspections.models import InspectedProduct, Inspection, InspectionLine
from products.models import Recognition

OLD_LAW = "qd148-2023"


def set_of(recognition: Recognition) -> CriteriaSet | None:
    """The criteria set on which it was scored; for an old record without dossier the set of its subgroup, if known."""
    if recognition.dossier is not None:
        return recognition.dossier.criteria_set
    subgroup = recognition.product.subgroup
    if subgroup is None:
        return None
    try:
        return criteria_set(OLD_LAW, subgroup.set_number)
    except CriteriaSet.DoesNotExist:
        return None


def build_lines(inspection: Inspection) -> str:
    """Copy everything to be checked into rows; gives the code of the checklist used. Done once."""
    rows: list[InspectionLine] = []
    products = inspection.products.select_related(
        "recognition__dossier__criteria_set__collection", "recognition__product__subgroup"
    )
    for product in products:
        rows += list(_criteria(inspection, product, len(rows)))
    fixed = checklist_on(today())
    start = len(rows)
    rows += [
        InspectionLine(
            inspection=inspection, kind=line.kind, group=line.group, group_name=line.group_name, code=line.code,
            order=start + number, text=line.text, guidance=line.guidance,
        )
        for number, line in enumerate(fixed.lines, 1)
    ]  # fmt: skip
    InspectionLine.objects.bulk_create(rows)
    return fixed.code


def _criteria(inspection: Inspection, product: InspectedProduct, start: int) -> Iterator[InspectionLine]:
    recognition = product.recognition
    agreed = recognition.points_by_criterion or {}
    found = set_of(recognition)
    group, name = f"criteria-{product.pk}", f"Tiêu chí đã công nhận: {recognition.product_name}"
    forms = {form.code: form for form in sheet_of(found).criteria} if found is not None else {}
    codes = list(agreed) or list(forms)
    if forms:
        codes.sort(key=lambda code: list(forms).index(code) if code in forms else len(forms))
    if not codes:
        yield InspectionLine(
            inspection=inspection, product=product, kind=LineKind.CRITERION, group=group, group_name=name, code="HS",
            order=start + 1, text="Các tiêu chí theo hồ sơ công nhận bản giấy",
            guidance="Sổ công nhận chưa có điểm từng tiêu chí. Đối chiếu với hồ sơ giấy của sản phẩm.",
        )  # fmt: skip
        return
    for number, code in enumerate(codes, 1):
        told, form = agreed.get(code, {}), forms.get(code)
        mean = Decimal(told["mean"]) if told.get("mean") is not None else None
        yield InspectionLine(
            inspection=inspection,
            product=product,
            kind=LineKind.CRITERION,
            group=group,
            group_name=name,
            code=code,
            order=start + number,
            text=_sentence(told.get("name") or (form.name if form else code)),
            agreed=mean,
            agreed_max=Decimal(told["max"]) if told.get("max") is not None else form.max_points if form else None,
            agreed_label=_level(form, mean),
        )


def _sentence(name: str) -> str:
    return name.capitalize() if name.isupper() else name


def _level(form: CriterionForm | None, mean: Decimal | None) -> str:
    """The law's words of the highest level that the agreed points reach."""
    if form is None or mean is None:
        return ""
    reached = [option for option in form.options if option.points <= mean and not option.case]
    return max(reached, key=lambda option: option.points).label if reached else ""


@dataclass
class Group:
    """Rows of one group with how many are answered."""

    code: str
    name: str
    is_criteria: bool
    lines: list[InspectionLine] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """Rows that need a verdict."""
        return sum(line.kind != LineKind.FACT for line in self.lines)

    @property
    def answered(self) -> int:
        """Rows that have one."""
        return sum(line.kind != LineKind.FACT and bool(line.verdict) for line in self.lines)

    @property
    def failing(self) -> int:
        """Rows that do not hold fully."""
        return sum(line.verdict in {"fails", "partly"} for line in self.lines)

    @property
    def done(self) -> bool:
        """Whether every row that needs a verdict has one."""
        return self.answered == self.asked


def groups_of(lines: Iterable[InspectionLine]) -> list[Group]:
    """Rows by group, in their order."""
    found: dict[str, Group] = {}
    for line in lines:
        group = found.setdefault(line.group, Group(line.group, line.group_name, line.kind == LineKind.CRITERION))
        group.lines.append(line)
    return list(found.values())


def ground_of(inspection: Inspection, line: InspectionLine | None) -> str:
    """The revocation ground on which a row bears, as the checklist says; a criterion bears on "criteria"."""
    if line is None:
        return ""
    if line.kind == LineKind.CRITERION:
        return "criteria"
    used = checklist(inspection.checklist)
    return next((row.ground for row in used.lines if row.code == line.code), "") if used else ""
