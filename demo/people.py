"""The demonstration's accounts. Names say what they are: nobody here is a real person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from accounts.actions import create_user, give_seat
from accounts.enums import Role, UnitLevel
from accounts.models import Unit, User
from core.formats import now, today

PASSWORD = "ocop-demo-2024"  # noqa: S105 - printed for newcomers; these accounts exist in demonstrations only
MAIL = "trinhdien.example"
BROKEN_MAIL = "dia-chi-sai"  # one address does not work, so that the administrator has a failed mail to mend
DEPARTMENT = "Sở Nông nghiệp và Phát triển nông thôn"
SEATED_DAYS_AGO = 280


@dataclass(frozen=True)
class Person:
    """One account: who, and in which seat."""

    username: str
    name: str
    role: Role
    place: str
    position: str = ""
    organisation: str = ""
    email: str = ""


@dataclass
class Cast:
    """Units and people of the story, by name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, username: str) -> User:
        return self.people[username]


def _council(prefix: str, place: str, label: str, count: int) -> list[Person]:
    """Chair, vice chair, members, and the secretary last."""
    titles = {1: "Chủ tịch Hội đồng", 2: "Phó Chủ tịch Hội đồng", count: "Thư ký Hội đồng"}
    return [
        Person(
            f"{prefix}-{number}",
            f"{titles.get(number, f'Ủy viên {number}')} {label} (trình diễn)",
            Role.COUNCIL_MEMBER,
            place,
            titles.get(number, f"Ủy viên {number}"),
            email=BROKEN_MAIL if (prefix, number) == ("hd-giavien", 5) else "",
        )
        for number in range(1, count + 1)
    ]


_OFFICE = "Phòng Nông nghiệp và Phát triển nông thôn huyện {}"
PEOPLE: tuple[Person, ...] = (
    Person("quantri", "Quản trị viên (trình diễn)", Role.ADMIN, "Tỉnh Ninh Bình", "Quản trị hệ thống", DEPARTMENT),
    Person("so-canbo", "Cán bộ Sở (trình diễn)", Role.DEPARTMENT_OFFICER, "Tỉnh Ninh Bình", "Chuyên viên", DEPARTMENT),
    Person("so-lanhdao", "Lãnh đạo Sở (trình diễn)", Role.DEPARTMENT_LEADER, "Tỉnh Ninh Bình", "Phó Giám đốc", DEPARTMENT),
    *(
        person
        for code, name in (("yenmo", "Yên Mô"), ("giavien", "Gia Viễn"))
        for person in (
            Person(f"huyen-{code}", f"Cán bộ huyện {name} (trình diễn)", Role.DISTRICT_OFFICER, f"Huyện {name}",
                   "Chuyên viên", _OFFICE.format(name)),
            Person(f"huyen-{code}-2", f"Cán bộ huyện {name} 2 (trình diễn)", Role.DISTRICT_OFFICER, f"Huyện {name}",
                   "Chuyên viên", _OFFICE.format(name)),
            Person(f"huyen-{code}-lanhdao", f"Lãnh đạo huyện {name} (trình diễn)", Role.DISTRICT_LEADER, f"Huyện {name}",
                   "Phó Chủ tịch", f"Ủy ban nhân dân huyện {name}"),
        )
    ),
    Person("xa-yenthang", "Cán bộ xã Yên Thắng (trình diễn)", Role.COMMUNE_OFFICER, "Xã Yên Thắng", "Công chức",
           "Ủy ban nhân dân xã Yên Thắng"),
    Person("chuthe-vantra", "Người đại diện Vân Trà (trình diễn)", Role.PRODUCER, "Xã Yên Thắng", "Giám đốc",
           "HTX rau, củ, quả Vân Trà"),
    Person("tuvan-yenmo", "Tổ tư vấn Yên Mô (trình diễn)", Role.ADVISORY, "Huyện Yên Mô", "Thành viên tổ tư vấn"),
    Person("tuvan-giavien", "Tổ tư vấn Gia Viễn (trình diễn)", Role.ADVISORY, "Huyện Gia Viễn", "Thành viên tổ tư vấn"),
    Person("tuvan-tinh", "Tổ tư vấn tỉnh (trình diễn)", Role.ADVISORY, "Tỉnh Ninh Bình", "Thành viên tổ tư vấn"),
    *_council("hd-yenmo", "Huyện Yên Mô", "Yên Mô", 7),
    *_council("hd-giavien", "Huyện Gia Viễn", "Gia Viễn", 5),
    *_council("hd-tinh", "Tỉnh Ninh Bình", "tỉnh", 9),
)  # fmt: skip


def units_today() -> dict[str, Unit]:
    """Province and districts by full name, communes of the story's districts too; communes give way to districts."""
    rows = Unit.objects.on(today()).select_related("parent", "parent__parent")
    played = {"Yên Mô", "Gia Viễn"}
    wanted = [
        unit for unit in rows if unit.level != UnitLevel.COMMUNE or (unit.parent and unit.parent.short_name in played)
    ]
    return {unit.name: unit for unit in wanted}


def settle(units: dict[str, Unit]) -> Cast:
    """Make the accounts, each with its seat since well before the story begins."""
    cast = Cast(units)
    start = today() - dt.timedelta(days=SEATED_DAYS_AGO)
    secret, moment = make_password(PASSWORD), now()
    for person in PEOPLE:
        user = create_user(
            actor=None,
            username=person.username,
            full_name=person.name,
            position=person.position,
            organisation=person.organisation,
            email=person.email or f"{person.username}@{MAIL}",
        )
        User.objects.filter(pk=user.pk).update(password=secret, password_changed_at=moment, must_change_password=False)
        give_seat(actor=None, user=user, role=person.role, unit=units[person.place], start=start)
        cast.people[person.username] = User.objects.get(pk=user.pk)
    return cast
