"""The ground floor."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Loads every app's menu entries, search providers and jobs once the apps are ready."""

    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Import the modules in which apps register themselves."""
        from django.db.models.signals import post_delete, post_save

        from core import ordered_days, workdays
        from core.models import CalendarDay

        workdays.read_orders_from(ordered_days.ordered_days)
        for signal in (post_save, post_delete):
            signal.connect(ordered_days.forget, sender=CalendarDay, dispatch_uid="core.ordered_days")
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
            "audit_words",
            "dossier_links",
        )
