"""Access to promotion. Whose objects: `promotion.visibility`."""

from accounts.access import Access, roles
from accounts.enums import OFFICERS, STAFF, Role

_READERS = roles(STAFF, Role.PRODUCER)
_ENTERING = roles(OFFICERS, Role.PRODUCER)
_HOLDING = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
_STAFF = roles(STAFF)
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
}
