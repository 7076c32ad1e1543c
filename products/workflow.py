"""The way of a dossier and of a recognition. Read top to bottom, these tables are the procedure.

Who enters a dossier is not who checks it. From `schedule` on the steps are taken by `evaluations`, which checks
more (quorum, sheets, papers) before it calls them; here stands the least that always holds: staff or a council
member of the unit that holds the dossier.

`holder` moves with the steps: the entry level on the first submission, the level above on `propose` and `forward`,
the level below on `send_back` and `send_back_to_complete`.
"""

from __future__ import annotations

from typing import Any

from core.workflow import Workflow, step, system
from products import import_workflow as _imports  # noqa: F401 - its table registers itself
from products import merge_workflow as _merging  # noqa: F401 - as above
from products import messages, rules, snapshots, transitions
from products.enums import DossierState as D
from products.enums import RecognitionState as R
from products.models import Dossier, Recognition
from products.places import sits_at


def applicant(actor: Any, dossier: Dossier) -> bool:
    """The producer, or the officer who enters on the producer's behalf."""
    return rules.is_applicant(actor, dossier)


def receiver(actor: Any, dossier: Dossier) -> bool:
    """Staff of the holding unit."""
    return rules.is_receiver(actor, dossier)


def council_side(actor: Any, dossier: Dossier) -> bool:
    """Staff or council of the holding unit."""
    return rules.is_running(actor, dossier)


def recognising_staff(actor: Any, recognition: Recognition) -> bool:
    """Staff of the district of the product, or of a level above it."""
    return any(sits_at(actor, unit, rules.RECEIVING) for unit in transitions.units_upwards(recognition.district))


DOSSIER: Workflow[Dossier] = Workflow(
    label="products.Dossier",
    states=D,
    steps=(
        # the applicant
        step("submit", {D.DRAFT, D.RETURNED}, D.SUBMITTED, label="Nộp hồ sơ", by=applicant,
             when=(transitions.returned_items_mended, transitions.mandatory_items_present, transitions.self_assessment_complete, transitions.round_receives),
             stamps=(transitions.stamp_submission,), effects=(transitions.open_items_for_checking, snapshots.keep, messages.tell_receivers)),
        step("withdraw", {D.DRAFT, D.SUBMITTED, D.RETURNED, D.ACCEPTED}, D.WITHDRAWN, label="Rút hồ sơ", by=applicant,
             needs_reason=True, stamps=(transitions.clear_due,), effects=(messages.tell_of_withdrawal,)),
        # the receiving unit
        step("return", D.SUBMITTED, D.RETURNED, label="Trả lại để hoàn thiện", by=receiver,
             when=(transitions.checked_by_someone_else, transitions.some_item_fails), stamps=(transitions.due_for_supplement,),
             effects=(messages.tell_applicants,)),
        step("accept", D.SUBMITTED, D.ACCEPTED, label="Tiếp nhận hồ sơ", by=receiver,
             when=(transitions.checked_by_someone_else, transitions.all_items_pass), stamps=(transitions.stamp_acceptance,),
             effects=(messages.tell_applicants,)),
        step("propose", D.ACCEPTED, D.SUBMITTED, label="Đề nghị cấp trên đánh giá", by=receiver,
             when=(transitions.level_only_proposes,), stamps=(transitions.hold_above,),
             effects=(transitions.forget_verdicts, messages.tell_receivers)),
        # a council session of the holding unit
        step("schedule", D.ACCEPTED, D.IN_SESSION, label="Đưa vào phiên họp", by=council_side,
             when=(transitions.level_scores,), stamps=(transitions.clear_due,)),
        step("unschedule", D.IN_SESSION, D.ACCEPTED, label="Đưa khỏi phiên họp", by=council_side),
        step("conclude_recognise", D.IN_SESSION, D.SCORED, label="Chốt kết quả: đề nghị công nhận", by=council_side),
        step("conclude_forward", D.IN_SESSION, D.FORWARDING, label="Chốt kết quả: chuyển cấp trên", by=council_side),
        step("conclude_reject", D.IN_SESSION, D.NOT_RECOGNISED, label="Chốt kết quả: không công nhận", by=council_side,
             effects=(messages.tell_applicants,)),
        step("send_back", D.IN_SESSION, D.SCORED, label="Trả cấp dưới xem xét công nhận", by=council_side,
             when=(transitions.has_level_below,), stamps=(transitions.hold_below,)),
        step("send_back_to_complete", D.IN_SESSION, D.RETURNED, label="Trả cấp dưới để hoàn thiện và đề nghị lại",
             by=council_side, needs_reason=True, when=(transitions.has_level_below,),
             stamps=(transitions.hold_below, transitions.due_for_supplement), effects=(messages.tell_applicants,)),
        # papers
        step("forward", D.FORWARDING, D.SUBMITTED, label="Chuyển cấp trên đánh giá", by=receiver,
             when=(transitions.forwards_to_a_scoring_level,), stamps=(transitions.hold_above,),
             effects=(transitions.forget_verdicts, messages.tell_receivers, messages.tell_applicants)),
        step("to_ministry", D.FORWARDING, D.AT_MINISTRY, label="Trình Bộ đánh giá 5 sao", by=receiver,
             when=(transitions.forwards_outside,)),
        step("recognise", D.SCORED, D.RECOGNISED, label="Công nhận theo quyết định", by=receiver,
             stamps=(transitions.clear_due,)),
        step("ministry_five", D.AT_MINISTRY, D.RECOGNISED, label="Ghi kết quả của Bộ: 5 sao", by=receiver),
        step("ministry_not", D.AT_MINISTRY, D.RECOGNISED, label="Ghi kết quả của Bộ: không đạt 5 sao", by=receiver),
        step("ministry_return", D.AT_MINISTRY, D.SCORED, label="Ghi kết quả của Bộ: địa phương xem xét công nhận",
             by=receiver),
        step("ministry_reject", D.AT_MINISTRY, D.NOT_RECOGNISED, label="Ghi kết quả của Bộ: không đủ điểm công nhận",
             by=receiver, effects=(messages.tell_applicants,)),
    ),
)  # fmt: skip

RECOGNITION: Workflow[Recognition] = Workflow(
    label="products.Recognition",
    states=R,
    steps=(
        step("expire", R.VALID, R.EXPIRED, label="Hết hạn", by=system, when=(transitions.term_is_over,)),
        step("revoke", {R.VALID, R.EXPIRED}, R.REVOKED, label="Thu hồi", by=recognising_staff, needs_reason=True),
        step("replace", {R.VALID, R.EXPIRED}, R.REPLACED, label="Thay bằng công nhận mới", by=(recognising_staff, system)),
    ),
)  # fmt: skip
