"""Wiring of the portal: settings, addresses, background work. Nothing of the domain lives here."""

from ocop_portal.celery import app as celery_app

__all__ = ["celery_app"]
