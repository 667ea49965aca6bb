"""A Redis cache that never takes the site down with it."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class PatientRedisCache(RedisCache):
    """Django's Redis cache, except that an unreachable server counts as an empty cache.

    Rate limits then let requests through for as long as the server is away: an outage of the cache
    should not lock every learner out. Each failure is logged.
    """

    def _attempt(self, call: Callable[..., Any], *args: Any, fallback: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except (RedisError, OSError) as error:
            logger.warning("cache unreachable: %s", error)
            return fallback

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().add, key, value, *args, **kwargs, fallback=True))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._attempt(super().get, key, default, version, fallback=default)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._attempt(super().set, key, value, *args, **kwargs, fallback=None)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().touch, key, *args, **kwargs, fallback=False))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._attempt(super().delete, key, version, fallback=False))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return dict(self._attempt(super().get_many, keys, version, fallback={}))

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return list(self._attempt(super().set_many, data, *args, **kwargs, fallback=list(data)))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._attempt(super().delete_many, keys, version, fallback=None)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._attempt(super().has_key, key, version, fallback=False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._attempt(super().incr, key, delta, version, fallback=delta))

    def clear(self) -> None:
        self._attempt(super().clear, fallback=None)
