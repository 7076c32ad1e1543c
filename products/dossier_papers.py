"""A dossier's own papers, filled from the records: the registration slip and the self-assessment report."""

from __future__ import annotations

from django.conf import settings

from accounts.enums import UnitLevel
from core import audit
from core.formats import date_vn, local_date, number_vn, today
from core.text import lower_first
from criteria.papers import basis_of
from criteria.queries import sheet_of, typed_ruleset
from criteria.schema.ruleset import Duty
from criteria.schema.sheet import CriterionForm, PartForm
from documents.forms_of_paper import registration_slip, self_report
from documents.model import Doc
from products import codes, point_seven
from products.legal_words import source_lines
from products.models import Dossier, Evidence, SelfAssessmentLine
from products.reporting import GROUPS, groups_for, recognised_years, report_of

_ACCEPT, _UPWARDS = "dossier.accept", {"dossier.propose", "dossier.forward"}
_HANDED_ON = {"dossier.submit", _ACCEPT, *_UPWARDS}
_OFFICES = {
    UnitLevel.COMMUNE: "DÀNH CHO ỦY BAN NHÂN DÂN CẤP XÃ",
    UnitLevel.DISTRICT: "DÀNH CHO ỦY BAN NHÂN DÂN CẤP HUYỆN",
    UnitLevel.PROVINCE: "DÀNH CHO CƠ QUAN QUẢN LÝ OCOP CẤP TỈNH",
}


def group_words(dossier: Dossier) -> str:
    """Industry, group and subgroup of the product, as Phụ lục I names them."""
    row = dossier.criteria_set
    return ", ".join(part for part in (row.industry, row.group, row.subgroup) if part)


def address(dossier: Dossier) -> str:
    """The producer's address with its places' names on the day when the dossier was handed in; until then today's."""
    day = local_date(dossier.submitted_at) if dossier.submitted_at else today()
    return dossier.producer.address_on(day)


def registration(dossier: Dossier) -> Doc:
    """The registration slip: the layout of 26/2026/QĐ-TTg, Mẫu số 01, with the ruleset's own basis."""
    producer, rules = dossier.producer, typed_ruleset(dossier.ruleset)
    exempt = dossier.criteria_set.number in rules.samples.exempt_sets
    return registration_slip.paper(
        registration_slip.Facts(
            province=lower_first(settings.PROVINCE_NAME),
            year=dossier.round.year,
            producer=producer.name,
            representative=producer.representative,
            position=producer.representative_position,
            address=address(dossier),
            phone=producer.phone,
            email=producer.email,
            product=dossier.product_name,
            group=group_words(dossier),
            kind=dossier.kind,
            samples="" if exempt else f"{rules.samples.count:02d}",
            source=source_lines(rules, "phieu-dang-ky"),
            offices=tuple(_offices(dossier)),
        )
    )


def _offices(dossier: Dossier) -> list[registration_slip.Office]:
    """One part for each level of the ruleset that receives the paper dossier in the province, with what it did so far."""
    rules = typed_ruleset(dossier.ruleset)
    found: list[registration_slip.Office] = []
    steps = list(audit.timeline(dossier).filter(action__in=_HANDED_ON).order_by("seq"))
    for level in rules.levels:
        if level.duty is Duty.RECORDS:
            continue
        upwards = [place for place, event in enumerate(steps) if not found and event.action in _UPWARDS]
        passed = upwards[-1] if upwards else len(steps)
        here, steps = steps[:passed], steps[passed:]  # the last step upwards begins the next level's part
        came = [event for event in here if event.action in (_UPWARDS if found else {"dossier.submit"})]
        taken = [event for event in here if event.action == _ACCEPT]
        found.append(
            registration_slip.Office(
                title=_OFFICES.get(UnitLevel(level.code), level.name.upper()),
                number=codes.slip_number(rules, dossier),
                received=date_vn(came[-1].at) if came else "",
                receiver=taken[-1].actor_label if taken else "",
            )
        )
    return found


def report(dossier: Dossier) -> Doc:
    """The self-assessment report: the layout of 26/2026/QĐ-TTg, Mẫu số 02, in the order of the criteria."""
    producer, words = dossier.producer, report_of(dossier)
    form = sheet_of(dossier.criteria_set)
    lines = {line.criterion_id: line for line in SelfAssessmentLine.objects.filter(dossier=dossier)}
    evidence = list(
        Evidence.objects.filter(item__dossier=dossier, removed_at=None)
        .exclude(item__code__in=_not_the_applicants(dossier))
        .select_related("item")
        .prefetch_related("criteria")
        .order_by("item__order", "created_at", "id")
    )
    supporting: dict[int, list[str]] = {}
    for row in evidence:
        for criterion in row.criteria.all():
            supporting.setdefault(criterion.pk, []).append(row.title)
    total = sum(line.points for line in lines.values())
    registered = ", ".join(part for part in (date_vn(producer.registered_on), producer.registration_number) if part)
    written = {
        topic.name: self_report.Words(f"{topic.label}:", getattr(words, topic.name), lines=max(2, topic.rows - 2))
        for group in GROUPS
        for topic in group.topics
    }
    asked = {topic.name for group in groups_for(dossier.kind) for topic in group.topics}
    return self_report.paper(
        self_report.Facts(
            general=(
                ("1. Tên chủ thể:", producer.name),
                ("2. Loại hình tổ chức:", producer.get_kind_display()),
                ("3. Địa chỉ:", address(dossier)),
                ("4. Điện thoại, Email:", ", ".join(part for part in (producer.phone, producer.email) if part)),
                ("5. Tên người đại diện pháp luật:", producer.representative),
                ("- Giới tính:", producer.get_representative_gender_display()),
                ("- Dân tộc:", producer.representative_ethnicity),
                ("- Địa chỉ thường trú:", words.residence),
                ("6. Ngày thành lập, số giấy đăng ký:", registered),
                ("7. Tên sản phẩm, dịch vụ:", dossier.product_name),
            ),
            specification=written["specification"],
            ticks=tuple(_ticks(dossier, words.property_other.rstrip(" :"))),
            about=(_numbered(written["history"], 8), _numbered(written["organisation"], 9)),
            performance=tuple(written[name] for name in ("materials", "quality", "market", "results")),
            years=_years(dossier),
            parts=tuple(_part(part, lines, supporting) for part in form.parts),
            total=number_vn(total) if lines else "",
            source=source_lines(typed_ruleset(dossier.ruleset), "bao-cao-tu-danh-gia"),
            basis=basis_of(dossier.criteria_set),
            set_words=f"Bộ tiêu chí số {form.number:02d}: {form.name}",
            changes=tuple(written[name] for name in ("changes", "since_recognition") if name in asked),
            plan=written["plan"],
            attachments=tuple(
                self_report.Attachment(
                    row.title, row.item.name, ", ".join(criterion.code for criterion in row.criteria.all())
                )
                for row in evidence
            ),
            product=dossier.product_name,
            representative=producer.representative,
            year=dossier.round.year,
        )
    )


def _not_the_applicants(dossier: Dossier) -> list[str]:
    """Items that the commune prepares: they go with the dossier, not into the applicant's own report."""
    rules = typed_ruleset(dossier.ruleset)
    return [rule.code for rule in rules.requirements if rule.prepared_by != "producer"]


def _numbered(words: self_report.Words, number: int) -> self_report.Words:
    return self_report.Words(f"{number}. {words.title}", words.text, words.lines)


def _part(part: PartForm, lines: dict[int, SelfAssessmentLine], supporting: dict[int, list[str]]) -> self_report.Part:
    own = [criterion for section in part.sections for criterion in section.criteria]
    points = sum(lines[criterion.id or 0].points for criterion in own if criterion.id in lines)
    return self_report.Part(
        code=part.code,
        name=part.name,
        maximum=number_vn(part.max_points),
        points=number_vn(points),
        lines=tuple(_line(criterion, lines.get(criterion.id or 0), supporting) for criterion in own),
    )


def _line(
    criterion: CriterionForm, line: SelfAssessmentLine | None, supporting: dict[int, list[str]]
) -> self_report.Line:
    option = criterion.option(line.option_index) if line is not None and line.option_index is not None else None
    chosen = option.label if option else "Không đạt mức nào" if line is not None else ""
    return self_report.Line(
        code=criterion.code,
        name=criterion.name,
        maximum=number_vn(criterion.max_points),
        points=number_vn(line.points) if line is not None else "",
        chosen=chosen,
        note=line.note if line is not None else "",
        evidence=tuple(supporting.get(criterion.id or 0, ())),
    )


def _ticks(dossier: Dossier, other: str) -> list[self_report.Tick]:
    """Point 7, with what stands beside its last line."""
    answers = point_seven.answers(dossier)
    return [
        self_report.Tick(
            label=f"{line.label}: {other}" if line.code == point_seven.OTHER and other else line.label,
            ticked=answers.get(line.code, False),
            indent=line.indent,
        )
        for line in point_seven.LINES
    ]


def _years(dossier: Dossier) -> tuple[self_report.YearFigures, ...]:
    """Figures by year: the three years of a renewal, whatever is recorded otherwise."""
    known = {row.year: row for row in dossier.product.sales.all()}
    years = recognised_years(dossier) if dossier.kind == "renewal" else sorted(known, reverse=True)[:3]
    found = []
    for year in sorted(years):
        row = known.get(year)
        output = f"{number_vn(row.output)} {row.output_unit}".strip() if row and row.output is not None else ""
        found.append(
            self_report.YearFigures(
                year=str(year),
                output=output,
                revenue=number_vn(row.revenue) if row and row.revenue is not None else "",
                workers=number_vn(row.workers) if row and row.workers is not None else "",
            )
        )
    return tuple(found)
