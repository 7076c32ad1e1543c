"""Messages that the steps of a dossier write, inside the step's own transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import date_vn, today
from core.workflow import Transition
from notifications.actions import notify
from notifications.people import administrators, people_by_unit
from products import rules
from products.content import requirements_by_code
from products.enums import DossierState, ItemVerdict
from products.models import Dossier

Step = Transition[Dossier]


def _applicants(dossier: Dossier, but: Any) -> list[User]:
    """Whoever acts for the producer, and the officers who entered the dossier."""
    people = User.objects.filter(
        Q(producer_accounts__producer=dossier.producer_id) | Q(pk__in=[dossier.created_by_id, dossier.submitted_by_id])
    )
    return [person for person in people.distinct() if but is None or person.pk != but.pk]


def _receivers(dossier: Dossier) -> tuple[User, ...]:
    """Staff of the holding unit who may check it: not those who entered it."""
    return rules.checkers_of([dossier])[dossier.pk]


def tell_receivers(step: Step) -> None:
    """A dossier came in to be checked; where nobody may, those who can appoint somebody are told."""
    dossier = step.obj
    people = _receivers(dossier)
    if not people:
        _tell_that_nobody_checks(dossier)
    notify(
        recipients=people,
        kind="dossier.submitted",
        title=f"Hồ sơ {dossier.code} chờ kiểm tra: {dossier.product_name}",
        body=f"Chủ thể: {dossier.producer_name}. Hạn kiểm tra: {date_vn(dossier.due_at)}.",
        url=reverse("products:dossier_receive", args=[dossier.pk]),
        obj=dossier,
    )


def _tell_that_nobody_checks(dossier: Dossier) -> None:
    """The administrators, who see nothing of the dossier and may give a seat; and the staff of the level above."""
    unit, term = dossier.holder, f"Hạn kiểm tra: {date_vn(dossier.due_at)}."
    for people, ask, url in (
        (administrators(), "Giao vai trò tại đơn vị cho người khác.", reverse("accounts:unit", args=[unit.pk])),
        (
            people_by_unit(rules.RECEIVING, [unit.parent_id])[unit.parent_id] if unit.parent_id else (),
            "Đôn đốc đơn vị cử người khác; quản trị hệ thống giao vai trò.",
            reverse("products:dossier", args=[dossier.pk]),
        ),
    ):
        notify(
            recipients=people,
            kind="dossier.nobody_checks",
            title=f"Hồ sơ {dossier.code}: {unit.area} chưa có người được kiểm tra",
            body=f"Đơn vị chưa có cán bộ, hoặc cán bộ đã ghi nội dung, thêm tài liệu nên không được tự kiểm tra. {ask} {term}",
            url=url,
            obj=dossier,
        )


def _writers_of_papers(dossier: Dossier, but: Any) -> list[User]:
    """The commune's officers, when a paper of theirs is among what came back."""
    asked = requirements_by_code(dossier)
    failing = dossier.items.filter(verdict=ItemVerdict.MISSING).values_list("code", flat=True)
    of_commune = any(asked[code].rule.prepared_by == "commune" for code in failing if code in asked)
    commune = rules.commune_that_writes(dossier, sent_back=True) if of_commune else None
    if commune is None:
        return []
    seats = Membership.objects.on(today()).filter(unit=commune, role=Role.COMMUNE_OFFICER)
    people = User.objects.filter(pk__in=seats.values("user"))
    return [person for person in people if but is None or person.pk != but.pk]


def tell_applicants(step: Step) -> None:
    """The dossier moved: in plain words, with the reasons when it comes back, then also to the commune that mends."""
    dossier = step.obj
    people = _applicants(dossier, step.actor)
    body = DossierState(dossier.state).plain + "."
    if dossier.state == DossierState.RETURNED:
        people += [person for person in _writers_of_papers(dossier, step.actor) if person not in people]
        items = dossier.items.filter(verdict=ItemVerdict.MISSING)
        reasons = [f"- {item.name}: {item.reason}" for item in items]
        body = "\n".join(
            [f"Bổ sung rồi nộp lại trước hết ngày {date_vn(dossier.due_at)}.", *reasons, step.reason]
        ).strip()
    notify(
        recipients=people,
        kind=f"dossier.{step.step.name}",
        title=f"Hồ sơ {dossier.code} “{dossier.product_name}”: {DossierState(dossier.state).label.lower()}",
        body=body,
        url=reverse("products:dossier", args=[dossier.pk]),
        obj=dossier,
    )


def tell_of_withdrawal(step: Step) -> None:
    """The dossier was taken back: those who had it to check, and the other side of the application."""
    dossier, actor = step.obj, step.actor
    people = _applicants(dossier, actor)
    if step.source != DossierState.DRAFT:
        people += [person for person in _receivers(dossier) if person.pk != actor.pk]
    notify(
        recipients=people,
        kind="dossier.withdraw",
        title=f"Hồ sơ {dossier.code or 'đang lập'} đã rút: {dossier.product_name}",
        body=f"Người rút: {actor.full_name}. Lý do: {step.reason}",
        url=reverse("products:dossier", args=[dossier.pk]),
        obj=dossier,
    )
