"""Promotion in the demonstration year: fairs in every state, sales points, online links, communications, gift sets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.formats import date_vn, today
from demo import evidence
from demo.clock import day, days_ago
from demo.people import Cast
from products.models import Producer, Product
from promotion.actions import events, participations, points, records, revenues
from promotion.actions.papers import draft_point_paper
from promotion.checklist import checklist
from promotion.models import Channel, Participation, PromotionEvent, SalesPoint
from promotion.point_papers import DEPARTMENT_DECISION
from promotion.showing import in_force

DEMO = "(trình diễn)"


def tell(cast: Cast) -> None:
    """The whole chapter."""
    story = _Story(cast)
    if len(story.makers) < 4:
        return
    story.past_fair()
    story.week_that_was_held()
    story.open_call()
    story.selection()
    story.plans()
    story.sales_points()
    story.online()
    story.media()
    story.gifts()
    story.agreements()


class _Story:
    """Producers of the two districts with products that may be shown."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        held = Product.objects.filter(recognitions__in=_valid(), producer__isnull=False)
        self.products = list(held.select_related("producer", "district").order_by("pk")[:60])
        self.makers: list[Producer] = list(
            dict.fromkeys(product.producer for product in self.products if product.producer)
        )
        near = {"Huyện Yên Mô", "Huyện Gia Viễn"}
        self.makers.sort(key=lambda maker: maker.district.name not in near)

    def goods(self, maker: Producer) -> list[Product]:
        return [product for product in self.products if product.producer_id == maker.pk][:3]

    def event(self, days_before: int, **values: Any) -> PromotionEvent:
        """Recorded some days ago by the officer of its unit."""
        place = "Tỉnh Ninh Bình" if values.pop("province", True) else "Huyện Yên Mô"
        actor = self.cast["so-canbo" if place.startswith("Tỉnh") else "huyen-yenmo"]
        with days_ago(days_before):
            return events.create_event(actor=actor, values={"unit": self.cast.units[place], **values})

    def register(self, event: PromotionEvent, makers: list[Producer]) -> list[Participation]:
        """Registered by the Department on behalf."""
        actor = self.cast["so-canbo"]
        return [
            participations.register(
                event=event, producer=maker, actor=actor, ocop=self.goods(maker),
                values={"contact": maker.representative, "phone": maker.phone, "needs": "Một gian tiêu chuẩn"},
            )
            for maker in makers
        ]  # fmt: skip

    def step(self, event: PromotionEvent, *names: str, actor: str = "so-canbo") -> None:
        for name in names:
            events.take_step(event=event, step=name, actor=self.cast[actor])

    # --- events -------------------------------------------------------------------------------------------------

    def past_fair(self) -> None:
        """A fair in Hà Nội, held and reported."""
        first = day(-95)
        event = self.event(
            130, name=f"Hội chợ đặc sản vùng miền, Hà Nội 2024 {DEMO}", kind="fair", place="outside", host="Hà Nội",
            venue="Trung tâm triển lãm (trình diễn)", organiser="Đơn vị tổ chức trung ương (trình diễn)",
            starts_on=first, ends_on=first + dt.timedelta(days=4), registration_closes_on=day(-105), booths=40,
            content="Giới thiệu sản phẩm OCOP Ninh Bình tới thị trường Hà Nội",
            support="Hỗ trợ 100 % chi phí thuê gian hàng và vận chuyển",
        )  # fmt: skip
        with days_ago(125):
            self.step(event, "open_call")
        with days_ago(110):
            rows = self.register(event, self.makers[:5])
        with days_ago(102):
            self._choose(event, rows, keep=4)
        with days_ago(95):
            self.step(event, "start")
        with days_ago(91):
            self.step(event, "hold")
        with days_ago(88):
            self._results(rows[:4])
            self._money(event, planned=60_000_000, spent=57_500_000)
            events.save_outcome(
                event=event, actor=self.cast["so-canbo"],
                values={"visitors": 12_500, "outcome": "Sản phẩm chế biến sâu được khách quan tâm nhiều nhất."},
            )  # fmt: skip
            self.step(event, "report")

    def week_that_was_held(self) -> None:
        """A matching conference just over: results are coming in, the report is to be written."""
        event = self.event(
            40, name=f"Kết nối cung - cầu sản phẩm OCOP Ninh Bình {DEMO}", kind="matching", place="inside",
            host="Ninh Bình", venue="Nhà văn hoá trung tâm (trình diễn)",
            organiser="Sở Nông nghiệp và Phát triển nông thôn tỉnh Ninh Bình", starts_on=day(-6), ends_on=day(-5),
            registration_closes_on=day(-12), booths=25,
        )  # fmt: skip
        with days_ago(35):
            self.step(event, "open_call")
        with days_ago(20):
            rows = self.register(event, self.makers[:4])
        with days_ago(11):
            self._choose(event, rows, keep=4)
        with days_ago(6):
            self.step(event, "start")
        with days_ago(5):
            self.step(event, "hold")
        self._results(rows[:2])

    def open_call(self) -> None:
        """A fair that takes registrations now."""
        event = self.event(
            8, name=f"Tuần lễ sản phẩm OCOP Ninh Bình {DEMO}", kind="week", place="inside", host="Ninh Bình",
            venue="Phố đi bộ (trình diễn)", organiser="Sở Nông nghiệp và Phát triển nông thôn tỉnh Ninh Bình",
            starts_on=day(32), ends_on=day(36), registration_closes_on=day(12), booths=60,
            content="Trưng bày, giới thiệu và bán sản phẩm OCOP gắn với du lịch",
            requirements="Mỗi chủ thể cử ít nhất 01 người trực gian hàng",
            support="Hỗ trợ gian hàng tiêu chuẩn 9 m²",
        )  # fmt: skip
        with days_ago(7):
            self.step(event, "open_call")
        without = [maker for maker in self.makers if "Vân Trà" not in maker.name]
        with days_ago(3):
            self.register(event, without[:3])
        self._money(event, planned=120_000_000, spent=0)

    def selection(self) -> None:
        """A livestream of Yên Mô: registrations wait for an answer."""
        event = self.event(
            20, province=False, name=f"Phiên bán hàng trực tuyến nông sản Yên Mô {DEMO}", kind="livestream",
            place="online", host="Yên Mô", organiser="Ủy ban nhân dân huyện Yên Mô", starts_on=day(9), ends_on=day(9),
            registration_closes_on=day(-2), link="https://truc-tuyen.example/yen-mo",
        )  # fmt: skip
        with days_ago(15):
            self.step(event, "open_call", actor="huyen-yenmo")
        near = [maker for maker in self.makers if maker.district_id == event.unit_id]
        with days_ago(6):
            self.register(event, near[:4])
        self.step(event, "close_call", actor="huyen-yenmo")

    def plans(self) -> None:
        """What stands in the plan for the rest of the year."""
        self.event(
            30, name=f"Lễ công bố, trao giấy chứng nhận sản phẩm OCOP 4 sao {DEMO}", kind="ceremony", place="inside",
            host="Ninh Bình", organiser="Ủy ban nhân dân tỉnh Ninh Bình", starts_on=day(60), ends_on=day(60),
        )  # fmt: skip

    def _choose(self, event: PromotionEvent, rows: list[Participation], *, keep: int) -> None:
        officer = self.cast["so-canbo"]
        self.step(event, "close_call")
        for place, row in enumerate(rows):
            if place < keep:
                participations.answer(row=row, step="choose", actor=officer)
                values = {"booth": f"A{place + 1:02d}", "support_amount": 2_500_000, "support_note": "Thuê gian hàng"}
                row.event = event
                participations.save_booth(row=row, actor=officer, values=values)
            else:
                participations.answer(
                    row=row, step="refuse", actor=officer, reason="Hết gian hàng; ưu tiên chủ thể chưa được hỗ trợ."
                )

    def _results(self, rows: list[Participation]) -> None:
        for place, row in enumerate(rows):
            fresh = Participation.objects.select_related("event__unit", "producer").get(pk=row.pk)
            sold = 14_500_000 + 3_250_000 * place
            participations.save_results(
                row=fresh, actor=self.cast["so-canbo"],
                values={
                    "revenue": sold, "revenue_ocop": sold * 3 // 4, "contracts": place % 2, "memoranda": 1 + place % 3,
                    "contract_value": 120_000_000 * (place % 2), "contacts": 8 + place,
                },
            )  # fmt: skip

    def _money(self, event: PromotionEvent, *, planned: int, spent: int) -> None:
        for source, share in (("new_rural", 3), ("integrated", 1)):
            events.add_cost(
                event=event, actor=self.cast["so-canbo"],
                values={
                    "source": source, "content": "Thuê gian hàng, vận chuyển" if share == 3 else "Tuyên truyền, in ấn",
                    "planned": planned * share // 4, "spent": spent * share // 4,
                },
            )  # fmt: skip

    # --- sales points -------------------------------------------------------------------------------------------

    def sales_points(self) -> None:
        """One recognised with products and revenue, one that waits, one being written, one whose decision is to be signed."""
        shop = self._point("Cửa hàng OCOP Tam Điệp - Yên Mô", "rest_stop", "Trạm dừng nghỉ quốc lộ 1A", days=120)
        self._answer(shop, days=114)
        with days_ago(110):
            points.take_step(point=shop, step="apply", actor=self.cast["huyen-yenmo"])
        with days_ago(104):
            points.take_step(
                point=shop, step="appraise", actor=self.cast["so-canbo"],
                data={"appraisal": "Đã kiểm tra thực tế, đủ tiêu chí theo Quyết định 950/QĐ-BCT."},
            )  # fmt: skip
        with days_ago(100):
            points.take_step(
                point=shop, step="recognise", actor=self.cast["so-lanhdao"],
                data={
                    "decision_number": f"88/QĐ-SCT {DEMO}", "recognised_on": today(), "recognised_by": "Sở Công Thương",
                },
            )  # fmt: skip
        with days_ago(98):
            for product in self.products[:8]:
                points.put_on_show(point=shop, actor=self.cast["huyen-yenmo"], product=product)
        year, quarter = today().year, (today().month - 1) // 3
        for number in range(1, quarter):
            revenues.save_revenue(
                point=shop, actor=self.cast["huyen-yenmo"], year=year, quarter=number,
                values={"total": 85_000_000 + number * 12_000_000, "ocop": 60_000_000 + number * 9_000_000, "note": ""},
            )  # fmt: skip
        waiting = self._point("Gian OCOP chợ Bút", "market", "Chợ Bút", days=12)
        self._answer(waiting, days=4)
        points.take_step(point=waiting, step="apply", actor=self.cast["huyen-yenmo"])
        self._point("Quầy OCOP bưu điện văn hoá xã Yên Thắng", "post_office", "Bưu điện văn hoá xã", days=2)
        self._point_to_sign()

    def _point_to_sign(self) -> None:
        """One that was appraised: the draft of its decision waits for the Department's leader."""
        point = self._point("Gian OCOP làng nghề Yên Thắng", "craft_village", "Nhà trưng bày làng nghề", days=30)
        self._answer(point, days=24)
        with days_ago(21):
            points.take_step(point=point, step="apply", actor=self.cast["huyen-yenmo"])
        officer = self.cast["so-canbo"]
        with days_ago(8):
            points.take_step(
                point=point, step="appraise", actor=officer,
                data={"appraisal": f"Đã kiểm tra thực tế ngày {date_vn(today())}: đủ tiêu chí theo Quyết định 950/QĐ-BCT."},
            )  # fmt: skip
        with days_ago(3):
            point.refresh_from_db()
            draft_point_paper(point=point, kind=DEPARTMENT_DECISION, actor=officer)

    def _point(self, name: str, kind: str, address: str, *, days: int) -> SalesPoint:
        commune = self.cast.units["Xã Yên Thắng"]
        with days_ago(days):
            return points.create_point(
                actor=self.cast["huyen-yenmo"],
                values={
                    "name": f"{name} {DEMO}", "kind": kind, "district": commune.parent, "commune": commune,
                    "address": address, "operator": f"Đơn vị quản lý {DEMO}", "area": 36,
                    "opening_hours": "7 giờ 30 - 21 giờ hằng ngày", "map_link": "https://ban-do.example/yen-thang",
                },
            )  # fmt: skip

    def _answer(self, point: SalesPoint, *, days: int) -> None:
        officer = self.cast["huyen-yenmo"]
        with days_ago(days):
            for line in checklist(point.criteria).criteria:
                points.answer_criterion(point=point, actor=officer, code=line.code, met=True)
                if line.evidence:
                    upload = evidence.pdf_upload(f"Minh chứng {line.code}")
                    points.add_evidence(point=point, actor=officer, code=line.code, upload=upload)

    # --- the rest -----------------------------------------------------------------------------------------------

    def online(self) -> None:
        """Channels, links checked and unchecked, sales of a quarter."""
        officer = self.cast["so-canbo"]
        channels: list[Channel] = [
            records.create_channel(
                actor=officer, values={"name": f"{name} {DEMO}", "kind": kind, "address": f"https://{host}.example/"}
            )
            for name, kind, host in (
                ("Sàn nông sản", "marketplace", "san-nong-san"), ("Trang bán hàng của chủ thể", "website", "trang-rieng"),
                ("Trang mạng xã hội", "social", "mang-xa-hoi"),
            )
        ]  # fmt: skip
        for place, product in enumerate(self.products[:9]):
            channel = channels[place % 3]
            link = f"{channel.address}san-pham/{product.pk}"
            with days_ago(150 - place * 10):
                row = records.create_listing(
                    product=product, actor=officer, values={"channel": channel, "link": link, "listed_on": today()}
                )
            if place < 6:
                with days_ago(100 if place < 2 else 20):
                    found = "broken" if place == 3 else "selling"
                    records.check_listing(row=row, actor=officer, found=found)
            if place < 4:
                year, quarter = today().year, max(1, (today().month - 1) // 3)
                records.save_listing_sales(
                    row=row, actor=officer, year=year, quarter=quarter,
                    values={"orders": 40 + place * 7, "revenue": 9_600_000 + place * 1_150_000},
                )  # fmt: skip

    def media(self) -> None:
        """Articles, a broadcast, a publication, a billboard."""
        unit = self.cast.units["Tỉnh Ninh Bình"]
        for title, kind, outlet, days, quantity in (
            ("Chuyên đề: sản phẩm OCOP Ninh Bình vươn xa", "article", "Báo tỉnh (trình diễn)", 75, 4),
            ("Phóng sự: từ cây rau má đến sản phẩm 4 sao", "broadcast", "Đài phát thanh và truyền hình tỉnh (trình diễn)", 50, 2),
            ("Kỷ yếu sản phẩm OCOP tỉnh Ninh Bình", "publication", "", 40, 500),
            ("Pano giới thiệu sản phẩm OCOP tại bến xe", "billboard", "", 25, 6),
            ("Câu chuyện sản phẩm: nghề cói Kim Sơn", "story", "Cổng thông tin điện tử tỉnh (trình diễn)", 10, 1),
        ):  # fmt: skip
            records.create_communication(
                actor=self.cast["so-canbo"], products=self.products[:2],
                values={
                    "title": f"{title} {DEMO}", "kind": kind, "unit": unit, "outlet": outlet, "published_on": day(-days),
                    "quantity": quantity,
                },
            )  # fmt: skip

    def gifts(self) -> None:
        """Two gift sets."""
        unit = self.cast.units["Tỉnh Ninh Bình"]
        for name, occasion, chosen, price in (
            ("Giỏ quà Cố đô", "Tết Nguyên đán", self.products[:4], 650_000),
            ("Hộp quà hội nghị", "Hội nghị, hội thảo", self.products[4:7], 320_000),
        ):
            records.create_gift(
                actor=self.cast["so-canbo"], products=chosen,
                values={
                    "name": f"{name} {DEMO}", "unit": unit, "occasion": occasion, "price": price,
                    "supplier": f"Đơn vị cung cấp {DEMO}",
                },
            )  # fmt: skip

    def agreements(self) -> None:
        """A contract and a memorandum."""
        for place, maker in enumerate(self.makers[:3]):
            records.create_agreement(
                producer=maker, actor=self.cast["so-canbo"], products=self.goods(maker),
                values={
                    "partner": f"Chuỗi cửa hàng thực phẩm số {place + 1} {DEMO}", "kind": ("contract", "memorandum", "chain")[place],
                    "signed_on": day(-60 + place), "valid_until": day(300 + place * 60), "value": 240_000_000 if not place else None,
                    "content": "Tiêu thụ sản phẩm theo tháng, giá theo thoả thuận từng đợt",
                },
            )  # fmt: skip


def _valid() -> Any:
    from products.models import Recognition

    return Recognition.objects.filter(in_force())
