"""Papers of a producer that end on a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.files import store_upload
from products import rules
from products.models import Producer, ProducerDocument

FIELDS = frozenset({"kind", "title", "number", "issued_by", "issued_on", "expires_on", "renewed"})
FILES = ("pdf", "jpg", "jpeg", "png", "webp")


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    issued, ends = values.get("issued_on"), values.get("expires_on")
    if issued and ends and ends < issued:
        raise Denied("Ngày hết hiệu lực phải từ ngày cấp trở đi.", action="producerdocument.edit")
    return dict(values)


@transaction.atomic
def record_paper(
    *, producer: Producer, actor: Any, values: Mapping[str, Any], upload: UploadedFile | None = None
) -> ProducerDocument:
    """Record a paper, with its scan when there is one. Raises Denied, UploadRefused."""
    rules.check_edit_producer(actor, producer)
    clean = _checked(values)
    file = store_upload(upload, owner=actor, purpose="giấy tờ chủ thể", accept=FILES) if upload else None
    paper = ProducerDocument.objects.create(producer=producer, file=file, **clean)
    audit.record(
        actor=actor, action="producer.add_paper", obj=producer, after={"paper": paper.name, "until": paper.expires_on}
    )
    return paper


@transaction.atomic
def edit_paper(
    *,
    paper: ProducerDocument,
    actor: Any,
    values: Mapping[str, Any],
    upload: UploadedFile | None = None,
    version: int | None = None,
) -> ProducerDocument:
    """Change what is recorded of a paper; a new scan stands instead of the old one, whose file stays stored.

    Raises Denied, UploadRefused, or Stale with both texts.
    """
    rules.check_edit_producer(actor, paper.producer)
    clean = _checked(values)
    if upload:
        clean["file"] = store_upload(upload, owner=actor, purpose="giấy tờ chủ thể", accept=FILES)
    return save_edit(paper, clean, actor=actor, version=version, action="producerdocument.edit")
