"""A whole dossier as one PDF or one zip: cover, contents, every document in the order of the criteria."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from accounts.enums import STAFF
from accounts.seats import has_role
from core.errors import Denied
from core.files import store_bytes
from core.files.store import read_stored
from core.formats import datetime_vn, now
from core.jobs import Report, job_kind
from core.models import Job, StoredFile
from core.text import fold
from criteria.queries import sheet_of
from documents.forms_of_paper import bundle_cover
from documents.printing import print_pdf
from products import dossier_papers, queries
from products.content import sections_of
from products.models import Dossier, Evidence
from products.visibility import visible_dossiers

KIND = "products.bundle"
MEMBERS, MINISTRY = "members", "ministry"
AUDIENCES = {MEMBERS: "Dùng cho thành viên Hội đồng, Tổ tư vấn", MINISTRY: "Gửi cấp trên, Bộ đánh giá, phân hạng"}
FORMS = {"pdf": "Một tệp PDF có bìa, mục lục", "zip": "Tệp nén (zip), mỗi tài liệu một tệp"}
_A4 = (1654, 2339)  # 200 dots an inch


@dataclass(frozen=True)
class Part:
    """One document of the bundle: bytes come from a stored file or are printed when asked for."""

    title: str
    about: str
    file: StoredFile | None = None
    made: Callable[[], bytes] | None = None

    @property
    def obstacle(self) -> str:
        """Why its bytes cannot be had now."""
        if self.file is None or self.file.available:
            return ""
        return "không tìm thấy tệp trong kho" if self.file.missing_since else str(self.file.get_scan_display())

    def read(self) -> bytes:
        """The bytes."""
        return self.made() if self.made else read_stored(self.file)  # type: ignore[arg-type]


Source = Callable[[Any, Dossier], Iterable[Part]]
_upper_papers: list[Source] = []
_member_papers: list[Source] = []


def register_upper_papers(source: Source) -> Source:
    """An app above adds the papers with which a dossier goes to the Ministry: `source(user, dossier)` yields parts."""
    if source not in _upper_papers:
        _upper_papers.append(source)
    return source


def register_member_papers(source: Source) -> Source:
    """An app above adds the papers with which a dossier goes to the council's members."""
    if source not in _member_papers:
        _member_papers.append(source)
    return source


def parts_of(dossier: Dossier, *, audience: str, user: Any) -> list[Part]:
    """Every document in order: papers of councils and levels above, the forms, evidence by criterion, then what shows none."""
    sources = _upper_papers if audience == MINISTRY else _member_papers
    upper = [part for source in sources for part in source(user, dossier)]
    sections = sections_of(dossier)
    commune = [
        _evidence_part(row, row.item.name) for s in sections if s.prepared_by != "producer" for row in s.evidence
    ]
    return [*upper, *commune, *_forms(dossier, sections), *_evidence(dossier)]


def _forms(dossier: Dossier, sections: list[Any]) -> Iterator[Part]:
    """The signed slip when it was handed in, else the printed one; the report as the records say it."""
    signed = [row for section in sections if section.is_registration for row in section.evidence]
    if signed:
        yield from (_evidence_part(row, "Bản đã ký") for row in signed)
    else:
        yield Part("Phiếu đăng ký", "In từ hệ thống", made=lambda: print_pdf(dossier_papers.registration(dossier)))
    yield Part("Báo cáo tự đánh giá", "In từ hệ thống", made=lambda: print_pdf(dossier_papers.report(dossier)))
    yield from (
        _evidence_part(row, "Bản kèm theo")
        for section in sections
        if section.is_self_assessment
        for row in section.evidence
    )


def _evidence(dossier: Dossier) -> Iterator[Part]:
    order = {criterion.code: place for place, criterion in enumerate(sheet_of(dossier.criteria_set).criteria)}
    last = len(order)
    found = []
    for section in sections_of(dossier):
        if section.prepared_by != "producer" or section.is_registration or section.is_self_assessment:
            continue
        for row in section.evidence:
            codes = sorted((criterion.code for criterion in row.criteria.all()), key=lambda code: order.get(code, last))
            place = order.get(codes[0], last) if codes else last
            about = f"Tiêu chí {', '.join(codes)}" if codes else section.item.name
            found.append((place, section.item.order, row.pk, _evidence_part(row, about)))
    yield from (part for *_, part in sorted(found, key=lambda entry: entry[:3]))


def _evidence_part(row: Evidence, about: str) -> Part:
    return Part(row.title, about, file=row.file)


# --- one PDF -----------------------------------------------------------------------------------------------------


def _as_pdf(part: Part) -> PdfReader | None:
    """The part's pages; None when it has none (a word processor's file, a damaged one)."""
    data = part.read()
    if part.file is not None and part.file.is_image:
        data = _picture_page(data)
    elif part.file is not None and not part.file.is_pdf:
        return None
    try:
        reader = PdfReader(io.BytesIO(data))
        return reader if len(reader.pages) else None
    except (PyPdfError, ValueError, KeyError):
        return None


def _picture_page(data: bytes) -> bytes:
    """A picture on an A4 page, not enlarged."""
    with Image.open(io.BytesIO(data)) as original:
        picture = original.convert("RGB")
    picture.thumbnail((_A4[0] - 160, _A4[1] - 160))
    page = Image.new("RGB", _A4, "white")
    page.paste(picture, ((_A4[0] - picture.width) // 2, 80))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=200, quality=85)
    return out.getvalue()


def _cover(dossier: Dossier, audience: str, entries: list[bundle_cover.Entry]) -> bytes:
    fields = (
        ("Mã hồ sơ:", dossier.code or "chưa nộp"),
        ("Sản phẩm:", dossier.product_name),
        ("Chủ thể:", dossier.producer_name),
        ("Địa chỉ:", dossier_papers.address(dossier)),
        ("Nhóm sản phẩm:", dossier_papers.group_words(dossier)),
        ("Loại hồ sơ:", f"{dossier.get_kind_display()}, {dossier.round.name}"),
        ("Quy định:", dossier.ruleset.short_name),
    )
    return print_pdf(
        bundle_cover.paper(
            bundle_cover.Facts(
                title="HỒ SƠ SẢN PHẨM ĐĂNG KÝ ĐÁNH GIÁ, PHÂN HẠNG OCOP",
                audience=AUDIENCES[audience],
                fields=fields,
                entries=tuple(entries),
                made=f"Bộ hồ sơ lập từ hệ thống lúc {datetime_vn(now())}.",
                product=dossier.product_name,
            )
        )
    )


def pdf_of(dossier: Dossier, parts: list[Part], *, audience: str, report: Report) -> bytes:
    """One PDF with bookmarks. Files that have no pages are attached inside it and named in the contents."""
    total = len(parts) + 1
    readers: list[PdfReader | None] = []
    for done, part in enumerate(parts):
        report(done, total, part.title)
        readers.append(None if part.obstacle else _as_pdf(part))
    first = len(PdfReader(io.BytesIO(_cover(dossier, audience, _entries(parts, readers, 0)))).pages)
    writer = PdfWriter()
    writer.append(io.BytesIO(_cover(dossier, audience, _entries(parts, readers, first))), import_outline=False)
    for number, (part, reader) in enumerate(zip(parts, readers, strict=True), 1):
        if reader is not None:
            start = len(writer.pages)
            writer.append(reader, import_outline=False)
            writer.add_outline_item(title=f"{number}. {part.title}", page_number=start)
        elif not part.obstacle and part.file is not None:
            writer.add_attachment(part.file.name, part.read())
    report(total, total, "Ghép tệp")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _entries(parts: list[Part], readers: list[PdfReader | None], cover_pages: int) -> list[bundle_cover.Entry]:
    entries, page = [], cover_pages + 1
    for part, reader in zip(parts, readers, strict=True):
        if reader is None:
            entries.append(bundle_cover.Entry(part.title, part.obstacle or "tệp đính kèm trong PDF này", "–"))
            continue
        entries.append(bundle_cover.Entry(part.title, part.about, str(page)))
        page += len(reader.pages)
    return entries


# --- one zip -----------------------------------------------------------------------------------------------------


def _file_name(number: int, part: Part) -> str:
    """A name that every system can unpack."""
    ending = part.file.name.rpartition(".")[2].lower() if part.file is not None and "." in part.file.name else "pdf"
    words = re.sub(r"[^a-z0-9]+", "-", fold(part.title)).strip("-")[:80] or "tai-lieu"
    return f"{number:02d}-{words}.{ending}"


def zip_of(dossier: Dossier, parts: list[Part], *, audience: str, report: Report) -> bytes:
    """One zip: the cover with the contents first, then each document under its number."""
    entries = [bundle_cover.Entry(part.title, part.obstacle or part.about) for part in parts]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("00-bia-muc-luc.pdf", _cover(dossier, audience, entries))
        for number, part in enumerate(parts, 1):
            report(number - 1, len(parts), part.title)
            if not part.obstacle:
                archive.writestr(_file_name(number, part), part.read())
    report(len(parts), len(parts), "")
    return out.getvalue()


def _sees_dossier(user: Any, job: Job) -> bool:
    seen = visible_dossiers(user).filter(pk=job.params["dossier"]).exists()
    return seen and (job.params["audience"] == MEMBERS or has_role(user, *STAFF))


@job_kind(KIND, label="Ghép bộ hồ sơ", may_read=_sees_dossier)
def bundle(job: Job, report: Report) -> StoredFile:
    """The work of the job. Whoever asked must still see the dossier when it runs."""
    rows = queries.dossier_page(visible_dossiers(job.owner))
    dossier = rows.filter(pk=job.params["dossier"]).first()
    if dossier is None:
        raise Denied("Bạn không còn xem được hồ sơ này.")
    audience, form = job.params["audience"], job.params["form"]
    parts = parts_of(dossier, audience=audience, user=job.owner)
    make = zip_of if form == "zip" else pdf_of
    data = make(dossier, parts, audience=audience, report=report)
    mime = "application/zip" if form == "zip" else "application/pdf"
    return store_bytes(
        f"bo-ho-so-{dossier.code or dossier.pk}.{form}", data, owner=job.owner, mime=mime, purpose="bộ hồ sơ"
    )
