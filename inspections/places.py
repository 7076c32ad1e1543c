"""Every place with a recognition in force, and what the records say of it: a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from accounts.models import Unit
from accounts.queries import ids_below
from core.formats import local_date, today
from core.text import fold
from inspections.enums import FINAL, Severity
from inspections.models import Complaint, Finding, Inspection
from inspections.risk import Facts, Place
from products.actions.recognitions import add_months
from products.models import Producer, Product, Recognition
from products.queries import in_force


@dataclass(frozen=True)
class Site:
    """A place to inspect with what stands there."""

    place: Place
    producer: Producer | None
    recognitions: tuple[Recognition, ...]

    @property
    def product(self) -> Product:
        """The first product, which says where the place lies."""
        return self.recognitions[0].product


def standing(unit: Unit) -> list[Recognition]:
    """Recognitions in force within a unit."""
    rows = Recognition.objects.filter(in_force()).select_related(
        "product__producer__commune", "product__producer__district", "product__district", "product__commune",
        "product__subgroup__group__industry",
    )  # fmt: skip
    if unit.level != "province":
        rows = rows.filter(district__in=ids_below([unit.pk]))
    return list(rows.order_by("pk"))


def sites_of(unit: Unit, content: Mapping[str, Any]) -> list[Site]:
    """Places of the unit: one a producer, one a product without a known producer."""
    grouped: dict[str, list[Recognition]] = defaultdict(list)
    for row in standing(unit):
        owner = row.product.producer_id
        grouped[f"p{owner}" if owner else f"s{row.product_id}"].append(row)
    memory = _Memory(content, list(grouped))
    return [_site(key, rows, memory) for key, rows in grouped.items()]


def _site(key: str, rows: list[Recognition], memory: _Memory) -> Site:
    product = rows[0].product
    producer = product.producer
    place = Place(
        key=key,
        name=producer.name if producer else product.name,
        district=product.district_id,
        facts=memory.facts(key, rows),
    )
    return Site(place, producer, tuple(rows))


class _Memory:
    """Complaints, visits and findings of the places, fetched once."""

    def __init__(self, content: Mapping[str, Any], keys: Iterable[str]) -> None:
        self.content = content
        day = today()
        producers = [int(key[1:]) for key in keys if key.startswith("p")]
        self.complaints = _complaints(add_months(day, -int(content.get("complaint_months", 24))))
        self.visits = dict(
            Inspection.objects.filter(state__in=FINAL, producer__in=producers)
            .values_list("producer").annotate(last=Max("concluded_at")).values_list("producer", "last")
        )  # fmt: skip
        self.product_visits = dict(
            Inspection.objects.filter(state__in=FINAL, producer=None)
            .values_list("products__recognition__product").annotate(last=Max("concluded_at"))
            .values_list("products__recognition__product", "last")
        )  # fmt: skip
        since = add_months(day, -int(content.get("finding_months", 36)))
        self.findings: dict[Any, dict[str, Any]] = {
            row["inspection__producer"]: dict(row)
            for row in Finding.objects.filter(
                inspection__state__in=FINAL,
                inspection__producer__in=producers,
                inspection__concluded_at__date__gte=since,
            )
            .order_by()
            .values("inspection__producer")
            .annotate(**{grade: Count("pk", filter=Q(severity=grade)) for grade in Severity.values})
        }

    def facts(self, key: str, rows: list[Recognition]) -> Facts:
        """What is known of one place."""
        day = today()
        terms = [row.valid_until for row in rows if row.valid_until is not None]
        last = self.visits.get(int(key[1:])) if key.startswith("p") else self.product_visits.get(int(key[1:]))
        found: dict[str, Any] = dict(self.findings.get(int(key[1:]), {})) if key.startswith("p") else {}
        return Facts(
            days_left=(min(terms) - day).days if terms else None,
            complaints=sum(self.complaints.get(row.product_id, 0) for row in rows),
            days_since_inspection=(day - local_date(last)).days if last else None,
            food=any(self._food(row.product) for row in rows),
            minor=found.get("minor", 0),
            major=found.get("major", 0),
            critical=found.get("critical", 0),
        )

    def _food(self, product: Product) -> bool:
        if product.subgroup is not None:
            return product.subgroup.group.industry.code in self.content.get("food_industries", ())
        return any(fold(word) in fold(product.industry_name) for word in self.content.get("food_words", ()))


def _complaints(since: dt.date) -> dict[int, int]:
    """Complaints that were not refused, by product."""
    rows = Complaint.objects.filter(received_at__date__gte=since, product__isnull=False).exclude(state="refused")
    return dict(rows.order_by().values_list("product").annotate(n=Count("pk")).values_list("product", "n"))
