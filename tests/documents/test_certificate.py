"""The certificate: one landscape page, only Tinos, long names fit, drafts are marked."""

from __future__ import annotations

import pytest

from documents.render.certificate import certificate_html, certificate_pdf
from tests.documents import measure, samples

LONG = "Thịt dê sấy khô tẩm gia vị truyền thống đặc sản vùng núi đá vôi Ninh Bình hộp quà 500 gam"


@pytest.mark.parametrize(("stars", "name"), [(3, "Bột rau má Vân Trà"), (4, LONG), (5, samples.VIETNAMESE)])
def test_one_landscape_page_inside_its_frame(stars: int, name: str) -> None:
    pdf = certificate_pdf(samples.certificate_paper(stars=stars, name=name))
    (page,) = measure.pages(pdf)
    assert (round(page.width), round(page.height)) == (297, 210)
    assert min(word.left for word in page.words) > 22
    assert max(word.right for word in page.words) < 275
    assert max(word.bottom for word in page.words) < 189
    assert all(font.startswith("Tinos") for font in measure.fonts(pdf))
    assert measure.flat(name.upper()) in measure.text(pdf)


def test_the_words_do_not_run_into_the_signature() -> None:
    (page,) = measure.pages(certificate_pdf(samples.certificate_paper(name=LONG)))
    decision = max(word.bottom for word in page.words if word.text == "05/QĐ-UBND")
    signed = min(word.top for word in page.words if word.text == "TM.")
    assert decision < signed


def test_it_is_stable_and_a_draft_is_marked() -> None:
    assert certificate_pdf(samples.certificate_paper()) == certificate_pdf(samples.certificate_paper())
    assert "DỰ THẢO" in measure.text(certificate_pdf(samples.certificate_paper(draft=True)))


def test_names_are_escaped() -> None:
    assert "<script" not in certificate_html(samples.certificate_paper(name="<script>x</script>"))
