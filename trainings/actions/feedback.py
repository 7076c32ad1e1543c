"""What participants say about a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.errors import Denied
from trainings import rules
from trainings.models import Feedback, Participant

FIELDS = frozenset({"content", "lecturers", "organisation", "usefulness", "comment"})


@transaction.atomic
def give_feedback(*, participant: Participant, values: Mapping[str, Any]) -> None:
    """Keep one form. It does not say whose it is, and so leaves no line in the audit trail that would."""
    locked = Participant.objects.select_for_update(of=("self",)).select_related("training").get(pk=participant.pk)
    if locked.feedback_given:
        raise Denied("Bạn đã gửi phiếu đánh giá lớp này.", action="feedback.give")
    if not rules.may_give_feedback(locked):
        raise Denied("Lớp chưa nhận phiếu đánh giá của bạn.", action="feedback.give")
    if unknown := set(values) - FIELDS:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    feedback = Feedback(training=locked.training, **values)
    feedback.full_clean()
    feedback.save()
    Participant.objects.filter(pk=locked.pk).update(feedback_given=True)
