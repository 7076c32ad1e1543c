"""A Redis cache that may lose everything, itself included."""

from __future__ import annotations

from typing import Any

import redis
import structlog
from django.core.cache.backends.redis import RedisCache

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis away means an empty cache, not an error page."""

    def _try(self, name: str, default: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), name)(*args, **kwargs)
        except (redis.exceptions.RedisError, OSError, ValueError) as error:
            log.warning("cache.unreachable", error=str(error))
            return default

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Value of a key, or the default."""
        return self._try("get", default, key, default, version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        """Store a value if Redis can."""
        self._try("set", None, key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Store a value unless the key exists."""
        return bool(self._try("add", True, key, value, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count up; 1 when nobody counts."""
        return int(self._try("incr", 1, key, delta, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a key."""
        return bool(self._try("delete", False, key, version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Forget several keys."""
        self._try("delete_many", None, keys, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """Values of several keys."""
        return dict(self._try("get_many", {}, keys, version))

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Store several values."""
        return list(self._try("set_many", [], data, *args, **kwargs))

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Prolong a key."""
        return bool(self._try("touch", False, key, *args, **kwargs))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Say whether a key is there."""
        return bool(self._try("has_key", False, key, version))
