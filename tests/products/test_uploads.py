"""What people try to upload as evidence: each bad file has its own sentence, and leaves nothing behind (TRUST S21–S26)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core.files import UploadRefused, pdfs
from core.files.checks import check_upload
from core.files.store import read_stored
from core.models import StoredFile
from documents.render.docx import to_docx
from documents.render.pdf import to_pdf
from products.actions import content, products
from products.enums import DossierState
from products.models import Dossier, Evidence
from tests.documents import samples
from tests.imports.sheets import book_bytes
from tests.products import pdf_samples
from tests.products.world import World, jpeg_bytes, pdf_bytes, pdf_upload


def _zip(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def _office(**more: bytes) -> bytes:
    return _zip(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<document/>", **more})


def _unreadable(part: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(part) + packer.flush()
    return _office().replace(packed, b"\xff" * len(packed))


def _encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes())))
    writer.encrypt("bi-mat")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _scripted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes())))
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf_with_attachment() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes())))
    writer.add_attachment("cai-dat.exe", b"MZ")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pixel_bomb() -> bytes:
    """A PNG that says 30,000 × 30,000 in its head and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1_000)) + chunk(b"IEND", b"")
    )


BAD: dict[str, tuple[str, bytes]] = {
    "html as pdf": ("giay.pdf", b"<html><script>alert(1)</script></html>"),
    "html": ("trang.html", b"<html></html>"),
    "svg": ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "svg as png": ("anh.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "program": ("cai-dat.exe", b"MZ\x90\x00"),
    "program as pdf": ("giay.pdf", b"MZ\x90\x00" + b"\0" * 200),
    "double ending": ("giay.pdf.exe", pdf_bytes()),
    "script": ("ma.js", b"alert(1)"),
    "empty": ("giay.pdf", b""),
    "broken pdf": ("giay.pdf", b"%PDF-1.7\n" + b"\0" * 500),
    "encrypted pdf": ("giay.pdf", _encrypted_pdf()),
    "pdf with script": ("giay.pdf", _scripted_pdf()),
    "pdf with attachment": ("giay.pdf", _pdf_with_attachment()),
    "picture that is also a page": ("anh.jpg", jpeg_bytes() + b"<script>alert(1)</script>"),
    "picture that is also an archive": ("anh.jpg", jpeg_bytes() + _zip(a=b"x")),
    "pixel bomb": ("anh.png", _pixel_bomb()),
    "ending and content differ": ("giay.pdf", jpeg_bytes()),
    "no ending": ("giay", pdf_bytes()),
    **{case: ("giay.pdf", data) for case, data in pdf_samples.BAD.items()},
}  # fmt: skip

ENTITIES = b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><document>&b;</document>'
BAD_OFFICE: dict[str, tuple[str, bytes]] = {
    "macro": ("phuong-an.docx", _office(word__vbaProject_bin=b"x", **{"word/vbaProject.bin": b"x"})),
    "macro type": ("phuong-an.docm", _office()),
    "zip as word": ("phuong-an.docx", _zip(a=b"x")),
    "nested archive": ("phuong-an.docx", _office(**{"word/embeddings/b.zip": b"PK"})),
    "zip bomb": ("phuong-an.docx", _office(**{"word/media/a.bin.xml": b"0" * 60_000_000})),
    "not xml": ("phuong-an.docx", _zip(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"not xml <<<"})),
    "entities": ("phuong-an.docx", _zip(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": ENTITIES})),
    "sheet of a chart": ("phuong-an.docx", _office(**{"word/embeddings/Bang.xlsx": _zip(a=b"x")})),
    "archive under another name": ("phuong-an.docx", _office(**{"word/media/a.png": _zip(**{"a.exe": b"MZ"})})),
    "old document inside": ("phuong-an.docx", _office(**{"word/media/a.wmf": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})),
    "program inside": ("phuong-an.docx", _office(**{"word/media/a.wmf": b"MZ\x90\x00"})),
    "part that does not unpack": ("phuong-an.docx", _unreadable(b"<document/>")),
    "path out of the archive": ("phuong-an.docx", _office(**{"../../etc/passwd": b"x"})),
}


def _item(world: World, code: str = "dang-ky-kinh-doanh") -> Any:
    return world.draft().items.get(code=code)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(world: World, case: str) -> None:
    name, data = BAD[case]
    item = _item(world)
    with pytest.raises(UploadRefused) as refusal:
        content.add_evidence(item=item, actor=world.officer, upload=SimpleUploadedFile(name, data))
    assert refusal.value.sentence.endswith(".")
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("case", pdf_samples.BAD)
def test_a_pdf_that_acts_or_hides_a_file_is_told_to_be_printed_anew(case: str) -> None:
    with pytest.raises(UploadRefused, match="In lại thành PDF thường rồi nộp"):
        check_upload(SimpleUploadedFile("giay.pdf", pdf_samples.BAD[case]))


@pytest.mark.parametrize("case", pdf_samples.GOOD)
def test_an_ordinary_pdf_is_taken(case: str) -> None:
    assert check_upload(SimpleUploadedFile("giay.pdf", pdf_samples.GOOD[case])).mime == "application/pdf"


def test_a_paper_that_the_portal_printed_is_taken_back() -> None:
    printed = to_pdf(samples.upper_letter())
    assert check_upload(SimpleUploadedFile("giay.pdf", printed)).size == len(printed)


def test_a_pdf_with_more_parts_than_can_be_looked_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MAX_OBJECTS", 3)
    with pytest.raises(UploadRefused, match="quá phức tạp"):
        check_upload(pdf_upload())


@pytest.mark.parametrize("case", BAD_OFFICE)
def test_a_bad_office_file_is_refused(world: World, case: str) -> None:
    name, data = BAD_OFFICE[case]
    with pytest.raises(UploadRefused):
        content.add_evidence(
            item=_item(world, "phuong-an-kinh-doanh"), actor=world.officer, upload=SimpleUploadedFile(name, data)
        )
    assert not StoredFile.objects.exists()


def test_an_embedded_sheet_is_told_to_be_printed() -> None:
    with pytest.raises(UploadRefused, match="In tệp thành PDF rồi nộp"):
        check_upload(SimpleUploadedFile(*BAD_OFFICE["sheet of a chart"]))


def _word() -> bytes:
    document = WordDocument()
    document.add_paragraph("Phương án kinh doanh")
    document.add_picture(io.BytesIO(jpeg_bytes()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("phuong-an.docx", _word),
        ("phuong-an.docx", lambda: to_docx(samples.upper_letter())),
        ("bang.xlsx", lambda: book_bytes([("Tên", "Số"), ("Trà", 1)], merged=["A3:B3"])),
    ],
)
def test_an_ordinary_office_file_is_taken(name: str, make: Callable[[], bytes]) -> None:
    assert check_upload(SimpleUploadedFile(name, make())).name == name


def test_each_cause_has_its_own_sentence(world: World) -> None:
    item = _item(world)
    said = {}
    for case in ("html", "empty", "encrypted pdf", "broken pdf", "pixel bomb", "ending and content differ"):
        with pytest.raises(UploadRefused) as refusal:
            content.add_evidence(item=item, actor=world.officer, upload=SimpleUploadedFile(*BAD[case]))
        said[case] = refusal.value.sentence
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf", "..\\..\\boot.pdf", "giấy\x00phép.pdf", "CON.pdf", "giay\u202efdp.exe.pdf",
        "Giấy chứng nhận Ẵ Ộ " + "ữ" * 230 + ".pdf", "<script>alert(1)</script>.pdf",
    ],
)  # fmt: skip
def test_odd_names_are_kept_as_harmless_text_and_stored_at_random(
    world: World, client_as: Callable[..., Client], name: str
) -> None:
    item = _item(world)
    upload = pdf_upload()
    upload._name = name  # type: ignore[attr-defined]
    evidence = content.add_evidence(item=item, actor=world.officer, upload=upload)
    file = evidence.file
    assert not set(file.name) & {"/", "\\", "\x00", "\u202e"}
    assert len(file.name) <= 255
    assert file.name not in file.path
    client = client_as(user=world.officer)
    answer = client.get(reverse("core:file", args=[file.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    page = client.get(reverse("products:item", args=[item.dossier_id, item.code])).content.decode()
    assert "<script>alert" not in page


def test_a_dossier_has_a_quota(world: World, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES_PER_DOSSIER = 2 * len(pdf_bytes(title="giay-to.pdf")) + 10
    item = _item(world)
    first = content.add_evidence(item=item, actor=world.officer, upload=pdf_upload())
    content.add_evidence(item=item, actor=world.officer, upload=pdf_upload())
    with pytest.raises(UploadRefused, match="Hồ sơ đã dùng"):
        content.add_evidence(item=item, actor=world.officer, upload=pdf_upload())
    content.add_evidence(item=item, actor=world.officer, upload=pdf_upload("moi.pdf"), replaces=first)
    assert Evidence.objects.filter(item=item, removed_at=None).count() == 2


def test_one_file_has_a_limit(world: World, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    with pytest.raises(UploadRefused, match="quá mức"):
        content.add_evidence(item=_item(world), actor=world.officer, upload=pdf_upload())


def test_a_bad_file_beside_a_good_one_loses_neither_the_good_one_nor_the_text(
    world: World, client_as: Callable[..., Client]
) -> None:
    item = _item(world)
    answer = client_as(user=world.officer).post(
        reverse("products:item", args=[item.dossier_id, item.code]),
        {
            "answer": "Số 123, cấp ngày 03/04/2024",
            "version": item.version,
            "luu": "tiep-tuc",
            "evidence": [pdf_upload("tot.pdf"), SimpleUploadedFile("xau.pdf", b"")],
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi:" in page
    assert "tot.pdf" in page
    assert "Số 123, cấp ngày 03/04/2024" in page
    assert page.count("là tệp trống") >= 2


def test_the_upload_script_gets_its_answers_as_json(world: World, client_as: Callable[..., Client]) -> None:
    item = _item(world)
    client = client_as(user=world.officer)
    address = reverse("products:item_upload", args=[item.dossier_id, item.code])
    good = client.post(address, {"file": pdf_upload()}).json()
    assert {"id", "name", "size", "remove_url"} <= set(good)
    bad = client.post(address, {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert bad.status_code == 422
    assert "không thuộc loại" in bad.json()["error"]
    assert client.post(good["remove_url"]).status_code == 302
    assert not Evidence.objects.filter(removed_at=None).exists()


def test_nothing_is_uploaded_into_a_dossier_that_was_handed_in(world: World, client_as: Callable[..., Client]) -> None:
    dossier = world.submitted()
    item = dossier.items.get(code="dang-ky-kinh-doanh")
    before = StoredFile.objects.count()
    answer = client_as(user=world.officer).post(
        reverse("products:item_upload", args=[dossier.pk, item.code]), {"file": pdf_upload()}
    )
    assert answer.status_code == 422
    assert StoredFile.objects.count() == before
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.SUBMITTED


def test_a_published_photo_carries_neither_place_nor_camera(world: World) -> None:
    exif = Image.Exif()
    exif[0x010F] = "MayAnhBiMat"
    exif[0x8825] = {1: "N", 2: (20.0, 10.0, 5.0)}
    data = jpeg_bytes((2_400, 1_200), exif.tobytes())
    assert b"MayAnhBiMat" in data
    photo = products.add_photo(
        product=world.product, actor=world.officer, upload=SimpleUploadedFile("a.jpg", data, "image/jpeg")
    )
    published = read_stored(photo.published)
    assert b"MayAnhBiMat" not in published
    with Image.open(io.BytesIO(published)) as picture:
        assert not picture.getexif()
        assert max(picture.size) == 1_600
    assert b"MayAnhBiMat" in read_stored(photo.original)


def test_a_picture_turned_by_its_camera_stands_upright(world: World) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = products.add_photo(
        product=world.product, actor=world.officer,
        upload=SimpleUploadedFile("a.jpg", jpeg_bytes((60, 40), exif.tobytes()), "image/jpeg"),
    )  # fmt: skip
    with Image.open(io.BytesIO(read_stored(photo.published))) as picture:
        assert picture.size == (40, 60)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("image.jpg", "Giấy đăng ký kinh doanh"), ("IMG_2034.jpg", "Giấy đăng ký kinh doanh"),
        ("20241014_101010(1).jpg", "Giấy đăng ký kinh doanh"), ("IMG-20241014-WA0003.jpg", "Giấy đăng ký kinh doanh"),
        ("z5912345678901_0af3bb12c4d5e6f7a8b9.jpg", "Giấy đăng ký kinh doanh"), ("Ảnh (2).jpg", "Giấy đăng ký kinh doanh"),
        ("Giấy đăng ký.jpg", "Giấy đăng ký.jpg"), ("Ảnh xưởng sấy.jpg", "Ảnh xưởng sấy.jpg"),
    ],
)  # fmt: skip
def test_a_cameras_name_gives_way_to_the_items(name: str, title: str) -> None:
    section = SimpleNamespace(item=SimpleNamespace(name="Giấy đăng ký kinh doanh"), evidence=[])
    assert content._title("", name, section, None) == title
    section.evidence = [SimpleNamespace(title="Giấy đăng ký kinh doanh")]
    again = content._title("", name, section, None)
    assert again == (title if title == name else "Giấy đăng ký kinh doanh, tệp 2")
    assert content._title("Trang 2", name, section, None) == "Trang 2"
    assert content._title("", "image.jpg", section, SimpleNamespace(title="Bản cũ")) == "Bản cũ"
