"""The way of merging two producers, and of taking them apart again."""

from __future__ import annotations

from typing import Any

from core.errors import Denied
from core.formats import now
from core.workflow import Transition, Workflow, step
from products import rules
from products.enums import MergeState as S
from products.handover import move_everything, needs_second_person, obstacle_to_undoing, take_apart
from products.models import ProducerMerge

Step = Transition[ProducerMerge]


def covers_both(actor: Any, merge: ProducerMerge) -> bool:
    """An officer or a leader of a unit that covers both producers."""
    return rules.can_settle_merge(actor, merge.kept, merge.gone)


def another_person(taken: Step) -> None:
    """Who asked does not confirm, where recognised products change hands."""
    merge = taken.obj
    if merge.gone.merged_into_id or merge.kept.merged_into_id:
        raise Denied("Một trong hai chủ thể đã được gộp trước đó.", obj=merge, action="producermerge.merge")
    if needs_second_person(merge.gone) and taken.actor is not None and taken.actor.pk == merge.asked_by_id:
        raise Denied(
            "Chủ thể bị gộp có sản phẩm đã được công nhận, nên phải do người khác xác nhận.",
            obj=merge,
            action="producermerge.merge",
        )


def stamp(taken: Step) -> None:
    """Who decided, and when."""
    taken.obj.settled_at, taken.obj.settled_by = now(), taken.actor


def hand_over(taken: Step) -> None:
    """Everything that hangs on the one goes to the other."""
    move_everything(taken.obj, actor=taken.actor)


def nobody_touched(taken: Step) -> None:
    """Only what is as the merge left it can be taken apart; who asked for a merge of recognised products does not undo it."""
    merge = taken.obj
    obstacle = obstacle_to_undoing(merge)
    if obstacle:
        raise Denied(f"Không tách lại được: {obstacle}", obj=merge, action="producermerge.undo")
    alone = merge.settled_by_id != merge.asked_by_id and taken.actor is not None and taken.actor.pk == merge.asked_by_id
    if alone:
        raise Denied(
            "Lần gộp này do hai người quyết định, nên người khác với người đề nghị mới tách lại được.",
            obj=merge,
            action="producermerge.undo",
        )


def give_back(taken: Step) -> None:
    """Each has its own again."""
    take_apart(taken.obj, actor=taken.actor, reason=taken.reason)


MERGE: Workflow[ProducerMerge] = Workflow(
    label="products.ProducerMerge",
    states=S,
    steps=(
        step("merge", S.ASKED, S.DONE, label="Gộp", by=covers_both,
             when=(another_person,), stamps=(stamp,), effects=(hand_over,)),
        step("undo", S.DONE, S.UNDONE, label="Tách lại", by=covers_both, needs_reason=True,
             when=(nobody_touched,), effects=(give_back,)),
        step("decline", S.ASKED, S.DECLINED, label="Không gộp", by=covers_both, needs_reason=True, stamps=(stamp,)),
    ),
)  # fmt: skip
