"""The tourism set: criteria with two cases, of which a product has one; screens and papers name each case."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from docx import Document as WordDocument
from pypdf import PdfReader

from criteria.papers import score_parts
from criteria.queries import criteria_set, sheet_of
from criteria.schema.sheet import SheetForm
from documents.forms_of_paper import score_sheet
from documents.papers_common import council_of
from documents.render.docx import to_docx
from documents.render.pdf import to_pdf
from products.models import Dossier, SelfAssessmentLine
from tests.products.world import World

FIRST, SECOND = "Trường hợp 1: Cộng đồng dịch vụ du lịch", "Trường hợp 2: Điểm dịch vụ du lịch"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tourism(law: None) -> SheetForm:
    return sheet_of(criteria_set("qd148-2023", 26))


def _step(form: SheetForm, code: str, case: str) -> int:
    return next(option.index for option in form.by_code[code].options if option.case == case)


def test_the_printed_sheet_names_each_case_above_its_steps(tourism: SheetForm) -> None:
    facts = score_sheet.Facts(council_of("huyện Yên Mô"), 26, tourism.name, "Quyết định", score_parts(tourism))
    doc = score_sheet.paper(facts)
    pages = PdfReader(io.BytesIO(to_pdf(doc))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    table = WordDocument(io.BytesIO(to_docx(doc))).tables
    cells = " ".join(cell.text for grid in table for row in grid.rows for cell in row.cells)
    with_cases = sum(bool(criterion.cases) for criterion in tourism.criteria)
    assert with_cases == 3
    for printed in (words, cells):
        assert (printed.count(FIRST), printed.count(SECOND)) == (with_cases, with_cases)


def test_a_sheet_of_one_case_is_not_mixed(tourism: SheetForm) -> None:
    assert tourism.of_other_cases({"8": _step(tourism, "8", "a"), "9": _step(tourism, "9", "a"), "15": None}) == ()
    mixed = {"8": _step(tourism, "8", "b"), "9": _step(tourism, "9", "a"), "15": _step(tourism, "15", "b")}
    assert tourism.of_other_cases(mixed) == ("9",)


def test_the_applicant_is_told_of_two_cases_before_handing_in(
    world: World, tourism: SheetForm, client_as: Callable[..., Any]
) -> None:
    dossier = world.draft()
    Dossier.objects.filter(pk=dossier.pk).update(criteria_set=criteria_set("qd148-2023", 26))
    for code, case in (("8", "a"), ("9", "b")):
        criterion = tourism.by_code[code]
        step = _step(tourism, code, case)
        SelfAssessmentLine.objects.create(
            dossier=dossier, criterion_id=criterion.id, option_index=step, points=criterion.options[step].points
        )
    owner = client_as(user=world.owner)
    for page in ("dossier_check", "self_assessment"):
        words = owner.get(reverse(f"products:{page}", args=[dossier.pk])).content.decode()
        assert "họn lẫn hai trường hợp" in words, page
        assert "#tc-9" in words
