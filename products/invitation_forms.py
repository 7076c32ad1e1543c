"""Forms of invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.passwords import rules_in_words
from core.forms import NfcCharField, PortalForm
from products.formats import clean_phone


class InviteForm(PortalForm):
    """Whom to invite."""

    full_name = NfcCharField(
        label="Họ và tên người nhận", max_length=100, help_text="Người sẽ lập, nộp hồ sơ thay mặt chủ thể."
    )
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Liên kết mời được gửi tới đây; sau này cũng nhận tin báo, đặt lại mật khẩu ở địa chỉ này.",
    )
    phone = NfcCharField(label="Điện thoại", max_length=20, required=False)

    def clean_phone(self) -> str:
        """Bring the number to its form."""
        try:
            return clean_phone(self.cleaned_data["phone"])
        except ValueError as error:
            raise ValidationError(str(error)) from None


class AcceptForm(PortalForm):
    """A name to sign in with, and a password twice."""

    username = NfcCharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ htx-vantra.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password1 = forms.CharField(
        label="Mật khẩu", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label="Nhập lại mật khẩu", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = rules_in_words()

    def clean(self) -> dict[str, Any]:
        """Both must agree."""
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", "Hai lần nhập mật khẩu không giống nhau.")
        return data
