"""Number series and documents."""

from documents.enums import BodyKind, CopyKind, DocumentState
from documents.models.document import Document
from documents.models.numbers import NumberSeries

__all__ = ["BodyKind", "CopyKind", "Document", "DocumentState", "NumberSeries"]
