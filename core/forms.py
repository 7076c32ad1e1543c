"""Form fields and bases: dates and numbers as Vietnamese officials type them, text in one spelling."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from core.form_words import reworded
from core.formats import VIETNAM, date_vn, number_vn, parse_date, parse_decimal
from core.refusals import meet
from core.text import lower_first, nfc

_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
_HOUR = re.compile(r"(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(?:(\d{1,2})(?:\s*(?:p|phút))?)?)?", re.IGNORECASE)
_MOST_DIGITS = 18  # of a key in the database; Python refuses to read numbers of thousands of digits at all


def whole_number(text: str) -> int | None:
    """A key or a count that a page sends; None for whatever else a browser may send, such as "²"."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """The keys among what a page sends, such as the rows that were ticked."""
    return [number for text in texts if (number := whole_number(text)) is not None]


def posted_version(request: HttpRequest) -> int | None:
    """The version of the row with which the page was opened; None when the page says none."""
    return whole_number(request.POST.get("version", ""))


class NfcCharField(forms.CharField):
    """Text brought to one spelling (NFC, plain spaces) before anything looks at it."""

    def to_python(self, value: Any) -> Any:
        """Normalise."""
        text = super().to_python(value)
        return nfc(text) if isinstance(text, str) else text


class VnDateField(forms.DateField):
    """A date typed as 3/4/2026, 03/04/2026 or 03-04-2026; always 3 April."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("placeholder", "ngày/tháng/năm")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> dt.date | None:
        """Read the day.

        Raises ValidationError with an example.
        """
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return parse_date(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """Show dd/mm/yyyy; what was typed wrongly stays as typed."""
        return date_vn(value) if isinstance(value, dt.date) else value


class VnTimeField(forms.TimeField):
    """An hour typed as 14:00, 9h, 9h30, 9 giờ or 9 giờ 30."""

    widget = forms.TimeInput(format="%H:%M", attrs={"placeholder": "giờ:phút"})
    default_error_messages = {"invalid": "Giờ chưa đúng, ví dụ 14:00."}

    def to_python(self, value: Any) -> dt.time | None:
        """Read the hour.

        Raises ValidationError with an example.
        """
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        match = _HOUR.fullmatch(nfc(str(value)).strip())
        try:
            return dt.time(int(match[1]), int(match[2] or 0)) if match else super().to_python(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class VnDateTimeField(forms.MultiValueField):
    """A day and an hour in Vietnam, in two boxes."""

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            VnDateField(required=False),
            VnTimeField(required=False),
        )
        widget = forms.SplitDateTimeWidget(
            date_attrs={"inputmode": "numeric", "placeholder": "ngày/tháng/năm", "aria-label": "Ngày"},
            time_attrs={"placeholder": "giờ:phút", "aria-label": "Giờ"},
            date_format="%d/%m/%Y",
            time_format="%H:%M",
        )
        kwargs.setdefault("require_all_fields", False)
        super().__init__(fields=fields, widget=widget, **kwargs)

    def compress(self, data_list: list[Any]) -> dt.datetime | None:
        """Join day and hour; the hour may not stand without its day."""
        day, hour = (data_list or [None, None])[:2]
        if not day:
            if hour:
                raise ValidationError("Nhập ngày cùng với giờ.")
            return None
        return dt.datetime.combine(day, hour or dt.time(0, 0), tzinfo=VIETNAM)


class VnDecimalField(forms.DecimalField):
    """A number typed as 1234,5 or 1.234,5; 8.125 is refused because it can be read two ways."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Read the number.

        Raises ValidationError that says how to write it.
        """
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        text = nfc(str(value)).replace(" ", "")
        if self.decimal_places == 0 and _THOUSANDS.fullmatch(text):  # no places: 85.000 can be read one way only
            text = text.replace(".", "")
        try:
            return parse_decimal(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """Show a decimal comma, in a way that is read back; what was typed wrongly stays as typed."""
        if not isinstance(value, Decimal | int | float):
            return value
        text = number_vn(value)
        return text if self.decimal_places == 0 or "," in text else text.replace(".", "")


class VnIntegerField(forms.IntegerField):
    """A whole number typed as 1234 or 1.234."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> int | None:
        """Read the number, with or without dots between thousands."""
        if isinstance(value, str):
            groups = nfc(value).replace(" ", "").split(".")
            if len(groups) > 1 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
                value = "".join(groups)
        return super().to_python(value)


def _portal_helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.attrs = {"novalidate": "novalidate"}
    return helper


_GENERIC = forms.Field.default_error_messages["required"]


class _SpeaksForItself:
    """A field left blank says in its own words what to enter or to choose: the summary lists such sentences together.

    What an action refuses is told here like any other mistake.
    """

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """Write the sentences for labels as they stand by now, clean, and hear whether an action refused."""
        for field in self.fields.values():
            label = str(field.label or "")
            said = field.error_messages.get("required", _GENERIC) != _GENERIC
            if not field.required or said or not label or label.endswith("?") or isinstance(field, forms.BooleanField):
                continue
            verb = "Chọn" if isinstance(field, forms.ChoiceField | forms.FileField) else "Nhập"
            name = label if label[:2].isupper() else lower_first(label)
            field.error_messages["required"] = f"{verb} {name}."
        super().full_clean()  # type: ignore[misc]
        meet(self)  # type: ignore[arg-type]

    def add_error(self, field: str | None, error: Any) -> None:
        """Add the error in the portal's own words."""
        for place, one in reworded(self, field, error):
            super().add_error(place, one)  # type: ignore[misc]


class PortalForm(_SpeaksForItself, forms.Form):
    """Base of plain forms: every text in one spelling, no browser validation, crispy layout without the form tag."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _portal_helper()


def vn_formfield(column: Any, **kwargs: Any) -> Any:
    """`formfield_callback` of model forms: Vietnamese dates, numbers and text for the matching columns."""
    if isinstance(column, models.DecimalField):
        kwargs.setdefault("form_class", VnDecimalField)
        kwargs.pop("widget", None)
    elif isinstance(column, models.DateTimeField):
        kwargs.setdefault("form_class", VnDateTimeField)
    elif isinstance(column, models.DateField):
        kwargs.setdefault("form_class", VnDateField)
    elif isinstance(column, models.TimeField):
        kwargs.setdefault("form_class", VnTimeField)
    elif isinstance(column, models.IntegerField) and not column.choices:
        kwargs.setdefault("form_class", VnIntegerField)
    elif isinstance(column, models.TextField) and not column.choices:
        kwargs.setdefault("form_class", NfcCharField)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    elif isinstance(column, models.URLField):
        kwargs.setdefault("assume_scheme", "https")
    elif type(column) is models.CharField and not column.choices:
        kwargs.setdefault("form_class", NfcCharField)
    return column.formfield(**kwargs)


class PortalModelForm(_SpeaksForItself, forms.ModelForm[Any]):
    """Base of model forms. It never saves by itself: views hand `changes()` and `version` to an action.

    Use `class Meta: formfield_callback = vn_formfield`. The hidden `version` is what the page was opened with.
    """

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _portal_helper()
        stored = getattr(self.instance, "version", None)
        if self.instance.pk is None or stored is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = stored

    def changes(self) -> dict[str, Any]:
        """The cleaned values of the model's own columns, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def opened_version(self) -> int | None:
        """Version of the row when the page was opened."""
        return self.cleaned_data.get("version")

    def _post_clean(self) -> None:
        """Validate a copy: the instance that the page shows must keep what is stored."""
        original = self.instance
        self.instance = type(original)(
            **{column.attname: getattr(original, column.attname) for column in original._meta.concrete_fields}
        )
        self.instance._state = original._state
        super()._post_clean()  # type: ignore[misc]
        self.instance = original
