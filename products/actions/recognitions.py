"""Changing the register of recognitions. Only actions of `evaluations` and `inspections` call these."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction

from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.formats import today
from criteria.queries import typed_ruleset
from products import codes
from products.enums import RecognitionState
from products.models import Dossier, Product, Recognition

log = structlog.get_logger(__name__)


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding day that many months later, or the month's last day when it has none (Bộ luật Dân sự, Điều 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@transaction.atomic
def recognise(
    *,
    dossier: Dossier,
    actor: Any,
    stars: int,
    mean: Decimal | None,
    decided_on: dt.date,
    decision_number: str,
    issued_by: str,
    points_by_criterion: Mapping[str, Any] | None = None,
    document_id: int | None = None,
    certificate_number: str = "",
    note: str = "",
) -> Recognition:
    """Enter a recognition: valid for the ruleset's months from the signing date; it replaces the product's last one.

    The product gets its public code when it has none. The dossier's state is not touched: a province may hold four
    stars while the Ministry decides. Raises Denied when the ruleset gives no certificate for these stars.
    """
    rules = typed_ruleset(dossier.ruleset)
    if not rules.band(stars).certificate:
        raise Denied(f"Hạng {stars} sao không được cấp giấy chứng nhận.", obj=dossier, action="dossier.recognise")
    product = Product.objects.select_for_update().get(pk=dossier.product_id)
    old = _settle_last(product, actor)
    if not product.code:
        product.code = codes.next_product_code(rules, product)
        product.version += 1
        product.save()
        audit.record(actor=actor, action="product.code", obj=product, after={"code": product.code})
    recognition = Recognition.objects.create(
        product=product,
        dossier=dossier,
        product_name=dossier.product_name,
        producer_name=dossier.producer_name,
        district=dossier.district,
        stars=stars,
        mean=mean,
        points_by_criterion=dict(points_by_criterion or {}),
        issued_by=issued_by,
        decision_number=decision_number,
        decided_on=decided_on,
        decided_year=decided_on.year,
        valid_until=add_months(decided_on, rules.validity_months),
        document_id=document_id,
        verify_code=codes.new_verify_code(),
        certificate_number=certificate_number,
        created_by=actor,
        note=note,
    )
    Dossier.objects.filter(pk=dossier.pk).update(final_stars=stars)
    if old is not None:
        Recognition.objects.filter(pk=old.pk).update(replaced_by=recognition)
    audit.record(
        actor=actor,
        action="recognition.create",
        obj=recognition,
        after={"stars": stars, "decision": decision_number, "valid_until": recognition.valid_until},
    )
    return recognition


def _settle_last(product: Product, actor: Any) -> Recognition | None:
    """Replace the recognition that stands; one whose term is over expired before it could be replaced."""
    standing = Recognition.objects.select_for_update().filter(product=product, state=RecognitionState.VALID).first()
    if standing is None:
        return None
    if standing.valid_until is not None and standing.valid_until < today():
        workflow.apply(standing, "expire", actor=None)
        return None
    workflow.apply(standing, "replace", actor=None, reason="Có công nhận mới")
    return standing


@transaction.atomic
def enter_old_recognition(
    *,
    product: Product,
    actor: Any,
    stars: int,
    issued_by: str,
    decided_year: int | None = None,
    decided_on: dt.date | None = None,
    decision_number: str = "",
    valid_until: dt.date | None = None,
    source: str = "",
    note: str = "",
) -> Recognition:
    """Enter a recognition decided before the portal, with the authority that issued it; nothing is guessed.

    It stands as valid, expired when its term is over, or replaced when the product has a newer one.
    """
    locked = Product.objects.select_for_update().get(pk=product.pk)
    if locked.is_idea:  # what was recognised is a product
        save_edit(locked, {"is_idea": False}, actor=actor, version=None)
    state = RecognitionState.VALID
    if valid_until is not None and valid_until < today():
        state = RecognitionState.EXPIRED
    elif Recognition.objects.filter(product=locked, state=RecognitionState.VALID).exists():
        state = RecognitionState.REPLACED
    recognition = Recognition.objects.create(
        product=locked,
        product_name=locked.name,
        producer_name=locked.producer.name if locked.producer else "",
        district=locked.district,
        stars=stars,
        state=state,
        issued_by=issued_by,
        decision_number=decision_number,
        decided_on=decided_on,
        decided_year=decided_year or (decided_on.year if decided_on else None),
        valid_until=valid_until,
        verify_code=codes.new_verify_code(),
        created_by=actor,
        source=source,
        note=note,
    )
    audit.record(actor=actor, action="recognition.enter", obj=recognition, after={"stars": stars, "source": source})
    return recognition


def revoke(*, recognition: Recognition, actor: Any, reason: str, version: int | None = None) -> Recognition:
    """End a recognition by decision. Raises Denied, Stale."""
    return workflow.apply(recognition, "revoke", actor=actor, version=version, reason=reason)


def expire_recognitions() -> int:
    """Let recognitions whose term is over expire; run again it does nothing. Answers how many."""
    over = Recognition.objects.filter(state=RecognitionState.VALID, valid_until__lt=today())
    done = 0
    for recognition in over.order_by("pk").iterator(chunk_size=200):
        try:
            workflow.apply(recognition, "expire", actor=None)
        except Denied as refusal:  # replaced or revoked since the list was read
            log.info("recognition.not_expired", recognition=recognition.pk, why=refusal.sentence)
        else:
            done += 1
    return done
