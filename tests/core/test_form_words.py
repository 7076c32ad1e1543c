"""What the framework says of a wrong value is told in the portal's words; a broken rule never by its English name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.forms import PortalForm, PortalModelForm, VnDecimalField, VnIntegerField, vn_formfield
from evaluations.forms import AppraisalForm
from evaluations.models import Appraisal
from inspections.forms import PlanForm
from inspections.models import InspectionPlan
from products.models import Product, ProductSales
from products.record_forms import SalesForm
from promotion.models import ShownProduct

DATES = "Ngày kết thúc phải từ ngày bắt đầu trở đi."


class _Numbers(PortalForm):
    count = VnIntegerField(required=False)
    share = VnDecimalField(max_digits=5, decimal_places=2, required=False)
    few = VnDecimalField(max_digits=5, required=False)
    code = forms.SlugField(required=False)
    own = forms.IntegerField(required=False, error_messages={"invalid": "Nhập số người."})


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("count", "mười", "Nhập số nguyên."),
        ("few", "1234567", "Nhập tối đa 5 chữ số."),
        ("share", "1,125", "Nhập tối đa 2 chữ số sau dấu phẩy."),
        ("share", "1234,5", "Nhập tối đa 3 chữ số trước dấu phẩy."),
        ("code", "ghế ngồi", "Mã chỉ gồm chữ không dấu, số, gạch nối."),
        ("own", "x", "Nhập số người."),
    ],
)
def test_a_wrong_number_or_code_is_told_in_plain_words(field: str, typed: str, sentence: str) -> None:
    assert _Numbers({field: typed}).errors == {field: [sentence]}


def _plan(**typed: str) -> dict[str, list[str]]:
    data = {"name": "Kế hoạch", "year": "2026", "from_on": "1/7/2026", "to_on": "31/12/2026", "wanted": "20"}
    return PlanForm({**data, **typed}, instance=InspectionPlan()).errors


@pytest.mark.django_db
def test_the_columns_own_bounds_are_told_so_too() -> None:
    assert _plan(wanted="99999")["wanted"] == ["Nhập số không quá 32.767."]
    assert _plan(wanted="-1")["wanted"] == ["Nhập số từ 0 trở lên."]


@pytest.mark.django_db
def test_dates_in_the_wrong_order_are_said_to_be_so() -> None:
    assert _plan(to_on="30/6/2026") == {"__all__": [DATES]}


class _Price(PortalModelForm):
    class Meta:
        model = Product
        fields = ("price",)
        formfield_callback = vn_formfield


@pytest.mark.django_db
def test_a_negative_price_is_told_beside_the_price() -> None:
    assert _Price({"price": "-5"}, instance=Product()).errors == {"price": ["Giá không được âm."]}


@pytest.mark.django_db
def test_negative_figures_are_told_beside_those_that_are_negative() -> None:
    form = SalesForm({"output": "-1", "output_unit": "kg", "revenue": "-2", "price": "3"}, instance=ProductSales())
    said = ["Số liệu không được âm."]
    assert (form.errors["output"], form.errors["revenue"], "price" in form.errors) == (said, said, False)


@pytest.mark.django_db
def test_suggested_points_have_their_range() -> None:
    form = AppraisalForm({"suggested_points": "101"}, instance=Appraisal())
    assert form.errors["suggested_points"] == ["Điểm đề xuất từ 0 đến 100."]


@pytest.mark.parametrize(
    ("model", "name", "sentence"),
    [
        (Product, "no_such_rule", "Giá trị không hợp lệ. Kiểm tra lại số và ngày đã nhập."),
        (ShownProduct, "shown_product_once", "Đã có mục trùng với nội dung vừa nhập."),
        (ShownProduct, "shown_product_dates_in_order", DATES),
    ],
)
def test_any_other_broken_rule_is_told_in_vietnamese(model: Any, name: str, sentence: str) -> None:
    form_class = forms.modelform_factory(model, form=PortalModelForm, fields=())
    form = form_class({}, instance=model())
    form.cleaned_data, form._errors = {}, forms.utils.ErrorDict()
    form.add_error(None, ValidationError({"__all__": [f"Constraint “{name}” is violated."]}))
    assert form.errors == {"__all__": [sentence]}


def test_dates_of_the_portals_own_sentence_stay() -> None:
    class Asked(PortalForm):
        def clean(self) -> dict[str, Any]:
            raise ValidationError(f"Năm {dt.date(2026, 1, 1).year} đã chốt.")

    assert Asked({}).errors == {"__all__": ["Năm 2026 đã chốt."]}
