"""Forms of the guided import: the file, and which column is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from core.formats import today
from core.forms import PortalForm
from products.actions.imports import mapping_problem
from products.enums import ImportMode
from products.imports.headings import Column, Spec
from products.imports.kinds import specs_of

YEARS_BACK = 4
_UNITS = {"": "Theo tiêu đề cột", "1": "đồng", "1000": "nghìn đồng", "1000000": "triệu đồng", "1000000000": "tỷ đồng"}


class UploadForm(PortalForm):
    """The workbook."""

    file = forms.FileField(
        label="Bảng tính",
        help_text="Tệp Excel (.xlsx, .xls) hoặc CSV. Dòng tiêu đề nằm ở dòng nào cũng được; các ô gộp, dòng nhóm đều đọc được.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


class SheetForm(PortalForm):
    """Which sheet, and where its headings are."""

    sheet = forms.ChoiceField(label="Trang tính")
    heading_row = forms.IntegerField(label="Dòng tiêu đề", min_value=1, max_value=20_000)
    heading_depth = forms.TypedChoiceField(label="Tiêu đề gồm", choices=((1, "1 dòng"), (2, "2 dòng")), coerce=int)

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]


class ColumnsForm(PortalForm):
    """One select a column of the sheet, and how cells are read."""

    fill_down = forms.BooleanField(
        label="Ô trống lấy theo dòng trên (chủ thể, địa chỉ, quyết định chỉ ghi một lần cho nhiều dòng)", required=False
    )
    money_unit = forms.ChoiceField(label="Số tiền trong bảng tính bằng", choices=tuple(_UNITS.items()), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.columns = kind, columns
        self.specs = {spec.key: spec for spec in specs_of(kind)}
        choices = self._choices()
        for column in columns:
            label = column.heading or f"Cột {column_letter(column.index)}"
            field = forms.ChoiceField(label=f"Nội dung của cột “{label}”", choices=choices, required=False)
            field.initial = code_of(column)
            self.fields[f"cot_{column.index}"] = field

    def _choices(self) -> list[tuple[str, str]]:
        years = {column.year for column in self.columns if column.year}
        years |= set(range(today().year - YEARS_BACK, today().year + 1))
        found = [("", "Bỏ qua cột này")]
        for spec in self.specs.values():
            found.append((spec.key, _plain_label(spec)))
            if spec.yearly:
                found += [(f"{spec.key}:{year}", f"{spec.label} {year}") for year in sorted(years, reverse=True)]
        return found

    def chosen(self) -> list[Column]:
        """The columns as chosen."""
        unit = self.cleaned_data.get("money_unit")
        found = []
        for column in self.columns:
            key, _, year = self.cleaned_data.get(f"cot_{column.index}", "").partition(":")
            spec = self.specs.get(key)
            factor = (int(unit) if unit else column.factor) if spec is not None and spec.money else 1
            found.append(replace(column, field=key, year=int(year) if year else None, factor=factor))
        return found

    def clean(self) -> dict[str, Any]:
        """Each field once, none that is needed missing."""
        data = super().clean() or {}
        problem = mapping_problem(self.kind, self.chosen()) if not self.errors else ""
        if problem:
            raise forms.ValidationError(problem)
        return data


class ConfirmForm(PortalForm):
    """All rows or the valid ones."""

    mode = forms.ChoiceField(label="Cách nhập", choices=ImportMode, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _plain_label(spec: Spec) -> str:
    label = f"{spec.label} (năm theo cột “Năm”)" if spec.yearly and spec.key != "sales_price" else spec.label
    return f"{label} – bắt buộc" if spec.required else label


def code_of(column: Column) -> str:
    """A column's field and year as one choice."""
    return f"{column.field}:{column.year}" if column.year else column.field


def column_letter(index: int) -> str:
    """A, B … AA, as the spreadsheet names its columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
