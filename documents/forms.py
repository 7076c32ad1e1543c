"""What a browser brings: wording, the act of issuing, signed copies, reasons."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms

from accounts.models import User
from core.formats import today
from core.forms import NfcCharField, PortalForm, VnDateField, VnIntegerField
from documents.enums import CopyKind
from documents.kinds import DocumentKind, EditableField, Widget, kind_of
from documents.models import Document
from documents.numbering import number_used
from documents.papers_common import SIGNING_FORM_LABELS, TABLE_MARK
from documents.signers import proposed_signer
from documents.workflow import wrong_day

_OF_A_TABLE = f"Dòng {TABLE_MARK} là chỗ của bảng."
_BETWEEN_ITEMS = {Widget.PARAGRAPHS: "\n", Widget.ARTICLES: "\n\n"}
_SPLITS = {Widget.PARAGRAPHS: re.compile(r"\n+"), Widget.ARTICLES: re.compile(r"\n\s*\n")}


class VersionedForm(PortalForm):
    """A plain form about one document, with the version that the page was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.kind = document, kind_of(document)
        self.fields["version"].initial = document.version

    @property
    def opened_version(self) -> int | None:
        """Version of the document when the page was opened."""
        return self.cleaned_data.get("version")


class DraftForm(VersionedForm):
    """The wording of a draft: subject, the kind's own fields, signer."""

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, document=document, **kwargs)
        area = forms.Textarea(attrs={"rows": 3})
        self.fields["subject"] = NfcCharField(label="Trích yếu", max_length=500, widget=area, initial=document.subject)
        for item in self.kind.editable_fields:
            self.fields[item.key] = _wording_field(item, document.fields.get(item.key))
        self.fields.update(signer_fields(self.kind, document, required=False))

    def changes(self) -> dict[str, Any]:
        """What `edit_draft` takes: lists where the kind has lists."""
        out = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for item in self.kind.editable_fields:
            if item.widget in _SPLITS:
                out[item.key] = _SPLITS[item.widget].split(out[item.key])
        return out


def _wording_field(item: EditableField, value: Any) -> forms.Field:
    lines = [value] if isinstance(value, str) else list(value or ())
    common: dict[str, Any] = {
        "label": item.label,
        "help_text": f"{item.help} {_OF_A_TABLE}".strip() if any(TABLE_MARK in line for line in lines) else item.help,
        "required": False,
        "max_length": item.max_length,
    }
    if item.widget is Widget.LINE:
        return NfcCharField(initial=value, **common)
    if item.widget is Widget.CHOICE:
        return forms.ChoiceField(
            label=item.label, help_text=item.help, choices=item.choices, initial=value, required=False
        )
    text = _BETWEEN_ITEMS[item.widget].join(lines)
    rows = min(24, max(3, 1 + sum(1 + len(line) // 78 for line in text.split("\n"))))
    return NfcCharField(initial=text, widget=forms.Textarea(attrs={"rows": rows}), **common)


def signer_fields(kind: DocumentKind, document: Document, *, required: bool) -> dict[str, forms.Field]:
    """Who signs. Nothing where a kind has no signer of its own."""
    if not kind.needs_signer:
        return {}
    choices = [(form, SIGNING_FORM_LABELS[form]) for form in kind.signing_forms]
    return {
        "signing_form": forms.ChoiceField(
            label="Thể thức ký", choices=choices, initial=document.signing_form, required=required
        ),
        "signer_name": NfcCharField(
            label="Họ và tên người ký", max_length=50, initial=document.signer_name, required=required,
            help_text="Không ghi học hàm, học vị.", error_messages={"required": "Nhập họ và tên người ký."},
        ),
        "signer_position": NfcCharField(
            label="Chức vụ người ký", max_length=100, initial=document.signer_position, required=False
        ),
    }  # fmt: skip


class IssueForm(VersionedForm):
    """The last questions before a document is issued for ever."""

    def __init__(
        self, *args: Any, document: Document, next_number: int, leader: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, document=document, **kwargs)
        self.fields["issued_on"] = VnDateField(
            label="Ngày ban hành", initial=today(), error_messages={"required": "Nhập ngày ban hành."}
        )
        self.fields["number"] = VnIntegerField(
            label="Số văn bản", required=False, min_value=1, max_value=99_999,
            help_text=f"Để trống: hệ thống lấy số tiếp theo của sổ, hiện là {next_number:02d}/{document.symbol}.",
        )  # fmt: skip
        self.fields.update(signer_fields(self.kind, document, required=True))
        for name, value in (proposed_signer(document, leader) if leader else {}).items():
            self.fields[name].initial = value

    def clean_issued_on(self) -> dt.date:
        """Not after today, not before what the paper rests on."""
        day: dt.date = self.cleaned_data["issued_on"]
        if sentence := wrong_day(self.document, day):
            raise forms.ValidationError(sentence)
        return day

    def clean(self) -> dict[str, Any]:
        """A number typed by hand is one that nobody used in the year of that day."""
        data: dict[str, Any] = super().clean() or {}
        day, wanted = data.get("issued_on"), data.get("number")
        if day and wanted and (sentence := number_used(self.document, day.year, wanted)):
            self.add_error("number", sentence)
        return data

    def issue_data(self) -> dict[str, Any]:
        """The arguments of `issue_document`."""
        names = ("issued_on", "number", "signer_name", "signer_position", "signing_form")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class SignedCopyForm(PortalForm):
    """A signed copy: the file and what it is."""

    kind = forms.ChoiceField(
        label="Bản nộp là",
        choices=CopyKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn bản ký số hay bản quét."},
    )
    file = forms.FileField(
        label="Tệp PDF", help_text="PDF, tối đa 20 MB.", error_messages={"required": "Chọn tệp PDF của bản đã ký."},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )  # fmt: skip


class RecallForm(VersionedForm):
    """Why a document is recalled."""

    reason = NfcCharField(
        label="Lý do thu hồi", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000,
        error_messages={"required": "Nhập lý do thu hồi."},
    )  # fmt: skip


class ReplaceForm(VersionedForm):
    """Which issued document takes this one's place."""

    def __init__(self, *args: Any, document: Document, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, document=document, **kwargs)
        self.fields["replaced_by"] = forms.ModelChoiceField(
            candidates, label="Văn bản thay thế", empty_label="Chọn văn bản đã ban hành",
            error_messages={"required": "Chọn văn bản thay thế.", "invalid_choice": "Chọn văn bản trong danh sách."},
        )  # fmt: skip
