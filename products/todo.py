"""What waits for whom in dossiers and rounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from criteria.queries import typed_ruleset
from notifications import todo
from products import rules, waiting
from products.enums import DossierState
from products.models import Dossier, EvaluationRound
from products.visibility import visible_recognitions


def _about(dossier: Dossier) -> str:
    return " · ".join(part for part in (dossier.product_name, dossier.producer_name, dossier.code) if part)


def _dossiers(user: Any) -> Iterator[todo.TodoItem]:
    for dossier in waiting.to_check(user).select_related("holder", "ruleset"):
        if typed_ruleset(dossier.ruleset).entry_level.code != dossier.holder.level:
            title = "Kiểm tra hồ sơ cấp dưới chuyển"
        else:
            title = "Kiểm tra hồ sơ đã bổ sung" if dossier.submissions > 1 else "Kiểm tra hồ sơ mới nộp"
        yield todo.TodoItem(
            title=title,
            about=_about(dossier),
            due_at=dossier.due_at,
            url=reverse("products:dossier_receive", args=[dossier.pk]),
            button="Kiểm tra",
            kind="dossier",
            icon="folder-check",
        )
    for dossier in waiting.to_fill(user).select_related("round"):
        returned = dossier.state == DossierState.RETURNED
        yield todo.TodoItem(
            title="Bổ sung hồ sơ bị trả lại" if returned else "Hoàn thành hồ sơ đang lập",
            about=_about(dossier),
            due_at=dossier.due_at if returned else dossier.round.closes_on,
            url=reverse("products:dossier", args=[dossier.pk]),
            button="Bổ sung" if returned else "Làm tiếp",
            kind="dossier",
            icon="folder",
        )
    for dossier in waiting.to_propose(user):
        yield todo.TodoItem(
            title="Đề nghị cấp trên đánh giá",
            about=_about(dossier),
            due_at=dossier.due_at,
            url=reverse("products:dossier_propose", args=[dossier.pk]),
            button="Lập đề nghị",
            kind="dossier",
            icon="send",
        )


def _dates(user: Any) -> Iterator[todo.ComingDate]:
    if not (rules.can_enter(user) or rules.producer_ids_of(user)):
        return
    from core.formats import today

    for round_ in EvaluationRound.objects.filter(opens_on__lte=today(), closes_on__gte=today()):
        yield todo.ComingDate(
            day=round_.closes_on, title="Hết hạn nhận hồ sơ", detail=round_.name, url=reverse("products:rounds")
        )
    from products.queries import expiring

    soon = visible_recognitions(user).filter(expiring()).order_by("valid_until")[:3]
    for recognition in soon:
        if recognition.valid_until:
            yield todo.ComingDate(
                day=recognition.valid_until,
                title="Công nhận hết hạn",
                detail=recognition.product_name,
                url=reverse("products:recognition", args=[recognition.pk]),
            )


def _primary(user: Any) -> todo.PrimaryAction | None:
    if rules.can_enter(user) or rules.producer_ids_of(user):
        return todo.PrimaryAction(label="Lập hồ sơ", url=reverse("products:dossier_new"))
    return None


todo.register(_dossiers)
todo.register_dates(_dates)
todo.register_primary(_primary)
