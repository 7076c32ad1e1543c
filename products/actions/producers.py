"""Recording producers and giving people access to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.text import fold
from products import rules
from products.formats import clean_phone, clean_registration, clean_tax_code
from products.models import Producer, ProducerAccount

CONTACT_FIELDS = frozenset({
    "representative", "representative_position", "representative_gender", "representative_ethnicity", "phone", "email",
    "website", "contact_person", "women_led", "latitude", "longitude", "workers", "local_workers", "history",
    "organisation",
})  # fmt: skip
IDENTITY_FIELDS = frozenset({
    "name", "kind", "commune", "district", "address", "tax_code", "registration_number", "registered_on",
    "craft_village",
})  # fmt: skip
_FORMS: Mapping[str, Callable[[str], str]] = {
    "tax_code": clean_tax_code,
    "registration_number": clean_registration,
    "phone": clean_phone,
}


def similar_producers(*, name: str, district: Unit, commune: Unit | None, but: int | None = None) -> list[Producer]:
    """Producers of the same place whose name reads the same without accents: perhaps the same one."""
    found = Producer.objects.filter(merged_into=None, district=district, name_folded__startswith=fold(name))
    if commune is not None:
        found = found.filter(commune=commune)
    near = (found.exclude(pk=but) if but is not None else found).select_related("commune__parent", "district")
    return [producer for producer in near if fold(producer.name) == fold(name)]


def _checked(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """Only fields of this action's own list are ever written (TRUST S19)."""
    unknown = set(values) - allowed
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    clean = dict(values)
    try:
        for name, into_form in _FORMS.items():
            if name in clean:
                clean[name] = into_form(clean[name] or "")
    except ValueError as error:
        raise Denied(str(error), action="producer.edit") from None
    return clean


@transaction.atomic
def create_producer(*, actor: Any, values: Mapping[str, Any], despite_similar: bool = False) -> Producer:
    """Record a producer in the actor's own territory.

    Raises Denied when the place is not the actor's, or when one of the same name stands there already and
    `despite_similar` does not say that it is another one.
    """
    clean = _checked(values, IDENTITY_FIELDS | CONTACT_FIELDS)
    rules.check_enter(actor, clean["district"], clean.get("commune"))
    if not despite_similar:
        same = similar_producers(name=clean["name"], district=clean["district"], commune=clean.get("commune"))
        if same:
            raise Denied(f"Đã có chủ thể “{same[0].name}” ở {same[0].unit.path_name}.", action="producer.create")
    try:
        with transaction.atomic():
            producer = Producer.objects.create(**clean)
    except IntegrityError as error:
        raise _taken(error, None) from None
    audit.record(actor=actor, action="producer.create", obj=producer, after={"name": producer.name})
    return producer


def edit_producer(*, producer: Producer, actor: Any, values: Mapping[str, Any], version: int | None = None) -> Producer:
    """Change a producer's record. Its own account changes contact data only.

    Raises Denied, or Stale with both texts when another person saved since `version`.
    """
    rules.check_edit_producer(actor, producer)
    officer = rules.enters_at(actor, producer.district_id, producer.commune_id)
    clean = _checked(values, (IDENTITY_FIELDS | CONTACT_FIELDS) if officer else CONTACT_FIELDS)
    if "district" in clean or "commune" in clean:
        rules.check_enter(actor, clean.get("district", producer.district), clean.get("commune", producer.commune))
    try:
        with transaction.atomic():
            return save_edit(producer, clean, actor=actor, version=version)
    except IntegrityError as error:
        raise _taken(error, producer) from None


def _taken(error: IntegrityError, producer: Producer | None) -> Denied:
    """Say in words which constraint of the table refused."""
    if "producer_tax_code_once" in str(error):
        return Denied("Mã số thuế này đã được ghi cho một chủ thể khác.", obj=producer, action="producer.edit")
    if "producer_lies_in_vietnam" in str(error):
        return Denied(
            "Vĩ độ từ 8 đến 24, kinh độ từ 102 đến 118. Kiểm tra xem hai số có bị đảo không.",
            obj=producer,
            action="producer.edit",
        )
    return Denied("Lao động địa phương không thể nhiều hơn số lao động.", obj=producer, action="producer.edit")


@transaction.atomic
def give_account(*, producer: Producer, user: User, actor: Any) -> ProducerAccount:
    """Let a person act for a producer (they also need the role of a producer)."""
    rules.check_edit_producer(actor, producer)
    account, made = ProducerAccount.objects.get_or_create(producer=producer, user=user)
    if made:
        audit.record(actor=actor, action="producer.give_account", obj=producer, after={"user": user.pk})
    return account
