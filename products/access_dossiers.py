"""Access to a dossier's papers, bundles, comparison, hand-over and invitations."""

from accounts.access import PUBLIC, Access, roles
from accounts.enums import COUNCIL, OFFICERS, STAFF, Role

_WITH_COUNCIL = roles(STAFF, Role.PRODUCER, COUNCIL)
_ENTERING = roles(OFFICERS, Role.PRODUCER)
_PLACE = "chủ thể của mình; xã, huyện, tỉnh của mình"
_TERRITORY = "địa bàn của mình"
_DOSSIERS = f"{_PLACE}; hồ sơ được giao thẩm định, chấm"

ACCESS = {
    "products:dossier_slip": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:dossier_report": Access(GET=_WITH_COUNCIL, POST=_ENTERING, scope=_DOSSIERS),
    "products:dossier_report_save": Access(POST=_ENTERING, scope=_PLACE),
    "products:dossier_report_pdf": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:criterion_evidence": Access(GET=_ENTERING, POST=_ENTERING, scope=_PLACE),
    "products:dossier_compare": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:commune_paper": Access(POST=roles(Role.COMMUNE_OFFICER), scope="hồ sơ đang ở xã mình"),
    "products:dossier_bundle": Access(GET=_WITH_COUNCIL, POST=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:dossiers_chosen": Access(GET=roles(STAFF), POST=roles(STAFF), scope="xã, huyện, tỉnh của mình"),
    "products:dossiers_handover": Access(GET=roles(STAFF), scope="xã, huyện, tỉnh của mình"),
    "products:invite": Access(GET=roles(OFFICERS), POST=roles(OFFICERS), scope=_TERRITORY),
    "products:invitation_link": Access(GET=roles(OFFICERS), scope=_TERRITORY),
    "products:invitation_renew": Access(POST=roles(OFFICERS), scope=_TERRITORY),
    "products:invitation_revoke": Access(POST=roles(OFFICERS), scope=_TERRITORY),
    "products:invitation": Access(GET=PUBLIC, POST=PUBLIC, scope="người có liên kết mời"),
}
