"""Forms of the administrator."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import today
from core.forms import NfcCharField, PortalForm, PortalModelForm, VnDateField, vn_formfield


class UserForm(PortalModelForm):
    """Name, position and addresses of an account."""

    class Meta:
        model = User
        fields = ["full_name", "position", "organisation", "email", "phone"]
        formfield_callback = vn_formfield


class NewUserForm(UserForm):
    """The same with the name for signing in."""

    username = NfcCharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ huyen-yenmo.",
    )
    field_order = ["username", "full_name"]

    def clean_username(self) -> str:
        """Lower case, and free."""
        name = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username=name).exists():
            raise forms.ValidationError("Tên đăng nhập này đã có người dùng.")
        return name


class UnitChoice(forms.ModelChoiceField):
    """A unit in force today, named with its district."""

    def __init__(self, **kwargs: Any) -> None:
        rows = Unit.objects.select_related("parent").order_by("level", "name_sort")
        super().__init__(queryset=rows, empty_label="Chọn đơn vị", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name with the unit above, since two districts may have a commune of the same name."""
        place = f" ({obj.parent.name})" if obj.parent and obj.level == "commune" else ""
        return f"{obj.name}{place}"


class SeatForm(PortalForm):
    """A role at a unit from a day on."""

    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn vai trò"), *Role.choices])
    unit = UnitChoice(label="Đơn vị")
    start = VnDateField(label="Từ ngày")
    end = VnDateField(label="Đến ngày", required=False, help_text="Để trống nếu chưa biết ngày kết thúc.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["unit"]
        chosen.queryset = chosen.queryset.on(today())
        chosen.widget.attrs["data-select"] = ""
        self.fields["start"].initial = today()


class ReasonForm(PortalForm):
    """Why."""

    reason = NfcCharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class EndSeatForm(ReasonForm):
    """The last day of a seat, and why."""

    last = VnDateField(label="Ngày cuối cùng", required=False, help_text="Để trống: hết hiệu lực ngay.")
    field_order = ["last", "reason"]


class SucceedForm(PortalForm):
    """The successors of a unit that ends."""

    on = VnDateField(label="Từ ngày")
    first = UnitChoice(label="Đơn vị kế thừa")
    second = UnitChoice(label="Đơn vị kế thừa thứ hai", required=False)
    source = NfcCharField(label="Căn cứ", max_length=300, help_text="Số, ngày của nghị quyết.")

    def successors(self) -> list[Unit]:
        """The chosen units, the chief one first."""
        return [unit for unit in (self.cleaned_data["first"], self.cleaned_data.get("second")) if unit]


class DayForm(PortalForm):
    """A day on which to look at the units."""

    ngay = VnDateField(label="Vào ngày", required=False)
