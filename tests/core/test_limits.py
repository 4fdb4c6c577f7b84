"""Limits: only time takes them away, and what happens at the same moment counts one by one."""

import datetime
import json
import threading

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.utils import timezone

from core import limits
from core.limits import LimitCache, count_one
from core.models import Limit
from core.retention import drop_expired_limits

pytestmark = pytest.mark.django_db


def expire(seconds: int = 1) -> None:
    """So many seconds go by for every limit."""
    for row in Limit.objects.all():
        Limit.objects.filter(pk=row.pk).update(expires_at=row.expires_at - datetime.timedelta(seconds=seconds))


def test_what_a_cache_does() -> None:
    assert cache.get("a") is None
    assert cache.add("a", [1.5, 2], 60) is True
    assert cache.add("a", [3], 60) is False
    assert cache.get("a") == [1.5, 2]
    cache.set("a", 4, 60)
    assert cache.get_many(["a", "b"]) == {"a": 4}
    assert (cache.incr("a"), cache.incr("a", 2), cache.decr("a")) == (5, 7, 6)
    assert cache.delete("a") is True
    assert cache.delete("a") is False
    with pytest.raises(ValueError, match="no such limit"):
        cache.incr("a")
    with pytest.raises(ValueError, match="every limit ends"):
        cache.set("a", 1, None)


def test_time_is_over() -> None:
    cache.add("a", 1, 60)
    assert cache.touch("a", 90) is True
    expire(61)
    assert cache.get("a") == 1
    expire(30)
    assert (cache.get("a"), cache.touch("a")) == (None, False)
    assert cache.add("a", 2, 60) is True
    assert Limit.objects.count() == 1


def test_the_period_begins_with_the_first() -> None:
    assert [count_one("a", 60), count_one("a", 60)] == [1, 2]
    expire(40)
    assert count_one("a", 60) == 3
    expire(21)
    assert count_one("a", 60) == 1


def test_only_what_has_expired_is_dropped() -> None:
    for number in range(20):
        cache.set(f"old {number}", 1, 30)
        cache.set(f"new {number}", 1, 90)
    expire(31)
    drop_expired_limits.func()
    assert Limit.objects.count() == 20
    assert len(cache.get_many([f"new {number}" for number in range(20)])) == 20


def test_many_rows_push_none_out() -> None:
    cache.set("first", 1, 300)
    later = timezone.now() + datetime.timedelta(minutes=5)
    Limit.objects.bulk_create(Limit(pk=f"{number:064}", value=1, expires_at=later) for number in range(5000))
    cache.set("last", 1, 300)
    drop_expired_limits.func()
    assert cache.get_many(["first", "last"]) == {"first": 1, "last": 1}


def test_no_key_says_what_it_counts() -> None:
    cache.set("allauth:login:ip:10.1.2.3", "aino", 60)
    row = Limit.objects.get()
    assert (len(row.key), json.dumps(row.value)) == (64, '"aino"')
    assert "10.1.2.3" not in row.key


def test_a_count_is_one_indexed_look(django_assert_num_queries) -> None:
    cache.set("a", 1, 60)
    with django_assert_num_queries(1):
        cache.get("a")
    with django_assert_num_queries(1):
        cache.set("a", 2, 60)


# ---- At the same moment, on a database with row locks


def at_once(act, times: int = 16) -> list:
    """What so many threads get that start together."""
    gate, got = threading.Barrier(times), []

    def run() -> None:
        gate.wait()
        try:
            got.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _thread in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


at_the_same_moment = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time"),
]


class Careless(LimitCache):
    """The negative control: Django's own way, which reads and then writes, and a lock that locks nothing."""

    incr = BaseCache.incr

    def add(self, key, value, timeout=300, version=None) -> bool:
        if self.get(key, version=version) is not None:
            return False
        self.set(key, value, timeout, version)
        return True


@pytest.mark.parametrize("careless", [False, True])
class TestAtOnce:
    """Each with its control."""

    pytestmark = at_the_same_moment

    @pytest.fixture(autouse=True)
    def kind(self, careless, monkeypatch):
        if careless:
            store = Careless("", {})
            monkeypatch.setattr(limits, "cache", store)

    def test_every_guess_counts(self, careless) -> None:
        exact = True
        for turn in range(10):
            counted = at_once(lambda turn=turn: count_one(f"guess {turn}", 60))
            exact = exact and sorted(counted) == list(range(1, 17))
        assert exact is not careless

    def test_one_gets_a_new_mark(self, careless) -> None:
        single = True
        for turn in range(10):
            single = single and sum(at_once(lambda turn=turn: limits.cache.add(f"code {turn}", 1, 60))) == 1
        assert single is not careless

    def test_one_gets_an_expired_mark(self, careless) -> None:
        single = True
        for turn in range(10):
            cache.set(f"code {turn}", 1, -1)
            single = single and sum(at_once(lambda turn=turn: limits.cache.add(f"code {turn}", 1, 60))) == 1
        assert single is not careless
