"""Guards and consequences of the steps in `products.workflow`. A guard raises Denied; a stamp fills the row itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from accounts.models import Unit
from core.errors import Denied
from core.formats import end_of_day, local_date, now, today
from core.workdays import add_working_days
from core.workflow import Transition
from criteria.queries import typed_ruleset
from criteria.schema.ruleset import Duty, Level, RulesetRules
from products import codes, rules
from products.content import missing_items, uncheckable_items, unmended_items
from products.enums import DossierState, ItemVerdict
from products.models import Dossier, DossierItem, Recognition
from products.places import unit_above
from products.selfcheck import self_sheet, unanswered_count

Step = Transition[Dossier]


def units_upwards(unit: Unit) -> Iterator[Unit]:
    """The unit and those above it."""
    place: Unit | None = unit
    while place is not None:
        yield place
        place = place.parent


def _rules(dossier: Dossier) -> RulesetRules:
    return typed_ruleset(dossier.ruleset)


def _level(step: Step) -> Level:
    level = rules.level_of(step.obj)
    if level is None:
        raise _refusal(step, "Đơn vị đang giữ hồ sơ không phải cấp đánh giá theo quy định của hồ sơ này.")
    return level


def _refusal(step: Step, sentence: str) -> Denied:
    return Denied(sentence, obj=step.obj, action=f"dossier.{step.step.name}")


def _names(items: list[DossierItem], most: int = 3) -> str:
    named = "; ".join(f"“{item.name}”" for item in items[:most])
    return named if len(items) <= most else f"{named} và {len(items) - most} phần khác"


# --- submitting --------------------------------------------------------------------------------------------------


def mandatory_items_present(step: Step) -> None:
    """Every mandatory item that the applicant prepares holds something; the commune's too when a level above asked."""
    lacking = missing_items(step.obj)
    if step.source == DossierState.RETURNED and _came_by_the_commune(step):
        lacking += missing_items(step.obj, prepared_by="commune")
    if lacking:
        raise _refusal(step, f"Còn thiếu {len(lacking)} phần bắt buộc: {_names(lacking)}.")


def _came_by_the_commune(step: Step) -> bool:
    """The commune proposed it and it goes straight back above, not past the commune again."""
    return _rules(step.obj).entry_level.duty is Duty.PROPOSES and not rules.is_proposing(step.obj)


def returned_items_mended(step: Step) -> None:
    """Each item that was returned was worked on since."""
    left = unmended_items(step.obj)
    if left:
        raise _refusal(step, f"Còn {len(left)} phần bị trả lại chưa sửa: {_names(left)}.")


def self_assessment_complete(step: Step) -> None:
    """Each criterion has an answer: a blank is not a zero."""
    left = unanswered_count(step.obj)
    if left:
        raise _refusal(step, f"Bản tự đánh giá còn {left} tiêu chí chưa chọn mức.")


def round_receives(step: Step) -> None:
    """The round is open to the end of its last day; a returned dossier comes back within its own term."""
    if step.source == DossierState.DRAFT:
        try:
            rules.check_round_receives(step.obj.round)
        except Denied as refusal:
            raise _refusal(step, refusal.sentence) from None


def stamp_submission(step: Step) -> None:
    """Code, time and person; the holder on the first submission; the term for checking."""
    dossier = step.obj
    typed = _rules(dossier)
    if not dossier.code:
        dossier.code = codes.next_dossier_code()
        entry = unit_above(dossier.commune or dossier.district, typed.entry_level.code)
        dossier.holder = entry or dossier.district
    dossier.submitted_at, dossier.submitted_by = now(), step.actor
    dossier.submissions += 1
    dossier.product_name, dossier.producer_name = dossier.product.name, dossier.producer.name
    dossier.self_stars = self_sheet(dossier).predicted
    dossier.due_at = _checking_term(dossier)


def _checking_term(dossier: Dossier) -> Any:
    level = rules.level_of(dossier)
    days = level.answer_within_working_days if level else None
    return end_of_day(add_working_days(today(), days or _rules(dossier).deadlines.receipt_check_working_days))


def open_items_for_checking(step: Step) -> None:
    """What failed or was worked on since the return is to be looked at again; what passed and was left alone stays so."""
    step.obj.items.filter(Q(verdict=ItemVerdict.MISSING) | Q(changed_after_return=True)).update(
        verdict=ItemVerdict.UNCHECKED, reason="", checked_at=None, checked_by=None
    )
    step.obj.items.update(changed_after_return=False)


# --- checking ----------------------------------------------------------------------------------------------------


def checked_by_someone_else(step: Step) -> None:
    """Two people: who enters is not who checks."""
    rules.check_someone_else(step.actor, step.obj)


def some_item_fails(step: Step) -> None:
    """A return names at least one item, each with its reason (TRUST U15)."""
    failing = list(step.obj.items.filter(verdict=ItemVerdict.MISSING))
    if not failing:
        raise _refusal(step, "Đánh dấu ít nhất một phần cần bổ sung, kèm lý do, trước khi trả lại hồ sơ.")
    unexplained = [item for item in failing if not item.reason.strip()]
    if unexplained:
        raise _refusal(step, f"Ghi lý do cần bổ sung cho {_names(unexplained)}.")


def all_items_pass(step: Step) -> None:
    """Each item that is mandatory or holds something was looked at and passed."""
    failing, unchecked = uncheckable_items(step.obj)
    if failing:
        raise _refusal(step, f"Còn {len(failing)} phần cần bổ sung: {_names(failing)}. Trả lại hồ sơ để hoàn thiện.")
    if unchecked:
        raise _refusal(step, f"Còn {len(unchecked)} phần chưa kiểm tra: {_names(unchecked)}.")


def supplement_due(dossier: Dossier) -> dt.date:
    """The last day for completing a dossier that is returned today."""
    return add_working_days(today(), _rules(dossier).deadlines.supplement_working_days)


def due_for_supplement(step: Step) -> None:
    """The applicant's term for completing."""
    step.obj.due_at = end_of_day(supplement_due(step.obj))
    step.obj.accepted_at = step.obj.accepted_by = None


def stamp_acceptance(step: Step) -> None:
    """Time and person. A level that only proposes still owes its answer within the same term."""
    step.obj.accepted_at, step.obj.accepted_by = now(), step.actor
    if _level(step).duty is not Duty.PROPOSES:
        step.obj.due_at = None


def clear_due(step: Step) -> None:
    """Nobody owes an answer any more."""
    step.obj.due_at = None


# --- between levels ----------------------------------------------------------------------------------------------


def level_scores(step: Step) -> None:
    """Only a level that scores puts dossiers before a council."""
    if not _level(step).scores:
        raise _refusal(step, "Cấp đang giữ hồ sơ chỉ kiểm tra và đề nghị, không chấm điểm.")


def level_only_proposes(step: Step) -> None:
    """The commune's proposal under 1489/QĐ-TTg and 26/2026/QĐ-TTg, with the papers that it prepares."""
    if _level(step).duty is not Duty.PROPOSES:
        raise _refusal(step, "Cấp đang giữ hồ sơ tự chấm điểm, không lập đề nghị chuyển thẳng.")
    lacking = missing_items(step.obj, prepared_by="commune")
    if lacking:
        raise _refusal(step, f"Còn thiếu giấy tờ của cấp xã: {_names(lacking)}.")


def _target(step: Step) -> str:
    level = _level(step)
    return level.proposes_to or (level.forward.to if level.forward else "")


def forwards_to_a_scoring_level(step: Step) -> None:
    """The level above is one of the portal's own."""
    typed, target = _rules(step.obj), _target(step)
    if not target or not typed.has_level(target) or typed.level(target).duty is Duty.RECORDS:
        raise _refusal(step, "Theo quy định của hồ sơ này, cấp đang giữ không chuyển lên cấp chấm điểm nào.")


def forwards_outside(step: Step) -> None:
    """The level above scores outside the portal; its answer is recorded."""
    typed, target = _rules(step.obj), _target(step)
    if not target or not typed.has_level(target) or typed.level(target).duty is not Duty.RECORDS:
        raise _refusal(step, "Theo quy định của hồ sơ này, cấp đang giữ không trình Bộ.")


def hold_above(step: Step) -> None:
    """The dossier goes to the unit of the level above, and waits there to be checked."""
    unit = unit_above(step.obj.holder, _target(step))
    if unit is None:
        raise _refusal(step, "Không tìm thấy đơn vị cấp trên để chuyển hồ sơ.")
    step.obj.holder = unit
    step.obj.accepted_at = step.obj.accepted_by = None
    step.obj.due_at = _checking_term(step.obj)


def forget_verdicts(step: Step) -> None:
    """The level above checks for itself."""
    step.obj.items.update(verdict=ItemVerdict.UNCHECKED, reason="", checked_at=None, checked_by=None)


def has_level_below(step: Step) -> None:
    """There is a level from which this one received the dossier."""
    if _level(step).receives_from == "producer":
        raise _refusal(step, "Cấp đang giữ hồ sơ nhận trực tiếp từ chủ thể, không có cấp dưới để trả về.")


def hold_below(step: Step) -> None:
    """The dossier goes back to the level below."""
    below = _level(step).receives_from
    step.obj.holder = unit_above(step.obj.commune or step.obj.district, below) or step.obj.district


# --- recognitions ------------------------------------------------------------------------------------------------


def term_is_over(step: Transition[Recognition]) -> None:
    """It expires with the end of its last day, not before."""
    until = step.obj.valid_until
    if until is None or until >= local_date(now()):
        raise Denied("Công nhận còn trong thời hạn.", obj=step.obj, action="recognition.expire")
