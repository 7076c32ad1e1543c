"""PDFs as people, and attackers, send them: each is a small real file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.products.world import pdf_bytes

Change = Callable[[PdfWriter], None]


def _name(value: str) -> NameObject:
    return NameObject(f"/{value}")


def _dict(**entries: Any) -> DictionaryObject:
    return DictionaryObject({_name(key): value for key, value in entries.items()})


def _written(change: Change, data: bytes = b"", *, incremental: bool = False) -> bytes:
    source = data or pdf_bytes()
    writer = (
        PdfWriter(fileobj=io.BytesIO(source), incremental=True)
        if incremental
        else PdfWriter(clone_from=PdfReader(io.BytesIO(source)))
    )
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _annotated(**entries: Any) -> Change:
    """A change: the first page gets this annotation."""

    def change(writer: PdfWriter) -> None:
        box = ArrayObject(NumberObject(number) for number in (10, 10, 90, 40))
        note = _dict(Type=_name("Annot"), Rect=box, **entries)
        writer.pages[0][_name("Annots")] = ArrayObject([writer._add_object(note)])

    return change


def _link(**action: Any) -> Change:
    return _annotated(Subtype=_name("Link"), A=_dict(**action))


def _script() -> DictionaryObject:
    return _dict(S=_name("JavaScript"), JS=TextStringObject("app.alert(1)"))


def _attached() -> DictionaryObject:
    inside = DecodedStreamObject()
    inside.set_data(b"MZ")
    return _dict(Type=_name("Filespec"), F=TextStringObject("cai-dat.exe"), EF=_dict(F=inside))


def _on_page_open(writer: PdfWriter) -> None:
    writer.pages[0][_name("AA")] = _dict(O=writer._add_object(_script()))


def _form(writer: PdfWriter, **entries: Any) -> None:
    writer.root_object[_name("AcroForm")] = writer._add_object(_dict(Fields=ArrayObject(), **entries))


def _xfa(writer: PdfWriter) -> None:
    sheet = DecodedStreamObject()
    sheet.set_data(b"<xdp/>")
    _form(writer, XFA=writer._add_object(sheet))


def _unused_script(writer: PdfWriter) -> None:
    """No page names it today; a later change of the file may."""
    writer._add_object(_script())


def _signed(writer: PdfWriter) -> None:
    """What a signing program adds, without the signature itself."""
    seal = writer._add_object(_dict(Type=_name("Sig"), Filter=_name("Adobe.PPKLite"), M=TextStringObject("D:20260301")))
    field = _dict(FT=_name("Sig"), T=TextStringObject("ChuKy1"), V=seal, Subtype=_name("Widget"))
    _form(writer, SigFlags=NumberObject(3))
    form: Any = writer.root_object["/AcroForm"]
    form[_name("Fields")] = ArrayObject([writer._add_object(field)])
    writer.root_object[_name("Perms")] = _dict(DocMDP=seal)


def _names_like_orders(writer: PdfWriter) -> None:
    """Resources may bear any name, also those of actions and attachments."""
    page: Any = writer.pages[0]
    font = _dict(Type=_name("Font"), Subtype=_name("Type1"), BaseFont=_name("Helvetica"))
    mask = _dict(SMask=_dict(S=_name("Luminosity")))
    page[_name("Resources")] = _dict(Font=_dict(EF=font), ExtGState=_dict(AA=mask))


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("cai-dat.exe", b"MZ")
    return out.getvalue()


BAD = {
    "script in a link": _written(_link(S=_name("JavaScript"), JS=TextStringObject("app.alert(1)"))),
    "program in a link": _written(_link(S=_name("Launch"), F=TextStringObject("cmd.exe"))),
    "script on opening a page": _written(_on_page_open),
    "form of another kind": _written(_xfa),
    "file pinned to a page": _written(_annotated(Subtype=_name("FileAttachment"), FS=_attached())),
    "pdf that is also an archive": pdf_bytes() + _zipped(),
    "pdf that is also a page": pdf_bytes() + b"<html><script>alert(1)</script></html>",
    "much behind the end": pdf_bytes() + b"<!-- -->" * 10_000,
    "short page behind the end": pdf_bytes() + b"<script>x()</script>",
    "data sent from a link": _written(_link(S=_name("SubmitForm"), F=TextStringObject("https://example.org/"))),
    "script in a part that no page uses": _written(_unused_script),
    "script added to a good file": _written(_link(S=_name("JavaScript")), incremental=True),
}
GOOD = {
    "plain": pdf_bytes(),
    "padded": pdf_bytes() + b"\r\n" + b"\0" * 600,
    "link to a page": _written(_link(S=_name("URI"), URI=TextStringObject("https://example.org/"))),
    "signed": _written(_signed, incremental=True),
    "signed twice": _written(_signed, _written(_signed, incremental=True), incremental=True),
    "resources named like orders": _written(_names_like_orders),
}
