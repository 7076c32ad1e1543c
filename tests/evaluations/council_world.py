"""A district council of seven and dossiers ready for it, made directly, for tests of sessions and scoring."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import now, today
from criteria.queries import criteria_set, ruleset, sheet_of
from criteria.schema.sheet import SheetForm
from evaluations import actions
from evaluations.enums import AssessmentState, CouncilRole, Presence, SessionMode
from evaluations.models import Assessment, Council, CouncilMember, CouncilSession, ScoreSheet
from products.enums import DossierState, ProducerKind
from products.models import Dossier, EvaluationRound, Producer, ProducerAccount, Product
from tests import factories

ROLES = (CouncilRole.CHAIR, CouncilRole.VICE_CHAIR, *[CouncilRole.MEMBER] * 4, CouncilRole.SECRETARY)
PRODUCTS = ("Bột rau má Vân Trà", "Yến sào Huân Hòa", "Cơm cháy Cung Đình", "Mật ong hoa rừng", "Rượu Lai Thành")


@dataclass
class CouncilWorld:
    """Who and what the tests speak of."""

    units: dict[str, Unit]
    officer: User
    leader: User
    neighbour: User
    department: User
    admin: User
    owner: User
    council: Council
    people: list[User]
    producer: Producer
    round: EvaluationRound
    dossiers: list[Dossier] = field(default_factory=list)

    @property
    def members(self) -> list[CouncilMember]:
        """Members in their order: chair, vice chair, four members, secretary."""
        return list(self.council.members.order_by("order"))

    @property
    def form(self) -> SheetForm:
        """The set on which all dossiers of this world are scored."""
        return sheet_of(self.dossiers[0].criteria_set)

    def dossier(self, name: str = "", *, holder: Unit | None = None, set_number: int = 6) -> Dossier:
        """An accepted dossier of the district."""
        number = Dossier.objects.count() + 1
        name = name or PRODUCTS[(number - 1) % len(PRODUCTS)]
        district = self.units["Yên Mô"]
        product = Product.objects.create(
            name=name, producer=self.producer, district=district, commune=self.units["Yên Thắng"]
        )
        row = Dossier.objects.create(
            code=f"HS-{number:04d}",
            product=product,
            producer=self.producer,
            round=self.round,
            state=DossierState.ACCEPTED,
            ruleset=self.round.ruleset,
            criteria_set=criteria_set("qd148-2023", set_number),
            district=district,
            commune=self.units["Yên Thắng"],
            holder=holder or district,
            created_by=self.owner,
            submitted_at=now(),
            submitted_by=self.owner,
            accepted_at=now(),
            accepted_by=self.officer,
            product_name=name,
            producer_name=self.producer.name,
        )
        self.dossiers.append(row)
        return row

    def session(self, count: int = 1, *, mode: str = SessionMode.MEETING, sent: bool = True) -> CouncilSession:
        """A planned session with some dossiers, everybody served."""
        values = {"mode": mode, "place": "Phòng họp tầng 2", "starts_at": now() + dt.timedelta(days=10)}
        if mode == SessionMode.WRITTEN:
            values = {"mode": mode, "reply_by": now() + dt.timedelta(days=5)}
        session = actions.create_session(council=self.council, values=values, actor=self.officer)
        actions.add_dossiers(session=session, dossier_ids=[self.dossier().pk for _ in range(count)], actor=self.officer)
        if sent:
            actions.send_dossiers(session=session, member_ids=[m.pk for m in self.members], actor=self.officer)
        return session

    def attend(self, session: CouncilSession, absent: tuple[int, ...] = ()) -> None:
        """Everybody is present but the members at these places."""
        presence = {m.pk: Presence.ABSENT if i in absent else Presence.PRESENT for i, m in enumerate(self.members)}
        actions.record_attendance(session=session, presence=presence, actor=self.officer)

    def scoring(self, count: int = 1, absent: tuple[int, ...] = ()) -> list[Assessment]:
        """Open assessments of a session that is being scored."""
        session = self.session(count)
        self.attend(session, absent)
        actions.open_session(session=session, presider=self.members[0], actor=self.officer)
        return list(Assessment.objects.filter(session=session, state=AssessmentState.OPEN).order_by("order"))

    def fill(self, assessment: Assessment, who: int, target: int | None = None) -> None:
        """A complete sheet: the lowest steps, or steps that add up near a target."""
        steps = lowest(self.form) if target is None else near(self.form, target)
        choices = {code: (index, "") for code, index in steps.items()}
        actions.save_lines(assessment_id=assessment.pk, choices=choices, actor=self.people[who])

    def submit(self, assessment: Assessment, who: int, target: int | None = None) -> ScoreSheet:
        """A complete sheet, handed in."""
        self.fill(assessment, who, target)
        return actions.submit_sheet(assessment_id=assessment.pk, actor=self.people[who])

    def close(
        self, assessment: Assessment, target: int | None = None, who: tuple[int, ...] = tuple(range(7))
    ) -> Assessment:
        """Everybody hands in and the chair closes."""
        for place in who:
            self.submit(assessment, place, target)
        actions.close_assessment(assessment=assessment, actor=self.people[0])
        return Assessment.objects.get(pk=assessment.pk)


def lowest(form: SheetForm) -> dict[str, int | None]:
    """The lowest step of every criterion."""
    return {c.code: min(c.options, key=lambda option: option.points).index for c in form.criteria}


def near(form: SheetForm, target: int) -> dict[str, int | None]:
    """Steps whose points add up to the target, or to the next lower sum that greed finds."""
    chosen = lowest(form)
    left = target - sum(form.by_code[code].options[index].points for code, index in chosen.items())  # type: ignore[index]
    for criterion in form.criteria:
        base = criterion.options[chosen[criterion.code]].points  # type: ignore[index]
        able = [option for option in criterion.options if option.points - base <= left]
        best = max(able, key=lambda option: option.points, default=None)
        if best is not None and best.points > base:
            left -= best.points - base
            chosen[criterion.code] = best.index
    return chosen


def build(size: int = 7) -> CouncilWorld:
    """Yên Mô with its council, an accepted product's world, and everybody else who might be curious."""
    units = factories.ninh_binh()
    yen_mo = units["Yên Mô"]
    officer = factories.person(Role.DISTRICT_OFFICER, yen_mo, full_name="Cán bộ Yên Mô")
    day = today() - dt.timedelta(days=60)
    council = actions.create_council(
        unit=yen_mo,
        values={
            "name": "Hội đồng OCOP huyện Yên Mô",
            "decision_number": "100/QĐ-UBND",
            "decided_on": day,
            "valid_from": day,
        },
        actor=officer,
    )
    people = []
    for order, role in enumerate(ROLES[:size], 1):
        user = factories.person(Role.COUNCIL_MEMBER, yen_mo, full_name=f"Thành viên {order}", username=f"hd-{order}")
        label = f"Ủy viên {order - 2}" if role == CouncilRole.MEMBER else ""
        values = {"role": role, "label": label, "order": order, "valid_from": day, "organisation": f"Phòng số {order}"}
        actions.add_member(council=council, user=user, values=values, actor=officer)
        people.append(user)
    owner = factories.person(Role.PRODUCER, units["Yên Thắng"], full_name="Chủ thể Vân Trà")
    producer = Producer.objects.create(
        name="HTX rau, củ, quả Vân Trà", kind=ProducerKind.COOPERATIVE, district=yen_mo, commune=units["Yên Thắng"]
    )
    ProducerAccount.objects.create(producer=producer, user=owner)
    round_ = EvaluationRound.objects.create(
        year=today().year, number=1, name=f"Đợt 1 năm {today().year}", ruleset=ruleset("qd148-2023"),
        opens_on=day, closes_on=today() + dt.timedelta(days=60),
    )  # fmt: skip
    return CouncilWorld(
        units=units,
        officer=officer,
        leader=factories.person(Role.DISTRICT_LEADER, yen_mo, full_name="Lãnh đạo Yên Mô"),
        neighbour=factories.person(Role.DISTRICT_OFFICER, units["Gia Viễn"], full_name="Cán bộ Gia Viễn"),
        department=factories.person(Role.DEPARTMENT_OFFICER, units["Ninh Bình"], full_name="Cán bộ Sở"),
        admin=factories.person(Role.ADMIN, units["Ninh Bình"], full_name="Quản trị"),
        owner=owner,
        council=council,
        people=people,
        producer=producer,
        round=round_,
    )
