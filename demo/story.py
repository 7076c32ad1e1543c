"""The demonstration year, told day by day: each step is the portal's own action, taken by the person who may."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction

from accounts.models import User
from core import audit
from core.formats import today
from core.text import lower_first
from criteria.queries import ruleset
from demo import bench, chapters, desk, people
from demo.clock import day, days_ago
from demo.goods import FIRST_ROUND, GOODS, OLD
from demo.people import Cast
from evaluations import actions as council_actions
from evaluations.actions.ministry import record_ministry_answer
from evaluations.enums import MinistryAnswer
from evaluations.followup.waiting import Paper
from evaluations.models import Council, CouncilSession, MinistryCase
from products.actions import dossiers as dossier_actions
from products.actions import producers as producer_actions
from products.actions import products as product_actions
from products.actions.recognitions import enter_old_recognition, revoke
from products.actions.rounds import create_round
from products.enums import DossierKind
from products.models import Producer

LOADED = "demo.loaded"
RULESET = "qd148-2023"
VAN_TRA = "HTX rau, củ, quả Vân Trà"
RAU_MA = "Bột rau má Vân Trà"


def is_loaded() -> bool:
    """Say whether the story was told in this database."""
    from core.models import AuditEvent

    return AuditEvent.objects.filter(action=LOADED).exists()


@transaction.atomic
def tell() -> None:
    """Tell all of it, or nothing: an interrupted run leaves no trace and is simply started again."""
    units = people.units_today()
    if "Huyện Yên Mô" not in units:
        raise CommandError(
            f"Hôm nay là {today():%d/%m/%Y} theo đồng hồ của cổng, khi không còn huyện Yên Mô. "
            "Đặt OCOP_CLOCK_SHIFT_DAYS để bản trình diễn sống trong năm 2024."
        )
    story = _Story(people.settle(units))
    for chapter in (
        story.beginnings, story.old_recognitions, story.first_round, story.district_sessions, story.district_papers,
        story.province_session, story.province_papers, story.second_round, story.returns, story.next_sessions,
        story.today_in_yen_mo, story.today_in_gia_vien, story.today_in_the_province,
    ):  # fmt: skip
        _count_rows()
        chapter()
    chapters.tell_all(story.cast)
    audit.record(actor=None, action=LOADED, obj=story.cast["quantri"], after={"day": today()})


def _count_rows() -> None:
    """Tell the planner how many rows there are by now: within one transaction nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Story:
    """The chapters share the cast, the desk and the councils."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.desk = desk.Desk(cast)
        self.councils: dict[str, Council] = {}
        self.sessions: dict[str, CouncilSession] = {}

    def user(self, name: str) -> User:
        return self.cast[name]

    # --- the year begins --------------------------------------------------------------------------------------------

    def beginnings(self) -> None:
        """Councils, advisory teams, rounds, and the account of the producer of Vân Trà."""
        units = self.cast.units
        with days_ago(150):
            for key, unit, officer, count, number in (
                ("yenmo", "Huyện Yên Mô", "huyen-yenmo", 7, "1201/QĐ-UBND (trình diễn)"),
                ("giavien", "Huyện Gia Viễn", "huyen-giavien", 5, "1304/QĐ-UBND (trình diễn)"),
                ("tinh", "Tỉnh Ninh Bình", "so-canbo", 9, "305/QĐ-UBND (trình diễn)"),
            ):
                council = bench.found_council(
                    self.desk,
                    unit=units[unit],
                    officer=self.user(officer),
                    prefix=f"hd-{key}",
                    count=count,
                    number=number,
                )
                self.councils[key] = council
                council_actions.save_team(
                    council=council,
                    name=f"Tổ tư vấn {lower_first(unit)} (trình diễn)",
                    user_ids=[self.user(f"tuvan-{key}").pk],
                    actor=self.user(officer),
                )
            self._rounds()
            producer = Producer.objects.get(name=VAN_TRA)
            producer_actions.give_account(
                producer=producer, user=self.user("chuthe-vantra"), actor=self.user("huyen-yenmo-2")
            )

    def _rounds(self) -> None:
        for number, opens, closes in ((1, 0, 85), (2, 90, 197)):
            self.desk.rounds[number] = create_round(
                actor=self.user("so-canbo"),
                values={
                    "year": today().year,
                    "number": number,
                    "name": f"Đợt {number} năm {today().year}",
                    "ruleset": ruleset(RULESET),
                    "opens_on": day(opens),
                    "closes_on": day(closes),
                },
            )

    def old_recognitions(self) -> None:
        """Decided before the portal: one that ends soon, one that has ended, one that was revoked."""
        with days_ago(140):
            for good in OLD:
                desk.enter_product(self.desk, good)
        with days_ago(2):
            for key, until in (("old-soon", day(24)), ("old-over", day(1)), ("old-revoked", day(300))):
                recognition = enter_old_recognition(
                    product=self.desk.products[key],
                    actor=self.user("so-canbo"),
                    stars=3,
                    issued_by="Cơ quan công nhận trình diễn",
                    decided_on=until.replace(year=until.year - 3),
                    decision_number=f"{until.day:02d}/QĐ-TRINHDIEN",
                    valid_until=until,
                    source="Dữ liệu trình diễn",
                )
                if key == "old-revoked":
                    revoke(recognition=recognition, actor=self.user("so-canbo"), reason="Ngừng sản xuất (trình diễn).")

    # --- the first round --------------------------------------------------------------------------------------------

    def first_round(self) -> None:
        """Thirteen dossiers handed in and accepted."""
        with days_ago(122):
            desk.prepare(self.desk, FIRST_ROUND, 1)
        with days_ago(116):
            desk.take_in(self.desk, FIRST_ROUND)

    def district_sessions(self) -> None:
        """Both district councils meet and finish."""
        for place, keys, means in (
            ("yenmo", [k for k in FIRST_ROUND if k.startswith("ym")],
             {"ym-r1": (63, 3), "ym-f1": (77, 4), "ym-f2": (75, 4), "ym-f3": (76, 4), "ym-n1": (44, 0)}),
            ("giavien", [k for k in FIRST_ROUND if k.startswith("gv")],
             {"gv-r1": (61, 3), "gv-f1": (91, 5), "gv-f2": (93, 5), "gv-f3": (74, 4), "gv-f4": (78, 4), "gv-f5": (76, 4),
              "gv-f6": (75, 4), "gv-f7": (77, 4)}),
        ):  # fmt: skip
            officer = self.user(f"huyen-{place}")
            with days_ago(112):
                session = bench.call_session(self.desk, self.councils[place], officer, keys, in_days=12)
                bench.serve(session, officer)
            with days_ago(100):
                bench.open_up(session, officer)
                bench.judge(self.desk, session, means)
                bench.end(session, self.desk)
            self.sessions[f"{place}-1"] = session

    def district_papers(self) -> None:
        """Decisions for three stars, the notice to who failed, letters to the province; one letter goes late."""
        with days_ago(96):
            self._issue("yenmo", Paper.RECOGNITION, ["ym-r1"])
            self._issue("yenmo", Paper.FAILURE, ["ym-n1"])
            self._issue("yenmo", Paper.UPPER_LETTER, ["ym-f1", "ym-f2", "ym-f3"])
            self._issue("giavien", Paper.RECOGNITION, ["gv-r1"])
            self._issue("giavien", Paper.UPPER_LETTER, ["gv-f1", "gv-f2", "gv-f3", "gv-f4", "gv-f5", "gv-f7"])

    def _issue(self, place: str, paper: Paper, keys: list[str], *, session: str = "", sign: bool = True) -> None:
        province = place == "tinh"
        officer, leader = ("so-canbo", "so-lanhdao") if province else (f"huyen-{place}", f"huyen-{place}-lanhdao")
        document = bench.draft(
            desk=self.desk,
            paper=paper,
            session=self.sessions[session or f"{place}-1"],
            keys=keys,
            officer=self.user(officer),
        )
        if sign:
            bench.issue(document, self.user(leader))

    # --- the province -----------------------------------------------------------------------------------------------

    def province_session(self) -> None:
        """Four dossiers: four stars, twice ninety and more, one back to the district."""
        keys = ("ym-f1", "gv-f1", "gv-f2", "gv-f3")
        with days_ago(88):
            desk.take_in(self.desk, keys, officer="so-canbo")
            session = bench.call_session(self.desk, self.councils["tinh"], self.user("so-canbo"), keys, in_days=13)
            bench.serve(session, self.user("so-canbo"))
        with days_ago(75):
            bench.open_up(session, self.user("so-canbo"), absent=["hd-tinh-8"])
            bench.judge(self.desk, session, {"ym-f1": (78, 4), "gv-f1": (93, 5), "gv-f2": (94, 5), "gv-f3": (64, 3)})
            bench.end(session, self.desk)
            council_actions.settle_return(
                assessment=bench.assessment_of(session, self.desk, "gv-f3"),
                choice="return",
                reason="Điểm trung bình của tỉnh dưới 70, đề nghị huyện xem xét công nhận 3 sao (trình diễn).",
                actor=self.user("so-canbo"),
            )
        self.sessions["tinh-1"] = session

    def province_papers(self) -> None:
        """Four stars by decision, two products to the Ministry, which has answered for one."""
        with days_ago(70):
            self._issue("tinh", Paper.RECOGNITION, ["ym-f1"])
            self._issue("tinh", Paper.FORWARDING, ["gv-f1", "gv-f2"])
        with days_ago(18):
            record_ministry_answer(
                case=MinistryCase.objects.get(dossier=self.desk.dossiers["gv-f2"]),
                answer=MinistryAnswer.FIVE_STARS,
                answer_number="1234/QĐ-BNN (trình diễn)",
                answered_on=today(),
                answer_mean=None,
                file=None,
                note="Kết quả trình diễn, không phải văn bản thật.",
                actor=self.user("so-canbo"),
            )

    # --- the second round -------------------------------------------------------------------------------------------

    def second_round(self) -> None:
        """More dossiers come in; most are accepted."""
        sitting = ("ym-a", "ym-b", "ym-c", "ym-d", "ym-e", "ym-f")
        later = ("ym-g", "ym-h", "ym-i", "gv-a1", "gv-a2")
        with days_ago(48):
            desk.prepare(self.desk, (*sitting, *later, "ym-l", "ym-p"), 2)
        with days_ago(43):
            desk.take_in(self.desk, (*sitting, *later))
            dossier_actions.withdraw(
                dossier=self.desk.dossier("ym-p"),
                actor=self.desk.writer("ym-p"),
                reason="Chủ thể xin lùi sang đợt sau (trình diễn).",
            )
        with days_ago(30):
            desk.take_in(self.desk, ("ym-f2", "ym-f3", "gv-f4", "gv-f5", "gv-f7"), officer="so-canbo")

    def returns(self) -> None:
        """Dossiers on their way in: late, fresh, returned, mended; drafts that somebody is writing."""
        reasons = {
            "dang-ky-kinh-doanh": "Bản chụp mờ, không đọc được ngành nghề đăng ký. Chụp lại rõ hơn.",
            "phuong-an-kinh-doanh": "Chưa có sản lượng và doanh thu dự kiến cho năm sau.",
        }
        with days_ago(40):
            desk.send_back(self.desk, "ym-l", reasons)
        with days_ago(9):
            desk.prepare(self.desk, ("ym-j", "gv-s1", "ym-m"), 2)
            self._van_tra()
            desk.open_draft(self.desk, "ym-n", 2)
            desk.fill(self.desk, "ym-n", share=0.5)
            desk.open_draft(self.desk, "gv-d1", 2)
            desk.fill(self.desk, "gv-d1", share=0.3)
        with days_ago(4):
            desk.mend(self.desk, "ym-l", tuple(reasons))
            desk.send_back(self.desk, "ym-m", reasons)
            desk.send_back(self.desk, "ym-q", reasons)
            self._issue("giavien", Paper.UPPER_LETTER, ["gv-f6"])
        with days_ago(2):
            desk.prepare(self.desk, ("ym-k", "gv-s2"), 2)
            desk.open_draft(self.desk, "ym-o", 2)
            desk.fill(self.desk, "ym-o", share=0.7)

    def _van_tra(self) -> None:
        """The real producer's account: an invented second product, and an upgrade of the real one in draft."""
        actor = self.user("chuthe-vantra")
        producer = Producer.objects.get(name=VAN_TRA)
        desk.add_product(self.desk, GOODS["ym-q"], producer, actor)
        desk.open_draft(self.desk, "ym-q", 2)
        desk.fill(self.desk, "ym-q")
        desk.hand_in(self.desk, "ym-q")
        real = producer.products.get(name=RAU_MA)
        product_actions.edit_product(
            product=real, actor=self.user("huyen-yenmo-2"), values={"subgroup": desk.subgroup("I.3.c")}
        )
        real.refresh_from_db()
        self.desk.dossiers["rau-ma"] = dossier_actions.open_dossier(
            product=real, round_=self.desk.rounds[2], kind=DossierKind.UPGRADE, actor=actor
        )

    # --- this week --------------------------------------------------------------------------------------------------

    def next_sessions(self) -> None:
        """Sessions that will meet, and appraisals to do."""
        officer = self.user("huyen-yenmo")
        with days_ago(12):
            self.sessions["yenmo-2"] = bench.call_session(
                self.desk, self.councils["yenmo"], officer, ("ym-a", "ym-b", "ym-c", "ym-d", "ym-e", "ym-f"), in_days=12
            )
            self.sessions["giavien-2"] = bench.call_session(
                self.desk, self.councils["giavien"], self.user("huyen-giavien"), ("gv-a1", "gv-a2"), in_days=12, hour=14
            )
            self.sessions["tinh-2"] = bench.call_session(
                self.desk,
                self.councils["tinh"],
                self.user("so-canbo"),
                ("ym-f2", "gv-f4", "ym-f3", "gv-f5"),
                in_days=12,
            )
        with days_ago(6):
            bench.serve(self.sessions["yenmo-2"], officer)
            bench.serve(self.sessions["giavien-2"], self.user("huyen-giavien"))
            bench.serve(self.sessions["tinh-2"], self.user("so-canbo"))
            for key, council in (("ym-g", "yenmo"), ("ym-i", "yenmo"), ("gv-a1", "giavien"), ("gv-f7", "tinh")):
                runner = self.user("so-canbo") if council == "tinh" else self.user(f"huyen-{council}")
                council_actions.assign_appraisal(
                    dossier=self.desk.dossier(key),
                    council=self.councils[council],
                    advisor=self.user(f"tuvan-{council}"),
                    due_on=day(9),
                    actor=runner,
                )
        with days_ago(3):
            bench.call_session(self.desk, self.councils["yenmo"], officer, ("ym-g", "ym-h"), in_days=11)

    def today_in_yen_mo(self) -> None:
        """In the middle of the session: three results, one sheet missing, half-filled sheets, one untouched dossier."""
        session, officer = self.sessions["yenmo-2"], self.user("huyen-yenmo")
        bench.open_up(session, officer)
        bench.judge(self.desk, session, {"ym-a": (62, 3), "ym-b": (58, 3), "ym-c": (76, 4)})
        bench.score(self.desk, session, "ym-d", mean=63, stars=3, members=range(2, 8))
        bench.score(self.desk, session, "ym-d", mean=63, stars=3, members=[1], share=0.6)
        bench.score(self.desk, session, "ym-e", mean=67, stars=3, members=[2, 7])
        bench.score(self.desk, session, "ym-e", mean=67, stars=3, members=[3, 4, 5, 6], share=0.4)
        fifth = session.council.members.get(order=5)
        council_actions.declare_recusal(
            assessment=bench.assessment_of(session, self.desk, "ym-f"),
            member=fifth,
            reason="Là người nhà của chủ thể (trình diễn).",
            actor=self.user("hd-yenmo-5"),
        )
        self._issue("yenmo", Paper.RECOGNITION, ["ym-b"], session="yenmo-2", sign=False)

    def today_in_gia_vien(self) -> None:
        """A session that has just opened: two sheets begun, none handed in."""
        session = self.sessions["giavien-2"]
        bench.open_up(session, self.user("huyen-giavien"))
        bench.score(self.desk, session, "gv-a1", mean=66, stars=3, members=[2, 4], share=0.3)

    def today_in_the_province(self) -> None:
        """The same at the province."""
        session = self.sessions["tinh-2"]
        bench.open_up(session, self.user("so-canbo"))
        bench.judge(self.desk, session, {"ym-f2": (76, 4), "gv-f4": (79, 4)})
        bench.score(self.desk, session, "ym-f3", mean=77, stars=4, members=[2, 3, 4, 5, 9])
        bench.score(self.desk, session, "ym-f3", mean=77, stars=4, members=[6, 7, 8], share=0.5)
        self._issue("tinh", Paper.RECOGNITION, ["gv-f4"], session="tinh-2", sign=False)


def refused() -> bool:
    """Say whether this installation takes no invented accounts."""
    return not (settings.DEBUG or settings.DEMO)
