"""Is this upload what it says, and harmless? Extension, magic and a parse must agree."""

from __future__ import annotations

import io
import lzma
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, UnidentifiedImageError

from core.files import compound, pdfs, tables
from core.formats import number_vn
from core.text import nfc

ZIP_MAX_ENTRIES = 2_000
ZIP_MAX_UNPACKED = 200_000_000
ZIP_MAX_RATIO = 200
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, expat.ExpatError, OSError, ValueError, NotImplementedError, EOFError,
    RuntimeError,
)  # fmt: skip
_FILES_OF_THEIR_OWN = (b"PK\x03\x04", compound.MAGIC[:4], b"Rar!", b"7z\xbc\xaf", b"MZ")
# Only a whole tag: four bytes alone, such as "<svg", stand by chance in a photo of a few megabytes.
_ACTIVE_TEXT = re.compile(rb"<\s*(script|html|svg|iframe|\?php)[\s/>]", re.IGNORECASE)


class UploadRefused(Exception):
    """The file is not taken. The sentence names the cause and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NoRoomError(UploadRefused):
    """Nothing is wrong with the file: it may come again when there is room."""


@dataclass(frozen=True)
class Kind:
    """One accepted type of file."""

    mime: str
    label: str
    magic: tuple[bytes, ...]
    parse: Callable[[BinaryIO], None]


@dataclass(frozen=True)
class Checked:
    """A file that passed: safe display name, type and size in bytes."""

    name: str
    mime: str
    size: int


def _parse_image(stream: BinaryIO) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(stream) as picture:
                if picture.width * picture.height > settings.UPLOAD_MAX_PIXELS:
                    millions = settings.UPLOAD_MAX_PIXELS // 1_000_000
                    raise UploadRefused(f"Ảnh quá lớn. Giảm ảnh xuống dưới {millions} triệu điểm ảnh rồi nộp lại.")
                picture.load()
    except UploadRefused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise UploadRefused("Ảnh bị hỏng, không mở được. Chụp hoặc lưu lại ảnh rồi nộp.") from None
    stream.seek(0)
    content = stream.read()
    if _ACTIVE_TEXT.search(content) or zipfile.is_zipfile(io.BytesIO(content)):
        raise UploadRefused("Tệp ảnh chứa nội dung lạ. Lưu lại ảnh bằng phần mềm ảnh rồi nộp.")


def check_archive(stream: BinaryIO) -> zipfile.ZipFile:
    """Open a zip container with caps on entries, unpacked size and ratio; nothing is unpacked."""
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UploadRefused("Tệp bị hỏng, không mở được. Lưu lại tệp rồi nộp.") from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > ZIP_MAX_ENTRIES or unpacked > ZIP_MAX_UNPACKED or unpacked / packed > ZIP_MAX_RATIO:
        raise UploadRefused("Tệp nén quá lớn khi mở ra. Chia nhỏ tệp rồi nộp lại.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UploadRefused("Tệp đang đặt mật khẩu. Bỏ mật khẩu rồi nộp lại.")
    if any(entry.filename.startswith("/") or ".." in PurePosixPath(entry.filename).parts for entry in entries):
        raise UploadRefused("Tệp có đường dẫn không hợp lệ bên trong. Lưu lại tệp rồi nộp.")
    return archive


def _parse_office(main_part: str) -> Callable[[BinaryIO], None]:
    def parse(stream: BinaryIO) -> None:
        archive = check_archive(stream)
        names = archive.namelist()
        lowered = [name.lower() for name in names]
        if main_part not in names or "[Content_Types].xml" not in names:
            raise UploadRefused("Nội dung tệp không đúng loại ghi ở đuôi tệp. Lưu lại tệp rồi nộp.")
        if any("vbaproject" in name or name.endswith((".bin", ".exe", ".zip", ".js")) for name in lowered):
            allowed = all("printersettings" in name for name in lowered if name.endswith(".bin"))
            if not allowed or any("vbaproject" in name or name.endswith((".exe", ".zip", ".js")) for name in lowered):
                raise UploadRefused("Tệp có macro hoặc tệp lồng bên trong. Lưu thành tệp không có macro rồi nộp.")
        try:
            _look_inside(archive, main_part)
        except _BROKEN_ARCHIVE:
            raise UploadRefused("Tệp bị hỏng, không mở được. Lưu lại tệp rồi nộp.") from None

    return parse


def _look_inside(archive: zipfile.ZipFile, main_part: str) -> None:
    """Refuse parts that are files of their own, whatever they are called, and a main part that is no plain XML."""
    for entry in archive.infolist():
        with archive.open(entry) as part:
            if part.read(8).startswith(_FILES_OF_THEIR_OWN):
                raise UploadRefused("Tệp có bảng tính, biểu đồ hoặc tệp khác lồng bên trong. In tệp thành PDF rồi nộp.")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(main_part) as part:
        parser.ParseFile(part)


def _refuse_doctype(*_: object) -> None:
    """No word processor writes one; entities that grow or fetch are declared there."""
    raise UploadRefused("Tệp chứa nội dung lạ. Lưu lại tệp bằng phần mềm văn phòng rồi nộp.")


def _with_sentence(parse: Callable[[BinaryIO], None]) -> Callable[[BinaryIO], None]:
    def checked(stream: BinaryIO) -> None:
        try:
            parse(stream)
        except (tables.BadTable, pdfs.BadPdf) as error:
            raise UploadRefused(str(error)) from None

    return checked


ACCEPTED: dict[str, Kind] = {
    "pdf": Kind("application/pdf", "PDF", (b"%PDF-",), _with_sentence(pdfs.parse_pdf)),
    "jpg": Kind("image/jpeg", "ảnh JPG", (b"\xff\xd8\xff",), _parse_image),
    "jpeg": Kind("image/jpeg", "ảnh JPG", (b"\xff\xd8\xff",), _parse_image),
    "png": Kind("image/png", "ảnh PNG", (b"\x89PNG\r\n\x1a\n",), _parse_image),
    "webp": Kind("image/webp", "ảnh WebP", (b"RIFF",), _parse_image),
    "docx": Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word",
        (b"PK\x03\x04",),
        _parse_office("word/document.xml"),
    ),
    "xlsx": Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel",
        (b"PK\x03\x04",),
        _parse_office("xl/workbook.xml"),
    ),
    "xls": Kind("application/vnd.ms-excel", "Excel", (compound.MAGIC,), _with_sentence(tables.parse_xls)),
    "csv": Kind("text/csv", "CSV", (b"",), _with_sentence(tables.parse_csv)),
}
IMAGES = ("jpg", "jpeg", "png", "webp")
DOCUMENTS = ("pdf", *IMAGES, "docx", "xlsx")


def safe_name(name: str) -> str:
    """A display name without paths, control or direction marks, at most 200 characters, extension kept."""
    name = nfc(name.replace("\\", "/").split("/")[-1].replace("\x00", ""))
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:200]
    return f"{stem[:190].strip() or 'tep'}.{extension.lower()[:8]}"


def check_upload(upload: UploadedFile, *, accept: tuple[str, ...] = DOCUMENTS, max_bytes: int | None = None) -> Checked:
    """Check name, size, extension, first bytes and content of one upload.

    Raises UploadRefused with its own sentence for each cause. The stream is left at its beginning.
    """
    limit = max_bytes or settings.UPLOAD_MAX_BYTES
    name = safe_name(upload.name or "")
    extension = name.rpartition(".")[2] if "." in name else ""
    size = upload.size or 0
    allowed = ", ".join(sorted({ACCEPTED[key].label for key in accept}))
    if extension not in accept:
        raise UploadRefused(f"“{name or 'Tệp không tên'}” không thuộc loại được nhận. Nộp tệp {allowed}.")
    if size == 0:
        raise UploadRefused(f"“{name}” là tệp trống. Chọn lại tệp có nội dung.")
    if size > limit:
        raise UploadRefused(
            f"“{name}” nặng {number_vn(size / 1_000_000, 1)} MB, quá mức {limit // 1_000_000} MB. Giảm dung lượng rồi nộp lại."
        )
    kind = ACCEPTED[extension]
    stream: BinaryIO = upload.file  # type: ignore[assignment]
    stream.seek(0)
    head = stream.read(4_096)
    stream.seek(0)
    if not head.startswith(kind.magic) or (kind.mime == "image/webp" and head[8:12] != b"WEBP"):
        raise UploadRefused(f"Nội dung “{name}” không phải {kind.label}. Lưu lại tệp đúng loại rồi nộp.")
    if kind.mime.startswith(("image/", "application/pdf")) and not _magic_agrees(head, extension):
        raise UploadRefused(f"Nội dung “{name}” không phải {kind.label}. Lưu lại tệp đúng loại rồi nộp.")
    kind.parse(stream)
    stream.seek(0)
    return Checked(name=name, mime=kind.mime, size=size)


def _magic_agrees(head: bytes, extension: str) -> bool:
    """Ask the magic library for a second opinion on the first bytes."""
    try:
        found = {match.extension.lstrip(".").lower() for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    same = {"jpg": {"jpg", "jpeg", "jfif", "jpe"}, "jpeg": {"jpg", "jpeg", "jfif", "jpe"}}
    return bool(found & same.get(extension, {extension}))
