"""What the papers of an event say: facts from the records, as plain data that issuing freezes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum

from accounts.models import Unit
from core.formats import date_vn
from documents.enums import BodyKind
from documents.forms_of_paper import event_call, event_report
from documents.forms_of_paper.event_report import CostLine, Line
from documents.model import Doc
from documents.models import Document
from documents.papers_common import Texts
from documents.printing import body_of, issue_of, words_of
from products.enums import BudgetSource
from promotion.enums import EventKind, ParticipationState
from promotion.models import Participation, ParticipationProduct, PromotionEvent
from promotion.showing import register, verdict

CALL, REPORT = "moi-xuc-tien", "bao-cao-xuc-tien"
REF = "promotion:"
SYMBOLS = {CALL: ("SNN-PTNT", "PNN"), REPORT: ("BC-SNN", "BC-PNN")}


def symbol_of(kind: str, unit: Unit) -> str:
    """The notation of a paper at the Department, or at a district's division."""
    return SYMBOLS[kind][0 if unit.is_province else 1]


def signing_form(unit: Unit) -> str:
    """Who signs the unit's own papers."""
    return "giam-doc" if unit.is_province else "truong-phong"


def event_of(document: Document) -> PromotionEvent:
    """The event that a paper is about."""
    pk = int(document.subject_ref.removeprefix(REF))
    return PromotionEvent.objects.select_related("unit__parent").get(pk=pk)


def _archive(unit: Unit) -> str:
    return "PTNT" if unit.is_province else "PNN"


def place_of(event: PromotionEvent) -> str:
    """Venue and host in one line."""
    return ", ".join(part for part in (event.venue, event.host) if part) or "…"


def _common(event: PromotionEvent) -> dict[str, Any]:
    return {
        "event": event.name,
        "kind": str(EventKind(event.kind).label).lower(),
        "organiser": event.organiser,
        "place": place_of(event),
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat(),
        "booths": event.booths,
        "archive": _archive(event.unit),
    }


# --- the call -----------------------------------------------------------------------------------------------------


def call_source(event: PromotionEvent) -> dict[str, Any]:
    """Facts of the letter."""
    if event.unit.is_province:
        to = ["Ủy ban nhân dân các huyện, thành phố", "Các chủ thể có sản phẩm OCOP trên địa bàn tỉnh"]
    else:
        to = ["Ủy ban nhân dân các xã, thị trấn", f"Các chủ thể có sản phẩm OCOP trên địa bàn {event.unit.area}"]
    closes = event.registration_closes_on
    return {
        **_common(event),
        "closes_on": closes.isoformat() if closes else None,
        "addressees": to,
        "content": event.content,
        "requirements": event.requirements,
        "support": event.support,
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def call_facts(source: Mapping[str, Any]) -> event_call.Facts:
    """Plain data as the form of paper takes it."""
    dates: dict[str, Any] = {
        name: dt.date.fromisoformat(source[name]) for name in ("starts_on", "ends_on")
    }  # fmt: skip
    rest = {key: source[key] for key in source if key not in {*dates, "closes_on", "addressees"}}
    return event_call.Facts(
        **dates, **rest, closes_on=_day(source["closes_on"]), addressees=tuple(source["addressees"])
    )


# --- the report ---------------------------------------------------------------------------------------------------


def with_items(rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Participants with their products and what the register says of these: a fixed number of statements."""
    items = ParticipationProduct.objects.select_related("product").prefetch_related(register("product__recognitions"))
    return rows.select_related(
        "producer__commune__parent", "producer__district__parent", "event__unit"
    ).prefetch_related(Prefetch("items", items))  # fmt: skip


def chosen_rows(event: PromotionEvent) -> list[Participation]:
    """Who takes part, by booth and then by name."""
    rows = with_items(event.participations.filter(state=ParticipationState.CHOSEN))
    return sorted(rows, key=lambda row: (row.booth == "", row.booth.zfill(20), row.producer.name_sort))


def product_words(item: ParticipationProduct, event: PromotionEvent) -> str:
    """A product as lists print it: with its stars only while the register allows it."""
    found = verdict(item.product, event.ends_on)
    return f"{item.product.name} ({found.stars} sao)" if item.as_ocop and found.stars else item.product.name


def line_of(row: Participation) -> Line:
    """A participant as papers list it."""
    contact = row.contact or row.producer.representative
    phone = row.phone or row.producer.phone
    return Line(
        producer=row.producer.name,
        place=row.producer.unit.path_name,
        products=tuple(product_words(item, row.event) for item in row.items.all()),
        booth=row.booth,
        contact=", ".join(part for part in (contact, phone) if part),
        revenue=row.revenue or Decimal(0),
        revenue_ocop=row.revenue_ocop or Decimal(0),
        contracts=row.contracts or 0,
        contract_value=row.contract_value or Decimal(0),
        memoranda=row.memoranda or 0,
        contacts=row.contacts or 0,
    )


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "producer": line.producer, "place": line.place, "products": list(line.products), "booth": line.booth,
        "revenue": str(line.revenue), "revenue_ocop": str(line.revenue_ocop), "contracts": line.contracts,
        "contract_value": str(line.contract_value), "memoranda": line.memoranda, "contacts": line.contacts,
    }  # fmt: skip


def _line_from(data: Mapping[str, Any]) -> Line:
    money: dict[str, Any] = {name: Decimal(data[name]) for name in ("revenue", "revenue_ocop", "contract_value")}
    rest = {key: data[key] for key in data if key not in {*money, "products"}}
    return Line(**rest, **money, products=tuple(data["products"]))


def report_source(event: PromotionEvent) -> dict[str, Any]:
    """Facts of the report."""
    sums = event.costs.order_by().values("source").annotate(plan=Sum("planned"), paid=Sum("spent"))
    costs = [
        {"source": BudgetSource(row["source"]).label, "planned": str(row["plan"]), "spent": str(row["paid"])}
        for row in sorted(sums, key=lambda row: BudgetSource.values.index(row["source"]))
    ]
    upper = "Ủy ban nhân dân tỉnh" if event.unit.is_province else f"Ủy ban nhân dân {event.unit.area}"
    return {
        **_common(event),
        "visitors": event.visitors,
        "outcome": event.outcome,
        "shortcomings": event.shortcomings,
        "lines": [_line_json(line_of(row)) for row in chosen_rows(event)],
        "costs": costs,
        "addressees": [upper],
    }


def report_facts(source: Mapping[str, Any]) -> event_report.Facts:
    """Plain data as the form of paper takes it."""
    dates: dict[str, Any] = {name: dt.date.fromisoformat(source[name]) for name in ("starts_on", "ends_on")}
    rest = {key: source[key] for key in source if key not in {*dates, "lines", "costs", "addressees"}}
    costs = tuple(
        CostLine(cost["source"], Decimal(cost["planned"]), Decimal(cost["spent"])) for cost in source["costs"]
    )
    return event_report.Facts(
        **dates, **rest, lines=tuple(_line_from(line) for line in source["lines"]), costs=costs,
        addressees=tuple(source["addressees"]),
    )  # fmt: skip


# --- booths -------------------------------------------------------------------------------------------------------


def not_to_show(rows: Iterable[Participation], event: PromotionEvent) -> list[str]:
    """Products that were brought as OCOP and may not be shown so to the event's last day, with the reason."""
    found = []
    for row in rows:
        for item in row.items.all():
            said = verdict(item.product, event.ends_on)
            if item.as_ocop and not said.throughout:
                found.append(f"{item.product.name} ({row.producer.name}): {said.sentence}")
    return found


def booths_paper(event: PromotionEvent) -> Doc:
    """The booth list as a paper: the register is asked as it is made."""
    rows = chosen_rows(event)
    days = f"{date_vn(event.starts_on)} - {date_vn(event.ends_on)}"
    return event_report.booth_list(
        body=body_of(Document(kind=REPORT, issuing_unit=event.unit, issuing_body=BodyKind.SPECIALIST)),
        event=event.name,
        under=f"({days}, tại {place_of(event)})",
        lines=[line_of(row) for row in rows],
        warnings=not_to_show(rows, event),
    )


# --- the registry -------------------------------------------------------------------------------------------------


def texts_and_source(kind: str, event: PromotionEvent) -> tuple[Texts, dict[str, Any]]:
    """Standard wording and facts of a new draft."""
    if kind == CALL:
        source = call_source(event)
        return event_call.texts(call_facts(source)), source
    source = report_source(event)
    return event_report.texts(report_facts(source)), source


def build_call(document: Document) -> Doc:
    """The letter."""
    return event_call.paper(issue_of(document), call_facts(document.source), words_of(document))


def build_report(document: Document) -> Doc:
    """The report."""
    return event_report.paper(issue_of(document), report_facts(document.source), words_of(document))
