"""Is the portal alive, and can it work?"""

from __future__ import annotations

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def _database() -> tuple[bool, bool]:
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        return True, not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False, False


def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations, Redis, both workers and beat; 503 when one is missing. Says nothing else."""
    database, migrations = _database()
    cache.set("alive:redis", "1", 30)
    redis = cache.get("alive:redis") == "1"
    parts = {
        "database": database,
        "migrations": migrations,
        "redis": redis,
        "worker": cache.get("alive:worker") is not None,
        "jobs": cache.get("alive:jobs") is not None,
        "beat": cache.get("alive:beat") is not None,
    }
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
