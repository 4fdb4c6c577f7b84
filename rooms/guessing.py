"""Somebody who tries codes is slowed down, by address and altogether; a right code gets the same refusal then.

Only wrong codes count, so a hall full of phones behind one address joins without a hitch. When wrong codes pour in from
everywhere, an address that has sent some has to wait; one that has not still gets in. Counted among the limits
(core/limits.py), under a hash of the address.
"""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from core.limits import count_one

PERIOD = 300  # seconds
MOST, MOST_UNDER_ATTACK = 60, 3  # wrong codes of one address
ATTACK = 2000  # wrong codes of all
ROOM = "room-guess"


def _keys(request: HttpRequest, what: str) -> tuple[str, str]:
    address = hashlib.sha256(str(get_adapter().get_client_ip(request)).encode()).hexdigest()[:32]
    return f"{what}:{address}", f"{what}:all"


def is_refused(request: HttpRequest, what: str = ROOM) -> bool:
    """Whether this address has to wait, whatever the code. ``what`` is guessed: each has counters of its own."""
    own, everybody = _keys(request, what)
    counts = cache.get_many([own, everybody])
    most = MOST_UNDER_ATTACK if counts.get(everybody, 0) >= ATTACK else MOST
    return bool(counts.get(own, 0) >= most)


def failed(request: HttpRequest, what: str = ROOM) -> None:
    """A wrong code."""
    for key in _keys(request, what):
        count_one(key, PERIOD)
