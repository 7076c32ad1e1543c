"""Recognised products of one producer, with the points that were agreed, and the people who inspect."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import today
from criteria.models import Subgroup
from criteria.queries import criteria_set, sheet_of
from inspections.actions import findings, plans, teams, visits
from inspections.enums import Duty, Severity
from inspections.models import CorrectiveAction, Inspection, InspectionPlan, InspectionTeam
from products import codes
from products.enums import ProducerKind
from products.models import Producer, ProducerAccount, Product, Recognition
from tests import factories
from tests.law import ensure_law

WORDS = {
    "host_name": "Nguyễn Thị Trà", "host_position": "Giám đốc", "conclusion": "Cơ sở duy trì các tiêu chí.",
    "site_opinion": "Nhất trí.",
}  # fmt: skip


@dataclass
class World:
    """Who and what the tests speak of."""

    units: dict[str, Unit]
    officer: User
    second: User
    leader: User
    neighbour: User
    advisor: User
    commune: User
    owner: User
    stranger: User
    department: User
    chief: User
    admin: User
    producer: Producer

    def recognition(
        self, name: str = "Bột rau má", *, stars: int = 3, producer: Producer | None = None, **more: Any
    ) -> Recognition:
        """A product with its recognition in force, agreed on set 7."""
        owner = producer or self.producer
        product = Product.objects.create(
            name=name, producer=owner, district=owner.district, commune=owner.commune,
            subgroup=Subgroup.objects.get(set_number=7),
        )  # fmt: skip
        agreed = {
            form.code: {"name": form.name, "max": str(form.max_points), "mean": str(form.max_points)}
            for form in sheet_of(criteria_set("qd148-2023", 7)).criteria[:4]
        }
        values: dict[str, Any] = {
            "decided_on": today() - dt.timedelta(days=200), "valid_until": today() + dt.timedelta(days=800),
            "decision_number": "12/QĐ-UBND", "points_by_criterion": agreed, "issued_by": "UBND huyện Yên Mô",
        }  # fmt: skip
        return Recognition.objects.create(
            product=product, product_name=name, producer_name=owner.name, district=owner.district, stars=stars,
            verify_code=codes.new_verify_code(), **(values | more),
        )  # fmt: skip

    def another(self, name: str, district: str = "Yên Mô") -> Producer:
        """Another producer."""
        return Producer.objects.create(name=name, kind=ProducerKind.HOUSEHOLD, district=self.units[district])

    def plan(self, *, wanted: int = 5, drawn: bool = True) -> InspectionPlan:
        """A draft plan of the district."""
        year = today().year
        values = {
            "name": f"Kế hoạch kiểm tra {InspectionPlan.objects.count() + 1}", "year": year,
            "from_on": dt.date(year, 7, 1), "to_on": dt.date(year, 12, 31), "wanted": wanted,
        }  # fmt: skip
        plan = plans.create_plan(unit=self.units["Yên Mô"], values=values, actor=self.officer)
        if drawn:
            plans.draw_plan(plan=plan, actor=self.officer)
        return plan

    def approved(self) -> InspectionPlan:
        """A plan with its inspections."""
        plan = plans.take(plan=self.plan(), step="submit", actor=self.officer)
        return plans.take(plan=plan, step="approve", actor=self.leader)

    def team(self) -> InspectionTeam:
        """A team of three, the same each time: who is in which team is read once a request."""
        known = InspectionTeam.objects.first()
        if known is not None:
            return known
        team = teams.create_team(unit=self.units["Yên Mô"], name="Đoàn kiểm tra huyện", actor=self.officer)
        teams.add_member(team=team, values={"duty": Duty.LEADER}, user=self.leader, actor=self.officer)
        teams.add_member(team=team, values={"duty": Duty.SECRETARY}, user=self.advisor, actor=self.officer)
        teams.add_member(team=team, values={"full_name": "Người của Trung tâm Y tế"}, actor=self.officer)
        return team

    def planned(self, recognition: Recognition | None = None, *, reason: str = "Kiểm tra đột xuất") -> Inspection:
        """An unplanned inspection that waits."""
        row = recognition or self.recognition(f"Sản phẩm {Recognition.objects.count()}")
        return visits.create_unplanned(unit=self.units["Yên Mô"], recognitions=[row], reason=reason, actor=self.officer)

    def begun(self, recognition: Recognition | None = None, **more: Any) -> Inspection:
        """A visit under way."""
        inspection = self.planned(recognition, **more)
        visits.schedule(inspection=inspection, starts_at=None, team=self.team(), address="Thôn 1", actor=self.officer)
        return visits.begin(inspection=inspection, actor=self.advisor)

    def fill(self, inspection: Inspection) -> None:
        """Everything holds; the words are written."""
        for group in set(inspection.lines.values_list("group", flat=True)):
            visits.hold_rest(inspection=inspection, group=group, actor=self.advisor)
        visits.save_words(inspection=inspection, values=WORDS, actor=self.advisor)

    def finding(self, inspection: Inspection, severity: str = Severity.MAJOR, days: int = 20) -> Any:
        """A finding with a demand."""
        values = {"severity": severity, "text": "Nhãn sai hạng sao", "demand": "Thay nhãn",
                  "due_on": today() + dt.timedelta(days=days)}  # fmt: skip
        line = inspection.lines.get(code="NM2")
        return findings.add_finding(
            inspection=inspection, values=values, line=line, product=inspection.products.first(), actor=self.advisor
        )

    def concluded(self, recognition: Recognition | None = None, *, found: bool = True, **more: Any) -> Inspection:
        """A visit with final minutes (without the paper), and one demand."""
        inspection = self.begun(recognition, **more)
        self.fill(inspection)
        if found:
            self.finding(inspection)
        inspection.refresh_from_db()
        return visits.conclude(inspection=inspection, actor=self.advisor)

    def demand(self) -> CorrectiveAction:
        """A corrective action that waits for the producer."""
        return CorrectiveAction.objects.get(finding__inspection=self.concluded())


def build() -> World:
    """The whole world."""
    ensure_law()
    units = factories.ninh_binh()
    yen_mo, province = units["Yên Mô"], units["Ninh Bình"]
    producer = Producer.objects.create(
        name="HTX Vân Trà", kind=ProducerKind.COOPERATIVE, district=yen_mo, commune=units["Yên Thắng"], address="Thôn 1"
    )
    owner = factories.person(Role.PRODUCER, units["Yên Thắng"], full_name="Chủ thể Vân Trà")
    ProducerAccount.objects.create(producer=producer, user=owner)
    return World(
        units=units,
        officer=factories.person(Role.DISTRICT_OFFICER, yen_mo, full_name="Cán bộ Yên Mô"),
        second=factories.person(Role.DISTRICT_OFFICER, yen_mo, full_name="Cán bộ Yên Mô hai"),
        leader=factories.person(Role.DISTRICT_LEADER, yen_mo, full_name="Lãnh đạo Yên Mô"),
        neighbour=factories.person(Role.DISTRICT_OFFICER, units["Gia Viễn"], full_name="Cán bộ Gia Viễn"),
        advisor=factories.person(Role.ADVISORY, yen_mo, full_name="Tổ tư vấn Yên Mô"),
        commune=factories.person(Role.COMMUNE_OFFICER, units["Yên Thắng"], full_name="Cán bộ xã"),
        owner=owner,
        stranger=factories.person(Role.PRODUCER, units["Yên Hòa"], full_name="Chủ thể khác"),
        department=factories.person(Role.DEPARTMENT_OFFICER, province, full_name="Cán bộ Sở"),
        chief=factories.person(Role.DEPARTMENT_LEADER, province, full_name="Lãnh đạo Sở"),
        admin=factories.person(Role.ADMIN, province, full_name="Quản trị"),
        producer=producer,
    )
