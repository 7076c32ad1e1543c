"""What a browser brings for a new wording of the sales points' criteria."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from core.formats import today
from core.forms import NfcCharField, PortalForm, VnDateField
from promotion.checklist import Checklist
from promotion.models.criteria import DecidedBy


class CriteriaForm(PortalForm):
    """The head of a wording."""

    title = NfcCharField(label="Tên bộ tiêu chí", max_length=250)
    basis = NfcCharField(
        label="Căn cứ",
        max_length=250,
        help_text="Được dẫn trong quyết định công nhận, ví dụ: Quyết định số … ngày … của …",
    )
    in_force_from = VnDateField(label="Áp dụng từ ngày", help_text="Hồ sơ lập trước ngày này vẫn theo bộ tiêu chí cũ.")
    decided_by = forms.ChoiceField(label="Cơ quan quyết định công nhận trên cổng", choices=DecidedBy.choices)
    asked_body = NfcCharField(
        label="Cơ quan được đề nghị khi nơi khác quyết định", max_length=200, required=False,
        help_text="Nhận công văn đề nghị công nhận, ví dụ: Sở Công Thương.",
    )  # fmt: skip
    provenance = NfcCharField(
        label="Nguồn, phần tự xác định", max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nói rõ lời tiêu chí nào lấy từ văn bản, lời nào do tỉnh tự xác định.",
    )  # fmt: skip

    def clean_in_force_from(self) -> dt.date:
        """From today on: what was applied for keeps its wording."""
        day: dt.date = self.cleaned_data["in_force_from"]
        if day < today():
            raise forms.ValidationError("Ngày áp dụng không thể trước hôm nay.")
        return day


class LineForm(forms.Form):
    """One criterion; emptied, it is left out."""

    group = forms.ChoiceField(label="Nhóm")
    text = NfcCharField(
        label="Nội dung tiêu chí", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    mandatory = forms.BooleanField(label="Bắt buộc", required=False)
    evidence = forms.BooleanField(label="Cần tệp minh chứng", required=False)
    source = NfcCharField(label="Nguồn", max_length=200, required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["group"]
        choice.choices = groups
        for name, field in self.fields.items():
            kind = "form-check-input" if name in {"mandatory", "evidence"} else "form-control"
            field.widget.attrs["class"] = "form-select" if name == "group" else kind


def lines_of(sheet: Checklist) -> list[dict[str, Any]]:
    """The wording as rows of the form."""
    return [
        {"group": group.code, "text": line.text, "mandatory": line.mandatory, "evidence": line.evidence,
         "source": line.source}
        for group in sheet.groups for line in group.criteria
    ]  # fmt: skip


def line_forms(data: Any, sheet: Checklist) -> BaseFormSet[LineForm]:
    """Rows of the wording in force, and some empty ones."""
    groups = [(group.code, group.name) for group in sheet.groups]
    made = formset_factory(LineForm, extra=4, max_num=80, absolute_max=80)
    return made(data, initial=lines_of(sheet), prefix="dong", form_kwargs={"groups": groups})


def groups_from(rows: BaseFormSet[LineForm], sheet: Checklist) -> list[dict[str, Any]]:
    """What the action stores: groups with their criteria, numbered in order."""
    found = []
    for place, group in enumerate(sheet.groups, 1):
        lines = [
            row.cleaned_data for row in rows if row.cleaned_data.get("text") and row.cleaned_data["group"] == group.code
        ]
        criteria = [
            {"code": f"{place}.{number}", "text": line["text"], "mandatory": line["mandatory"],
             "evidence": line["evidence"], "source": line["source"] or "tỉnh tự xác định"}
            for number, line in enumerate(lines, 1)
        ]  # fmt: skip
        if criteria:
            found.append({"code": group.code, "name": group.name, "criteria": criteria})
    return found
