"""Classes of the year: summed up, just held, running today, open for registration, planned, called off."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from accounts.models import Unit, User
from core.formats import today
from demo.clock import day, days_ago
from demo.people import Cast
from products.enums import BudgetSource
from trainings.actions import attendance, classes, feedback, participants
from trainings.candidates import Wish, candidates
from trainings.enums import SEATED, TargetGroup
from trainings.models import ClassCost, Lecturer, TrainingClass

SEED = 55
# Kế hoạch 55/KH-UBND năm 2024, mục II.1.2: classes and people of each group.
PLAN = {"council": (2, 60), "officers": (3, 60), "recognised": (2, 60), "potential": (6, 60)}
CONTENTS = {
    "council": "Bộ tiêu chí, quy trình đánh giá, phân hạng sản phẩm OCOP\nNâng cao năng lực quản lý, triển khai Chương trình\n"
    "Chuyển đổi số trong tiếp nhận hồ sơ, đánh giá, phân hạng và giám sát sản phẩm",
    "officers": "Quản lý, triển khai Chương trình OCOP theo Bộ tiêu chí\nQuy trình đánh giá, phân hạng gắn với tiềm năng của địa "
    "phương",
    "recognised": "Vùng nguyên liệu, quản lý chất lượng, an toàn thực phẩm\nMẫu mã, bao bì, hộp quà tặng sản phẩm OCOP\n"
    "Chuyển đổi số trong xúc tiến thương mại",
    "potential": "Kiến thức cơ bản về Chương trình OCOP\nPhát triển sản phẩm, sở hữu trí tuệ, chuỗi giá trị\n"
    "Lập hồ sơ đánh giá, tự đánh giá sản phẩm",
}
HALL = "Hội trường Sở Nông nghiệp và Phát triển nông thôn"


def tell(cast: Cast) -> None:
    """The province's classes by its officer, the districts' by theirs."""
    _Classes(cast).tell()


class _Classes:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.officer = cast["so-canbo"]
        self.province = cast.units["Tỉnh Ninh Bình"]
        self.dice = random.Random(SEED)  # noqa: S311 - repeatable, not secret

    def tell(self) -> None:
        with days_ago(200):
            classes.set_targets(unit=self.province, year=today().year, wanted=PLAN, actor=self.officer)
        self.summed_up()
        self.just_held()
        self.running()
        self.registering()
        self.districts()

    # --- steps ------------------------------------------------------------------------------------------------------

    def plan(self, unit: Unit, actor: User, name: str, group: TargetGroup, starts: int, **more: Any) -> TrainingClass:
        values = {
            "name": f"{name} (trình diễn)", "group": str(group), "content": CONTENTS[group], "place": HALL,
            "first_day": day(starts), "days": 1, "sessions_a_day": 2, "capacity": 60, "required_sessions": 2,
            "contact": "Phòng Phát triển nông thôn (trình diễn)", **more,
        }  # fmt: skip
        training = classes.create_class(unit=unit, values=values, actor=actor)
        classes.add_part(
            training=training, model=Lecturer, actor=actor,
            values={"name": "Giảng viên mời (trình diễn)", "organisation": "Văn phòng điều phối nông thôn mới",
                    "topic": CONTENTS[group].split("\n", maxsplit=1)[0]},
        )  # fmt: skip
        return training

    def pay(self, training: TrainingClass, actor: User, source: BudgetSource, planned: int, spent: int = 0) -> None:
        classes.add_part(
            training=training, model=ClassCost, actor=actor,
            values={"content": "Tổ chức lớp, tài liệu, báo cáo viên", "source": str(source), "planned": planned, "spent": spent},
        )  # fmt: skip

    def ask(self, training: TrainingClass, actor: User, most: int, group: str = "", unit_ids: Any = None) -> None:
        wish = Wish(group=group or training.group, unit_ids=unit_ids)
        ids = list(candidates(training, wish).values_list("pk", flat=True)[:most])
        if ids:
            participants.invite(training=training, wish=wish, ids=ids, actor=actor)

    def attend(self, training: TrainingClass, actor: User, numbers: Sequence[int], absent: int = 9) -> None:
        """Tick the sessions: everybody but each so-manieth."""
        rows = list(training.participants.filter(state__in=SEATED).order_by("pk").values_list("pk", flat=True))
        for session in training.sessions.filter(number__in=numbers):
            present = [pk for place, pk in enumerate(rows) if place % absent != session.number]
            attendance.record_ticks(session=session, present=present, before=[], actor=actor)

    def step(self, training: TrainingClass, name: str, actor: User) -> None:
        classes.take_step(training=training, step=name, actor=actor)

    def evaluate(self, training: TrainingClass, most: int) -> None:
        comments = {1: "Nên có thêm thời gian thực hành chấm hồ sơ.", 3: "Đề nghị gửi tài liệu trước lớp học."}
        for place, row in enumerate(training.participants.filter(state__in=SEATED).order_by("pk")[:most]):
            names = ("content", "lecturers", "organisation", "usefulness")
            values = {name: self.dice.choice((4, 4, 5, 5, 3)) for name in names}
            feedback.give_feedback(participant=row, values=values | {"comment": comments.get(place, "")})

    # --- classes ----------------------------------------------------------------------------------------------------

    def summed_up(self) -> None:
        """Council members and advisory teams, in spring."""
        with days_ago(160):
            training = self.plan(
                self.province, self.officer, "Lớp tập huấn Hội đồng đánh giá, phân hạng và tổ giúp việc", TargetGroup.COUNCIL,
                20, days=2, required_sessions=3, study_visit="Mô hình OCOP tiêu biểu trong tỉnh (trình diễn)",
            )  # fmt: skip
            self.pay(training, self.officer, BudgetSource.NEW_RURAL, 48_000_000, 46_500_000)
            self.ask(training, self.officer, 20)
            self.step(training, "open", self.officer)
        with days_ago(140):
            self.step(training, "begin", self.officer)
            self.attend(training, self.officer, (1, 2))
        with days_ago(139):
            self.attend(training, self.officer, (3, 4))
            self.step(training, "finish", self.officer)
            self.evaluate(training, 12)
        with days_ago(130):
            classes.write_result(
                training=training, actor=self.officer, version=None,
                note="Lớp đạt yêu cầu: học viên nắm được Bộ tiêu chí, quy trình và cách chấm trên hệ thống.\n"
                "Đề nghị tổ chức lớp thứ hai cho các thành viên mới (trình diễn).",
            )  # fmt: skip
            self.step(training, "close", self.officer)

    def just_held(self) -> None:
        """Officers, last week: waits to be summed up."""
        with days_ago(30):
            training = self.plan(
                self.province, self.officer, "Lớp tập huấn cán bộ ban, ngành, đoàn thể tham gia Chương trình OCOP",
                TargetGroup.OFFICERS, 22, integrated_with="Khuyến nông (trình diễn)",
            )  # fmt: skip
            self.pay(training, self.officer, BudgetSource.INTEGRATED, 30_000_000, 28_000_000)
            self.ask(training, self.officer, 12)
            self.step(training, "open", self.officer)
        with days_ago(8):
            self.step(training, "begin", self.officer)
            self.attend(training, self.officer, (1, 2), absent=5)
            self.step(training, "finish", self.officer)
            self.evaluate(training, 5)

    def running(self) -> None:
        """Producers with three stars and more: the second day is today."""
        with days_ago(15):
            training = self.plan(
                self.province, self.officer, "Lớp nâng cao năng lực cho chủ thể có sản phẩm OCOP từ 3 sao",
                TargetGroup.RECOGNISED, 14, days=2, capacity=30, required_sessions=3,
            )  # fmt: skip
            self.pay(training, self.officer, BudgetSource.NEW_RURAL, 52_000_000)
            self.ask(training, self.officer, 24)
            self.step(training, "open", self.officer)
        with days_ago(1):
            self.step(training, "begin", self.officer)
            self.attend(training, self.officer, (1, 2))

    def registering(self) -> None:
        """Potential producers, in twelve days: by link, full, with a waiting list."""
        with days_ago(5):
            training = self.plan(
                self.province, self.officer, "Lớp khởi sự OCOP cho chủ thể tiềm năng", TargetGroup.POTENTIAL, 17,
                capacity=12, takes_registrations=True, registration_closes_on=day(14),
            )  # fmt: skip
            self.pay(training, self.officer, BudgetSource.NEW_RURAL, 35_000_000)
            self.ask(training, self.officer, 8)
            self.step(training, "open", self.officer)
        with days_ago(2):
            for number in range(1, 8):
                participants.register_by_link(
                    training=training, consented=True,
                    values={"name": f"Người đăng ký {number:02d} (trình diễn)", "phone": f"09000000{number:02d}",
                            "organisation": f"Hộ sản xuất {number:02d} (trình diễn)", "unit": self.cast.units["Xã Yên Thắng"]},
                )  # fmt: skip

    def districts(self) -> None:
        """Yên Mô invites its own, Gia Viễn plans, and one class did not come about."""
        yen_mo, gia_vien = self.cast.units["Huyện Yên Mô"], self.cast.units["Huyện Gia Viễn"]
        officer = self.cast["huyen-yenmo"]
        with days_ago(6):
            training = self.plan(
                yen_mo, officer, "Lớp lập hồ sơ OCOP cho chủ thể huyện Yên Mô", TargetGroup.POTENTIAL, 15,
                place="Nhà văn hoá huyện Yên Mô", takes_registrations=True, capacity=40,
                contact="Phòng Nông nghiệp và Phát triển nông thôn (trình diễn)",
            )  # fmt: skip
            self.pay(training, officer, BudgetSource.DISTRICT, 18_000_000)
            self.ask(training, officer, 10)
            self.ask(training, officer, 5, group=TargetGroup.RECOGNISED)
            self.step(training, "open", officer)
            other = self.plan(
                gia_vien, self.cast["huyen-giavien"], "Lớp tập huấn chủ thể có sản phẩm OCOP huyện Gia Viễn",
                TargetGroup.RECOGNISED, 30, place="Trung tâm chính trị huyện Gia Viễn",
            )  # fmt: skip
            self.pay(other, self.cast["huyen-giavien"], BudgetSource.DISTRICT, 15_000_000)
        with days_ago(60):
            off = self.plan(
                gia_vien, self.cast["huyen-giavien"], "Lớp an toàn thực phẩm cho chủ thể", TargetGroup.POTENTIAL, 10
            )
            classes.take_step(
                training=off, step="cancel", actor=self.cast["huyen-giavien"],
                reason="Ghép với lớp của tỉnh trong cùng tháng (trình diễn).",
            )  # fmt: skip
