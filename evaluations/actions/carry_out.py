"""What the issue of a paper brings about, in the same transaction: recognitions, dossiers on their way up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core import workflow
from core.errors import Denied
from documents.models import Document
from evaluations.followup.certificates import certificate_number
from evaluations.followup.computed import agreed_points
from evaluations.followup.telling import tell_outcome
from evaluations.followup.waiting import Paper, held_meanwhile, ministry_result, recognised_stars
from evaluations.models import DecisionEntry, MinistryCase
from products.actions.recognitions import recognise


def carry_out(document: Document, actor: Any) -> None:
    """Do what the issued paper says, product by product."""
    entries = list(
        DecisionEntry.objects.select_related(
            "assessment__result",
            "assessment__dossier",
            "assessment__session__council__unit",
            "assessment__dossier__ruleset",
            "assessment__dossier__criteria_set__collection",
            "assessment__dossier__ministry_case",
        )
        .filter(document=document)
        .order_by("order")
    )
    deed = {
        Paper.RECOGNITION: _recognise,
        Paper.UPPER_LETTER: _forward,
        Paper.FORWARDING: _to_ministry,
        Paper.FAILURE: _tell_failure,
    }[Paper(document.kind)]
    for entry in entries:
        deed(document, entry, actor)


def _recognise(document: Document, entry: DecisionEntry, actor: Any) -> None:
    """Enter the product in the register for the months of the ruleset, from the day of signing."""
    dossier = entry.assessment.dossier
    workflow.apply(dossier, "recognise", actor=actor)
    _enter(document, entry, recognised_stars(entry.assessment), actor)
    tell_outcome(
        dossier,
        "Sản phẩm được công nhận",
        f"“{dossier.product_name}” được công nhận {recognised_stars(entry.assessment)} sao theo Quyết định {document.notation}.",
    )


def _enter(document: Document, entry: DecisionEntry, stars: int, actor: Any) -> None:
    """Put it in the register; on the Ministry's mean the points of the own council are not what was agreed."""
    above = ministry_result(entry.assessment)
    entry.recognition = recognise(
        dossier=entry.assessment.dossier,
        stars=stars,
        mean=above[0] if above else entry.assessment.result.mean,
        points_by_criterion={} if above else agreed_points(entry.assessment),
        issued_by=f"Ủy ban nhân dân {document.issuing_unit.area}",
        decision_number=document.notation,
        decided_on=_signed_on(document),
        document_id=document.pk,
        certificate_number=certificate_number(entry, document),
        actor=actor,
    )
    entry.save(update_fields=["recognition"])


def _signed_on(document: Document) -> dt.date:
    """The day of signing; only issued papers are carried out."""
    if document.issued_on is None:
        raise Denied("Văn bản chưa ban hành.", obj=document, action="paper.carry_out")
    return document.issued_on


def _forward(document: Document, entry: DecisionEntry, actor: Any) -> None:
    """Hand the dossier to the level above."""
    dossier = entry.assessment.dossier
    workflow.apply(dossier, "forward", actor=actor)
    tell_outcome(
        dossier,
        "Hồ sơ được chuyển cấp trên",
        f"“{dossier.product_name}” đủ điểm nên được đề nghị cấp trên đánh giá (công văn {document.notation}).",
    )


def _to_ministry(document: Document, entry: DecisionEntry, actor: Any) -> None:
    """Send the dossier to the Ministry; where the ruleset says so, four stars are held meanwhile."""
    dossier = entry.assessment.dossier
    workflow.apply(dossier, "to_ministry", actor=actor)
    MinistryCase.objects.create(dossier=dossier, sent_on=_signed_on(document), document=document)
    stars = held_meanwhile(entry.assessment)
    if stars:
        _enter(document, entry, stars, actor)
    meanwhile = f" Trong khi chờ, sản phẩm được công nhận {stars} sao." if stars else ""
    tell_outcome(
        dossier,
        "Hồ sơ được trình Bộ",
        f"“{dossier.product_name}” đủ điểm 5 sao nên được đề nghị Bộ đánh giá (Quyết định {document.notation}).{meanwhile}",
    )


def _tell_failure(document: Document, entry: DecisionEntry, actor: Any) -> None:
    """The notice itself is the deed."""
    dossier = entry.assessment.dossier
    tell_outcome(
        dossier,
        "Kết quả đánh giá",
        f"“{dossier.product_name}” chưa được công nhận lần này. Xem lý do và nội dung cần hoàn thiện trong thông báo.",
    )
