"""Pictures of pages: what the viewer shows of a file, that drawing them harms nobody, and that they go with the file."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter

from core.files import UploadRefused, check_upload, pdfium, remove_stored, store_bytes
from core.files.pages import page_count, page_picture, pdf_page
from core.models import StoredFile
from documents.render.pdf import to_pdf
from tests.documents import samples

# Run apart, since without the lock the whole process ends: sooner or later, so the control has many more pages to draw.
ROUNDS, ROUNDS_WITHOUT = 30, 3_000
_DRAW = """
import importlib.util, sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
spec = importlib.util.spec_from_file_location("pdfium", sys.argv[1])
pdfium = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pdfium)
rounds, locked = int(sys.argv[2]), sys.argv[3] == "locked"
if not locked:
    pdfium._ONE_AT_A_TIME = nullcontext()
papers = [open(path, "rb").read() for path in sys.argv[4:]]
with ThreadPoolExecutor(4) as threads:
    pages = list(threads.map(lambda paper: pdfium.draw_page(paper, 1, width=600).width, papers * rounds))
print(len(pages), set(pages))
"""


def _image(kind: str, picture: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _stored(data: bytes, name: str, mime: str) -> StoredFile:
    return store_bytes(name, data, mime=mime)


def _shown(file: StoredFile) -> Image.Image:
    return Image.open(io.BytesIO(page_picture(file, 1)))


def test_four_threads_draw_pages_of_one_process(tmp_path: Path) -> None:
    papers = []
    for name in ("decision", "minutes_paper", "summary"):
        papers.append(tmp_path / f"{name}.pdf")
        papers[-1].write_bytes(to_pdf(getattr(samples, name)()))
    command = [sys.executable, "-c", _DRAW, str(Path(settings.BASE_DIR) / "core/files/pdfium.py")]
    locked = subprocess.run([*command, str(ROUNDS), "locked", *papers], capture_output=True, text=True, check=False)
    assert (locked.returncode, locked.stdout.strip()) == (0, "90 {600}"), locked.stderr
    unlocked = subprocess.run(
        [*command, str(ROUNDS_WITHOUT), "unlocked", *papers], capture_output=True, text=True, check=False
    )
    assert unlocked.returncode != 0, "the control: without the lock the process ends"


def _half_broken() -> bytes:
    """It says that it has nine pages and holds one: some readers forgive that, the viewer does not."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(300, 400)
    writer.write(out)
    return out.getvalue().replace(b"/Count 1", b"/Count 9")


def test_a_pdf_that_the_viewer_cannot_read_is_refused_at_once() -> None:
    broken = _half_broken()
    assert len(PdfReader(io.BytesIO(broken)).pages) == 1
    with pytest.raises(pdfium.Unreadable):
        pdfium.page_sizes(broken)
    with pytest.raises(IndexError):
        pdf_page(broken, 2)
    with pytest.raises(UploadRefused, match="bị hỏng"):
        check_upload(SimpleUploadedFile("giay.pdf", broken))


@pytest.mark.django_db
def test_a_pdf_kept_before_that_check_has_no_pages_and_breaks_none() -> None:
    file = _stored(_half_broken(), "giay.pdf", "application/pdf")
    assert page_count(file) == 0
    with pytest.raises(IndexError):
        page_picture(file, 2)


@pytest.mark.django_db
def test_a_photo_stands_upright_and_a_drawing_on_white() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # held upright, stored lying
    photo = _stored(_image("JPEG", Image.new("RGB", (200, 100), "red"), exif=turned), "anh.jpg", "image/jpeg")
    assert _shown(photo).size == (100, 200)
    drawing = _stored(_image("PNG", Image.new("RGBA", (20, 20), (0, 0, 0, 0))), "so-do.png", "image/png")
    assert _shown(drawing).getpixel((10, 10)) == (255, 255, 255)


def _lined(mode: str, paper: int | str = "white", ink: int | str = "black") -> Image.Image:
    """Wide enough to be shrunk to a half, with a thin line in every eighth row."""
    picture = Image.new("RGB" if mode == "P" else mode, (2_200, 64), paper)
    for y in range(0, 64, 8):
        picture.paste(ink, (0, y, 2_200, y + 1))
    return picture.quantize(2) if mode == "P" else picture


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["1", "P", "L", "RGB", "I;16"])
def test_thin_lines_of_a_scan_stay_when_it_is_shrunk(mode: str) -> None:
    scan = _lined(mode, *((65_535, 0) if mode == "I;16" else ()))
    shown = _shown(_stored(_image("PNG", scan), "scan.png", "image/png")).convert("L")
    rows = [shown.getpixel((500, y)) for y in range(32)]
    assert (shown.size, max(rows)) == ((1_100, 32), 255)
    assert [y for y, tone in enumerate(rows) if 80 < tone < 180] == list(range(0, 32, 4)), rows


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["1", "P", "L", "RGB"])
def test_a_transparent_colour_is_white_and_leaves_no_rim(mode: str) -> None:
    """Black is the colour that is not there, so nothing but white may be seen: no grey where it meets the white."""
    scan = _lined(mode)
    black = scan.getpixel((0, 0))
    shown = _shown(_stored(_image("PNG", scan, transparency=black), "scan.png", "image/png"))
    assert shown.convert("L").getextrema() == (255, 255)


@pytest.mark.django_db
def test_a_picture_has_one_page() -> None:
    file = _stored(_image("PNG", Image.new("RGB", (20, 20))), "anh.png", "image/png")
    for number in (0, 2, 99_999):
        with pytest.raises(IndexError):
            page_picture(file, number)
    assert not default_storage.exists(f"pages/{file.sha256[:2]}")


@pytest.mark.django_db
def test_pictures_go_with_the_last_file_of_these_bytes(django_capture_on_commit_callbacks) -> None:
    paper = to_pdf(samples.decision())
    first, second = (_stored(paper, name, "application/pdf") for name in ("a.pdf", "b.pdf"))
    page_picture(first, 1)
    page_picture(first, 2)
    folder = f"pages/{first.sha256[:2]}"
    for file, left in ((first, 2), (second, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            remove_stored(file)
        assert len(default_storage.listdir(folder)[1]) == left


def test_four_bytes_that_look_like_a_tag_are_no_tag() -> None:
    picture = _image("PNG", Image.new("RGB", (20, 20)))
    by_chance, meant = picture + b"<svg\x93\x12", picture + b"<svg onload='x'>"
    assert check_upload(SimpleUploadedFile("anh.png", by_chance)).mime == "image/png"
    with pytest.raises(UploadRefused, match="nội dung lạ"):
        check_upload(SimpleUploadedFile("anh.png", meant))
