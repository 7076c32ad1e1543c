"""Making one producer of two. The other record stays as history, and its name as an alias."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, workflow
from core.errors import Denied
from products import rules
from products.enums import MergeState
from products.handover import needs_second_person
from products.models import Producer, ProducerMerge


@transaction.atomic
def ask_merge(*, kept: Producer, gone: Producer, actor: Any, reason: str) -> ProducerMerge:
    """Ask to merge `gone` into `kept`; done at once when `gone` has no recognised product.

    A recognition moves with its product, so that then a second person confirms. Raises Denied.
    """
    rules.check_merge(actor, kept, gone)
    if not reason.strip():
        raise Denied("Nhập lý do trước khi gộp.", obj=kept, action="producermerge.ask")
    locked = {
        row.pk: row for row in Producer.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    }
    if len(locked) != 2 or any(row.merged_into_id for row in locked.values()):
        raise Denied("Một trong hai chủ thể đã được gộp trước đó.", obj=kept, action="producermerge.ask")
    if ProducerMerge.objects.filter(gone__in=locked, state=MergeState.ASKED).exists():
        raise Denied("Đã có đề nghị gộp chủ thể này, đang chờ người thứ hai.", obj=kept, action="producermerge.ask")
    merge = ProducerMerge.objects.create(kept=kept, gone=gone, reason=reason.strip()[:300], asked_by=actor)
    audit.record(
        actor=actor, action="producermerge.ask", obj=merge, after={"kept": kept.pk, "gone": gone.pk}, reason=reason
    )
    if not needs_second_person(gone):
        workflow.apply(merge, "merge", actor=actor)
    return merge


def confirm_merge(*, merge: ProducerMerge, actor: Any, version: int | None = None) -> ProducerMerge:
    """The second person says yes. Raises Denied, Stale."""
    return workflow.apply(merge, "merge", actor=actor, version=version)


def decline_merge(*, merge: ProducerMerge, actor: Any, reason: str, version: int | None = None) -> ProducerMerge:
    """They are two: the finder will not name this pair again. Raises Denied, Stale."""
    return workflow.apply(merge, "decline", actor=actor, reason=reason, version=version)


def undo_merge(*, merge: ProducerMerge, actor: Any, reason: str, version: int | None = None) -> ProducerMerge:
    """Make two producers of one again, while nobody touched what the merge touched. Raises Denied, Stale."""
    return workflow.apply(merge, "undo", actor=actor, reason=reason, version=version)


@transaction.atomic
def mark_apart(*, first: Producer, second: Producer, actor: Any) -> ProducerMerge:
    """Say of a pair that nobody asked to merge that they are two. Raises Denied when a request waits for its answer."""
    rules.check_merge(actor, first, second)
    if ProducerMerge.objects.filter(gone=second, state=MergeState.ASKED).exists():
        raise Denied("Đã có đề nghị gộp chủ thể này, đang chờ người thứ hai.", obj=first, action="producermerge.apart")
    merge = ProducerMerge.objects.create(kept=first, gone=second, reason="Không phải một chủ thể", asked_by=actor)
    return workflow.apply(merge, "decline", actor=actor, reason="Không phải một chủ thể")
