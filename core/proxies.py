"""How many proxies stand in front, as the server sees it: `check --deploy` asks, a signed question, at SITE_URL.

The limits of sign-in count people's addresses, and find them in X-Forwarded-For by the number of proxies (PROXIES). No
setting can know the number; a request that goes the way of people's does.
"""

import urllib.request

from django.core import signing
from django.http import HttpRequest

QUESTION, SEEN = "X-Proxies-Asked", "X-Proxies-Seen"
SALT, LIVES = "core.proxies", 60  # seconds
PATIENCE = 5  # seconds


def addresses_in(request: HttpRequest) -> int:
    """How many addresses X-Forwarded-For has."""
    return len([each for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()])


def is_asked(request: HttpRequest) -> bool:
    """Whether this is our own question: nobody else learns what stands in front."""
    try:
        return bool(signing.loads(request.headers.get(QUESTION, ""), salt=SALT, max_age=LIVES))
    except signing.BadSignature:
        return False


def ask(site: str) -> int | None:
    """What the server at this address sees; None when it does not answer."""
    question = urllib.request.Request(f"{site}/healthz", headers={QUESTION: signing.dumps(True, salt=SALT)})  # noqa: S310
    try:
        with urllib.request.urlopen(question, timeout=PATIENCE) as answer:  # noqa: S310 (our own SITE_URL)
            return int(answer.headers[SEEN])
    except (OSError, TypeError, ValueError):
        return None
