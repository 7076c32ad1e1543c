"""Builders of dossiers in any state, by the portal's own actions."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from accounts.enums import Role
from accounts.models import Unit, User
from core import workflow
from core.formats import today
from criteria import queries
from criteria.models import Subgroup
from products.actions import content, dossiers, producers, products, recognitions
from products.content import sections_of
from products.enums import DossierKind, DossierState, ItemVerdict, ProducerKind
from products.models import (
    Dossier,
    EvaluationRound,
    Producer,
    ProducerAccount,
    Product,
    Recognition,
    SelfAssessmentLine,
)
from tests import factories
from tests.law import ensure_law


def pdf_bytes(pages: int = 1, title: str = "") -> bytes:
    """A small real PDF; another title makes other bytes."""
    writer = PdfWriter()
    if title:
        writer.add_metadata({"/Title": title})
    for _ in range(pages):
        writer.add_blank_page(width=300, height=400)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def jpeg_bytes(size: tuple[int, int] = (60, 40), exif: bytes = b"") -> bytes:
    """A small real photo."""
    out = io.BytesIO()
    Image.new("RGB", size, "#2f7a4d").save(out, "JPEG", **({"exif": exif} if exif else {}))
    return out.getvalue()


def pdf_upload(name: str = "giay-to.pdf") -> SimpleUploadedFile:
    """The small PDF as an upload."""
    return SimpleUploadedFile(name, pdf_bytes(title=name), "application/pdf")


@dataclass
class World:
    """Who and what the tests speak of."""

    units: dict[str, Unit]
    officer: User
    leader: User
    neighbour: User
    commune_officer: User
    owner: User
    department: User
    round: EvaluationRound
    producer: Producer
    product: Product

    def fresh_product(self, name: str = "Bột tía tô") -> Product:
        """Another product of the same producer."""
        return products.create_product(
            producer=self.producer, actor=self.officer, values={"name": name, "subgroup": self.product.subgroup}
        )

    def draft(self, product: Product | None = None, *, actor: User | None = None) -> Dossier:
        """A dossier that was just opened."""
        return dossiers.open_dossier(
            product=product or self.product, round_=self.round, kind=DossierKind.NEW, actor=actor or self.officer
        )

    def filled(self, product: Product | None = None, *, actor: User | None = None) -> Dossier:
        """A draft to which nothing mandatory is missing."""
        dossier = self.draft(product, actor=actor)
        fill(dossier, actor or self.officer)
        return dossier

    def submitted(self, product: Product | None = None) -> Dossier:
        """Handed in by the district officer."""
        return dossiers.submit(dossier=self.filled(product), actor=self.officer)

    def returned(self, product: Product | None = None) -> Dossier:
        """Sent back with one failing item."""
        dossier = self.submitted(product)
        item = dossier.items.filter(code="dang-ky-kinh-doanh").get()
        dossiers.check_item(
            item=item, actor=self.leader, verdict=ItemVerdict.MISSING, reason="Bản chụp mờ, thiếu trang 2."
        )
        return dossiers.return_dossier(dossier=dossier, actor=self.leader)

    def accepted(self, product: Product | None = None) -> Dossier:
        """Taken in by the district."""
        dossier = self.submitted(product)
        dossiers.pass_unchecked_items(dossier=dossier, actor=self.leader)
        return dossiers.accept(dossier=dossier, actor=self.leader)

    def in_state(self, state: str, product: Product | None = None) -> Dossier:
        """A dossier that came to this state by the procedure."""
        early = {
            DossierState.DRAFT: self.draft,
            DossierState.SUBMITTED: self.submitted,
            DossierState.RETURNED: self.returned,
            DossierState.ACCEPTED: self.accepted,
        }
        if state in early:
            return early[DossierState(state)](product)
        dossier = self.accepted(product)
        for step in LATER[DossierState(state)]:
            workflow.apply(
                dossier, step, actor=self.department if "ministry" in step else self.leader, reason="lý do thử"
            )
            if step == "conclude_forward" and state == DossierState.AT_MINISTRY:
                Dossier.objects.filter(pk=dossier.pk).update(holder=self.units["Ninh Bình"])
                dossier.refresh_from_db()
        return dossier

    def recognised(self, product: Product | None = None, **changes: Any) -> Recognition:
        """A three-star recognition of today."""
        dossier = self.accepted(product)
        return recognitions.recognise(
            dossier=dossier,
            actor=self.leader,
            **{
                "stars": 3,
                "mean": Decimal("61.5"),
                "decided_on": today(),
                "decision_number": "1/QĐ-UBND",
                "issued_by": "UBND huyện Yên Mô",
            }
            | changes,
        )


LATER = {
    DossierState.WITHDRAWN: ("withdraw_by_officer",),
    DossierState.IN_SESSION: ("schedule",),
    DossierState.SCORED: ("schedule", "conclude_recognise"),
    DossierState.NOT_RECOGNISED: ("schedule", "conclude_reject"),
    DossierState.FORWARDING: ("schedule", "conclude_forward"),
    DossierState.AT_MINISTRY: ("schedule", "conclude_forward", "to_ministry"),
    DossierState.RECOGNISED: ("schedule", "conclude_recognise", "recognise"),
}


def fill(dossier: Dossier, actor: Any) -> None:
    """Everything mandatory: files, samples, the whole self-assessment (thirty lines in one statement)."""
    best = {
        criterion.id or 0: max(criterion.options, key=lambda option: option.points)
        for criterion in queries.sheet_of(dossier.criteria_set).criteria
    }
    SelfAssessmentLine.objects.bulk_create(
        (
            SelfAssessmentLine(dossier=dossier, criterion_id=key, option_index=option.index, points=option.points)
            for key, option in best.items()
        ),
        update_conflicts=True,  # a renewal begins with the lines of the dossier before
        unique_fields=["dossier", "criterion"],
        update_fields=["option_index", "points"],
    )
    for section in sections_of(dossier):
        if not section.item.mandatory or section.is_self_assessment or section.prepared_by != "producer":
            continue
        if section.is_physical:
            content.save_item(item=section.item, actor=actor, answer="5 gói, gửi kèm hồ sơ giấy")
        else:
            content.add_evidence(item=section.item, actor=actor, upload=pdf_upload(f"{section.item.code}.pdf"))


def build() -> World:
    """The whole world, in rows that exist or are made now."""
    ensure_law()
    units = factories.ninh_binh()
    officer = factories.person(Role.DISTRICT_OFFICER, units["Yên Mô"], full_name="Cán bộ Yên Mô")
    leader = factories.person(Role.DISTRICT_LEADER, units["Yên Mô"], full_name="Lãnh đạo Yên Mô")
    neighbour = factories.person(Role.DISTRICT_OFFICER, units["Gia Viễn"], full_name="Cán bộ Gia Viễn")
    commune_officer = factories.person(Role.COMMUNE_OFFICER, units["Yên Thắng"], full_name="Cán bộ Yên Thắng")
    owner = factories.person(Role.PRODUCER, units["Yên Thắng"], full_name="Chủ thể Vân Trà")
    department = factories.person(Role.DEPARTMENT_OFFICER, units["Ninh Bình"], full_name="Cán bộ Sở")
    producer = producers.create_producer(
        actor=officer,
        values={
            "name": "HTX rau, củ, quả Vân Trà",
            "kind": ProducerKind.COOPERATIVE,
            "district": units["Yên Mô"],
            "commune": units["Yên Thắng"],
            "representative": "Nguyễn Thị Trà",
        },
    )
    ProducerAccount.objects.create(producer=producer, user=owner)
    product = products.create_product(
        producer=producer,
        actor=officer,
        values={"name": "Bột rau má Vân Trà", "subgroup": Subgroup.objects.get(set_number=7)},
    )
    day = today()
    round_ = EvaluationRound.objects.create(
        year=day.year,
        number=(number := EvaluationRound.objects.filter(year=day.year).count() + 1),
        name=f"Đợt {number} năm {day.year}",
        ruleset=queries.ruleset("qd148-2023"),
        opens_on=day - dt.timedelta(days=30),
        closes_on=day + dt.timedelta(days=30),
    )
    return World(units, officer, leader, neighbour, commune_officer, owner, department, round_, producer, product)
