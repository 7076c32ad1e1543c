"""Addresses of sign-in: django-allauth's views under Vietnamese paths. Its names carry no prefix; it reverses them."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from django.urls import path, re_path
from django.views.generic import RedirectView

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-nhap/ma-xac-thuc/", mfa.authenticate, name="mfa_authenticate"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("dang-nhap/tam-dung/", account.account_inactive, name="account_inactive"),
    path("mat-khau/doi/", account.password_change, name="account_change_password"),
    path("mat-khau/nhap-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/quen/", account.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    path("mat-khau/dat-lai/xong/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("bao-mat/xac-thuc/", RedirectView.as_view(pattern_name="accounts:security"), name="mfa_index"),
    path("bao-mat/xac-thuc/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("bao-mat/xac-thuc/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("bao-mat/xac-thuc/nhap-lai/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bao-mat/ma-du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("bao-mat/ma-du-phong/tao-moi/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("bao-mat/ma-du-phong/tai-ve/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("bao-mat/phien/", usersessions.list_usersessions, name="usersessions_list"),
]
