"""Units, people, seats, sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """App settings."""

    name = "accounts"
    verbose_name = "Tài khoản, đơn vị"

    def ready(self) -> None:
        """Listen to signing in and out; know what to ask of an installation."""
        from accounts import checks, signals  # noqa: F401
