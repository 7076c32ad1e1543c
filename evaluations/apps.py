"""Councils, sessions, score sheets, results."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """App settings."""

    name = "evaluations"
    verbose_name = "Hội đồng, đánh giá"
