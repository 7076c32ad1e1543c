"""Annual plan, targets, tasks, budget, report duties, reports, dashboard."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """App settings."""

    name = "programme"
    verbose_name = "Kế hoạch, báo cáo"
