"""The ground floor."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Loads every app's menu entries, search providers and jobs once the apps are ready."""

    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Import the modules in which apps register themselves."""
        autodiscover_modules(
            "menu",
            "search",
            "todo",
            "workflow",
            "papers",
            "file_access",
            "jobkinds",
            "indicators",
            "costs",
            "reminders",
        )
