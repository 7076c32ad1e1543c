"""An event of each district with its participants, a sales point, a link, a publication, a gift set, an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import User
from core.files import store_bytes
from core.formats import now, today
from core.spreadsheets import XLSX, workbook_bytes
from products.models import Product
from promotion.actions import events, files, participations, points, records, revenues
from promotion.event_papers import CALL
from promotion.models import Channel, Participation, PromotionEvent, SalesPoint
from promotion.point_papers import REQUEST
from promotion.views.organising import PURPOSE
from promotion.views.revenues import PURPOSE as REVENUE_SHEET
from tests.products import world as makers


def furnish(side: Any, province: dict[str, User]) -> None:
    """Everything, named with the side's words."""
    officer, owner = side.people[Role.DISTRICT_OFFICER], side.people[Role.PRODUCER]
    _hold_events(side, officer)
    _open_point(side, officer)
    _record_the_rest(side, officer, owner)


def _event(side: Any, officer: User, word: str) -> PromotionEvent:
    first = today() + dt.timedelta(days=20)
    return events.create_event(
        actor=officer,
        values={
            "name": f"Hội chợ {word} {side.words['session']}", "kind": "fair", "unit": side.unit, "place": "inside",
            "venue": f"Sân {side.words['note']}", "organiser": f"Ban tổ chức {side.words['council']}", "starts_on": first,
            "ends_on": first, "registration_closes_on": today() + dt.timedelta(days=5), "content": side.words["note"],
        },
    )  # fmt: skip


def _hold_events(side: Any, officer: User) -> None:
    called, running = _event(side, officer, "đang mời"), _event(side, officer, "đang diễn ra")
    events.take_step(event=called, step="open_call", actor=officer)
    events.take_step(event=running, step="open_call", actor=officer)
    values = {"contact": f"Bà {side.words['person']}", "needs": side.words["note"]}
    rows = [
        participations.register(
            event=event, producer=side.producer, actor=officer, values=values, others=[side.product]
        )
        for event in (called, running)
    ]
    PromotionEvent.objects.filter(pk=running.pk).update(
        state="running", starts_on=today(), ends_on=today(), registration_closes_on=today()
    )
    Participation.objects.filter(pk=rows[1].pk).update(
        state="chosen", revenue=1, revenue_ocop=0, result_by=officer, result_at=now(), result_note=side.words["note"]
    )
    side.things |= {"promo_event": called, "promo_row": rows[0], "promo_running": running, "promo_chosen": rows[1]}
    values = {"source": "district", "content": f"Chi {side.words['note']}", "planned": 5, "spent": 1}
    upload = SimpleUploadedFile(f"{side.words['evidence']}-ke-hoach.pdf", makers.pdf_bytes(), "application/pdf")
    side.things["promo_file"] = files.add_event_file(
        event=called, actor=officer, upload=upload, kind="plan", caption=f"Kịch bản {side.words['note']}"
    )
    side.things["revenue_sheet"] = store_bytes(
        f"{side.words['note']}-doanh-thu.xlsx", workbook_bytes("dt", [], []), owner=officer, mime=XLSX,
        purpose=REVENUE_SHEET,
    )  # fmt: skip
    side.things["promo_cost"] = events.add_cost(event=called, actor=officer, values=values)
    side.things["promo_sheet"] = store_bytes(
        f"{side.words['note']}-ket-qua.xlsx", workbook_bytes("kq", [], []), owner=officer, mime=XLSX, purpose=PURPOSE
    )


def _open_point(side: Any, officer: User) -> None:
    point = points.create_point(
        actor=officer,
        values={
            "name": f"Cửa hàng {side.words['producer']}", "kind": "market", "district": side.unit, "commune": side.commune,
            "address": f"Chợ {side.words['note']}", "operator": f"HTX {side.words['producer']}", "producer": side.producer,
            "representative": f"Ông {side.words['person']}", "phone": "0912345678",
        },
    )  # fmt: skip
    points.answer_criterion(point=point, actor=officer, code="1.1", met=True, note=side.words["note"])
    upload = SimpleUploadedFile(f"{side.words['evidence']}-diem-ban.pdf", makers.pdf_bytes(), "application/pdf")
    side.things["point_evidence"] = points.add_evidence(point=point, actor=officer, code="1.1", upload=upload)
    product = Product.objects.get(pk=side.recognition.product_id)
    side.things["shown"] = points.put_on_show(point=point, actor=officer, product=product)
    shop = points.create_point(
        actor=officer,
        values={
            "name": f"Quầy OCOP {side.unit.short_name}", "kind": "market", "district": side.unit, "commune": side.commune,
            "address": "Chợ", "operator": "HTX",
        },
    )  # fmt: skip
    SalesPoint.objects.filter(pk=shop.pk).update(
        state="recognised", recognised_on=today(), decision_number="9/QĐ", recognised_by="Sở"
    )
    shop.refresh_from_db()
    side.things["told_point"] = revenues.make_link(point=shop, actor=officer)
    side.things["point"] = point


def _record_the_rest(side: Any, officer: User, owner: User) -> None:
    known = Channel.objects.filter(name="Sàn thử").first()
    channel = known or records.create_channel(actor=officer, values={"name": "Sàn thử", "kind": "marketplace"})
    side.things["channel"] = channel
    link = f"https://san.example/{side.words['product']}"
    side.things["listing"] = records.create_listing(
        product=side.product, actor=owner, values={"channel": channel, "link": link, "listed_on": today()}
    )
    values = {"title": f"Bài về {side.words['product']}", "kind": "article", "unit": side.unit, "published_on": today()}
    side.things["media"] = records.create_communication(actor=officer, values=values, products=[side.product])
    upload = SimpleUploadedFile(f"{side.words['evidence']}-bai.pdf", makers.pdf_bytes(), "application/pdf")
    side.things["media_file"] = records.add_communication_file(row=side.media, actor=officer, upload=upload)
    product = Product.objects.get(pk=side.recognition.product_id)
    side.things["gift"] = records.create_gift(
        actor=officer, values={"name": f"Giỏ {side.words['product']}", "unit": side.unit}, products=[product]
    )
    side.things["agreement"] = records.create_agreement(
        producer=side.producer, actor=owner, products=[side.product],
        values={"partner": f"Siêu thị {side.words['note']}", "kind": "contract", "signed_on": today()},
    )  # fmt: skip


def _of(name: str, **more: Any) -> Any:
    return lambda side: {"pk": getattr(side, name).pk, **{key: make(side) for key, make in more.items()}}


def _each(make: Any, *names: str) -> dict[str, Any]:
    return {f"promotion:{name}": make for name in names}


OWNED = {
    **_each(
        _of("promo_event"), "event", "event_edit", "event_outcome", "event_costs", "register_choose", "selection",
        "booths", "booths_pdf", "booths_xlsx", "results", "results_xlsx", "results_import",
    ),
    **_each(_of("promo_event"), "event_files"),
    "promotion:event_file_remove": _of("promo_event", file_pk=lambda side: side.promo_file.pk),
    "promotion:revenue_confirm": lambda side: {"file_pk": side.revenue_sheet.pk},
    "promotion:point_revenue_link": _of("point"),
    "promotion:event_step": _of("promo_event", step=lambda side: "close_call"),
    **_each(_of("promo_event", cost_pk=lambda side: side.promo_cost.pk), "event_cost", "event_cost_remove"),
    "promotion:event_paper": _of("promo_event", kind=lambda side: CALL),
    "promotion:register": _of("promo_event", producer_pk=lambda side: side.open_producer.pk),
    "promotion:results_confirm": _of("promo_running", file_pk=lambda side: side.promo_sheet.pk),
    **_each(_of("promo_row"), "participation", "participation_edit"),
    "promotion:participation_step": _of("promo_row", step=lambda side: "withdraw"),
    "promotion:participation_results": _of("promo_chosen"),
    **_each(_of("point"), "point", "point_edit", "point_checklist", "point_shown", "point_revenue"),
    "promotion:point_step": _of("point", step=lambda side: "apply"),
    "promotion:point_paper": _of("point", kind=lambda side: REQUEST),
    "promotion:point_evidence_remove": _of("point", evidence_pk=lambda side: side.point_evidence.pk),
    "promotion:point_take_off": _of("point", shown_pk=lambda side: side.shown.pk),
    **_each(_of("listing"), "listing", "listing_edit", "listing_check"),
    "promotion:listing_add": lambda side: {"product_pk": side.product.pk},
    **_each(_of("media"), "media_one", "media_edit"),
    "promotion:media_file_remove": _of("media", file_pk=lambda side: side.media_file.pk),
    **_each(_of("gift"), "gift", "gift_edit"),
    **_each(_of("agreement"), "agreement", "agreement_edit"),
    "promotion:agreement_add": lambda side: {"producer_pk": side.producer.pk},
}  # fmt: skip

# The common list of channels belongs to no district.
SHARED = {
    "promotion:channel_edit": _of("channel"),
    "catalogue:point_revenue": lambda side: {"token": side.told_point.report_token},
}

_EVERYBODY = ("/xuc-tien/", "/xuc-tien/diem-ban/", "/xuc-tien/truc-tuyen/", "/xuc-tien/thoa-thuan/")
LISTS = {
    Role.DISTRICT_OFFICER: (
        *_EVERYBODY, "/xuc-tien/tuyen-truyen/", "/xuc-tien/qua-tang/", "/xuc-tien/chu-the-duoc-ho-tro/",
    ),
    Role.PRODUCER: _EVERYBODY,
}  # fmt: skip
