"""Addresses of one's own account and of the administrator's pages."""

from django.urls import path

from accounts.views import own

app_name = "accounts"
urlpatterns = [
    path("bao-mat/", own.security, name="security"),
    path("ho-so-ca-nhan/", own.profile, name="profile"),
    path("doi-vai-tro/", own.switch_seat, name="switch_seat"),
]
