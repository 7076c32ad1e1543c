"""What a certificate says. It is a paper of its own form: landscape, ornamented, one page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from documents.model.blocks import Sign
from documents.model.doc import PaperDate
from documents.model.inline import Text


@dataclass(frozen=True, slots=True)
class Certificate:
    """Giấy chứng nhận sản phẩm OCOP."""

    issuer: str  # "Ủy ban nhân dân huyện Yên Mô"
    place: str
    product: str
    producer: str
    address: str
    stars: int
    decision: Text  # "số 05/QĐ-UBND ngày 05 tháng 01 năm 2024"
    date: PaperDate
    valid_until: dt.date | None
    valid_months: int
    number: str  # of the certificate
    product_code: str
    verify_code: str  # what the QR code leads to, for who types it
    url: str  # public verification page
    sign: Sign
    draft: bool = False

    @property
    def file_title(self) -> str:
        """The title that the file carries."""
        return f"Giấy chứng nhận sản phẩm OCOP {self.stars} sao: {self.product}"

    def as_draft(self) -> Certificate:
        """The same paper, marked DỰ THẢO."""
        return replace(self, draft=True)
