"""Kinds of documents. Higher apps register theirs, in their `papers.py`; this app knows none of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from core.text import lower_first
from documents.model import Doc
from documents.model.certificate import Certificate

if TYPE_CHECKING:
    from documents.models import Document

Paper = Doc | Certificate
Check = Callable[[Any, "Document"], bool]


class Widget(Enum):
    """How an editable field is typed."""

    LINE = "line"
    PARAGRAPHS = "paragraphs"  # one item a line
    ARTICLES = "articles"  # items divided by an empty line, each of several lines
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class EditableField:
    """One piece of wording that an officer may change."""

    key: str
    label: str
    widget: Widget = Widget.PARAGRAPHS
    help: str = ""
    max_length: int = 20_000
    choices: tuple[tuple[str, str], ...] = ()


BASES = EditableField(
    "bases",
    "Căn cứ ban hành",
    help="Mỗi căn cứ một dòng; dấu chấm phẩy và dấu chấm được thêm khi in. Chữ {to_trinh} là chỗ của số, ngày tờ trình: "
    "tờ trình đã ban hành thì được dẫn, chưa có thì bỏ trống.",
)
ARTICLES = EditableField(
    "articles",
    "Nội dung các điều",
    Widget.ARTICLES,
    "Cách mỗi điều bằng một dòng trống. Dòng đầu đứng sau chữ “Điều …”, các dòng sau là khoản.",
)
PARAGRAPHS = EditableField("paragraphs", "Nội dung", help="Mỗi đoạn một dòng.")
CONCLUSIONS = EditableField("articles", "Kết luận của Hội đồng", help="Mỗi kết luận một dòng; a), b) được thêm khi in.")
ADDRESSEES = EditableField("addressees", "Kính gửi", help="Mỗi nơi một dòng.")
RECIPIENTS = EditableField("recipients", "Nơi nhận", help="Mỗi nơi một dòng; dòng cuối là “Lưu: VT, …”.")
DECISION_FIELDS = (BASES, ARTICLES, RECIPIENTS)
LETTER_FIELDS = (ADDRESSEES, PARAGRAPHS, RECIPIENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind of document.

    `builder` lays out the paper from the document's own columns, `fields` and `source` alone. `collect` brings the
    records' figures into `source` while the document is a draft; issuing collects once more and freezes them.
    """

    code: str
    label: str
    symbol: str
    builder: Callable[[Document], Paper]
    body: str = "ubnd"
    editable_fields: tuple[EditableField, ...] = ()
    collect: Callable[[Document], Mapping[str, Any]] | None = None
    signing_forms: tuple[str, ...] = ("ubnd-chu-tich", "ubnd-pho-chu-tich")
    issuer_check: Check | None = None  # who may issue; else the leaders of the issuing unit
    editor_check: Check | None = None  # who may edit the draft; else its officers
    holds: Callable[[Document], None] | None = None  # locks what `on_issue` writes to; Denied when it may not any more
    on_issue: Callable[[Document, Any], None] | None = None  # what the paper brings about, in the same transaction
    earliest: Callable[[Document], tuple[dt.date, str] | None] | None = None  # no day of issue before this one, and why
    lacks: Callable[[Document], list[str]] | None = None  # what it should cite and nobody has issued yet, in sentences
    bound_by: Callable[[Document], str] | None = None  # what still rests on the issued paper: a sentence, or nothing
    follows: Callable[[Document], tuple[str, str] | None] | None = None  # a job after issue: its label, its view
    about: Callable[[Document], tuple[str, str, str]] | None = None  # what it is on: its kind, its name, its page
    told_apart: Callable[[Sequence[Document]], Mapping[int, str]] | None = None  # in a list, by key, in one statement
    promises: str = ""  # what `on_issue` does, said to the person before
    needs_signer: bool = True
    two_persons: bool = True  # who issues is not who drafted

    @property
    def plain_label(self) -> str:
        """The label inside a sentence."""
        return lower_first(self.label)


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> DocumentKind:
    """Make a kind known; registering the same code again replaces it."""
    _kinds[kind.code] = kind
    return kind


def kind_of(document: Document) -> DocumentKind:
    """The document's kind. Raises KeyError when no app registers it any more."""
    return _kinds[document.kind]


def get_kind(code: str) -> DocumentKind:
    """A kind by its code. Raises KeyError."""
    return _kinds[code]


def label_of(code: str) -> str:
    """The kind's name, also when no app registers it any more."""
    return _kinds[code].label if code in _kinds else "Văn bản"


def all_kinds() -> list[DocumentKind]:
    """Every registered kind, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)
