"""Access to promotion. Whose objects: `promotion.visibility`."""

from accounts.access import Access, roles
from accounts.enums import OFFICERS, STAFF, Role

_READERS = roles(STAFF, Role.PRODUCER)
_ENTERING = roles(OFFICERS, Role.PRODUCER)
_HOLDING = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
_STAFF = roles(STAFF)
_DEPARTMENT_OFFICER = roles(Role.DEPARTMENT_OFFICER)
_DEPARTMENT = roles(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)

_EVENTS = "sự kiện của đơn vị mình; sự kiện đang mời chủ thể trong địa bàn"
_OWN_EVENTS = "sự kiện do đơn vị mình chủ trì"
_OWN_PEOPLE = "chủ thể của mình, trong địa bàn mình; sự kiện do đơn vị mình chủ trì"
_PLACE = "chủ thể của mình; xã, huyện, tỉnh của mình"
_UNIT = "đơn vị mình và cấp dưới"


def _form(who: frozenset[str], scope: str) -> Access:
    return Access(GET=who, POST=who, scope=scope)


ACCESS = {
    "promotion:events": Access(GET=_READERS, scope=_EVENTS),
    "promotion:event": Access(GET=_READERS, scope=_EVENTS),
    "promotion:event_add": _form(_HOLDING, "đơn vị mình"),
    "promotion:event_edit": _form(_HOLDING, _OWN_EVENTS),
    "promotion:event_step": _form(_HOLDING, _OWN_EVENTS),
    "promotion:event_outcome": _form(_HOLDING, _OWN_EVENTS),
    "promotion:event_costs": _form(_HOLDING, _OWN_EVENTS),
    "promotion:event_cost": _form(_HOLDING, _OWN_EVENTS),
    "promotion:event_cost_remove": Access(POST=_HOLDING, scope=_OWN_EVENTS),
    "promotion:event_files": Access(GET=_STAFF, POST=_HOLDING, scope=_OWN_EVENTS),
    "promotion:event_file_remove": Access(POST=_HOLDING, scope=_OWN_EVENTS),
    "promotion:event_paper": Access(POST=_HOLDING, scope=_OWN_EVENTS),
    "promotion:register_choose": Access(GET=_ENTERING, scope=_EVENTS),
    "promotion:register": _form(_ENTERING, _OWN_PEOPLE),
    "promotion:participation": Access(GET=_READERS, scope=_OWN_PEOPLE),
    "promotion:participation_edit": _form(_ENTERING, _OWN_PEOPLE),
    "promotion:participation_step": _form(_ENTERING, _OWN_PEOPLE),
    "promotion:participation_results": _form(_ENTERING, _OWN_PEOPLE),
    "promotion:selection": Access(GET=_STAFF, scope=_OWN_EVENTS),
    "promotion:booths": Access(GET=_STAFF, POST=_HOLDING, scope=_OWN_EVENTS),
    "promotion:booths_pdf": Access(GET=_STAFF, scope=_OWN_EVENTS),
    "promotion:booths_xlsx": Access(GET=_STAFF, scope=_OWN_EVENTS),
    "promotion:results": Access(GET=_STAFF, scope=_OWN_EVENTS),
    "promotion:results_xlsx": Access(GET=_STAFF, scope=_OWN_EVENTS),
    "promotion:results_import": _form(_HOLDING, _OWN_EVENTS),
    "promotion:results_confirm": _form(_HOLDING, _OWN_EVENTS),
    "promotion:points": Access(GET=_READERS, scope=_PLACE),
    "promotion:point": Access(GET=_READERS, scope=_PLACE),
    "promotion:point_add": _form(_ENTERING, "địa bàn của mình; chủ thể của mình"),
    "promotion:point_edit": _form(_ENTERING, _PLACE),
    "promotion:point_checklist": Access(GET=_READERS, POST=_ENTERING, scope=_PLACE),
    "promotion:point_evidence_remove": Access(POST=_ENTERING, scope=_PLACE),
    "promotion:point_step": _form(roles(_ENTERING, _DEPARTMENT), _PLACE),
    "promotion:point_shown": Access(GET=_READERS, POST=_ENTERING, scope=_PLACE),
    "promotion:point_revenue_link": Access(POST=_ENTERING, scope=_PLACE),
    "promotion:revenue_sheet": Access(GET=_HOLDING, scope=_PLACE),
    "promotion:revenue_import": _form(_HOLDING, _PLACE),
    "promotion:revenue_confirm": _form(_HOLDING, "bảng tính do chính mình nộp; điểm bán trong địa bàn"),
    "promotion:point_paper": Access(POST=_DEPARTMENT_OFFICER, scope=_PLACE),
    "promotion:point_criteria": Access(GET=_STAFF, scope="bộ tiêu chí chung"),
    "promotion:point_criteria_revise": _form(_DEPARTMENT_OFFICER, "bộ tiêu chí chung"),
    "promotion:point_take_off": Access(POST=_ENTERING, scope=_PLACE),
    "promotion:point_revenue": Access(GET=_READERS, POST=_ENTERING, scope=_PLACE),
    "promotion:listings": Access(GET=_READERS, scope=_PLACE),
    "promotion:listing_new": Access(GET=_ENTERING, scope=_PLACE),
    "promotion:listing_add": _form(_ENTERING, _PLACE),
    "promotion:listing": Access(GET=_READERS, POST=_ENTERING, scope=_PLACE),
    "promotion:listing_edit": _form(_ENTERING, _PLACE),
    "promotion:listing_check": _form(_ENTERING, _PLACE),
    "promotion:channels": Access(GET=_READERS, scope="danh mục chung"),
    "promotion:channel_add": _form(_HOLDING, "danh mục chung"),
    "promotion:channel_edit": _form(_HOLDING, "danh mục chung"),
    "promotion:media": Access(GET=_STAFF, scope=_UNIT),
    "promotion:media_one": Access(GET=_STAFF, POST=_HOLDING, scope=_UNIT),
    "promotion:media_add": _form(_HOLDING, "đơn vị mình"),
    "promotion:media_edit": _form(_HOLDING, "đơn vị mình"),
    "promotion:media_file_remove": Access(POST=_HOLDING, scope="đơn vị mình"),
    "promotion:gifts": Access(GET=_STAFF, scope=_UNIT),
    "promotion:gift": Access(GET=_STAFF, scope=_UNIT),
    "promotion:gift_add": _form(_HOLDING, "đơn vị mình"),
    "promotion:gift_edit": _form(_HOLDING, "đơn vị mình"),
    "promotion:agreements": Access(GET=_READERS, scope=_PLACE),
    "promotion:agreement": Access(GET=_READERS, scope=_PLACE),
    "promotion:agreement_new": Access(GET=_ENTERING, scope=_PLACE),
    "promotion:agreement_add": _form(_ENTERING, _PLACE),
    "promotion:agreement_edit": _form(_ENTERING, _PLACE),
    "promotion:coverage": Access(GET=_STAFF, scope="chủ thể trong địa bàn mình"),
}
