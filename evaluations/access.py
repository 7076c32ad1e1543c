"""Which role may use which page of this app; whose object is said by `visibility`."""

from __future__ import annotations

from accounts.access import Access, roles
from accounts.enums import Role
from evaluations.access_followup import FOLLOWUP_ACCESS

STAFF = roles(Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)
OFFICERS = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
COUNCIL = roles(Role.COUNCIL_MEMBER)
SESSION = STAFF | COUNCIL
RUNNING = OFFICERS | COUNCIL

_OWN = "Hội đồng của đơn vị mình"
_SEEN = "Hội đồng của đơn vị mình hoặc mình là thành viên"
_RUNS = "phiên của Hội đồng mình làm thư ký hoặc thường trực"
_MINE = "hồ sơ gửi cho chính thành viên"


def _both(who: frozenset[str], scope: str) -> Access:
    return Access(GET=who, POST=who, scope=scope)


ACCESS: dict[str, Access] = {
    "evaluations:councils": Access(GET=SESSION, scope=_SEEN),
    "evaluations:council": Access(GET=SESSION, scope=_SEEN),
    "evaluations:council_new": _both(OFFICERS, _OWN),
    "evaluations:council_edit": _both(OFFICERS, _OWN),
    "evaluations:member_new": _both(OFFICERS, _OWN),
    "evaluations:member_edit": _both(OFFICERS, _OWN),
    "evaluations:member_end": _both(OFFICERS, _OWN),
    "evaluations:team_edit": _both(OFFICERS, _OWN),
    "evaluations:appraisal_assign": _both(OFFICERS, _OWN),
    "evaluations:appraisals": Access(GET=SESSION | roles(Role.ADVISORY), scope="thẩm định được giao hoặc của Hội đồng"),
    "evaluations:appraisal": Access(
        GET=SESSION | roles(Role.ADVISORY), POST=roles(Role.ADVISORY), scope="thẩm định được giao hoặc của Hội đồng"
    ),
    "evaluations:sessions": Access(GET=SESSION, scope=_SEEN),
    "evaluations:session": Access(GET=SESSION, scope=_SEEN),
    "evaluations:session_new": _both(RUNNING, _RUNS),
    "evaluations:session_edit": _both(RUNNING, _RUNS),
    "evaluations:agenda_add": _both(RUNNING, _RUNS),
    "evaluations:agenda_order": Access(POST=RUNNING, scope=_RUNS),
    "evaluations:agenda_remove": _both(RUNNING, _RUNS),
    "evaluations:send": _both(RUNNING, _RUNS),
    "evaluations:attendance": _both(RUNNING, _RUNS),
    "evaluations:open_scoring": _both(RUNNING, "thư ký, thường trực, người chủ trì"),
    "evaluations:open_one": Access(POST=RUNNING, scope="thư ký, thường trực, người chủ trì"),
    "evaluations:record_recusal": _both(RUNNING, _RUNS),
    "evaluations:room": Access(GET=SESSION, scope=_SEEN),
    "evaluations:close_assessment": _both(COUNCIL, "người chủ trì phiên"),
    "evaluations:close_session": _both(RUNNING, "thư ký, thường trực, người chủ trì"),
    "evaluations:cancel_session": _both(RUNNING, _RUNS),
    "evaluations:settle_reopen": Access(POST=SESSION, scope="người chủ trì, Phó Chủ tịch, lãnh đạo đơn vị"),
    "evaluations:my_sessions": Access(GET=COUNCIL, scope=_MINE),
    "evaluations:my_session": Access(GET=COUNCIL, scope=_MINE),
    "evaluations:sheet": _both(COUNCIL, "phiếu của chính mình"),
    "evaluations:save_line": Access(POST=COUNCIL, scope="phiếu của chính mình"),
    "evaluations:save_remarks": Access(POST=COUNCIL, scope="phiếu của chính mình"),
    "evaluations:evidence": Access(GET=COUNCIL, scope=_MINE),
    "evaluations:sheet_review": _both(COUNCIL, "phiếu của chính mình"),
    "evaluations:recuse": _both(COUNCIL, _MINE),
    "evaluations:ask_reopen": _both(COUNCIL, "phiếu của chính mình"),
    "evaluations:result": Access(
        GET=SESSION | roles(Role.ADVISORY, Role.PRODUCER),
        scope="kết quả đã chốt; chủ thể xem của mình, không nêu tên người chấm",
    ),
    "evaluations:settle_return": _both(RUNNING, _RUNS),
    **FOLLOWUP_ACCESS,
}
