"""What applicants and receiving officers do: enter, fill, hand in, check, return, accept."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from accounts.models import User
from core.formats import today
from criteria.models import Subgroup
from criteria.queries import sheet_of
from demo import evidence
from demo.answers import choose
from demo.goods import DISTRICT_OF, GOODS, Good, producer_of
from demo.people import Cast
from products.actions import content, dossiers, producers, products
from products.content import sections_of
from products.enums import DossierKind, Gender, ItemVerdict
from products.models import Dossier, EvaluationRound, Producer, Product, SelfAssessmentLine

SEED = 148
OPTIONAL = ("anh-co-so", "dieu-kien-san-xuat", "phieu-kiem-nghiem", "nguyen-lieu-lien-ket", "cau-chuyen")


@dataclass
class Desk:
    """The products and dossiers of the story so far."""

    cast: Cast
    rounds: dict[int, EvaluationRound] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - repeatable, not secret

    def writer(self, key: str) -> User:
        """Who enters a good: the second officer of the district unless said otherwise."""
        return self.cast[GOODS[key].entered_by or f"huyen-{DISTRICT_OF[key]}-2"]

    def receiver(self, key: str) -> User:
        """Who checks it at the district."""
        return self.cast[f"huyen-{DISTRICT_OF[key]}"]

    def dossier(self, key: str) -> Dossier:
        """The dossier as it stands."""
        return Dossier.objects.get(pk=self.dossiers[key].pk)


def enter_product(desk: Desk, good: Good) -> Product:
    """Record producer and product, with a photo."""
    commune = desk.cast.units[good.commune]
    kind, name = producer_of(good)
    officer = desk.cast[f"huyen-{DISTRICT_OF[good.key]}-2"]
    number = list(GOODS).index(good.key)
    producer = producers.create_producer(
        actor=officer,
        values={
            "name": name,
            "kind": kind,
            "commune": commune,
            "district": commune.parent,
            "address": f"Thôn {number % 9 + 1}",
            "representative": f"Người đại diện {number + 1:02d} (trình diễn)",
            "representative_position": "Giám đốc",
            "representative_gender": Gender.FEMALE if number % 3 == 0 else Gender.MALE,
            "workers": 6 + number % 20,
            "local_workers": 5 + number % 20,
        },
    )
    return add_product(desk, good, producer, officer)


def add_product(desk: Desk, good: Good, producer: Producer, actor: User) -> Product:
    """Record the product with its photo."""
    product = products.create_product(
        producer=producer,
        actor=actor,
        values={
            "name": good.product,
            "subgroup": subgroup(good.subgroup),
            "description": f"{good.name}: sản phẩm trình diễn, mô tả do phần trình diễn tự đặt để dùng thử hệ thống.",
            "story": "Câu chuyện trình diễn. Ở đây chủ thể kể sản phẩm ra đời thế nào, ai làm, bằng nguyên liệu nào của "
            "địa phương, có gì khác nơi khác.",
            "packaging": "Hộp 500 g",
        },
    )
    products.add_photo(product=product, actor=actor, upload=evidence.photo_upload(good.product))
    desk.products[good.key] = product
    return product


def open_draft(desk: Desk, key: str, number: int, *, kind: str = DossierKind.NEW) -> Dossier:
    """Enter the good if need be and open its dossier in a round."""
    good = GOODS[key]
    product = desk.products.get(key) or enter_product(desk, good)
    desk.dossiers[key] = dossiers.open_dossier(
        product=product, round_=desk.rounds[number], kind=kind, actor=desk.writer(key)
    )
    return desk.dossiers[key]


def fill(desk: Desk, key: str, *, share: float = 1.0) -> None:
    """Upload papers and answer the self-assessment; `share` leaves the rest for whoever tries the demonstration."""
    dossier, actor = desk.dossier(key), desk.writer(key)
    wanted = [section for section in sections_of(dossier) if section.item.mandatory or section.item.code in OPTIONAL]
    for section in wanted[: max(1, round(len(wanted) * share))]:
        if section.is_self_assessment:
            answer_self(desk, key, share=share)
            continue
        title = section.item.name
        upload = evidence.pdf_upload(title) if "pdf" in section.extensions and not section.is_physical else None
        upload = upload or evidence.photo_upload(desk.products[key].name)
        content.add_evidence(item=section.item, actor=actor, upload=upload, title=f"{title} (trình diễn)")


def answer_self(desk: Desk, key: str, *, share: float = 1.0) -> None:
    """The applicant's own points, written in one go: forty dossiers of thirty lines each."""
    dossier = desk.dossier(key)
    form = sheet_of(dossier.criteria_set)
    points = GOODS[key].own_points if key in GOODS else 74
    chosen = choose(form, target=points, stars=4 if points >= 70 else 3, dice=desk.dice)
    criteria = form.criteria[: round(len(form.criteria) * share)]
    SelfAssessmentLine.objects.bulk_create(
        SelfAssessmentLine(
            dossier=dossier,
            criterion_id=criterion.id or 0,
            option_index=chosen[criterion.code],
            points=criterion.options[chosen[criterion.code]].points,
            saved_by=desk.writer(key),
        )
        for criterion in criteria
    )


def hand_in(desk: Desk, key: str) -> None:
    """Submit."""
    dossiers.submit(dossier=desk.dossier(key), actor=desk.writer(key))


def prepare(desk: Desk, keys: tuple[str, ...], number: int) -> None:
    """Enter, fill and submit."""
    for key in keys:
        open_draft(desk, key, number)
        fill(desk, key)
        hand_in(desk, key)


def take_in(desk: Desk, keys: tuple[str, ...], officer: str = "") -> None:
    """Look at every item, note the samples, accept."""
    for key in keys:
        actor = desk.cast[officer] if officer else desk.receiver(key)
        dossiers.pass_unchecked_items(dossier=desk.dossier(key), actor=actor)
        if desk.dossier(key).samples_received_on is None:
            dossiers.record_samples(dossier=desk.dossier(key), actor=actor, received_on=today(), count=5)
        dossiers.accept(dossier=desk.dossier(key), actor=actor)


def send_back(desk: Desk, key: str, reasons: dict[str, str]) -> None:
    """Return for completion, a reason for each failing item."""
    actor, dossier = desk.receiver(key), desk.dossier(key)
    for item in dossier.items.all():
        if item.code in reasons:
            dossiers.check_item(item=item, actor=actor, verdict=ItemVerdict.MISSING, reason=reasons[item.code])
    dossiers.pass_unchecked_items(dossier=dossier, actor=actor)
    dossiers.return_dossier(
        dossier=desk.dossier(key), actor=actor, reason=f"Còn {len(reasons)} phần cần bổ sung, xem lý do ở từng phần."
    )


def mend(desk: Desk, key: str, codes: tuple[str, ...]) -> None:
    """Upload again what was asked for, and submit."""
    dossier, actor = desk.dossier(key), desk.writer(key)
    for item in dossier.items.filter(code__in=codes):
        upload = evidence.pdf_upload(f"{item.name}, bản bổ sung")
        content.add_evidence(item=item, actor=actor, upload=upload, title=f"{item.name}, bản bổ sung (trình diễn)")
    hand_in(desk, key)


def subgroup(code: str) -> Subgroup:
    """A subgroup of the classification by its code."""
    return Subgroup.objects.get(code=code)
