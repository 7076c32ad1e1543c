"""Inviting, registering, moving up, taking off the list. The class's row is locked first, then places are counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.formats import now
from products.models import Producer, ProducerAccount
from products.rules import producer_ids_of
from trainings import rules
from trainings.actions.places import fill_places, find_same, identity_of, locked_class, take_place
from trainings.candidates import Wish, candidates, seat_units
from trainings.effects import tell_invitation
from trainings.enums import OF_PEOPLE, ClassState, PlaceState, Source
from trainings.models import Participant, TrainingClass
from trainings.visibility import classes_to_join, of_ones_producers

PERSON_FIELDS = frozenset({"name", "position", "organisation", "phone", "email", "gender", "unit", "producer"})
MOST_AT_ONCE = 300


def _person(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - PERSON_FIELDS:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    fields = dict(values)
    producer = fields.get("producer")
    if producer is not None:
        fields["unit"] = fields.get("unit") or producer.commune or producer.district
        fields["organisation"] = fields.get("organisation") or producer.name
    return fields


@transaction.atomic
def invite(*, training: TrainingClass, wish: Wish, ids: Collection[int], actor: User) -> list[Participant]:
    """Put people or producers of the registers onto the list; beyond the places they wait.

    Only who fits the wish is taken, so that a tampered form brings nobody else in. Raises Denied.
    """
    current = locked_class(training.pk)
    rules.check_runs(actor, current)
    rules.check_takes_people(current)
    if len(ids) > MOST_AT_ONCE:
        raise Denied(f"Mỗi lần mời tối đa {MOST_AT_ONCE} người.", obj=current, action="participant.add")
    chosen = list(candidates(current, wish).filter(pk__in=ids))
    if not chosen:
        raise Denied("Chọn ít nhất một người chưa có trong danh sách lớp.", obj=current, action="participant.add")
    rows = _people(chosen, wish.group) if wish.group in OF_PEOPLE else _representatives(chosen)
    added = [
        take_place(current, wanted=PlaceState.INVITED, source=Source.REGISTER, **fields)
        for fields in rows
        if not _listed(current, fields)
    ]
    if current.state != ClassState.PLANNED:
        tell_invitation(current, [row.user for row in added if row.user and row.state == PlaceState.INVITED])
    audit.record(actor=actor, action="training.invite", obj=current, after={"group": wish.group, "people": len(added)})
    return added


def _listed(training: TrainingClass, fields: Mapping[str, Any]) -> bool:
    user, producer = fields.get("user"), fields.get("producer")
    identity = identity_of(
        user_id=user.pk if user else None,
        producer_id=producer.pk if producer else None,
        name=fields["name"],
        phone=fields.get("phone", ""),
    )
    return find_same(training, identity) is not None


def _people(users: list[User], group: str) -> list[dict[str, Any]]:
    units = seat_units(users, group)
    return [
        {
            "user": user, "name": user.full_name or user.username, "position": user.position, "phone": user.phone,
            "organisation": user.organisation, "email": user.email, "unit": units.get(user.pk),
        }
        for user in users
    ]  # fmt: skip


def _representatives(producers: list[Producer]) -> list[dict[str, Any]]:
    """The producer's account is asked when it has one, else its representative."""
    accounts: dict[int, User] = {}
    links = ProducerAccount.objects.filter(producer__in=producers, user__is_active=True).order_by("pk")
    for link in links.select_related("user"):
        accounts.setdefault(link.producer_id, link.user)
    rows = []
    for producer in producers:
        user = accounts.get(producer.pk)
        rows.append({
            "user": user, "producer": producer, "name": (producer.representative or f"Đại diện {producer.name}")[:100],
            "position": producer.representative_position, "organisation": producer.name, "phone": producer.phone,
            "email": producer.email, "gender": producer.representative_gender, "unit": producer.unit,
        })  # fmt: skip
    return rows


@transaction.atomic
def add_person(
    *, training: TrainingClass, values: Mapping[str, Any], actor: User, source: Source = Source.OFFICER
) -> Participant:
    """An officer writes somebody down by hand."""
    current = locked_class(training.pk)
    rules.check_runs(actor, current)
    rules.check_takes_people(current)
    fields = _person(values)
    if _listed(current, fields):
        raise Denied(f"{fields['name']} đã có trong danh sách lớp.", obj=current, action="participant.add")
    participant = take_place(current, wanted=PlaceState.REGISTERED, source=source, **fields)
    audit.record(actor=actor, action="participant.add", obj=participant, after={"training": current.code})
    return participant


@transaction.atomic
def edit_person(
    *, participant: Participant, values: Mapping[str, Any], actor: User, version: int | None
) -> Participant:
    """Correct a name, a telephone number, or say of which producer somebody is."""
    current = locked_class(participant.training_id)
    rules.check_runs(actor, current)
    rules.check_not_settled(current)
    fields = _person(values)
    producer = fields.get("producer")
    identity = identity_of(
        user_id=participant.user_id,
        producer_id=producer.pk if producer else None,
        name=fields.get("name", participant.name),
        phone=fields.get("phone", participant.phone),
    )
    same = find_same(current, identity)
    if same is not None and same.pk != participant.pk:
        raise Denied(f"{same.name} đã có trong danh sách lớp.", obj=participant, action="participant.edit")
    Participant.objects.filter(pk=participant.pk).update(identity=identity)
    return save_edit(participant, fields, actor=actor, version=version, action="participant.edit")


# --- by themselves -----------------------------------------------------------------------------------------------


@transaction.atomic
def register_account(*, training: TrainingClass, user: User) -> Participant:
    """A signed-in person takes a place in a class for their group; who was invited accepts."""
    current = locked_class(training.pk)
    known = find_same(current, f"u:{user.pk}")
    if known is not None:
        if known.state == PlaceState.INVITED:
            workflow.apply(known, "accept", actor=user)
        return known
    invited = current.participants.filter(of_ones_producers(user), state=PlaceState.INVITED).first()
    if invited is not None:
        return accept(participant=invited, actor=user)
    if not classes_to_join(user).filter(pk=current.pk).exists():
        raise Denied("Lớp này không nhận đăng ký của bạn.", obj=current, action="participant.register")
    rules.check_receives(current)
    producer = Producer.objects.filter(pk__in=producer_ids_of(user)).select_related("commune", "district").first()
    fields: dict[str, Any] = {
        "user": user, "name": user.full_name or user.username, "position": user.position, "phone": user.phone,
        "organisation": user.organisation, "email": user.email,
    }  # fmt: skip
    if current.group in OF_PEOPLE:
        fields["unit"] = seat_units([user], current.group).get(user.pk)
    elif producer is not None:
        fields |= {"producer": producer, "unit": producer.unit, "organisation": producer.name}
    participant = take_place(current, wanted=PlaceState.REGISTERED, source=Source.OWN, **fields)
    audit.record(actor=user, action="participant.register", obj=participant, after={"training": current.code})
    return participant


@transaction.atomic
def register_by_link(
    *, training: TrainingClass, values: Mapping[str, Any], tax_code: str = "", consented: bool
) -> tuple[Participant, bool]:
    """Somebody without an account registers; gives the participant and whether it is new.

    A tax code that the register knows ties the person to its producer. Raises Denied.
    """
    current = locked_class(training.pk)
    rules.check_receives(current)
    if not consented:
        raise Denied("Cần đồng ý cho dùng thông tin đã khai để đăng ký.", obj=current, action="participant.register")
    fields = dict(values)
    if tax_code:
        fields["producer"] = Producer.objects.filter(tax_code=tax_code).first()
    fields = _person({name: value for name, value in fields.items() if name in PERSON_FIELDS})
    producer = fields.get("producer")
    identity = identity_of(
        user_id=None, producer_id=producer.pk if producer else None, name=fields["name"], phone=fields["phone"]
    )
    known = find_same(current, identity)
    if known is not None:
        return known, False
    participant = take_place(current, wanted=PlaceState.REGISTERED, source=Source.LINK, consented_at=now(), **fields)
    audit.record(actor=None, action="participant.register", obj=participant, after={"training": current.code})
    return participant, True


# --- the way of a place ------------------------------------------------------------------------------------------


@transaction.atomic
def accept(*, participant: Participant, actor: User | None) -> Participant:
    """Say that one comes. What a producer was invited to before it had an account becomes the account's own place."""
    current = locked_class(participant.training_id)
    participant.refresh_from_db()
    if actor is not None and rules.may_claim(actor, participant):
        _claim(current, participant, actor)
    return workflow.apply(participant, "accept", actor=actor)


def _claim(training: TrainingClass, participant: Participant, user: User) -> None:
    identity = identity_of(user_id=user.pk, producer_id=participant.producer_id, name=participant.name, phone="")
    if find_same(training, identity) is not None:
        raise Denied("Bạn đã có trong danh sách lớp này.", obj=participant, action="participant.accept")
    participant.user, participant.identity = user, identity
    Participant.objects.filter(pk=participant.pk).update(user=user, identity=identity)
    audit.record(actor=user, action="participant.claim", obj=participant, after={"user": user.pk})


@transaction.atomic
def seat(*, participant: Participant, actor: User) -> Participant:
    """Give somebody of the waiting list a place out of turn: only while one is free."""
    current = locked_class(participant.training_id)
    rules.check_runs(actor, current)
    taken = current.participants.filter(state__in=(PlaceState.INVITED, PlaceState.REGISTERED)).count()
    if taken >= current.capacity:
        raise Denied(
            f"Lớp đã đủ {current.capacity} chỗ. Tăng số chỗ hoặc đưa bớt người khỏi danh sách trước.",
            obj=participant,
            action="participant.seat",
        )
    return workflow.apply(participant, "seat", actor=actor)


@transaction.atomic
def decline(*, participant: Participant, actor: User | None, reason: str = "") -> Participant:
    """Give the place back; the next of the waiting list gets it."""
    current = locked_class(participant.training_id)
    workflow.apply(participant, "decline", actor=actor, reason=reason)
    fill_places(current)
    return participant


@transaction.atomic
def remove(*, participant: Participant, actor: User, reason: str) -> Participant:
    """Take somebody off the list; the next of the waiting list gets the place."""
    current = locked_class(participant.training_id)
    workflow.apply(participant, "remove", actor=actor, reason=reason)
    fill_places(current)
    return participant
