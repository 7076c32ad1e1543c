"""The only pages that a visitor without an account reaches, besides signing in."""

from __future__ import annotations

from accounts.access import PUBLIC, Access

_CLASS = Access(GET=PUBLIC, POST=PUBLIC, scope="người có liên kết của lớp")
_PLACE = Access(GET=PUBLIC, POST=PUBLIC, scope="người có liên kết riêng của học viên")
_EVERYBODY = Access(GET=PUBLIC, scope="sản phẩm đã được công nhận")

ACCESS: dict[str, Access] = {
    "catalogue:lookup": _EVERYBODY,
    "catalogue:product": _EVERYBODY,
    "catalogue:photo": _EVERYBODY,
    "catalogue:csv": _EVERYBODY,
    "catalogue:json": _EVERYBODY,
    "catalogue:points": Access(GET=PUBLIC, scope="điểm bán đã được công nhận"),
    "catalogue:ask": _EVERYBODY,
    "catalogue:verify": _EVERYBODY,
    "catalogue:qr": _EVERYBODY,
    "catalogue:point_revenue": Access(GET=PUBLIC, POST=PUBLIC, scope="người có liên kết riêng của điểm bán"),
    "catalogue:complain": Access(GET=PUBLIC, POST=PUBLIC, scope="mọi người; người gửi chỉ đơn vị xử lý biết"),
    "catalogue:complained": Access(GET=PUBLIC, scope="người vừa gửi phản ánh"),
    "catalogue:complaint_status": Access(GET=PUBLIC, POST=PUBLIC, scope="người có mã tra cứu của phản ánh"),
    "catalogue:class_registration": _CLASS,
    "catalogue:class_door": _CLASS,
    "catalogue:class_feedback": _CLASS,
    "catalogue:class_own": _PLACE,
    "catalogue:class_evaluate": _PLACE,
    "catalogue:class_material": Access(GET=PUBLIC, scope="người có liên kết riêng của học viên"),
    "catalogue:class_certificate": Access(GET=PUBLIC, scope="người có liên kết riêng của học viên"),
}
