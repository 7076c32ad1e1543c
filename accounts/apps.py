"""Units, people, seats, sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """App settings."""

    name = "accounts"
    verbose_name = "Tài khoản, đơn vị"
