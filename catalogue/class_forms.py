"""What an anonymous phone brings to a class: a registration, a code at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.enums import UnitLevel
from accounts.models import Unit
from core.formats import today
from core.forms import NfcCharField, PortalForm, PortalModelForm, vn_formfield
from products.enums import Gender
from products.formats import clean_phone, clean_tax_code
from trainings.candidates import units_within
from trainings.enums import Grade
from trainings.models import Feedback, TrainingClass


def _in_form(clean: Callable[[str], str], text: str) -> str:
    """The one form of a number; the sentence of its refusal beside the field."""
    try:
        return clean(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class RegistrationForm(PortalForm):
    """The few things that a class must know of somebody."""

    name = NfcCharField(label="Họ và tên", max_length=100)
    organisation = NfcCharField(
        label="Cơ sở, hợp tác xã, doanh nghiệp, hộ sản xuất",
        max_length=250,
        help_text="Tên nơi bạn sản xuất, làm việc.",
    )
    position = NfcCharField(label="Chức vụ", max_length=150, required=False)
    phone = NfcCharField(label="Điện thoại", max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Xã, phường, thị trấn", required=False, empty_label="Chọn xã"
    )
    tax_code = NfcCharField(
        label="Mã số thuế", max_length=20, required=False, help_text="Nếu có, để nối với hồ sơ của chủ thể."
    )
    email = forms.EmailField(
        label="Thư điện tử", required=False, help_text="Lớp đã đủ chỗ thì khi có chỗ, thư báo được gửi tới đây."
    )
    gender = forms.ChoiceField(label="Giới tính", required=False, choices=[("", "Không ghi"), *Gender.choices])
    consent = forms.BooleanField(
        label="Tôi đồng ý để đơn vị tổ chức dùng thông tin trên cho lớp này, điểm danh, cấp giấy chứng nhận và báo cáo.",
        error_messages={"required": "Đánh dấu đồng ý để đăng ký."},
    )

    def __init__(self, *args: Any, training: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = Unit.objects.on(today()).filter(level=UnitLevel.COMMUNE).select_related("parent")
        reach = units_within(training.unit)
        if reach is not None:
            communes = communes.filter(pk__in=reach)
        field: Any = self.fields["unit"]
        field.queryset = communes.order_by("parent__name_sort", "name_sort")
        field.label_from_instance = lambda unit: unit.path_name[:1].upper() + unit.path_name[1:]

    def clean_phone(self) -> str:
        """Digits only."""
        return _in_form(clean_phone, self.cleaned_data["phone"])

    def clean_tax_code(self) -> str:
        """As the register writes it."""
        return _in_form(clean_tax_code, self.cleaned_data.get("tax_code") or "")

    def person(self) -> dict[str, Any]:
        """The participant's own columns."""
        names = ("name", "organisation", "position", "phone", "unit", "email", "gender")
        return {name: self.cleaned_data[name] for name in names}


class DoorForm(PortalForm):
    """Who am I: the telephone number of the registration, or the code on the card."""

    who = NfcCharField(
        label="Số điện thoại đã đăng ký hoặc mã học viên",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "characters"}),
    )


class FeedbackForm(PortalModelForm):
    """Four questions and a word."""

    class Meta:
        model = Feedback
        fields = ["content", "lecturers", "organisation", "usefulness", "comment"]
        formfield_callback = vn_formfield
        labels = {
            "content": "Nội dung của lớp", "lecturers": "Giảng viên", "organisation": "Việc tổ chức lớp",
            "usefulness": "Áp dụng được vào công việc, sản xuất",
        }  # fmt: skip
        widgets = dict.fromkeys(("content", "lecturers", "organisation", "usefulness"), forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("content", "lecturers", "organisation", "usefulness"):
            field: Any = self.fields[name]
            field.choices = Grade.choices
            field.error_messages = {"required": f"Chọn một mức cho câu “{field.label}”."}

    def _post_clean(self) -> None:
        """The action checks the row once it has its class."""


class VisitorFeedbackForm(FeedbackForm):
    """The same from the class's own code: who answers is asked too, so that each answers once, and is not kept."""

    who = DoorForm.base_fields["who"]
    field_order = ["who"]

    def changes(self) -> dict[str, Any]:
        """The answers alone."""
        return {name: value for name, value in super().changes().items() if name != "who"}
