"""A council of three that really meets and scores, for tests of what follows."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Unit, User
from core.files.store import read_stored
from core.formats import now, today
from criteria.queries import sheet_of
from criteria.schema.sheet import SheetForm
from documents.models import Document
from evaluations import actions
from evaluations.enums import CouncilRole, Presence, SessionMode
from evaluations.followup.session_papers import minutes_source
from evaluations.models import Assessment, Council, CouncilMember, CouncilSession
from products.models import Dossier
from tests import factories
from tests.products.world import World

ROLES = (CouncilRole.CHAIR, CouncilRole.MEMBER, CouncilRole.SECRETARY)


def answers_near(form: SheetForm, target: int) -> dict[str, int | None]:
    """A complete sheet that meets every three-star minimum and comes as near to the target as its steps allow.

    From 70 up it meets the four-star minimums too, from 90 up the five-star ones; under 50 it may miss some.
    """
    star = 5 if target >= 90 else 4 if target >= 70 else 3
    chosen: dict[str, int | None] = {}
    floor: dict[str, Decimal] = {}
    for criterion in form.criteria:
        floor[criterion.code] = max((v for s, v in criterion.minimums.items() if s <= star), default=Decimal(0))
        steps = sorted(criterion.options, key=lambda option: option.points)
        allowed = [option for option in steps if option.points >= floor[criterion.code]] or steps[-1:]
        chosen[criterion.code] = (steps if target < 50 else allowed)[0].index
    for criterion in form.criteria:
        for option in sorted(criterion.options, key=lambda option: option.points):
            held = criterion.option(chosen[criterion.code])  # type: ignore[arg-type]
            better = held is not None and floor[criterion.code] <= option.points > held.points
            if better and _total(form, {**chosen, criterion.code: option.index}) <= target:
                chosen[criterion.code] = option.index
    return chosen


def _total(form: SheetForm, answers: dict[str, int | None]) -> Decimal:
    return sum(
        (form.by_code[code].option(index).points for code, index in answers.items() if index is not None), Decimal(0)
    )  # type: ignore[union-attr]


@dataclass
class Bench:
    """One council with its people."""

    unit: Unit
    officer: User
    leader: User
    council: Council
    people: list[User] = field(default_factory=list)

    def score(self, dossiers: Sequence[Dossier], targets: Sequence[int]) -> CouncilSession:
        """A whole meeting: agenda, dossiers sent, everybody present, every sheet in, every result closed."""
        session = actions.create_session(
            council=self.council,
            values={
                "mode": SessionMode.MEETING,
                "starts_at": now() + dt.timedelta(days=7),
                "place": "Phòng họp tầng 2",
            },
            actor=self.officer,
        )
        rows = actions.add_dossiers(session=session, dossier_ids=[row.pk for row in dossiers], actor=self.officer)
        members = list(CouncilMember.objects.filter(council=self.council).order_by("order"))
        actions.send_dossiers(session=session, member_ids=[row.pk for row in members], actor=self.officer)
        actions.record_attendance(
            session=session, presence={row.pk: Presence.PRESENT for row in members}, actor=self.officer
        )
        actions.open_session(session=session, presider=members[0], actor=self.officer)
        for row, target in zip(rows, targets, strict=True):
            self.close(row, target)
        return session

    def close(self, row: Assessment, target: int) -> None:
        """Every sheet near the target, then the result."""
        form = sheet_of(row.dossier.criteria_set)
        choices = {code: (index, "") for code, index in answers_near(form, target).items()}
        for person in self.people:
            actions.save_lines(assessment_id=row.pk, choices=choices, actor=person)
            actions.save_comment(
                assessment_id=row.pk, actor=person, comment="", advice="Bổ sung tem truy xuất nguồn gốc", knockouts=[]
            )
            actions.submit_sheet(assessment_id=row.pk, actor=person)
        actions.close_assessment(assessment=Assessment.objects.get(pk=row.pk), actor=self.people[0])


def bench(unit: Unit, *, officer: User, leader: User) -> Bench:
    """A council of three at the unit."""
    council = actions.create_council(
        unit=unit,
        values={
            "name": f"Hội đồng đánh giá, phân hạng sản phẩm OCOP {unit.name.lower()}",
            "decision_number": "100/QĐ-UBND",
            "decided_on": today() - dt.timedelta(days=90),
            "valid_from": today() - dt.timedelta(days=90),
        },
        actor=officer,
    )
    made = Bench(unit, officer, leader, council)
    for order, role in enumerate(ROLES, 1):
        user = factories.person(Role.COUNCIL_MEMBER, unit, full_name=f"Thành viên {order} {unit.short_name}")
        actions.add_member(
            council=council,
            user=user,
            values={"role": role, "label": "", "order": order, "valid_from": today() - dt.timedelta(days=90)},
            actor=officer,
        )
        made.people.append(user)
    return made


def district(world: World) -> Bench:
    """The council of Yên Mô."""
    return bench(world.units["Yên Mô"], officer=world.officer, leader=world.leader)


def province(world: World) -> Bench:
    """The council of the province."""
    leader = factories.person(Role.DEPARTMENT_LEADER, world.units["Ninh Bình"], full_name="Lãnh đạo Sở")
    return bench(world.units["Ninh Bình"], officer=world.department, leader=leader)


def printed(document: Document) -> str:
    """The words of an issued paper with single spaces."""
    pages = PdfReader(io.BytesIO(read_stored(document.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def text_of_minutes(session: CouncilSession) -> str:
    """What the table of results of a session's minutes says."""
    return " ".join(line["outcome"] for line in minutes_source(session)["products"])
