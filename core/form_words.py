"""Sentences of the framework in the portal's own words: bounds, numbers, codes, and rules that the database keeps.

The framework's Vietnamese is clumsy ("Nhập một số tổng thể.") and a broken constraint is told in English with its
name, so a form rewords an error where it is added to it. An error with a sentence of the portal's own stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import (
    DecimalValidator,
    EmailValidator,
    MaxValueValidator,
    MinValueValidator,
    validate_slug,
)
from django.db.models import BaseConstraint, UniqueConstraint

from core.formats import number_vn

_WORDS: dict[int, str] = {
    id(said): words
    for said, words in (
        (MinValueValidator.message, "Nhập số từ {limit} trở lên."),
        (MaxValueValidator.message, "Nhập số không quá {limit}."),
        (EmailValidator.message, "Thư điện tử chưa đúng, ví dụ ten@example.vn."),
        (validate_slug.message, "Mã chỉ gồm chữ không dấu, số, gạch nối."),
        (forms.IntegerField.default_error_messages["invalid"], "Nhập số nguyên."),
        (DecimalValidator.messages["max_digits"], "Nhập tối đa {most} chữ số."),
        (DecimalValidator.messages["max_decimal_places"], "Nhập tối đa {most} chữ số sau dấu phẩy."),
        (DecimalValidator.messages["max_whole_digits"], "Nhập tối đa {most} chữ số trước dấu phẩy."),
    )
}  # by identity: a message of the portal's own, even one that reads the same, is not the framework's

_BROKEN = re.compile(
    re.escape(str(BaseConstraint.default_violation_error_message).replace("%(name)s", "@@")).replace("@@", "(.+)")
)
_RULES: tuple[tuple[str, str], ...] = (
    ("suggested_points_within_hundred", "Điểm đề xuất từ 0 đến 100."),
    ("dates_in_order", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    ("days_in_order", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    ("price_not_negative", "Giá không được âm."),
    ("not_negative", "Số liệu không được âm."),
)
_SOME_RULE = "Giá trị không hợp lệ. Kiểm tra lại số và ngày đã nhập."
_TWICE = "Đã có mục trùng với nội dung vừa nhập."


def _limit(limit: Any) -> str:
    """A bound as people write it; four digits are not grouped, they are mostly a year."""
    return number_vn(limit) if isinstance(limit, int | float | Decimal) and not 1_000 <= limit < 10_000 else str(limit)


def _said(error: ValidationError) -> ValidationError:
    words = _WORDS.get(id(error.message))
    if words is None:
        return error
    params = error.params or {}
    text = words.format(limit=_limit(params.get("limit_value", "")), most=params.get("max", ""))
    return ValidationError(text, code=error.code)


def _rule(name: str, constraint: BaseConstraint | None) -> str:
    if isinstance(constraint, UniqueConstraint):
        return _TWICE
    return next((words for ending, words in _RULES if name.endswith(ending)), _SOME_RULE)


def _at_fault(form: Any, name: str, constraint: BaseConstraint | None) -> list[str | None]:
    """The fields that the sentence plainly means: the negative ones, or the only one the rule speaks of."""
    condition = getattr(constraint, "condition", None)
    named = sorted((getattr(condition, "referenced_base_fields", None) or set()) & set(form.fields))
    if name.endswith("not_negative"):
        values = {field: form.cleaned_data.get(field) for field in named}
        named = [field for field, value in values.items() if isinstance(value, int | Decimal) and value < 0]
    elif len(named) != 1 or isinstance(constraint, UniqueConstraint):
        named = []
    return [*named] or [None]


def reworded(form: Any, field: str | None, error: Any) -> Iterator[tuple[str | None, ValidationError]]:
    """Yield field and error as they are to be added to the form, sentences of the framework in the portal's words."""
    errors = error if isinstance(error, ValidationError) else ValidationError(error)
    if field is None and hasattr(errors, "error_dict"):
        for name, some in errors.error_dict.items():
            for one in some:
                yield from _placed(form, None if name == NON_FIELD_ERRORS else name, one)
    else:
        for one in errors.error_list:
            yield from _placed(form, field, one)


def _placed(form: Any, field: str | None, one: ValidationError) -> Iterator[tuple[str | None, ValidationError]]:
    broken = _BROKEN.fullmatch(str(one.message))
    if broken is None:
        yield field, _said(one)
        return
    name, model = broken[1], getattr(getattr(form, "_meta", None), "model", None)
    constraint = next((rule for rule in model._meta.constraints if rule.name == name), None) if model else None
    for place in _at_fault(form, name, constraint):
        yield place, ValidationError(_rule(name, constraint), code=one.code)
