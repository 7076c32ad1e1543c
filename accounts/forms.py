"""Forms of sign-in and of one's own account, in Vietnamese."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms

from accounts.models import User
from accounts.passwords import rules_in_words
from core.errors import Denied
from core.forms import PortalModelForm, vn_formfield

REQUIRED = {"required": "Mục này không được để trống."}


def _say(field: forms.Field, label: str, help_text: str = "", **attrs: str) -> None:
    """Give an inherited field its Vietnamese words; allauth's English placeholder goes."""
    field.label, field.help_text = label, help_text
    field.error_messages |= REQUIRED
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignInForm(allauth_forms.LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], "Tên đăng nhập", autocapitalize="none", spellcheck="false")
        _say(self.fields["password"], "Mật khẩu")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], "Mật khẩu hiện tại")
        _say_new_password(self)

    def clean(self) -> dict[str, Any]:
        """A new password must be new."""
        data: dict[str, Any] = forms.Form.clean(self) or {}
        if data.get("password1") and data.get("password1") == data.get("oldpassword"):
            self.add_error("password1", "Mật khẩu mới phải khác mật khẩu hiện tại.")
        return _same_twice(self, data)


class NewPasswordForm(allauth_forms.SetPasswordForm):
    """A first password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)

    def clean(self) -> dict[str, Any]:
        """Both must agree."""
        return _same_twice(self, forms.Form.clean(self) or {})


class ResetPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """A new password after a reset mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)

    def clean(self) -> dict[str, Any]:
        """Both must agree."""
        return _same_twice(self, forms.Form.clean(self) or {})


class AskResetForm(allauth_forms.ResetPasswordForm):
    """The mail address of an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["email"], "Thư điện tử đã đăng ký")
        self.fields["email"].error_messages["invalid"] = "Nhập địa chỉ thư điện tử, ví dụ canbo@ninhbinh.gov.vn."


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], "Mật khẩu")


class _ReadableSecret:
    """Says beside the code when the stored secret cannot be read."""

    def clean_code(self) -> str:
        """Check the code."""
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except Denied as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class SecondFactorForm(_ReadableSecret, mfa_forms.AuthenticateForm):
    """A one-time code or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self.fields["code"],
            "Mã xác thực",
            "6 chữ số trên ứng dụng, hoặc một mã dự phòng.",
            autocomplete="one-time-code",
        )


class SecondFactorAgainForm(_ReadableSecret, mfa_forms.ReauthenticateForm):
    """The same, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self.fields["code"],
            "Mã xác thực",
            "6 chữ số trên ứng dụng, hoặc một mã dự phòng.",
            autocomplete="one-time-code",
        )


class ActivateTotpForm(totp_forms.ActivateTOTPForm):
    """The first code proves that the phone has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], "Mã 6 chữ số trên ứng dụng", inputmode="numeric", autocomplete="one-time-code")


class ProfileForm(PortalModelForm):
    """How to reach the person."""

    class Meta:
        model = User
        fields = ["email", "phone"]
        formfield_callback = vn_formfield


def _say_new_password(form: forms.Form) -> None:
    _say(form.fields["password1"], "Mật khẩu mới", rules_in_words(), autocomplete="new-password")
    _say(form.fields["password2"], "Nhập lại mật khẩu mới", autocomplete="new-password")


def _same_twice(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
        form.add_error("password2", "Hai lần nhập không giống nhau.")
    return data
