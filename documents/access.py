"""Who may use which page. Whose document it is, is decided by `visibility.py` and `rules.py`."""

from __future__ import annotations

from accounts.access import Access, roles
from accounts.enums import COUNCIL, STAFF, Role

_READERS = roles(STAFF, COUNCIL, Role.PRODUCER)
_WRITERS = roles(STAFF, COUNCIL)
_SEEN = "văn bản của đơn vị mình, và văn bản gửi cho mình"
_OWN = "văn bản của đơn vị mình, theo phân công của loại văn bản"

ACCESS: dict[str, Access] = {
    "documents:list": Access(GET=_READERS, scope=_SEEN),
    "documents:document": Access(GET=_READERS, scope=_SEEN),
    "documents:page": Access(GET=_READERS, scope=_SEEN),
    "documents:preview": Access(GET=_WRITERS, scope=_SEEN),
    "documents:print_preview": Access(POST=_WRITERS, scope=_SEEN),
    "documents:as_html": Access(GET=_WRITERS, scope=_SEEN),
    "documents:docx": Access(GET=_WRITERS, scope=_OWN),
    "documents:edit": Access(GET=_WRITERS, POST=_WRITERS, scope=_OWN),
    "documents:issue": Access(GET=_WRITERS, POST=_WRITERS, scope=_OWN),
    "documents:signed_copy": Access(GET=_WRITERS, POST=_WRITERS, scope=_OWN),
    "documents:replace": Access(GET=_WRITERS, POST=_WRITERS, scope=_OWN),
    "documents:recall": Access(GET=_WRITERS, POST=_WRITERS, scope=_OWN),
}
