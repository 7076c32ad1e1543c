"""Access to a dossier's papers, bundles, comparison, hand-over and invitations."""

from accounts.access import Access, roles
from accounts.enums import COUNCIL, OFFICERS, STAFF, Role

_WITH_COUNCIL = roles(STAFF, Role.PRODUCER, COUNCIL)
_ENTERING = roles(OFFICERS, Role.PRODUCER)
_PLACE = "chủ thể của mình; xã, huyện, tỉnh của mình"
_DOSSIERS = f"{_PLACE}; hồ sơ được giao thẩm định, chấm"

ACCESS = {
    "products:dossier_slip": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:dossier_report": Access(GET=_WITH_COUNCIL, POST=_ENTERING, scope=_DOSSIERS),
    "products:dossier_report_save": Access(POST=_ENTERING, scope=_PLACE),
    "products:dossier_report_pdf": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:criterion_evidence": Access(GET=_ENTERING, POST=_ENTERING, scope=_PLACE),
    "products:dossier_compare": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
}
