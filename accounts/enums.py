"""Levels of administration and roles, with their Vietnamese names."""

from __future__ import annotations

from django.db import models


class UnitLevel(models.TextChoices):
    """Level of an administrative unit. Which level does what is said by the ruleset, not here."""

    PROVINCE = "province", "cấp tỉnh"
    DISTRICT = "district", "cấp huyện"
    COMMUNE = "commune", "cấp xã"


class Role(models.TextChoices):
    """What a person does in the programme. A person may hold several, each at one unit."""

    PRODUCER = "producer", "Chủ thể"
    COMMUNE_OFFICER = "commune_officer", "Cán bộ cấp xã"
    DISTRICT_OFFICER = "district_officer", "Cán bộ phòng chuyên môn cấp huyện"
    DISTRICT_LEADER = "district_leader", "Lãnh đạo cấp huyện"
    COUNCIL_MEMBER = "council_member", "Thành viên Hội đồng"
    ADVISORY = "advisory", "Tổ tư vấn"
    DEPARTMENT_OFFICER = "department_officer", "Cán bộ Sở"
    DEPARTMENT_LEADER = "department_leader", "Lãnh đạo Sở"
    ADMIN = "admin", "Quản trị hệ thống"


ROLE_LEVELS: dict[str, frozenset[str]] = {
    Role.PRODUCER: frozenset({UnitLevel.COMMUNE, UnitLevel.DISTRICT}),
    Role.COMMUNE_OFFICER: frozenset({UnitLevel.COMMUNE}),
    Role.DISTRICT_OFFICER: frozenset({UnitLevel.DISTRICT}),
    Role.DISTRICT_LEADER: frozenset({UnitLevel.DISTRICT}),
    Role.COUNCIL_MEMBER: frozenset({UnitLevel.DISTRICT, UnitLevel.PROVINCE}),
    Role.ADVISORY: frozenset({UnitLevel.DISTRICT, UnitLevel.PROVINCE}),
    Role.DEPARTMENT_OFFICER: frozenset({UnitLevel.PROVINCE}),
    Role.DEPARTMENT_LEADER: frozenset({UnitLevel.PROVINCE}),
    Role.ADMIN: frozenset({UnitLevel.PROVINCE}),
}

OFFICERS = frozenset({Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER})
LEADERS = frozenset({Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER})
COUNCIL = frozenset({Role.COUNCIL_MEMBER, Role.ADVISORY})
STAFF = OFFICERS | LEADERS
EVERYONE = frozenset(Role)
