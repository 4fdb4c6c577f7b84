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


def _keys(request: HttpRequest) -> tuple[str, str]:
    address = hashlib.sha256(str(get_adapter().get_client_ip(request)).encode()).hexdigest()[:32]
    return f"room-guess:{address}", "room-guess:all"


def is_refused(request: HttpRequest) -> bool:
    """Whether this address has to wait, whatever the code."""
    own, everybody = _keys(request)
    counts = cache.get_many([own, everybody])
    most = MOST_UNDER_ATTACK if counts.get(everybody, 0) >= ATTACK else MOST
    return bool(counts.get(own, 0) >= most)


def failed(request: HttpRequest) -> None:
    """A wrong code."""
    for key in _keys(request):
        count_one(key, PERIOD)
