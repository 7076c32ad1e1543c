"""Registering producers, answering them, booths, support and results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.formats import now
from products.models import Producer, Product
from products.rules import owns
from promotion import rules
from promotion.actions.common import only
from promotion.models import Participation, ParticipationProduct, PromotionEvent
from promotion.transitions import refuse_what_is_not_ocop

CONTACT_FIELDS = frozenset({"contact", "phone", "needs"})
ORGANISER_FIELDS = frozenset({"booth", "support_amount", "support_note"})
RESULT_FIELDS = frozenset({
    "revenue", "revenue_ocop", "contracts", "contract_value", "memoranda", "contacts", "result_note",
})  # fmt: skip


@transaction.atomic
def register(
    *,
    event: PromotionEvent,
    producer: Producer,
    actor: Any,
    values: Mapping[str, Any],
    ocop: Iterable[Product] = (),
    others: Iterable[Product] = (),
) -> Participation:
    """Register a producer with its products: `ocop` are shown as OCOP and must be recognised today.

    Raises Denied: not one's own producer, call closed, registered already, a product that may not be shown.
    """
    event = PromotionEvent.objects.select_for_update(of=("self",)).select_related("unit").get(pk=event.pk)
    rules.check_register(actor, event, producer)
    try:
        with transaction.atomic():
            row = Participation.objects.create(
                event=event, producer=producer, registered_by=actor, registered_at=now(),
                on_behalf=not owns(actor, producer.pk), **only(values, CONTACT_FIELDS),
            )  # fmt: skip
    except IntegrityError:
        raise Denied(f"{producer.name} đã đăng ký sự kiện này.", obj=event, action="participation.register") from None
    _set_products(row, list(ocop), list(others))
    audit.record(
        actor=actor, action="participation.register", obj=row, after={"event": event.name, "producer": producer.name}
    )
    return row


def _set_products(row: Participation, ocop: list[Product], others: list[Product]) -> None:
    """Write the list of products: at least one, each the producer's own, each once."""
    chosen = {product.pk: (product, True) for product in ocop}
    chosen |= {product.pk: (product, False) for product in others if product.pk not in chosen}
    if not chosen:
        raise Denied("Chọn ít nhất một sản phẩm mang đến sự kiện.", obj=row, action="participation.products")
    if any(product.producer_id != row.producer_id for product, _ in chosen.values()):
        raise Denied("Chỉ chọn được sản phẩm của chính chủ thể.", obj=row, action="participation.products")
    refuse_what_is_not_ocop(ocop, row, "participation.products")
    row.items.exclude(product__in=chosen).delete()
    known = {item.product_id: item for item in row.items.all()}
    for pk, (product, as_ocop) in chosen.items():
        if pk not in known:
            ParticipationProduct.objects.create(participation=row, product=product, as_ocop=as_ocop)
        elif known[pk].as_ocop != as_ocop:
            known[pk].as_ocop = as_ocop
            known[pk].save(update_fields=["as_ocop"])


@transaction.atomic
def edit_registration(
    *,
    row: Participation,
    actor: Any,
    values: Mapping[str, Any],
    ocop: Iterable[Product],
    others: Iterable[Product],
    version: int | None = None,
) -> Participation:
    """Change contact, needs and products. Raises Denied, Stale."""
    rules.check_edit_registration(actor, row)
    before = sorted(row.items.values_list("product__name", "as_ocop"))
    saved = save_edit(row, only(values, CONTACT_FIELDS), actor=actor, version=version)
    _set_products(saved, list(ocop), list(others))
    after = sorted(saved.items.values_list("product__name", "as_ocop"))
    if before != after:
        audit.record(
            actor=actor, action="participation.products", obj=row, before={"items": before}, after={"items": after}
        )
    return saved


def answer(*, row: Participation, step: str, actor: Any, reason: str = "", version: int | None = None) -> Participation:
    """Choose, keep in reserve, refuse, withdraw, register again. Raises Denied, Stale."""
    return workflow.apply(row, step, actor=actor, reason=reason, version=version)


def save_booth(
    *, row: Participation, actor: Any, values: Mapping[str, Any], version: int | None = None
) -> Participation:
    """The booth and what the participant is given. Raises Denied, Stale."""
    rules.check_edit_event(actor, row.event)
    return save_edit(row, only(values, ORGANISER_FIELDS), actor=actor, version=version, action="participation.booth")


@transaction.atomic
def save_results(
    *,
    row: Participation,
    actor: Any,
    values: Mapping[str, Any],
    version: int | None = None,
    source: str = "",
) -> Participation:
    """What the participant sold and signed. Raises Denied, Stale."""
    rules.check_enter_results(actor, row)
    clean = only(values, RESULT_FIELDS)
    total, ocop = clean.get("revenue", row.revenue), clean.get("revenue_ocop", row.revenue_ocop)
    if ocop is not None and (total is None or ocop > total):
        raise Denied("Doanh thu sản phẩm OCOP không thể lớn hơn doanh thu.", obj=row, action="participation.results")
    clean |= {"result_by": actor, "result_at": now()}
    return save_edit(row, clean, actor=actor, version=version, action="participation.results", reason=source)
