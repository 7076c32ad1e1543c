"""The annual plan: made, drawn by risk, edited, submitted, approved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Unit
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.formats import now
from core.text import nfc
from inspections import risk, rules
from inspections.checklists import risk_defaults
from inspections.models import InspectionPlan, PlanItem
from inspections.places import Site, sites_of

FIELDS = frozenset({"name", "year", "from_on", "to_on", "wanted"})


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    if values["to_on"] < values["from_on"]:
        raise Denied("Ngày kết thúc phải từ ngày bắt đầu trở đi.", action="inspectionplan.edit")
    if values["from_on"].year != values["year"] or values["to_on"].year != values["year"]:
        raise Denied("Thời gian kiểm tra phải nằm trong năm của kế hoạch.", action="inspectionplan.edit")
    return dict(values)


@transaction.atomic
def create_plan(*, unit: Unit, values: Mapping[str, Any], actor: Any) -> InspectionPlan:
    """Begin a plan with the installation's weights. Raises Denied."""
    rules.check_plans(actor, unit)
    clean = _checked(values)
    if InspectionPlan.objects.filter(unit=unit, year=clean["year"], name=clean["name"]).exists():
        raise Denied(f"Đã có kế hoạch “{clean['name']}” của năm {clean['year']}.", action="inspectionplan.create")
    plan = InspectionPlan.objects.create(unit=unit, created_by=actor, weights=risk_defaults(), **clean)
    audit.record(actor=actor, action="inspectionplan.create", obj=plan, after={"year": plan.year, "unit": unit.pk})
    return plan


def edit_plan(
    *, plan: InspectionPlan, values: Mapping[str, Any], actor: Any, version: int | None = None
) -> InspectionPlan:
    """Change name, time or number of places. Raises Denied, Stale."""
    rules.check_plan_editable(actor, plan)
    return save_edit(plan, _checked(values), actor=actor, version=version)


def set_weights(
    *, plan: InspectionPlan, points: Mapping[str, Decimal], actor: Any, version: int | None = None
) -> InspectionPlan:
    """Change the weights of this plan; a new drawing then follows them. Raises Denied for a weight that is none."""
    rules.check_plan_editable(actor, plan)
    rows = []
    for row in plan.weights.get("weights", []):
        value = points.get(row["code"], Decimal(str(row["points"])))
        if not 0 <= value <= 100:
            raise Denied(f"Trọng số “{row['label']}” phải từ 0 đến 100.", obj=plan, action="inspectionplan.weights")
        most = row.get("most")
        fitted = {"most": max(float(most), float(value))} if most is not None else {}
        rows.append({**row, "points": float(value), **fitted})
    content = {**plan.weights, "weights": rows}
    return save_edit(plan, {"weights": content}, actor=actor, version=version, action="inspectionplan.weights")


def _locked(plan: InspectionPlan, actor: Any) -> InspectionPlan:
    locked = InspectionPlan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    rules.check_plan_editable(actor, locked)
    return locked


@transaction.atomic
def draw_plan(*, plan: InspectionPlan, actor: Any) -> list[PlanItem]:
    """Choose the places by risk; what the officer added by hand stays and counts. Drawn anew, it replaces the last draw."""
    locked = _locked(plan, actor)
    locked.items.filter(by_hand=False).delete()
    kept = list(locked.items.prefetch_related("recognitions"))
    taken = {
        f"p{item.producer_id}" if item.producer_id else f"s{item.recognitions.all()[0].product_id}" for item in kept
    }
    sites = {site.place.key: site for site in sites_of(locked.unit, locked.weights) if site.place.key not in taken}
    chosen = risk.draw((site.place for site in sites.values()), locked.weights, max(0, locked.wanted - len(kept)))
    available = _quarters(locked)
    spread = risk.quarters(len(chosen), available)
    items = [
        _add(locked, sites[row.place.key], score=row, quarter=quarter)
        for row, quarter in zip(chosen, spread, strict=True)
    ]
    locked.drawn_at = now()
    locked.version += 1
    locked.save()
    plan.refresh_from_db()
    audit.record(
        actor=actor,
        action="inspectionplan.draw",
        obj=locked,
        after={"places": len(items), "of": len(sites) + len(kept)},
    )
    return items


def _quarters(plan: InspectionPlan) -> list[int]:
    first, last = (plan.from_on.month - 1) // 3 + 1, (plan.to_on.month - 1) // 3 + 1
    return list(range(first, last + 1))


def _add(
    plan: InspectionPlan, site: Site, *, score: risk.Scored, quarter: int, by_hand: bool = False, note: str = ""
) -> PlanItem:
    item = PlanItem.objects.create(
        plan=plan,
        producer=site.producer,
        name=site.place.name,
        district=site.product.district,
        commune=site.product.commune,
        score=score.score,
        reasons=[{"code": r.code, "label": r.label, "points": str(r.points)} for r in score.reasons],
        quarter=quarter,
        by_hand=by_hand,
        note=note,
    )
    item.recognitions.set(site.recognitions)
    return item


@transaction.atomic
def add_item(*, plan: InspectionPlan, key: str, note: str, actor: Any) -> PlanItem:
    """Add a place by hand, with the reason why. Raises Denied."""
    locked = _locked(plan, actor)
    site = next((one for one in sites_of(locked.unit, locked.weights) if one.place.key == key), None)
    if site is None:
        raise Denied("Cơ sở này không có sản phẩm còn được công nhận trên địa bàn.", obj=locked)
    if not nfc(note):
        raise Denied("Ghi lý do thêm cơ sở này.", obj=locked)
    if site.producer is not None and locked.items.filter(producer=site.producer).exists():
        raise Denied(f"{site.place.name} đã có trong kế hoạch.", obj=locked)
    scored = risk.score(site.place, locked.weights)
    item = _add(locked, site, score=scored, quarter=_quarters(locked)[0], by_hand=True, note=nfc(note)[:250])
    audit.record(actor=actor, action="inspectionplan.add", obj=locked, after={"place": item.name}, reason=item.note)
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, reason: str, actor: Any) -> None:
    """Take a place out, with the reason: a risky place does not vanish silently."""
    locked = _locked(item.plan, actor)
    if not nfc(reason):
        raise Denied("Ghi lý do bỏ cơ sở khỏi kế hoạch.", obj=locked, action="inspectionplan.remove")
    audit.record(
        actor=actor, action="inspectionplan.remove", obj=locked,
        before={"place": item.name, "score": str(item.score)}, reason=nfc(reason),
    )  # fmt: skip
    item.delete()


@transaction.atomic
def move_item(*, item: PlanItem, quarter: int, actor: Any) -> PlanItem:
    """Put a place into another quarter of the plan."""
    locked = _locked(item.plan, actor)
    if quarter not in _quarters(locked):
        raise Denied("Quý này nằm ngoài thời gian của kế hoạch.", obj=locked, action="inspectionplan.move")
    if item.quarter != quarter:
        audit.record(
            actor=actor, action="inspectionplan.move", obj=locked,
            before={"place": item.name, "quarter": item.quarter}, after={"quarter": quarter},
        )  # fmt: skip
        item.quarter = quarter
        item.save()
    return item


def take(
    *, plan: InspectionPlan, step: str, actor: Any, reason: str = "", version: int | None = None
) -> InspectionPlan:
    """Submit, return, approve or close. Raises Denied, Stale."""
    return workflow.apply(plan, step, actor=actor, reason=reason, version=version)
