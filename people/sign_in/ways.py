"""By which ways somebody has signed in: allauth's, which it writes down itself, and ours.

allauth has no public name for writing one down. Ours goes along with the sign-in, through a second step too, as one of
the `signal_kwargs` that its adapter hands on, and then stays in the session.
"""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from people.models import User

OWN = "own_way"  # in `signal_kwargs`, and in the session


def own_way(method: str, **more: str) -> dict[str, Any]:
    """A way of ours, as `signal_kwargs` of a sign-in; ``more`` as in allauth's records of that method."""
    return {OWN: {"method": method, **more}}


def keep_own_way(request: HttpRequest, signal_kwargs: dict[str, Any] | None) -> None:
    """Somebody is in: by a way of ours, or by another and so no longer by it."""
    request.session.pop(OWN, None)
    if own := (signal_kwargs or {}).get(OWN):
        request.session[OWN] = own | {"at": time.time()}


def ways_of(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """The steps of this session's sign-in, each with its `method` and when it was, in their order."""
    own = [request.session[OWN]] if OWN in request.session else []
    return sorted([*get_authentication_records(request, user), *own], key=lambda way: way["at"])
