"""Which role may use which page of this app; whose object is said by `visibility`."""

from __future__ import annotations

from accounts.access import Access, roles
from accounts.enums import Role
from programme.reporting.access import REPORTS_ACCESS

OFFICERS = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
LEADERS = roles(Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)
STAFF = OFFICERS | LEADERS
DEPARTMENT = roles(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)

_SEEN = "kế hoạch của đơn vị mình; kế hoạch tỉnh đã duyệt; Sở: toàn tỉnh"
_OWN = "kế hoạch của đơn vị mình"
_YEAR = "kế hoạch của đơn vị mình; Sở: của mọi huyện"
_DUTY = "nghĩa vụ của đơn vị mình; Sở: toàn tỉnh"


def _both(who: frozenset[str], scope: str) -> Access:
    return Access(GET=who, POST=who, scope=scope)


ACCESS: dict[str, Access] = {
    "programme:dashboard": Access(GET=STAFF, scope="số liệu của đơn vị mình; Sở: toàn tỉnh và từng huyện"),
    "programme:plans": Access(GET=STAFF, scope=_SEEN),
    "programme:plan": Access(GET=STAFF, scope=_SEEN),
    "programme:plan_new": _both(OFFICERS, _OWN),
    "programme:plan_edit": _both(OFFICERS, _OWN),
    "programme:plan_copy": _both(OFFICERS, _OWN),
    "programme:plan_paper": Access(POST=STAFF, scope=_OWN),
    "programme:plan_step": _both(STAFF, _OWN),
    "programme:targets": Access(GET=STAFF, scope=_SEEN),
    "programme:target": Access(GET=STAFF, scope=f"{_SEEN}; bản ghi đứng sau: đơn vị của kế hoạch và Sở"),
    "programme:target_new": _both(OFFICERS, _OWN),
    "programme:target_edit": _both(OFFICERS, _OWN),
    "programme:target_remove": _both(OFFICERS, _OWN),
    "programme:figure_enter": _both(OFFICERS, _OWN),
    "programme:tasks": Access(GET=STAFF, scope=_SEEN),
    "programme:task": Access(GET=STAFF, scope=_SEEN),
    "programme:task_new": _both(OFFICERS, _OWN),
    "programme:task_edit": _both(OFFICERS, _OWN),
    "programme:task_remove": _both(OFFICERS, _OWN),
    "programme:progress_new": _both(OFFICERS, "nhiệm vụ giao cho đơn vị mình"),
    "programme:budget": Access(GET=STAFF, scope=_SEEN),
    "programme:line_new": _both(OFFICERS, _OWN),
    "programme:line_edit": _both(OFFICERS, _OWN),
    "programme:line_remove": _both(OFFICERS, _OWN),
    "programme:cost_place": _both(OFFICERS, _OWN),
    "programme:closing": Access(GET=STAFF, scope=_YEAR),
    "programme:ceremony_file": Access(GET=STAFF, scope=_YEAR),
    "programme:carry_over": _both(OFFICERS, _OWN),
    "programme:award_new": _both(OFFICERS, _OWN),
    "programme:award_edit": _both(OFFICERS, _OWN),
    "programme:award_remove": _both(OFFICERS, _OWN),
    **REPORTS_ACCESS,
    "programme:obligations": Access(GET=STAFF, scope=_DUTY),
    "programme:obligation": Access(GET=STAFF, scope=_DUTY),
    "programme:obligation_assign": _both(STAFF, "nghĩa vụ của đơn vị mình"),
    "programme:obligation_attach": _both(OFFICERS, "nghĩa vụ của đơn vị mình"),
    "programme:obligation_step": _both(STAFF, "nghĩa vụ của đơn vị mình"),
    "programme:urge": Access(POST=DEPARTMENT, scope="đơn vị chưa gửi"),
    "programme:duty_rules": Access(GET=STAFF, scope="toàn tỉnh"),
    "programme:duty_new": _both(roles(Role.DEPARTMENT_OFFICER), "toàn tỉnh"),
    "programme:duty_edit": _both(roles(Role.DEPARTMENT_OFFICER), "toàn tỉnh"),
}
