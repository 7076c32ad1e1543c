"""Opening and submitting dossiers, and what the receiving unit does with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from accounts.enums import UnitLevel
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied, Stale
from core.formats import now, today
from core.text import nfc
from criteria.actions import mark_in_use
from criteria.queries import requirements_for, set_for, typed_ruleset
from criteria.schema.ruleset import RulesetRules
from products import renewing, rules
from products.content import sections_to_check
from products.enums import DossierKind, ItemVerdict, RecognitionState
from products.models import Dossier, DossierItem, EvaluationRound, Product, Recognition
from products.places import place_today, unit_above

MOST_SAMPLES = 1_000


def check_can_open(*, product: Product, round_: EvaluationRound, kind: str, actor: Any) -> None:
    """May the person open a dossier of this kind for this product in this round? Raises Denied."""
    rules.check_edit_product(actor, product)
    rules.check_round_receives(round_)
    if product.producer is None:
        raise Denied("Ghi chủ thể của sản phẩm trước khi lập hồ sơ.", obj=product, action="dossier.open")
    if product.subgroup_id is None:
        raise Denied(
            "Chọn nhóm sản phẩm trước khi lập hồ sơ: nhóm quyết định bộ tiêu chí.", obj=product, action="dossier.open"
        )
    at_commune = typed_ruleset(round_.ruleset).entry_level.code == UnitLevel.COMMUNE
    if at_commune and not (product.commune_id or product.producer.commune_id):
        raise Denied(
            "Hồ sơ của đợt này nộp tại xã, phường. Ghi xã, phường của chủ thể trước khi lập hồ sơ.",
            obj=product,
            action="dossier.open",
        )
    held = last_recognition(product)
    in_force = held is not None and rules.is_in_force(held)
    if kind == DossierKind.NEW and in_force:
        raise Denied(
            "Sản phẩm đang được công nhận. Chọn “đánh giá lại” hoặc “nâng hạng”.", obj=product, action="dossier.open"
        )
    if kind == DossierKind.UPGRADE and not in_force:
        raise Denied("Chỉ nâng hạng sản phẩm đang được công nhận.", obj=product, action="dossier.open")
    if kind == DossierKind.UPGRADE and not can_rise(held, typed_ruleset(round_.ruleset)):
        raise Denied(
            "Sản phẩm đang ở hạng cao nhất. Chọn “đánh giá lại” khi công nhận sắp hết hạn.",
            obj=product,
            action="dossier.open",
        )
    if kind == DossierKind.RENEWAL and held is None:
        raise Denied("Sản phẩm chưa từng được công nhận. Chọn loại hồ sơ “mới”.", obj=product, action="dossier.open")


def kinds_for(product: Product, law: RulesetRules | None) -> list[DossierKind]:
    """The kinds of dossier that `check_can_open` lets pass for the product as it stands, in a round under that ruleset."""
    held = last_recognition(product)
    if held is None:
        return [DossierKind.NEW]
    if not rules.is_in_force(held):
        return [DossierKind.RENEWAL, DossierKind.NEW]
    return [DossierKind.RENEWAL, DossierKind.UPGRADE] if can_rise(held, law) else [DossierKind.RENEWAL]


def can_rise(held: Recognition | None, law: RulesetRules | None) -> bool:
    """Is there a rank above the one that the product holds? Without a ruleset nobody can say no."""
    return held is not None and (law is None or held.stars < law.top_stars)


def last_recognition(product: Product) -> Recognition | None:
    """The recognition that is valid, or the last one that expired; not a revoked or replaced one."""
    kept = product.recognitions.filter(state__in=[RecognitionState.VALID, RecognitionState.EXPIRED])
    return kept.order_by("-decided_on", "-id").first()


@transaction.atomic
def open_dossier(*, product: Product, round_: EvaluationRound, kind: str, actor: Any) -> Dossier:
    """Open a draft in a round that receives dossiers, with the items that the round's ruleset asks for.

    The dossier keeps this ruleset and this criteria set to its end. Raises Denied.
    """
    check_can_open(product=product, round_=round_, kind=kind, actor=actor)
    ruleset, producer, subgroup = round_.ruleset, product.producer, product.subgroup
    if producer is None or subgroup is None:
        raise TypeError("check_can_open lets no such product pass")
    criteria_set = set_for(subgroup, ruleset)
    mark_in_use(ruleset=ruleset, criteria_set=criteria_set)
    district, commune = place_today(product.district, product.commune or producer.commune)
    entry = unit_above(commune or district, typed_ruleset(ruleset).entry_level.code)
    try:
        with transaction.atomic():
            dossier = Dossier.objects.create(
                product=product,
                producer=producer,
                round=round_,
                kind=kind,
                ruleset=ruleset,
                criteria_set=criteria_set,
                district=district,
                commune=commune,
                holder=entry or district,
                created_by=actor,
                due_at=None,
                previous_recognition=last_recognition(product) if kind != DossierKind.NEW else None,
                product_name=product.name,
                producer_name=producer.name,
            )
    except IntegrityError:
        raise Denied("Sản phẩm đã có hồ sơ trong đợt này.", obj=product, action="dossier.open") from None
    wanted = requirements_for(ruleset, kind, criteria_set, prepared_by=None)
    DossierItem.objects.bulk_create(
        DossierItem(
            dossier=dossier,
            code=requirement.code,
            order=place,
            name=requirement.name,
            guidance=requirement.guidance,
            mandatory=requirement.mandatory,
        )
        for place, requirement in enumerate(wanted, 1)
    )
    if product.is_idea:  # who registers it says that it is a product
        save_edit(product, {"is_idea": False}, actor=actor, version=None)
    copied = renewing.copy_what_holds(dossier) if kind != DossierKind.NEW else 0
    audit.record(
        actor=actor, action="dossier.open", obj=dossier, after={"round": round_.pk, "kind": kind, "copied": copied}
    )
    return dossier


def submit(*, dossier: Dossier, actor: Any, version: int | None = None) -> Dossier:
    """Hand the dossier in: draws its code, stamps the time, starts the term for checking. Raises Denied, Stale."""
    return workflow.apply(dossier, "submit", actor=actor, version=version)


def withdraw(*, dossier: Dossier, actor: Any, reason: str, version: int | None = None) -> Dossier:
    """Take the dossier back before it is scored. Raises Denied, Stale."""
    return workflow.apply(dossier, "withdraw", actor=actor, version=version, reason=reason)


@transaction.atomic
def check_item(
    *, item: DossierItem, actor: Any, verdict: str, reason: str = "", version: int | None = None
) -> DossierItem:
    """Say of one item that it passes, or what is missing and why.

    Raises Denied, or Stale when another officer looked at it since `version`.
    """
    dossier = _locked(item.dossier_id)
    rules.check_receive(actor, dossier)
    locked = DossierItem.objects.select_for_update().get(pk=item.pk)
    if version is not None and locked.version != version:
        raise Stale(locked)
    reason = nfc(reason)
    if verdict == ItemVerdict.MISSING and not reason:
        raise Denied(f"Ghi lý do cần bổ sung “{locked.name}”.", obj=dossier, action="dossier.check_item")
    before = {"verdict": locked.verdict, "reason": locked.reason}
    locked.verdict = ItemVerdict(verdict)
    locked.reason = reason if verdict == ItemVerdict.MISSING else ""
    looked_at = verdict != ItemVerdict.UNCHECKED
    locked.checked_at, locked.checked_by = (now(), actor) if looked_at else (None, None)
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor,
        action="dossier.check_item",
        obj=dossier,
        before={"item": locked.code, **before},
        after={"item": locked.code, "verdict": verdict},
        reason=locked.reason,
    )
    return locked


@transaction.atomic
def pass_unchecked_items(*, dossier: Dossier, actor: Any) -> int:
    """Say of every item that there is to check and nobody looked at yet that it passes. Answers how many.

    What the applicant did not hand in and need not has no verdict: nobody saw it.
    """
    locked = _locked(dossier.pk)
    rules.check_receive(actor, locked)
    shown, _ = sections_to_check(locked, proposing=rules.is_proposing(locked))
    keys = [section.item.pk for section in shown]
    items = list(locked.items.select_for_update().filter(pk__in=keys, verdict=ItemVerdict.UNCHECKED))
    for item in items:
        item.verdict, item.checked_at, item.checked_by = ItemVerdict.PASSED, now(), actor
        item.version += 1
        item.save()
    if items:
        audit.record(
            actor=actor, action="dossier.pass_items", obj=locked, after={"items": [item.code for item in items]}
        )
    return len(items)


def return_dossier(*, dossier: Dossier, actor: Any, reason: str = "", version: int | None = None) -> Dossier:
    """Send the dossier back for completion; each failing item carries its reason. Raises Denied, Stale."""
    return workflow.apply(dossier, "return", actor=actor, version=version, reason=reason)


def accept(*, dossier: Dossier, actor: Any, version: int | None = None) -> Dossier:
    """Accept the dossier: it waits for the council. Raises Denied, Stale."""
    return workflow.apply(dossier, "accept", actor=actor, version=version)


def propose(*, dossier: Dossier, actor: Any, version: int | None = None) -> Dossier:
    """The commune proposes the dossier to the level that scores. Raises Denied, Stale."""
    return workflow.apply(dossier, "propose", actor=actor, version=version)


@transaction.atomic
def record_samples(
    *, dossier: Dossier, actor: Any, received_on: dt.date, count: int | None = None, version: int | None = None
) -> Dossier:
    """Note the day on which the samples came with the paper dossier, and how many; None when nobody counted.

    Raises Denied for a day to come or for none at all, Stale.
    """
    locked = _locked(dossier.pk)
    rules.check_record_samples(actor, locked)
    if version is not None and locked.version != version:
        raise Stale(locked)
    if received_on > today():
        raise Denied("Ngày nhận mẫu không thể ở sau hôm nay.", obj=locked, action="dossier.samples")
    if count is not None and not 1 <= count <= MOST_SAMPLES:
        raise Denied(f"Số mẫu từ 1 đến {MOST_SAMPLES}.", obj=locked, action="dossier.samples")
    before = {"on": locked.samples_received_on, "count": locked.samples_received}
    locked.samples_received_on, locked.samples_received = received_on, count
    locked.version += 1
    locked.save()
    after = {"on": received_on, "count": count}
    audit.record(actor=actor, action="dossier.samples", obj=locked, before=before, after=after)
    return locked


def _locked(dossier_id: int) -> Dossier:
    return Dossier.objects.select_for_update(of=("self",)).select_related("holder", "ruleset").get(pk=dossier_id)
