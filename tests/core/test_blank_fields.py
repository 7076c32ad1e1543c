"""A field left blank says what to enter or to choose, so that two lines of the summary never read the same."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from core.forms import NfcCharField, PortalForm, VnDateField


class _Form(PortalForm):
    name = NfcCharField(label="Tên sản phẩm")
    group = forms.ChoiceField(label="Ngành, nhóm", choices=[("1", "Một")])
    code = NfcCharField(label="OCOP trước đây")
    day = VnDateField(label="Ngày ký")
    own = NfcCharField(label="Lý do", error_messages={"required": "Nói vì sao."})
    asked = NfcCharField(label="Vì sao trả lại?")
    free = NfcCharField(label="Ghi chú", required=False)


def test_what_is_missing_is_named() -> None:
    form = _Form({})
    form.fields["day"].label = "Ngày ký quyết định"  # a page may name a field for its own case
    errors = {name: words for name, [words] in form.errors.items()}
    assert errors.pop("asked")
    assert errors == {
        "name": "Nhập tên sản phẩm.",
        "group": "Chọn ngành, nhóm.",
        "code": "Nhập OCOP trước đây.",
        "day": "Nhập ngày ký quyết định.",
        "own": "Nói vì sao.",
    }


def test_bounds_and_addresses_are_told_in_the_portals_own_words() -> None:
    class Asked(PortalForm):
        count = forms.IntegerField(min_value=1, max_value=9, label="Số lao động")
        mail = forms.EmailField(label="Thư điện tử")

    assert Asked({"count": "0", "mail": "a@"}).errors == {
        "count": ["Nhập số từ 1 trở lên."],
        "mail": ["Thư điện tử chưa đúng, ví dụ ten@example.vn."],
    }
    assert Asked({"count": "10", "mail": "a@b.vn"}).errors == {"count": ["Nhập số không quá 9."]}


def test_a_bound_is_written_as_people_write_numbers() -> None:
    class Asked(PortalForm):
        orders = forms.IntegerField(max_value=10_000_000)
        share = forms.DecimalField(min_value=Decimal("0.5"))
        year = forms.IntegerField(min_value=2018)

    assert Asked({"orders": "10000001", "share": "0", "year": "1"}).errors == {
        "orders": ["Nhập số không quá 10.000.000."],
        "share": ["Nhập số từ 0,5 trở lên."],
        "year": ["Nhập số từ 2018 trở lên."],
    }
