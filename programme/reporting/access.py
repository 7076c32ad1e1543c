"""Which role may use which page of reports; whose report is said by `visibility`."""

from __future__ import annotations

from accounts.access import Access, roles
from accounts.enums import Role

_OFFICERS = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
_LEADERS = roles(Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)
_STAFF = _OFFICERS | _LEADERS
_DEPARTMENT = roles(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)
_SEEN = "báo cáo của đơn vị mình; Sở: cả báo cáo các huyện đã gửi"
_OWN = "báo cáo của đơn vị mình"


def _both(who: frozenset[str], scope: str) -> Access:
    return Access(GET=who, POST=who, scope=scope)


REPORTS_ACCESS: dict[str, Access] = {
    "programme:reports": Access(GET=_STAFF, scope=_SEEN),
    "programme:report_new": _both(_OFFICERS, _OWN),
    "programme:report": Access(GET=_STAFF, scope=_SEEN),
    "programme:report_section": Access(POST=_OFFICERS, scope=_OWN),
    "programme:report_frame": _both(_OFFICERS, _OWN),
    "programme:report_take": _both(_OFFICERS, _OWN),
    "programme:report_figures": Access(GET=_STAFF, scope=_SEEN),
    "programme:report_figure": Access(GET=_STAFF, POST=_OFFICERS, scope=_SEEN),
    "programme:report_check": Access(GET=_STAFF, POST=_STAFF, scope=_OWN),
    "programme:report_return": _both(_STAFF, _OWN),
    "programme:report_send": _both(_LEADERS, _OWN),
    "programme:report_correct": _both(_OFFICERS, _OWN),
    "programme:report_compare": Access(GET=_STAFF, scope=_SEEN),
    "programme:report_districts": Access(GET=_DEPARTMENT, scope="báo cáo của Sở"),
    "programme:report_file": Access(GET=_STAFF, scope=_SEEN),
}
