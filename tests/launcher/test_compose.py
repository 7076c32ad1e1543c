"""docker-compose.yml gives each service the secrets it needs and no other (S38, S42)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.conf import settings

from launcher.config import BASE

VARIABLE = re.compile(r"\$\{([A-Z_0-9]+)(?::[-?][^}]*)?\}")
OWNER, BACKUP = "OCOP_DB_OWNER_PASSWORD", "OCOP_DB_BACKUP_PASSWORD"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((BASE / "docker-compose.yml").read_text())["services"]
# A filled-in .env: every variable is its own name in small letters, so that a secret can be found wherever it goes.
FILE = {name: name.lower() for name in re.findall(r"^([A-Z_0-9]+)=", (BASE / ".env.example").read_text(), re.MULTILINE)}


def environment_of(service: dict[str, Any]) -> dict[str, str]:
    """What a container sees: env_file first, `environment` over it, as Compose does."""
    given = {
        name: VARIABLE.sub(lambda found: FILE.get(found[1], ""), str(value))
        for name, value in service.get("environment", {}).items()
    }
    return (FILE if service.get("env_file") else {}) | given


def knowing(secret: str) -> set[str]:
    """The services in whose environment a secret stands, under whatever name."""
    return {
        name
        for name, service in SERVICES.items()
        if any(secret.lower() in value for value in environment_of(service).values())
    }


def test_only_the_database_and_the_migration_know_the_owner():
    assert knowing(OWNER) == {"postgres", "migrate"}


def test_only_the_database_and_the_backup_know_the_password_of_backups():
    assert knowing(BACKUP) == {"postgres", "backup"}


def test_backups_are_made_only_when_asked_for():
    assert SERVICES["backup"]["profiles"] == ["backup"]
    assert SERVICES["backup"]["restart"] == "no"


@pytest.mark.parametrize("name", ["web", "worker", "jobs", "beat"])
def test_what_runs_the_portal_connects_as_the_app(name):
    assert environment_of(SERVICES[name])["DATABASE_URL"].startswith("postgres://ocop_app:ocop_db_password@")


def test_the_database_counts_as_healthy_only_when_it_answers_on_the_network():
    assert "pg_isready -h 127.0.0.1" in SERVICES["postgres"]["healthcheck"]["test"][1]


def test_every_queue_that_a_task_is_sent_to_has_a_worker():
    served = {
        service["command"][service["command"].index("--queues") + 1]
        for service in SERVICES.values()
        if "worker" in service.get("command", [])
    }
    assert served == {"celery", *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values())}
