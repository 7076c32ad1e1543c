"""The pane beside the score sheet: evidence, self-assessment, appraisal, the lower level's result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.files.pages import page_count
from core.formats import number_vn
from core.models import StoredFile
from criteria.queries import sheet_of
from criteria.schema.sheet import CriterionForm
from criteria.wording import sentence_case
from evaluations import visibility
from evaluations.enums import AppraisalState
from evaluations.explaining import figure
from evaluations.models import Appraisal, Assessment, Result
from evaluations.result_page import recomputed
from evaluations.scoring import mean_of, points_of
from products.models import Evidence, SelfAssessmentLine

MOST_PICTURES = 12


def _pages(file: StoredFile) -> int:
    """Pages of a file, counted once: its bytes never change."""
    key = f"pages:{file.sha256}"
    known = cache.get(key)
    if known is None:
        known = page_count(file)
        if file.missing_since is None:
            cache.set(key, known, 86_400)
    return int(known)


def _files(assessment: Assessment) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(item__dossier=assessment.dossier_id, removed_at__isnull=True)
    return rows.select_related("file", "item").distinct()


def _pictures(assessment: Assessment) -> QuerySet[Evidence]:
    """Photos of the whole dossier: whoever took them need not say which criterion they support."""
    return _files(assessment).filter(criteria__isnull=True, file__mime__startswith="image/")[:MOST_PICTURES]


def _shown(rows: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {"title": row.title, "file": row.file, "pages": _pages(row.file), "page_url": _page_url(row.file)}
        for row in rows
    ]


def _page_url(file: StoredFile) -> str:
    """Address of the file's pages without number and ending."""
    return reverse("core:file_page", args=[file.pk, 1]).removesuffix("1.png")


def _own(assessment: Assessment, criterion: CriterionForm) -> dict[str, Any] | None:
    line = SelfAssessmentLine.objects.filter(dossier=assessment.dossier_id, criterion__code=criterion.code).first()
    if line is None:
        return None
    option = criterion.option(line.option_index) if line.option_index is not None else None
    return {
        "points": number_vn(line.points),
        "label": option.label if option else "Không đạt mức nào",
        "note": line.note,
    }


def _lower(assessment: Assessment, code: str) -> dict[str, Any] | None:
    """The result of the level below for the same dossier, when this council stands above it."""
    row = (
        Result.objects.filter(assessment__dossier=assessment.dossier_id)
        .exclude(assessment__session__council=assessment.session.council_id)
        .select_related(
            "assessment__session__council__unit",
            "assessment__dossier__ruleset",
            "assessment__dossier__criteria_set__collection",
        )
        .order_by("-closed_at")
        .first()
    )
    if row is None:
        return None
    computed = recomputed(row)
    criterion = computed.form.by_code.get(code)
    points = [points_of(criterion, s.answers[code]) for s in computed.sheets if code in s.answers] if criterion else []
    return {
        "unit": row.assessment.session.council.unit.name,
        "mean": figure(computed.mean, computed.rules) if computed.mean is not None else "–",
        "stars": row.stars,
        "here": figure(mean_of(points)) if points else "–",
        "pk": row.assessment_id,
    }


@require_GET
def evidence(request: HttpRequest, assessment_id: int, code: str) -> HttpResponse:
    """The pane for one criterion; a whole page when opened by itself."""
    rows = visibility.served_assessments(request.user).select_related("session", "dossier__criteria_set__collection")
    assessment = get_object_or_404(rows.distinct(), pk=assessment_id)
    criterion = sheet_of(assessment.dossier.criteria_set).by_code.get(code)
    if criterion is None:
        raise Http404
    files, pictures = _shown(_files(assessment).filter(criteria__code=code)), _shown(_pictures(assessment))
    appraisals = Appraisal.objects.filter(dossier=assessment.dossier_id, state=AppraisalState.DONE)
    context = {
        "assessment": assessment,
        "dossier": assessment.dossier,
        "code": code,
        "name": sentence_case(criterion.name),
        "asked": criterion.evidence,
        "files": files,
        "pictures": pictures,
        "first": next(iter([*files, *pictures]), None),
        "own": _own(assessment, criterion),
        "appraisals": appraisals.select_related("advisor", "team").order_by("done_at"),
        "lower": _lower(assessment, code),
    }
    part = bool(request.headers.get("HX-Request"))
    return render(request, "evaluations/_evidence.html" if part else "evaluations/evidence.html", context)
