"""Two districts with an object of every kind each, made by the portal's own actions; every name carries its side's mark.

What the public may see (a recognised product and its decision) is named without the mark; all else carries it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.actions.factors import ask_factor_reset
from accounts.enums import Role
from accounts.models import Membership, Unit, User
from core.files import store_bytes
from core.formats import now, today
from core.models import Job, JobState, StoredFile
from criteria import queries
from criteria.models import Subgroup
from documents.actions.issue import issue_document
from evaluations import actions as councils
from evaluations.actions.draft_paper import draft_paper
from evaluations.enums import Presence, SessionMode
from evaluations.followup.waiting import Paper
from evaluations.models import Assessment, MinistryCase, ReopenRequest
from notifications.actions import notify
from products import bundles
from products.actions import content, dossiers, producers, products
from products.enums import DossierKind, DossierState, ProducerKind
from products.models import Dossier, EvaluationRound, Producer, ProducerAccount, Product
from tests import factories
from tests.evaluations import papers_world
from tests.law import ensure_law
from tests.products import world as makers
from tests.trust.rooms import rooms

# What an officer of the other district must never read, whatever the page. Lower case, as `fold` leaves them.
SECRETS = {
    "producer": "khuoclieu", "product": "phonglan", "evidence": "tuongvi", "message": "hoangyen", "document": "nguyetque",
    "council": "thachthao", "session": "mimosa", "person": "bachdan", "note": "sonchi",
}  # fmt: skip
HERE = dict.fromkeys(SECRETS, "nhamau")


@dataclass
class Side:
    """One district: its people by role, its objects by what they are."""

    unit: Unit
    commune: Unit
    words: dict[str, str]
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class TrustWorld:
    """Both sides, the province's people, and those who hold no seat any more."""

    here: Side
    there: Side
    province: dict[str, User]
    seatless: User
    former: User
    moved: User
    round: EvaluationRound
    units: dict[str, Unit]

    def who(self, role: str) -> User:
        """The person who walks for a role: at Yên Mô, or at the province."""
        return self.here.people.get(role) or self.province[role]


DISTRICT_ROLES = (
    Role.PRODUCER, Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER, Role.COUNCIL_MEMBER, Role.ADVISORY,
)  # fmt: skip
PROVINCE_ROLES = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER, Role.ADMIN)


def _long_numbers() -> None:
    """New rows get numbers of five digits, so that a number printed with a dot is found (U33)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, sequencename FROM pg_sequences WHERE coalesce(last_value, 0) < 12345")
        for schema, name in cursor.fetchall():
            cursor.execute(f"""SELECT setval('"{schema}"."{name}"', 12345)""")


def build() -> TrustWorld:
    """Everything. Takes some seconds: build it once a session."""
    ensure_law()
    _long_numbers()
    units = factories.ninh_binh()
    province = {
        role: factories.person(role, units["Ninh Bình"], full_name=f"Người {role.value}") for role in PROVINCE_ROLES
    }
    day = today()
    round_ = EvaluationRound.objects.create(
        year=day.year, number=1, name=f"Đợt 1 năm {day.year}", ruleset=queries.ruleset("qd148-2023"),
        opens_on=day - dt.timedelta(days=90), closes_on=day + dt.timedelta(days=30),
    )  # fmt: skip
    here = _Builder(Side(units["Yên Mô"], units["Yên Thắng"], HERE), round_, province).build()
    there = _Builder(Side(units["Gia Viễn"], units["Gia Hòa"], SECRETS), round_, province).build()
    former = factories.person(full_name="Người đã thôi việc")
    moved = factories.person(Role.DISTRICT_OFFICER, units["Gia Viễn"], full_name="Người đã chuyển đi")
    for user in (former, moved):
        Membership.objects.create(
            user=user, role=Role.DISTRICT_OFFICER, unit=units["Yên Mô"], valid_from=factories.FIRST_DAY,
            valid_to=day - dt.timedelta(days=1),
        )  # fmt: skip
    StoredFile.objects.filter(pk=here.file.pk).update(owner=moved)  # uploaded before the move
    return TrustWorld(
        here, there, province, factories.person(full_name="Người chưa có vai"), former, moved, round_, units
    )


class _Builder:
    """Fills one side, chapter by chapter."""

    def __init__(self, side: Side, round_: EvaluationRound, province: dict[str, User]) -> None:
        self.side, self.round, self.province = side, round_, province
        side.things["round"] = round_

    def build(self) -> Side:
        """All chapters in their order."""
        self.meet_people()
        self.enter_records()
        self.fill_dossiers()
        self.found_council()
        self.hold_sessions()
        self.leave_traces()
        for room in rooms():
            room.furnish(self.side, self.province)
        return self.side

    def meet_people(self) -> None:
        word = self.side.words["person"]
        for role in DISTRICT_ROLES:
            unit = self.side.commune if role in {Role.PRODUCER, Role.COMMUNE_OFFICER} else self.side.unit
            self.side.people[role] = factories.person(role, unit, full_name=f"{role.label} {word}")

    def enter_records(self) -> None:
        side, officer = self.side, self.side.people[Role.DISTRICT_OFFICER]
        side.things["producer"] = self._producer(f"HTX {side.words['producer']}", officer)
        ProducerAccount.objects.create(producer=side.producer, user=side.people[Role.PRODUCER])
        side.things["open_producer"] = self._producer(f"Cơ sở công khai {side.unit.short_name}", officer)
        side.things["product"] = self._product(side.producer, f"Trà {side.words['product']}", officer)
        side.things["photo"] = products.add_photo(
            product=side.product, actor=officer,
            upload=SimpleUploadedFile(f"{side.words['evidence']}.jpg", makers.jpeg_bytes(), "image/jpeg"),
        )  # fmt: skip

    def _producer(self, name: str, officer: User) -> Producer:
        return producers.create_producer(
            actor=officer,
            values={
                "name": name, "kind": ProducerKind.COOPERATIVE, "district": self.side.unit, "commune": self.side.commune,
                "representative": f"Đại diện {self.side.words['person']}", "phone": "0912345678",
            },
        )  # fmt: skip

    def _product(self, producer: Producer, name: str, officer: User) -> Product:
        values = {"name": name, "subgroup": Subgroup.objects.get(set_number=7)}
        return products.create_product(producer=producer, actor=officer, values=values)

    def fill_dossiers(self) -> None:
        side, officer, leader = (
            self.side,
            self.side.people[Role.DISTRICT_OFFICER],
            self.side.people[Role.DISTRICT_LEADER],
        )
        side.things["draft"] = self._open(side.product)
        item = side.draft.items.exclude(code="tu-danh-gia").order_by("order").first()
        upload = makers.pdf_upload(f"{side.words['evidence']}.pdf")
        side.things["item"] = item
        side.things["evidence"] = content.add_evidence(
            item=item, actor=officer, upload=upload, title=side.words["evidence"]
        )
        side.things["submitted"] = self._open(self._product(side.producer, f"Bột {side.words['product']}", officer))
        makers.fill(side.submitted, officer)
        side.things["submitted"] = dossiers.submit(dossier=side.submitted, actor=officer)
        first = side.submitted.items.order_by("order").first()
        dossiers.check_item(item=first, actor=leader, verdict="missing", reason=f"Thiếu trang {side.words['note']}")

    def _open(self, product: Product) -> Dossier:
        officer = self.side.people[Role.DISTRICT_OFFICER]
        return dossiers.open_dossier(product=product, round_=self.round, kind=DossierKind.NEW, actor=officer)

    def _accepted(self, name: str, producer: Producer | None = None) -> Dossier:
        """An accepted dossier, made directly: what the council needs of it."""
        side, producer = self.side, producer or self.side.producer
        officer, owner = side.people[Role.DISTRICT_OFFICER], side.people[Role.PRODUCER]
        product = self._product(producer, name, officer)
        dossier = self._open(product)
        Dossier.objects.filter(pk=dossier.pk).update(
            code=f"HS-{uuid.uuid4().hex[:8]}", state=DossierState.ACCEPTED, holder=side.unit, submitted_at=now(),
            submitted_by=owner, accepted_at=now(), accepted_by=officer,
        )  # fmt: skip
        dossier.refresh_from_db()
        return dossier

    def found_council(self) -> None:
        side = self.side
        officer, leader = side.people[Role.DISTRICT_OFFICER], side.people[Role.DISTRICT_LEADER]
        bench = papers_world.bench(side.unit, officer=officer, leader=leader)
        bench.council.name = f"Hội đồng {side.words['council']}"
        bench.council.save()
        side.things |= {
            "bench": bench,
            "council": bench.council,
            "members": list(bench.council.members.order_by("order")),
        }
        side.people[Role.COUNCIL_MEMBER] = bench.people[0]
        advisor = side.people[Role.ADVISORY]
        councils.save_team(
            council=bench.council, name=f"Tổ {side.words['council']}", user_ids=[advisor.pk], actor=officer
        )
        dossier = self._accepted(f"Mật {side.words['product']}")
        side.things["appraisal"] = councils.assign_appraisal(
            dossier=dossier, council=bench.council, advisor=advisor, due_on=None, actor=officer
        )

    def hold_sessions(self) -> None:
        side, bench, product = self.side, self.side.bench, self.side.words["product"]
        known = self._accepted(f"Sản phẩm công khai {side.unit.short_name}", side.open_producer)
        bench.score([known, self._accepted(f"Rượu {product}")], [62, 20])
        closed = list(Assessment.objects.filter(session__council=bench.council).order_by("pk"))
        side.things |= {"closed": closed[0], "failed": closed[1], "past": closed[0].session}
        draft = draft_paper(paper=Paper.RECOGNITION, unit=side.unit, assessment_ids=[closed[0].pk], actor=bench.officer)
        issued = issue_document(document=draft, issued_on=today(), signer_name="Người Ký", actor=bench.leader)
        side.things |= {"decision": issued, "recognition": known.recognitions.get()}
        notice = draft_paper(paper=Paper.FAILURE, unit=side.unit, assessment_ids=[closed[1].pk], actor=bench.officer)
        notice.subject = f"Thông báo {side.words['document']}"
        notice.save()
        side.things["notice"] = notice
        side.things["planned"] = self._session([self._accepted(f"Gạo {product}")])
        side.things["waiting"] = Assessment.objects.get(session=side.planned)
        self._score_now()

    def _session(self, rows: list[Dossier]) -> Any:
        side, officer = self.side, self.side.people[Role.DISTRICT_OFFICER]
        session = councils.create_session(
            council=side.council,
            values={
                "mode": SessionMode.MEETING, "starts_at": now() + dt.timedelta(days=7),
                "title": f"Phiên {side.words['session']}", "place": f"Nhà {side.words['session']}",
            },
            actor=officer,
        )  # fmt: skip
        councils.add_dossiers(session=session, dossier_ids=[row.pk for row in rows], actor=officer)
        return session

    def _score_now(self) -> None:
        """A session in the middle of scoring: one sheet handed in with a request to reopen it, one begun."""
        side, officer, people = self.side, self.side.people[Role.DISTRICT_OFFICER], self.side.bench.people
        session = self._session([self._accepted(f"Chè {side.words['product']}")])
        councils.send_dossiers(session=session, member_ids=[row.pk for row in side.members], actor=officer)
        present = {row.pk: Presence.PRESENT for row in side.members}
        councils.record_attendance(session=session, presence=present, actor=officer)
        councils.open_session(session=session, presider=side.members[0], actor=officer)
        session.refresh_from_db()
        item = Assessment.objects.select_related("dossier__criteria_set").get(session=session)
        form = queries.sheet_of(item.dossier.criteria_set)
        choices = {code: (index, "") for code, index in papers_world.answers_near(form, 60).items()}
        for person in (people[1], people[0]):
            councils.save_lines(assessment_id=item.pk, choices=choices, actor=person)
        sheet = councils.submit_sheet(assessment_id=item.pk, actor=people[1])
        councils.ask_reopen(sheet=sheet, reason=f"Chấm nhầm {side.words['note']}", actor=people[1])
        code = next(iter(form.by_code))
        side.things |= {"running": session, "open": item, "criterion": code}
        side.things["reopen"] = ReopenRequest.objects.get(sheet=sheet)
        side.things["criterion_id"] = form.by_code[code].id

    def leave_traces(self) -> None:
        """A message, a job with its result, a private file, a lost second factor, a case at the Ministry."""
        side = self.side
        word = side.words["message"]
        everybody = list(side.people.values())
        for person in everybody:
            notify(recipients=[person], kind="trust.test", title=f"Tin {word}", body=word, url="/viec-can-lam/")
        officer = side.people[Role.DISTRICT_OFFICER]
        side.things["file"] = side.evidence.file
        side.things["job"] = Job.objects.create(
            kind=bundles.KIND, label=f"In {side.words['document']}", owner=officer, state=JobState.DONE,
            params={"dossier": side.submitted.pk, "audience": bundles.MEMBERS},
            result=store_bytes(f"{side.words['document']}.pdf", makers.pdf_bytes(), owner=officer),
        )  # fmt: skip
        side.things["message"] = officer.portal_messages.order_by("-created_at").filter(kind="trust.test").get()
        lost = side.people[Role.COMMUNE_OFFICER]
        Authenticator.objects.create(user=lost, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
        side.things["reset"] = ask_factor_reset(
            actor=self.province[Role.ADMIN], user=lost, reason=f"Mất máy {side.words['person']}"
        )
        side.things["seat"] = Membership.objects.filter(user=officer).first()
        far = self._accepted(f"Nấm {side.words['product']}")
        Dossier.objects.filter(pk=far.pk).update(holder=side.unit.parent, state=DossierState.AT_MINISTRY)
        side.things["ministry"] = MinistryCase.objects.create(dossier=far, sent_on=today(), document=side.decision)
