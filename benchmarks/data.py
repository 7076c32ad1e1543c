"""A province of a chosen size, written in bulk: products, dossiers, one big council, sheets with all their lines."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from accounts.enums import Role
from accounts.models import Membership, Unit, User
from core.formats import now, today
from criteria.models import CriteriaSet, Ruleset
from criteria.queries import sheet_of
from evaluations.enums import AssessmentState, CouncilRole, Presence, SessionState, SheetState
from evaluations.models import Assessment, Attendance, Council, CouncilMember, CouncilSession, ScoreLine, ScoreSheet
from products.enums import DossierState, ProducerKind
from products.models import Dossier, EvaluationRound, Producer, Product, Recognition

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = [
    "Cơm cháy",
    "Mật ong",
    "Trà hoa vàng",
    "Gạo nếp",
    "Rượu",
    "Giò trứng",
    "Nấm sò",
    "Dưa lê",
    "Bột rau má",
    "Yến sào",
    "Nem chua",
    "Cá chạch",
]


@dataclass(frozen=True)
class World:
    """What the measurements need to know of the data."""

    officer: User
    members: list[User]
    assessment: Assessment
    session: CouncilSession
    dossier: Dossier
    recognition: Recognition
    criteria: list[tuple[int, str, int]]
    cookies: dict[int, str]


def cookie_of(user: User) -> str:
    """A signed-in session of the person."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _person(name: str, role: Role, unit: Unit) -> User:
    user = User.objects.create(username=name, full_name=name, password="!")
    Membership.objects.create(user=user, role=role, unit=unit, valid_from=dt.date(2020, 1, 1))
    return user


def _products(count: int, district: Unit, communes: list[Unit]) -> list[Product]:
    producers = Producer.objects.bulk_create(
        Producer(
            name=f"HTX số {n} (đo tốc độ)",
            kind=ProducerKind.COOPERATIVE,
            district=communes[n % len(communes)].parent or district,
            commune=communes[n % len(communes)],
        )
        for n in range(max(1, count // 2))
    )
    return Product.objects.bulk_create(
        Product(
            name=f"{WORDS[n % len(WORDS)]} {n}",
            producer=producers[n % len(producers)],
            district=producers[n % len(producers)].district,
            commune=producers[n % len(producers)].commune,
        )
        for n in range(count)
    )


def _dossiers(
    products: list[Product], round_: EvaluationRound, law: Ruleset, criteria: CriteriaSet, user: User
) -> list[Dossier]:
    moment = now()
    states = itertools.cycle(
        (DossierState.SUBMITTED, DossierState.ACCEPTED, DossierState.IN_SESSION, DossierState.RETURNED)
    )
    return Dossier.objects.bulk_create(
        Dossier(
            code=f"DO-{n:06d}",
            product=product,
            producer=product.producer,
            round=round_,
            state=next(states),
            ruleset=law,
            criteria_set=criteria,
            district=product.district,
            commune=product.commune,
            holder=product.district,
            created_by=user,
            submitted_at=moment,
            submitted_by=user,
            due_at=moment + dt.timedelta(days=n % 30),
            product_name=product.name,
            producer_name=product.producer.name if product.producer else "",
        )
        for n, product in enumerate(products)
    )


def _sheets(
    assessments: list[Assessment], members: list[CouncilMember], form: list[tuple[int, str, int]], count: int
) -> None:
    pairs = itertools.islice(itertools.product(assessments, members), count)
    sheets = ScoreSheet.objects.bulk_create(
        (
            ScoreSheet(assessment=a, member=m, state=SheetState.SUBMITTED, submitted_at=now(), total=Decimal(50))
            for a, m in pairs
        ),
        batch_size=2_000,
    )
    for start in range(0, len(sheets), 500):
        ScoreLine.objects.bulk_create(
            (
                ScoreLine(sheet=sheet, criterion_id=pk, option_index=index, points=Decimal(1))
                for sheet in sheets[start : start + 500]
                for pk, _, index in form
            ),
            batch_size=5_000,
        )


def build(*, products: int, members: int, sheets: int) -> World:
    """Fill an empty database."""
    call_command("load_units", verbosity=0)
    call_command("load_criteria", verbosity=0)
    province = Unit.objects.on(dt.date(2024, 6, 1)).get(level="province")
    district = Unit.objects.on(dt.date(2024, 6, 1)).get(name="Huyện Yên Mô")
    communes = list(Unit.objects.on(dt.date(2024, 6, 1)).filter(level="commune").select_related("parent"))
    law = Ruleset.objects.filter(code="qd148-2023").latest("pk")
    criteria = CriteriaSet.objects.filter(collection__code="qd148-2023", number=6).latest("pk")
    form = [(c.id or 0, c.code, c.options[0].index) for c in sheet_of(criteria).criteria]
    officer = _person("do-can-bo", Role.DEPARTMENT_OFFICER, province)
    round_ = EvaluationRound.objects.create(
        year=today().year,
        number=1,
        name="Đợt đo",
        ruleset=law,
        opens_on=today(),
        closes_on=today() + dt.timedelta(days=90),
    )
    dossiers = _dossiers(_products(products, district, communes), round_, law, criteria, officer)
    council = Council.objects.create(
        unit=district, name="Hội đồng đo", decision_number="1/QĐ", decided_on=today(), valid_from=dt.date(2020, 1, 1)
    )
    people = [_person(f"do-thanh-vien-{n}", Role.COUNCIL_MEMBER, district) for n in range(members)]
    offices = CouncilMember.objects.bulk_create(
        CouncilMember(
            council=council,
            user=user,
            role=CouncilRole.CHAIR if n == 0 else CouncilRole.MEMBER,
            label=f"Ủy viên {n}",
            order=n,
            valid_from=dt.date(2020, 1, 1),
        )
        for n, user in enumerate(people)
    )
    moment = now()
    session = CouncilSession.objects.create(
        council=council, year=today().year, number=1, title="Phiên đo", state=SessionState.SCORING, starts_at=moment,
        place="Phòng họp", dossiers_sent_at=moment, opened_at=moment, created_by=officer, presided_by=offices[0],
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(session=session, member=office, presence=Presence.PRESENT, served_at=moment) for office in offices
    )
    old = CouncilSession.objects.create(
        council=council, year=today().year, number=2, title="Phiên cũ", state=SessionState.CLOSED, starts_at=moment,
        dossiers_sent_at=moment, opened_at=moment, closed_at=moment, created_by=officer,
    )  # fmt: skip
    wanted = -(-sheets // members)
    done = Assessment.objects.bulk_create(
        Assessment(session=old, dossier=dossier, order=n, state=AssessmentState.CLOSED)
        for n, dossier in enumerate(dossiers[3::4][:wanted])
    )
    _sheets(done, offices, form, sheets)
    Dossier.objects.filter(pk=dossiers[2].pk).update(holder=district, district=district)
    assessment = Assessment.objects.create(
        session=session, dossier=dossiers[2], order=1, state=AssessmentState.OPEN, opened_at=moment
    )
    ScoreSheet.objects.bulk_create(ScoreSheet(assessment=assessment, member=office) for office in offices)
    Recognition.objects.bulk_create(
        Recognition(
            product=product, product_name=product.name, district=product.district, stars=3 + n % 2, issued_by="UBND",
            decision_number="1/QĐ-UBND", decided_on=today(), decided_year=today().year,
            valid_until=today() + dt.timedelta(days=900), verify_code=f"DOTOCDO{n:06d}",
        )
        for n, product in enumerate(Product.objects.order_by("pk"))
    )  # fmt: skip
    cookies = {user.pk: cookie_of(user) for user in [officer, *people]}
    recognition = Recognition.objects.earliest("pk")
    return World(officer, people, assessment, session, dossiers[0], recognition, form, cookies)
