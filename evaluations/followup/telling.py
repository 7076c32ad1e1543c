"""Telling people what became of a dossier after the councils."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import today
from notifications.actions import notify
from products.models import Dossier


def tell_outcome(dossier: Dossier, title: str, body: str) -> None:
    """Tell the producer's people, whoever entered the dossier, and the officers of its district."""
    officers = Membership.objects.on(today()).filter(unit=dossier.district_id, role=Role.DISTRICT_OFFICER)
    people = User.objects.filter(
        Q(producer_accounts__producer=dossier.producer_id)
        | Q(pk=dossier.created_by_id)
        | Q(pk__in=officers.values("user"))
    )
    notify(
        recipients=list(people.distinct()),
        kind="dossier.outcome",
        title=title,
        body=body,
        url=reverse("products:dossier", args=[dossier.pk]),
        obj=dossier,
    )
