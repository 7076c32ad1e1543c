"""Private files: checked when they come in, named at random, served through a permission view."""

from core.files.checks import ACCEPTED, NoRoomError, UploadRefused, check_upload
from core.files.store import (
    file_response,
    may_open,
    open_stored,
    register_access,
    remove_stored,
    store_bytes,
    store_upload,
)

__all__ = [
    "ACCEPTED",
    "NoRoomError",
    "UploadRefused",
    "check_upload",
    "file_response",
    "may_open",
    "open_stored",
    "register_access",
    "remove_stored",
    "store_bytes",
    "store_upload",
]
