"""Who may do what with producers, products and dossiers, in which state.

`check_…` raises Denied with a sentence for the person; `can_…` answers templates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from accounts.enums import COUNCIL, STAFF, Role
from accounts.models import Unit, User
from accounts.seats import has_role, seats_of
from core.errors import Denied
from core.formats import end_of_day, now, today
from criteria.queries import typed_ruleset
from criteria.schema.ruleset import Duty, Level
from notifications.people import people_by_unit
from products.entering import COMMUNE_PAPERS, entries_of
from products.enums import DossierState, ItemVerdict, RecognitionState
from products.models import (
    CraftVillage,
    Dossier,
    DossierItem,
    EvaluationRound,
    ImportBatch,
    Producer,
    Product,
    Recognition,
)
from products.places import sits_at, territory, unit_above

ENTERING = frozenset({Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER})
RECEIVING = frozenset(STAFF)
RUNNING = frozenset(STAFF | {Role.COUNCIL_MEMBER})
EDITABLE = frozenset({DossierState.DRAFT, DossierState.RETURNED})


def _can(check: Callable[..., None], *args: Any) -> bool:
    try:
        check(*args)
    except Denied:
        return False
    return True


# --- who is who --------------------------------------------------------------------------------------------------


def producer_ids_of(user: Any) -> frozenset[int]:
    """Producers for which the person acts; kept on the user object, which lives for one request."""
    if not has_role(user, Role.PRODUCER):
        return frozenset()
    if "_producer_ids" not in user.__dict__:
        user._producer_ids = frozenset(user.producer_accounts.values_list("producer_id", flat=True))
    return frozenset(user._producer_ids)


def owns(user: Any, producer_id: int | None) -> bool:
    """Say whether the person acts for that producer."""
    return producer_id is not None and producer_id in producer_ids_of(user)


def enters_at(user: Any, district_id: int | None, commune_id: int | None) -> bool:
    """Say whether the person is an officer who keeps the records of that place."""
    return territory(user, ENTERING).holds(district_id, commune_id)


def is_applicant(user: Any, dossier: Dossier) -> bool:
    """The producer of the dossier, or an officer who does it on the producer's behalf."""
    return owns(user, dossier.producer_id) or enters_at(user, dossier.district_id, dossier.commune_id)


def is_receiver(user: Any, dossier: Dossier) -> bool:
    """Staff of the unit that holds the dossier now."""
    return sits_at(user, dossier.holder, RECEIVING)


def is_running(user: Any, dossier: Dossier) -> bool:
    """Staff or a council member of the unit that holds the dossier now; `evaluations` checks more strictly."""
    return sits_at(user, dossier.holder, RUNNING)


# --- producers and products --------------------------------------------------------------------------------------


def check_enter(user: Any, district: Unit, commune: Unit | None) -> None:
    """May the person record producers and products of this place?"""
    if commune is not None and district.pk not in {commune.parent_id, commune.pk}:
        raise Denied("Xã, phường đã chọn không thuộc huyện, thành phố đã chọn.", action="producer.create")
    if not enters_at(user, district.pk, commune.pk if commune else None):
        raise Denied("Bạn chỉ ghi được chủ thể, sản phẩm trong địa bàn được giao.", action="producer.create")


def can_enter(user: Any) -> bool:
    """Say whether the person records producers and products at all."""
    return has_role(user, *ENTERING)


def can_edit_producer(user: Any, producer: Producer) -> bool:
    """The officer of its place, or its own account (contact data only, see the forms)."""
    return owns(user, producer.pk) or enters_at(user, producer.district_id, producer.commune_id)


def check_edit_producer(user: Any, producer: Producer) -> None:
    """May the person change this producer's record?"""
    if not can_edit_producer(user, producer):
        raise Denied("Bạn không được giao sửa chủ thể này.", obj=producer, action="producer.edit")


def can_edit_product(user: Any, product: Product) -> bool:
    """The producer's own account, or the officer of its place."""
    return owns(user, product.producer_id) or enters_at(user, product.district_id, product.commune_id)


def check_edit_product(user: Any, product: Product) -> None:
    """May the person change this product's record?"""
    if not can_edit_product(user, product):
        raise Denied("Bạn không được giao sửa sản phẩm này.", obj=product, action="product.edit")


def can_edit_village(user: Any, village: CraftVillage) -> bool:
    """The officer of its place."""
    return enters_at(user, village.district_id, village.commune_id)


def check_edit_village(user: Any, village: CraftVillage) -> None:
    """May the person change this craft village's record?"""
    if not can_edit_village(user, village):
        raise Denied("Bạn không được giao sửa làng nghề này.", obj=village, action="craftvillage.edit")


def check_merge(user: Any, kept: Producer, gone: Producer) -> None:
    """May the person ask to make one producer of two? The officer who keeps the records of both."""
    if kept.pk == gone.pk:
        raise Denied("Chọn hai chủ thể khác nhau.", obj=kept, action="producermerge.ask")
    if not all(enters_at(user, one.district_id, one.commune_id) for one in (kept, gone)):
        raise Denied("Bạn không được giao cả hai chủ thể này.", obj=kept, action="producermerge.ask")


def can_settle_merge(user: Any, kept: Producer, gone: Producer) -> bool:
    """Staff, leaders too, of a unit that covers both."""
    place = territory(user, RECEIVING)
    return all(place.holds(one.district_id, one.commune_id) for one in (kept, gone))


# --- spreadsheets ------------------------------------------------------------------------------------------------


def importing_units(user: Any) -> list[Unit]:
    """Units at which the person keeps records: the sheets that they bring belong to one of these."""
    found = {seat.unit.pk: seat.unit for seat in seats_of(user) if seat.role in ENTERING}
    return list(found.values())


def importing_unit(user: Any) -> Unit:
    """The unit to which a new batch belongs. Raises Denied."""
    units = importing_units(user)
    if not units:
        raise Denied("Bạn không được giao nhập bảng tính.", action="importbatch.open")
    return units[0]


def can_import(user: Any, batch: ImportBatch) -> bool:
    """The officers of the unit that brought the sheet."""
    return any(unit.pk == batch.unit_id for unit in importing_units(user))


def check_import(user: Any, batch: ImportBatch) -> None:
    """May the person go on with this batch?"""
    if not can_import(user, batch):
        raise Denied("Bạn không được giao lô nhập này.", obj=batch, action="importbatch.edit")


# --- rounds ------------------------------------------------------------------------------------------------------


def can_manage_rounds(user: Any) -> bool:
    """The Department opens rounds."""
    return has_role(user, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)


def round_receives(round_: EvaluationRound) -> bool:
    """Say whether the round receives dossiers at this moment: to the end of its last day in Vietnam."""
    return round_.opens_on <= today() and now() <= end_of_day(round_.closes_on)


def check_round_receives(round_: EvaluationRound) -> None:
    """Does the round receive dossiers at this moment?"""
    if today() < round_.opens_on:
        raise Denied(f"{round_.name} bắt đầu nhận hồ sơ từ ngày {round_.opens_on:%d/%m/%Y}.")
    if not round_receives(round_):
        raise Denied(
            f"{round_.name} đã hết hạn nhận hồ sơ lúc 24 giờ ngày {round_.closes_on:%d/%m/%Y}. "
            f"Bây giờ là {now():%H:%M} ngày {now():%d/%m/%Y}."
        )


# --- dossiers ----------------------------------------------------------------------------------------------------


def level_of(dossier: Dossier) -> Level | None:
    """The rules of the level that holds the dossier now."""
    rules = typed_ruleset(dossier.ruleset)
    code = str(dossier.holder.level)
    return rules.level(code) if rules.has_level(code) else None


def is_proposing(dossier: Dossier) -> bool:
    """Say whether the holding level only checks and proposes (the commune under 1489 and 26/2026)."""
    level = level_of(dossier)
    return level is not None and level.duty is Duty.PROPOSES


def can_edit_dossier(user: Any, dossier: Dossier) -> bool:
    """The applicant fills a draft or a returned dossier."""
    return dossier.state in EDITABLE and is_applicant(user, dossier)


def check_edit_dossier(user: Any, dossier: Dossier) -> None:
    """May the person change the content of this dossier now?"""
    if not is_applicant(user, dossier):
        raise Denied("Bạn không được giao lập hồ sơ này.", obj=dossier, action="dossier.edit")
    if dossier.state not in EDITABLE:
        raise Denied(
            "Hồ sơ đã nộp nên không sửa được. Chỉ sửa được khi hồ sơ bị trả lại.", obj=dossier, action="dossier.edit"
        )


def can_edit_item(user: Any, item: DossierItem, prepared_by: str = "producer") -> bool:
    """The applicant's items while it is theirs; the commune's own items while it is to write them."""
    if prepared_by == "producer":
        return can_edit_dossier(user, item.dossier)
    commune = commune_that_writes(item.dossier, sent_back=item.verdict == ItemVerdict.MISSING)
    return commune is not None and sits_at(user, commune, {Role.COMMUNE_OFFICER})


def commune_that_writes(dossier: Dossier, *, sent_back: bool) -> Unit | None:
    """The commune that may write a paper of its own now: while it has the dossier, and again when the paper came back.

    A level above returns the whole dossier and keeps it; only the papers that it marked are the commune's to mend.
    """
    if dossier.state in {DossierState.SUBMITTED, DossierState.ACCEPTED}:
        return dossier.holder if is_proposing(dossier) else None
    entry = typed_ruleset(dossier.ruleset).entry_level
    if dossier.state != DossierState.RETURNED or not sent_back or entry.duty is not Duty.PROPOSES:
        return None
    return unit_above(dossier.commune or dossier.district, entry.code)


def read_entries_ahead(dossiers: Sequence[Dossier]) -> None:
    """Load what `entered_by` reads of many dossiers; for pages that only show."""
    found = entries_of(dossiers)
    for dossier in dossiers:
        dossier.__dict__["loaded_entries"] = found[dossier.pk]


def entered_by(dossier: Dossier) -> set[int]:
    """Who opened the dossier, handed it in at any time, or wrote or added what lies in it."""
    entries = dossier.__dict__.get("loaded_entries")
    return _people(dossier, entries_of([dossier])[dossier.pk] if entries is None else entries)


def _people(dossier: Dossier, entries: set[tuple[int, str]]) -> set[int]:
    """Who wrote the commune's papers did so as the one who checks; only for a level above they are a part of what came in."""
    above = dossier.state == DossierState.SUBMITTED and not is_proposing(dossier)
    passed_over = frozenset() if above else COMMUNE_PAPERS
    return {person for person, code in entries if code not in passed_over}


def checkers_of(dossiers: Sequence[Dossier]) -> dict[int, tuple[User, ...]]:
    """Of each dossier: who of the unit that holds it may check it; the same few statements for any number."""
    entries, staff = entries_of(dossiers), people_by_unit(RECEIVING, [dossier.holder_id for dossier in dossiers])
    return {
        dossier.pk: tuple(
            person for person in staff[dossier.holder_id] if person.pk not in _people(dossier, entries[dossier.pk])
        )
        for dossier in dossiers
    }


def lacks_checker(dossier: Dossier, but: Any = None) -> bool:
    """Say whether nobody of the holding unit may check the dossier, this person left aside."""
    return not any(but is None or person.pk != but.pk for person in checkers_of([dossier])[dossier.pk])


def left_unchecked_by(user: Any, dossier: Dossier) -> Unit | None:
    """The person's own unit, when by filling the dossier they leave nobody there who may check it."""
    theirs = can_edit_dossier(user, dossier) and is_receiver(user, dossier)
    return dossier.holder if theirs and lacks_checker(dossier, user) else None


def sits_alone(user: Any, unit: Unit) -> bool:
    """Say whether the person is the only one of the unit's staff."""
    return {person.pk for person in people_by_unit(RECEIVING, [unit.pk])[unit.pk]} == {user.pk}


def check_someone_else(user: Any, dossier: Dossier) -> None:
    """Who enters a dossier is not who checks it (two people, whatever the level)."""
    if user is not None and user.pk in entered_by(dossier):
        raise Denied(
            "Bạn đã lập, nộp, ghi nội dung hoặc thêm tài liệu vào hồ sơ này nên phải do người khác kiểm tra, tiếp nhận.",
            obj=dossier,
            action="dossier.check",
        )


def check_receive(user: Any, dossier: Dossier) -> None:
    """May the person check, return or accept this dossier now?"""
    if not is_receiver(user, dossier):
        raise Denied("Bạn không được giao tiếp nhận hồ sơ này.", obj=dossier, action="dossier.check")
    if dossier.state != DossierState.SUBMITTED:
        raise Denied("Hồ sơ không ở bước kiểm tra.", obj=dossier, action="dossier.check")
    check_someone_else(user, dossier)


def can_receive(user: Any, dossier: Dossier) -> bool:
    """Say whether the person may check, return or accept this dossier now."""
    return _can(check_receive, user, dossier)


def can_record_samples(user: Any, dossier: Dossier) -> bool:
    """Samples come with the paper dossier, to the unit that holds it, until the council has scored."""
    return is_receiver(user, dossier) and dossier.state in {
        DossierState.SUBMITTED, DossierState.ACCEPTED, DossierState.IN_SESSION,
    }  # fmt: skip


def check_record_samples(user: Any, dossier: Dossier) -> None:
    """May the person note the day on which samples came?"""
    if not can_record_samples(user, dossier):
        raise Denied("Chỉ đơn vị đang giữ hồ sơ ghi được ngày nhận mẫu.", obj=dossier, action="dossier.samples")


def sees_plain_words(user: Any) -> bool:
    """Producers read plainer words than officials."""
    return has_role(user, Role.PRODUCER) and not has_role(user, *STAFF, *COUNCIL)


# --- recognitions ------------------------------------------------------------------------------------------------


def is_in_force(recognition: Recognition) -> bool:
    """Valid today, whether or not the nightly task has run."""
    return recognition.state_now == RecognitionState.VALID
