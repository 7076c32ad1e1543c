"""Papers of producers that end: whom to remind when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import date_vn
from notifications.reminders import Due
from products.models import ProducerDocument

DAYS_BEFORE = (60, 30, 14, 7, 1, 0)
LATE_DAYS = 30  # a paper that ended longer ago is a matter for an inspection


def dues(day: dt.date) -> Iterator[Due]:
    """Papers in use that end soon or ended lately: the producer's accounts and the officers of its place are told."""
    rows = ProducerDocument.objects.filter(
        renewed=False,
        producer__merged_into=None,
        expires_on__gte=day - dt.timedelta(days=LATE_DAYS),
        expires_on__lte=day + dt.timedelta(days=max(DAYS_BEFORE)),
    ).select_related("producer__commune", "producer__district")
    for paper in rows:
        producer = paper.producer
        assert paper.expires_on is not None  # noqa: S101 - the filter asks for it
        yield Due(
            obj=paper,
            due_on=paper.expires_on,
            title=f"{paper.name} của {producer.name} hết hạn ngày {date_vn(paper.expires_on)}",
            body="Làm thủ tục cấp lại, ghi giấy mới ở trang chủ thể và đánh dấu giấy cũ là đã có giấy mới thay.",
            url=reverse("products:producer", args=[producer.pk]) + "#giay-to",
            recipients=tuple(_told(producer.pk, producer.district_id, producer.commune_id, day)),
            unit_id=producer.commune_id or producer.district_id,
        )


def _told(producer_id: int, district_id: int, commune_id: int | None, day: dt.date) -> list[User]:
    officers = Membership.objects.on(day).filter(
        Q(unit=district_id, role=Role.DISTRICT_OFFICER) | Q(unit=commune_id, role=Role.COMMUNE_OFFICER)
    )
    wanted = Q(producer_accounts__producer=producer_id) | Q(pk__in=officers.values("user"))
    return list(User.objects.filter(wanted, is_active=True).distinct())
