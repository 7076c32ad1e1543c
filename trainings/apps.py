"""Training classes, participants, attendance."""

from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    """App settings."""

    name = "trainings"
    verbose_name = "Tập huấn"
