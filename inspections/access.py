"""Which role may use which page of this app; whose object is said by `visibility`."""

from __future__ import annotations

from accounts.access import Access, roles
from accounts.enums import Role

OFFICERS = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
LEADERS = roles(Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)
HANDLING = OFFICERS | LEADERS
TEAM = HANDLING | roles(Role.ADVISORY, Role.COUNCIL_MEMBER, Role.COMMUNE_OFFICER)
READERS = TEAM | roles(Role.PRODUCER)
PLACE = HANDLING | roles(Role.COMMUNE_OFFICER)

_UNIT = "đơn vị mình; cấp tỉnh: mọi đơn vị"
_SEEN = "cuộc kiểm tra của đơn vị, địa bàn hoặc đoàn mình; chủ thể: của mình, sau khi có biên bản"
_VISIT = "đoàn kiểm tra, khi đang kiểm tra"
_CASES = "địa bàn hoặc thẩm quyền của đơn vị; chủ thể: của mình, sau khi có quyết định"
_PRIVATE = "đơn vị xử lý phản ánh; người phản ánh không hiện với ai khác"


def _both(who: frozenset[str], scope: str) -> Access:
    return Access(GET=who, POST=who, scope=scope)


ACCESS: dict[str, Access] = {
    "inspections:inspections": Access(GET=READERS, scope=_SEEN),
    "inspections:inspection": Access(GET=READERS, scope=_SEEN),
    "inspections:unplanned": _both(OFFICERS, "sản phẩm trên địa bàn"),
    "inspections:schedule": _both(OFFICERS, _UNIT),
    "inspections:begin": _both(TEAM, _VISIT),
    "inspections:cancel": _both(OFFICERS, _UNIT),
    "inspections:close": _both(TEAM, _VISIT),
    "inspections:letter": Access(POST=OFFICERS, scope=_UNIT),
    "inspections:costs": _both(OFFICERS, _UNIT),
    "inspections:cost_remove": Access(POST=OFFICERS, scope=_UNIT),
    "inspections:sheet": _both(TEAM, _VISIT),
    "inspections:save_line": Access(POST=TEAM, scope=_VISIT),
    "inspections:save_words": Access(POST=TEAM, scope=_VISIT),
    "inspections:hold_rest": Access(POST=TEAM, scope=_VISIT),
    "inspections:photo_add": Access(POST=TEAM, scope=_VISIT),
    "inspections:photo_begin": Access(POST=TEAM, scope=_VISIT),
    "inspections:photo_piece": _both(TEAM, "đoàn kiểm tra, khi đang kiểm tra; chỉ ảnh do chính mình gửi"),
    "inspections:photo_remove": Access(POST=TEAM, scope=_VISIT),
    "inspections:sign": _both(TEAM, _VISIT),
    "inspections:finding_add": _both(TEAM, _VISIT),
    "inspections:finding_edit": _both(TEAM, _VISIT),
    "inspections:finding_remove": Access(POST=TEAM, scope=_VISIT),
    "inspections:conclude": _both(TEAM, _VISIT),
    "inspections:minutes": Access(GET=READERS, scope=_SEEN),
    "inspections:plans": Access(GET=HANDLING, scope=_UNIT),
    "inspections:plan_new": _both(OFFICERS, "đơn vị mình"),
    "inspections:plan": Access(GET=HANDLING, scope=_UNIT),
    "inspections:plan_edit": _both(OFFICERS, "đơn vị mình"),
    "inspections:plan_weights": _both(OFFICERS, "đơn vị mình"),
    "inspections:plan_draw": Access(POST=OFFICERS, scope="đơn vị mình"),
    "inspections:item_add": _both(OFFICERS, "đơn vị mình"),
    "inspections:item_remove": _both(OFFICERS, "đơn vị mình"),
    "inspections:item_move": Access(POST=OFFICERS, scope="đơn vị mình"),
    "inspections:plan_submit": _both(OFFICERS, "đơn vị mình"),
    "inspections:plan_approve": _both(LEADERS, "đơn vị mình, không phải người lập"),
    "inspections:plan_return": _both(LEADERS, "đơn vị mình"),
    "inspections:plan_close": _both(OFFICERS, "đơn vị mình"),
    "inspections:plan_report": Access(POST=OFFICERS, scope="đơn vị mình"),
    "inspections:plan_xlsx": Access(GET=HANDLING, scope=_UNIT),
    "inspections:team_new": _both(OFFICERS, "đơn vị mình"),
    "inspections:team": Access(GET=TEAM, POST=OFFICERS, scope="đoàn của đơn vị mình hoặc mình tham gia"),
    "inspections:member_remove": Access(POST=OFFICERS, scope="đơn vị mình"),
    "inspections:team_decision": Access(POST=OFFICERS, scope="đơn vị mình"),
    "inspections:actions": Access(GET=READERS, scope=_SEEN),
    "inspections:action": Access(GET=READERS, scope=_SEEN),
    "inspections:action_report": Access(
        POST=PLACE | roles(Role.PRODUCER), scope="chủ thể; cán bộ địa bàn báo cáo thay"
    ),
    "inspections:action_upload": Access(
        POST=PLACE | roles(Role.PRODUCER), scope="chủ thể; cán bộ địa bàn báo cáo thay"
    ),
    "inspections:action_recheck": Access(POST=TEAM, scope="đoàn kiểm tra, không phải người báo cáo"),
    "inspections:cases": Access(GET=PLACE | roles(Role.PRODUCER), scope=_CASES),
    "inspections:case_new": _both(OFFICERS, "sản phẩm trên địa bàn"),
    "inspections:case": Access(GET=PLACE | roles(Role.PRODUCER), scope=_CASES),
    "inspections:case_edit": _both(OFFICERS, "đơn vị đề nghị"),
    "inspections:case_step": _both(HANDLING, "đơn vị đề nghị, cơ quan có thẩm quyền; hai người khác nhau"),
    "inspections:case_proposal": Access(POST=OFFICERS, scope="đơn vị đề nghị"),
    "inspections:case_decision": Access(POST=OFFICERS, scope="cơ quan có thẩm quyền"),
    "inspections:complaints": Access(GET=HANDLING, scope=_PRIVATE),
    "inspections:complaint_new": _both(OFFICERS, _PRIVATE),
    "inspections:complaint": Access(GET=HANDLING, scope=_PRIVATE),
    "inspections:complaint_step": _both(HANDLING, _PRIVATE),
}
