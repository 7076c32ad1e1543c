"""Official documents and the registers of their numbers."""

from documents.models.documents import Document, DocumentState
from documents.models.numbers import NumberSeries

__all__ = ["Document", "DocumentState", "NumberSeries"]
