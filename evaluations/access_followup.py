"""Access to the work after a session."""

from accounts.access import Access, roles
from accounts.enums import Role

STAFF_OF_COUNCIL_UNITS = roles(
    Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER
)
OFFICERS = roles(Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
SESSION_PEOPLE = roles(STAFF_OF_COUNCIL_UNITS, Role.COUNCIL_MEMBER)
OWN_UNIT = "đơn vị mình"

FOLLOWUP_ACCESS = {
    "evaluations:follow_up": Access(GET=STAFF_OF_COUNCIL_UNITS, scope=OWN_UNIT),
    "evaluations:paper_draft": Access(POST=OFFICERS, scope=OWN_UNIT),
    "evaluations:ministry_list": Access(
        GET=roles(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER), scope="hồ sơ tỉnh đã trình Bộ"
    ),
    "evaluations:ministry_answer": Access(
        GET=roles(Role.DEPARTMENT_OFFICER), POST=roles(Role.DEPARTMENT_OFFICER), scope="hồ sơ tỉnh đã trình Bộ"
    ),
    "evaluations:session_paper": Access(POST=SESSION_PEOPLE, scope="thư ký và cán bộ của phiên"),
    "evaluations:session_summary": Access(GET=SESSION_PEOPLE, scope="phiên của đơn vị, sản phẩm đã chốt"),
    "evaluations:sheets": Access(POST=SESSION_PEOPLE, scope="phiếu của sản phẩm đã chốt"),
    "evaluations:empty_sheet": Access(GET=SESSION_PEOPLE, scope="hồ sơ được xem"),
    "evaluations:certificate": Access(
        GET=roles(STAFF_OF_COUNCIL_UNITS, Role.COMMUNE_OFFICER, Role.PRODUCER), scope="công nhận được xem"
    ),
    "evaluations:certificates": Access(POST=STAFF_OF_COUNCIL_UNITS, scope="quyết định của đơn vị mình"),
}
