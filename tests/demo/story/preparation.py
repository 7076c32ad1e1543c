"""What stands behind the story: two dossiers taken in, and sheets of exact totals.

Sheets that nobody fills in the browser are written line by line with the portal's own actions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

import pypdf

from accounts.models import User
from core.formats import today
from criteria.queries import sheet_of
from criteria.schema.sheet import CriterionForm, SheetForm
from demo.goods import GOODS
from evaluations import actions
from evaluations.models import Assessment, ScoreSheet
from products.actions import dossiers
from products.enums import DossierState
from products.models import Dossier

SHORT_OF_THREE, THREE, FOUR, BACK = (GOODS[key].product for key in ("ym-k", "ym-j", "ym-i", "gv-f7"))


def take_in() -> None:
    """Two dossiers that wait at Yên Mô are accepted, beside the one that is accepted already."""
    officer = User.objects.get(username="huyen-yenmo")
    for name in (SHORT_OF_THREE, THREE):
        dossier = Dossier.objects.get(product_name=name, state=DossierState.SUBMITTED)
        dossiers.pass_unchecked_items(dossier=dossier, actor=officer)
        dossiers.record_samples(dossier=fresh(dossier), actor=officer, received_on=today())
        dossiers.accept(dossier=fresh(dossier), actor=officer)


def fresh(dossier: Dossier) -> Dossier:
    """The dossier as it stands."""
    return Dossier.objects.get(pk=dossier.pk)


def _steps(criterion: CriterionForm, stars: int) -> dict[Decimal, int]:
    """Points → step, of one case, not under the minimum that the rank asks."""
    least = max((points for rank, points in criterion.minimums.items() if rank <= stars), default=Decimal(0))
    options = criterion.options_of_case(criterion.options[0].case)
    return {option.points: option.index for option in options if option.points >= least}


def choose(form: SheetForm, total: int, stars: int) -> dict[str, int]:
    """Lawful steps whose points make exactly this total."""
    reached: list[dict[Decimal, tuple[Decimal, int] | None]] = [{Decimal(0): None}]
    for criterion in form.criteria:
        row: dict[Decimal, tuple[Decimal, int] | None] = {}
        for before in reached[-1]:
            for points, index in _steps(criterion, stars).items():
                row.setdefault(before + points, (before, index))
        reached.append(row)
    chosen: dict[str, int] = {}
    place = Decimal(total)
    for criterion, row in zip(reversed(form.criteria), reversed(reached[1:]), strict=True):
        step = row[place]
        assert step is not None
        place, chosen[criterion.code] = step
    return chosen


def hand_in_sheets(session_id: int, product: str, totals: Mapping[int, int], stars: int) -> None:
    """Members by their place in the council fill and hand in sheets of these totals."""
    assessment = Assessment.objects.get(session_id=session_id, dossier__product_name=product)
    form = sheet_of(assessment.dossier.criteria_set)
    for sheet in ScoreSheet.objects.filter(assessment=assessment).select_related("member__user"):
        if sheet.member.order not in totals:
            continue
        person = User.objects.get(pk=sheet.member.user_id)
        choices = {code: (index, "") for code, index in choose(form, totals[sheet.member.order], stars).items()}
        actions.save_lines(assessment_id=assessment.pk, choices=choices, actor=person)
        actions.save_comment(assessment_id=assessment.pk, actor=person, comment="", advice="Ghi rõ cách bảo quản.")
        actions.submit_sheet(assessment_id=assessment.pk, actor=person)


def everybody(members: Sequence[int], total: int, *, but: Mapping[int, int] | None = None) -> dict[int, int]:
    """The same total for all, but for some."""
    return dict.fromkeys(members, total) | dict(but or {})


def text_of(pdf: bytes) -> str:
    """The words of a PDF with single spaces."""
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
