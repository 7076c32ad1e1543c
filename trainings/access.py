"""Access to classes, participants, attendance and coverage. Whose objects: `trainings.visibility`."""

from accounts.access import Access, roles
from accounts.enums import COUNCIL, STAFF, Role

_READERS = roles(STAFF)
_RUNNERS = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
_SUMMING = roles(_RUNNERS, Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)
_LEARNERS = roles(STAFF, COUNCIL, Role.PRODUCER)

_SEEN = "lớp của đơn vị mình; lớp của tỉnh đã công bố (chỉ học viên trong địa bàn)"
_OWN = "lớp do chính đơn vị mình tổ chức"
_MINE = "lớp mình được mời, đã đăng ký hoặc đang nhận đăng ký nhóm của mình"


def _form(who: frozenset[str] = _RUNNERS, scope: str = _OWN) -> Access:
    return Access(GET=who, POST=who, scope=scope)


ACCESS = {
    "trainings:classes": Access(GET=_READERS, scope=_SEEN),
    "trainings:class": Access(GET=_READERS, scope=_SEEN),
    "trainings:class_add": _form(scope="đơn vị mình"),
    "trainings:class_edit": _form(),
    "trainings:step": _form(_SUMMING),
    "trainings:result": _form(),
    "trainings:part_add": _form(),
    "trainings:part_edit": _form(),
    "trainings:part_remove": Access(POST=_RUNNERS, scope=_OWN),
    "trainings:participants": Access(GET=_READERS, scope=_SEEN),
    "trainings:invite": _form(),
    "trainings:person_add": _form(),
    "trainings:person": _form(),
    "trainings:person_step": _form(),
    "trainings:registration": Access(GET=_RUNNERS, scope=_OWN),
    "trainings:feedback": Access(GET=_RUNNERS, scope=_OWN),
    "trainings:attendance": Access(GET=_READERS, scope=_SEEN),
    "trainings:ticks": Access(GET=_RUNNERS, POST=_RUNNERS, scope=_OWN),
    "trainings:door": Access(GET=_RUNNERS, scope=_OWN),
    "trainings:scan": _form(),
    "trainings:sheet": _form(),
    "trainings:sheet_template": Access(GET=_RUNNERS, scope=_OWN),
    "trainings:sheet_check": _form(),
    "trainings:sign_sheet": Access(GET=_RUNNERS, scope=_OWN),
    "trainings:cards": Access(GET=_RUNNERS, scope=_OWN),
    "trainings:paper": Access(POST=_RUNNERS, scope=_OWN),
    "trainings:certificate": Access(POST=_RUNNERS, scope=_OWN),
    "trainings:certificates": Access(POST=_RUNNERS, scope=_OWN),
    "trainings:coverage": Access(GET=_READERS, scope="địa bàn của mình"),
    "trainings:coverage_list": Access(GET=_READERS, scope="địa bàn của mình"),
    "trainings:targets": _form(scope="đơn vị mình"),
    "trainings:my_classes": Access(GET=_LEARNERS, scope=_MINE),
    "trainings:my_class": Access(GET=_LEARNERS, scope=_MINE),
    "trainings:my_register": Access(POST=_LEARNERS, scope=_MINE),
    "trainings:my_answer": Access(POST=_LEARNERS, scope=_MINE),
}
