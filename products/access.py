"""Access to producers, products, dossiers, recognitions and rounds. Whose objects: `products.visibility`."""

from accounts.access import Access, roles
from accounts.enums import COUNCIL, OFFICERS, STAFF, Role
from products.access_dossiers import ACCESS as DOSSIER_ACCESS

_READERS = roles(STAFF, Role.PRODUCER)
_WITH_COUNCIL = roles(STAFF, Role.PRODUCER, COUNCIL)
_ENTERING = roles(OFFICERS, Role.PRODUCER)
_RECEIVING = roles(STAFF)
_DEPARTMENT = roles(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)

_PLACE = "chủ thể của mình; xã, huyện, tỉnh của mình"
_DOSSIERS = f"{_PLACE}; hồ sơ được giao thẩm định, chấm"
_BATCHES = "lô do đơn vị mình tải lên"
_HOLDER = "hồ sơ đang ở đơn vị mình, không do mình lập hoặc nộp"


def _form(who: frozenset[str], scope: str) -> Access:
    return Access(GET=who, POST=who, scope=scope)


ACCESS = DOSSIER_ACCESS | {
    "products:producers": Access(GET=_READERS, scope=_PLACE),
    "products:producer": Access(GET=_READERS, scope=_PLACE),
    "products:producer_add": _form(roles(OFFICERS), "địa bàn của mình"),
    "products:producer_edit": _form(_ENTERING, _PLACE),
    "products:paper_add": _form(_ENTERING, _PLACE),
    "products:paper_edit": _form(_ENTERING, _PLACE),
    "products:duplicates": Access(GET=roles(STAFF), scope="xã, huyện, tỉnh của mình"),
    "products:merge": _form(roles(OFFICERS), "cả hai chủ thể ở địa bàn của mình"),
    "products:apart": Access(POST=roles(OFFICERS), scope="cả hai chủ thể ở địa bàn của mình"),
    "products:merge_settle": _form(roles(STAFF), "cả hai chủ thể ở địa bàn của mình"),
    "products:imports": Access(GET=roles(OFFICERS), scope=_BATCHES),
    "products:import_upload": _form(roles(OFFICERS), "địa bàn của mình"),
    "products:import_template": Access(GET=roles(OFFICERS), scope="địa bàn của mình"),
    "products:import": Access(GET=roles(OFFICERS), scope=_BATCHES),
    "products:import_columns": _form(roles(OFFICERS), _BATCHES),
    "products:import_check": Access(POST=roles(OFFICERS), scope=_BATCHES),
    "products:import_confirm": _form(roles(OFFICERS), _BATCHES),
    "products:import_undo": _form(roles(OFFICERS), _BATCHES),
    "products:import_drop": Access(POST=roles(OFFICERS), scope=_BATCHES),
    "products:import_verdicts": Access(GET=roles(OFFICERS), scope=_BATCHES),
    "products:villages": Access(GET=roles(STAFF), scope="xã, huyện, tỉnh của mình"),
    "products:village": Access(GET=roles(STAFF), scope="xã, huyện, tỉnh của mình"),
    "products:village_add": _form(roles(OFFICERS), "địa bàn của mình"),
    "products:village_edit": _form(roles(OFFICERS), "địa bàn của mình"),
    "products:products": Access(GET=_READERS, scope=_PLACE),
    "products:product": Access(GET=_READERS, scope=_PLACE),
    "products:product_new": Access(GET=_ENTERING, scope=_PLACE),
    "products:product_add": _form(_ENTERING, _PLACE),
    "products:product_edit": _form(_ENTERING, _PLACE),
    "products:product_photos": _form(_ENTERING, _PLACE),
    "products:product_photo_remove": Access(POST=_ENTERING, scope=_PLACE),
    "products:sales_add": _form(_ENTERING, _PLACE),
    "products:sales_edit": _form(_ENTERING, _PLACE),
    "products:dossiers": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:dossier_new": Access(GET=_ENTERING, scope=_PLACE),
    "products:dossier_open": _form(_ENTERING, _PLACE),
    "products:dossier": Access(GET=_WITH_COUNCIL, scope=_DOSSIERS),
    "products:dossier_withdraw": _form(_ENTERING, _PLACE),
    "products:item": Access(GET=_WITH_COUNCIL, POST=_ENTERING, scope=_DOSSIERS),
    "products:item_autosave": Access(POST=_ENTERING, scope=_PLACE),
    "products:item_upload": Access(POST=_ENTERING, scope=_PLACE),
    "products:evidence": _form(_ENTERING, _PLACE),
    "products:evidence_remove": Access(POST=_ENTERING, scope=_PLACE),
    "products:self_assessment": Access(GET=_WITH_COUNCIL, POST=_ENTERING, scope=_DOSSIERS),
    "products:self_line": Access(POST=_ENTERING, scope=_PLACE),
    "products:dossier_check": _form(_ENTERING, _PLACE),
    "products:dossier_submitted": Access(GET=_ENTERING, scope=_PLACE),
    "products:dossier_receive": Access(GET=_RECEIVING, scope=_HOLDER),
    "products:dossier_check_item": Access(POST=_RECEIVING, scope=_HOLDER),
    "products:dossier_pass_rest": Access(POST=_RECEIVING, scope=_HOLDER),
    "products:dossier_return": _form(_RECEIVING, _HOLDER),
    "products:dossier_accept": _form(_RECEIVING, _HOLDER),
    "products:dossier_propose": _form(_RECEIVING, "hồ sơ đang ở đơn vị mình"),
    "products:dossier_samples": _form(_RECEIVING, "hồ sơ đang ở đơn vị mình"),
    "products:recognitions": Access(GET=_READERS, scope=_PLACE),
    "products:recognition": Access(GET=_READERS, scope=_PLACE),
    "products:rounds": Access(GET=_READERS, scope="mọi đợt"),
    "products:round_add": _form(_DEPARTMENT, "toàn tỉnh"),
    "products:round_edit": _form(_DEPARTMENT, "toàn tỉnh"),
}
