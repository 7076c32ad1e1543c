"""Recording the Ministry's answer: five stars, or not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core import audit, workflow
from core.errors import Denied, Stale
from core.formats import number_vn, today
from core.models import StoredFile
from criteria.queries import typed_ruleset
from documents.papers_common import ministry_on
from evaluations.enums import MinistryAnswer
from evaluations.followup.rules import check_record_ministry
from evaluations.followup.telling import tell_outcome
from evaluations.followup.waiting import closed_at, recognised_stars
from evaluations.models import MinistryCase
from products.actions.recognitions import recognise
from products.enums import RecognitionState
from products.models import Dossier, Recognition

MEAN_NEEDED = "Ghi điểm của Hội đồng cấp trung ương: tỉnh căn cứ điểm này để quyết định. Bị loại thì ghi 0."


def its_points_decide(dossier: Dossier) -> bool:
    """Whether the province decides on the Ministry's points after a "no" (26/2026/QĐ-TTg, Điều 7 khoản 4 điểm g)."""
    own = closed_at(dossier.holder).filter(dossier=dossier).first()
    return own is not None and not own.result.recognised_stars


def wrong_day(case: MinistryCase, day: dt.date) -> str:
    """Why the Ministry's paper cannot be of that day. Empty when it can."""
    fits = case.sent_on <= day <= today()
    return "" if fits else f"Ngày văn bản của Bộ phải từ {case.sent_on:%d/%m/%Y} đến hôm nay."


def wrong_mean(case: MinistryCase, answer: str, mean: Decimal | None) -> str:
    """Why these points cannot come with that answer. Empty when they can."""
    five = typed_ruleset(case.dossier.ruleset).band(5)
    if answer == MinistryAnswer.FIVE_STARS and mean is not None and mean < five.minimum:
        return f"Điểm của Bộ dưới {number_vn(five.minimum)} nên không thể là 5 sao."
    if answer == MinistryAnswer.NOT_FIVE and mean is None and its_points_decide(case.dossier):
        return MEAN_NEEDED
    return ""


@transaction.atomic
def record_ministry_answer(
    *,
    case: MinistryCase,
    answer: MinistryAnswer,
    answer_number: str,
    answered_on: dt.date,
    answer_mean: Decimal | None,
    file: StoredFile | None,
    note: str,
    actor: User,
    version: int | None = None,
) -> MinistryCase:
    """Store the answer with its paper; five stars replace what the product holds, else see `_step`.

    Raises Denied or Stale.
    """
    locked = MinistryCase.objects.select_for_update(of=("self",)).select_related("dossier__ruleset").get(pk=case.pk)
    dossier = locked.dossier
    check_record_ministry(actor, dossier.holder)
    if version is not None and locked.version != version:
        raise Stale(locked)
    if locked.answer != MinistryAnswer.WAITING:
        raise Denied("Kết quả của Bộ đã được ghi.", obj=locked, action="ministry.record")
    if answer not in {MinistryAnswer.FIVE_STARS, MinistryAnswer.NOT_FIVE}:
        raise Denied("Chọn kết quả của Bộ.", obj=locked, action="ministry.record")
    if sentence := wrong_day(locked, answered_on) or wrong_mean(locked, answer, answer_mean):
        raise Denied(sentence, obj=locked, action="ministry.record")
    locked.answer, locked.answer_number, locked.answered_on = answer, answer_number, answered_on
    locked.answer_mean, locked.answer_file, locked.note = answer_mean, file, note
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor,
        action="ministry.record",
        obj=locked,
        after={"answer": answer, "number": answer_number, "on": answered_on},
    )
    step = _step(dossier, answer)
    workflow.apply(dossier, step, actor=actor)
    tell_outcome(dossier, "Kết quả của Bộ", _told(locked, step))
    if answer == MinistryAnswer.FIVE_STARS:
        recognise(
            dossier=dossier,
            stars=5,
            mean=answer_mean,
            decided_on=answered_on,
            decision_number=answer_number,
            issued_by=ministry_on(answered_on),
            actor=actor,
            note=note,
        )
    return locked


def _told(case: MinistryCase, step: str) -> str:
    """What the producer and the district read of the answer."""
    product, paper = f"“{case.dossier.product_name}”", f"văn bản số {case.answer_number}"
    if case.answer == MinistryAnswer.FIVE_STARS:
        return f"{product} được Bộ công nhận 5 sao ({paper})."
    then = {
        "ministry_not": "Sản phẩm giữ hạng đang có.",
        "ministry_return": "Tỉnh xem xét, quyết định công nhận.",
        "ministry_reject": "Sản phẩm chưa được công nhận lần này.",
    }[step]
    return f"{product} chưa được Bộ công nhận 5 sao ({paper}). {then}"


def _step(dossier: Dossier, answer: MinistryAnswer) -> str:
    """Not five stars: what the product holds stays; holding nothing, the province decides (26/2026, Điều 7 khoản 4 điểm g).

    When the Ministry's points leave no star to give there is nothing to decide: the product is not recognised.
    """
    if answer == MinistryAnswer.FIVE_STARS:
        return "ministry_five"
    holds = Recognition.objects.filter(dossier=dossier, state=RecognitionState.VALID).exists()
    if holds:
        return "ministry_not"
    own = closed_at(dossier.holder).filter(dossier=dossier).first()
    return "ministry_return" if own is None or recognised_stars(own) else "ministry_reject"
