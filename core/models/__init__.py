"""Tables that know nothing of OCOP."""

from core.models.audit import AuditEvent, AuditHead
from core.models.base import Stamped, Versioned
from core.models.files import ScanState, StoredFile
from core.models.jobs import Job, JobState
from core.models.pieces import PartialUpload, UploadPiece
from core.models.posted import PostedForm
from core.models.views import SavedView
from core.models.workdays import CalendarDay

__all__ = [
    "AuditEvent",
    "AuditHead",
    "CalendarDay",
    "Job",
    "JobState",
    "PartialUpload",
    "PostedForm",
    "SavedView",
    "ScanState",
    "Stamped",
    "StoredFile",
    "UploadPiece",
    "Versioned",
]
