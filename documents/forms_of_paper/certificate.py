"""Giấy chứng nhận sản phẩm OCOP."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from documents.model import PaperDate, Sign
from documents.model.certificate import Certificate
from documents.papers_common import SIGNING_FORMS, Body, Signer, reference_text


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say."""

    issuer: Body
    product: str
    producer: str
    address: str
    stars: int
    decision_symbol: str
    decision_number: int | None
    decision_date: PaperDate
    valid_until: dt.date | None
    certificate_number: str
    product_code: str
    verify_code: str
    url: str
    signer: Signer
    valid_months: int = 36
    draft: bool = False


def paper(facts: Facts) -> Certificate:
    """Lay out the paper."""
    return Certificate(
        issuer=facts.issuer.name,
        place=facts.issuer.place,
        product=facts.product,
        producer=facts.producer,
        address=facts.address,
        stars=facts.stars,
        decision=reference_text(facts.decision_symbol, number=facts.decision_number, date=facts.decision_date),
        date=facts.decision_date,
        valid_until=facts.valid_until,
        valid_months=facts.valid_months,
        number=facts.certificate_number,
        product_code=facts.product_code,
        verify_code=facts.verify_code,
        url=facts.url,
        sign=Sign(SIGNING_FORMS[facts.signer.form], name=facts.signer.name),
        draft=facts.draft,
    )
