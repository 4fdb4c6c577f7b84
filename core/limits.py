"""Counters of guesses and marks of used codes: what limits are counted in, which nothing can push out.

allauth counts its limits, and marks the one-time codes that have been used, in Django's default cache. Every cache of
Django's own holds so many rows and throws living ones away when there are more: whoever can make rows can make the
server forget. This one drops only what has expired. Nothing else is kept in it, and it is no cache for pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.records import Data, Ground, Record


class LimitQuerySet(models.QuerySet["Limit"]):
    """Named sets of limits."""

    def live(self) -> LimitQuerySet:
        """Those that still count."""
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> LimitQuerySet:
        """Those that may go."""
        return self.filter(expires_at__lte=timezone.now())


class Limit(models.Model):
    """How often something was tried, or that a code was used. Nobody is named: the key is a keyed hash."""

    record = Record(
        data=Data.PROCESS,
        readers="nobody",
        purpose="nobody guesses their way in",
        ground=Ground.SECURITY,
        until="it expires, within minutes",
    )

    key = models.CharField(primary_key=True, max_length=64)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)
    objects: LimitQuerySet = LimitQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return "limit"


class LimitCache(BaseCache):
    """Django's cache interface to the table. Each method is one statement, or locks the row."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _hashed(self, key: Any, version: int | None) -> str:
        return salted_hmac("core.limits", self.make_key(key, version), algorithm="sha256").hexdigest()

    def _row(self, value: Any, timeout: float | object | None) -> dict[str, Any]:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        if seconds is None:
            raise ValueError("every limit ends")
        return {"value": value, "expires_at": timezone.now() + datetime.timedelta(seconds=seconds)}  # type: ignore[arg-type]

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Write the value unless there is a live one. Of several at the same moment one gets True."""
        pk, row = self._hashed(key, version), self._row(value, timeout)
        if Limit.objects.expired().filter(pk=pk).update(**row):
            return True
        try:
            with transaction.atomic():
                Limit.objects.create(pk=pk, **row)
        except IntegrityError:
            return False
        return True

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The live value."""
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """The live values of these keys, in one query."""
        names = {self._hashed(key, version): key for key in keys}
        rows = Limit.objects.live().filter(pk__in=names).values_list("pk", "value")
        return {names[pk]: value for pk, value in rows}

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Write the value, whatever was there."""
        row = Limit(pk=self._hashed(key, version), **self._row(value, timeout))
        Limit.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["key"], update_fields=["value", "expires_at"]
        )

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a live value live from now on."""
        expires_at = self._row(None, timeout)["expires_at"]
        return bool(Limit.objects.live().filter(pk=self._hashed(key, version)).update(expires_at=expires_at))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count on; several at the same moment count as several. Its end stays. ValueError when there is no number."""
        with transaction.atomic():
            row = Limit.objects.live().select_for_update().filter(pk=self._hashed(key, version)).first()
            if row is None:
                raise ValueError("no such limit")
            row.value += delta
            row.save(update_fields=["value"])
        return int(row.value)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget it."""
        return bool(Limit.objects.filter(pk=self._hashed(key, version)).delete()[0])

    def clear(self) -> None:
        """Forget everything: for tests."""
        Limit.objects.all().delete()


def count_one(key: str, seconds: float) -> int:
    """Count one more of something, and say how many it makes. The first begins a period of so many seconds."""
    while not cache.add(key, 1, seconds):
        try:
            return cache.incr(key)
        except ValueError:  # it has just expired
            continue
    return 1
