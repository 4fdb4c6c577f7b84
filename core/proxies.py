"""What stands in front, as the server sees it: `check --deploy` asks, a signed question, at SITE_URL.

The limits of sign-in count people's addresses, and find them in X-Forwarded-For by the number of proxies (PROXIES). No
setting can know the number, nor whether X-Forwarded-Proto comes through; a request that goes the way of people's does.
"""

import urllib.error
import urllib.request
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

QUESTION, SEEN, SEEN_SCHEME = "X-Proxies-Asked", "X-Proxies-Seen", "X-Proxies-Scheme"
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


def answer_to(request: HttpRequest) -> dict[str, str]:
    """The headers with which our own question is answered."""
    return {SEEN: str(addresses_in(request)), SEEN_SCHEME: request.scheme or ""}


@dataclass(frozen=True)
class Seen:
    """What the server saw of our question: addresses in X-Forwarded-For, and whether it came over TLS."""

    addresses: int
    scheme: str


def ask(site: str) -> Seen | int | None:
    """What the server at this address sees; the status of an answer that is not ours; None when there is none."""
    question = urllib.request.Request(f"{site}/healthz", headers={QUESTION: signing.dumps(True, salt=SALT)})  # noqa: S310
    try:
        with urllib.request.urlopen(question, timeout=PATIENCE) as answer:  # noqa: S310 (our own SITE_URL)
            return Seen(int(answer.headers[SEEN]), answer.headers[SEEN_SCHEME] or "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (OSError, TypeError, ValueError):
        return None
