"""Inspection plans, visits, findings, follow-up, revocation."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """App settings."""

    name = "inspections"
    verbose_name = "Kiểm tra, giám sát"
