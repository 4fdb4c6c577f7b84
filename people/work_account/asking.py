"""Asking a provider over the network: for a bounded time, a bounded answer, and never by more than a few at once.

A sign-in waits for somebody else's server here. So that a slow one stops only sign-ins through itself, the question is
asked by a thread of its own, at most `AT_ONCE` wait in a process, and a provider that has just failed is not asked
again for a few seconds. What it says of itself and its keys are kept for ten minutes, so that most sign-ins ask once.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

from people.work_account.providers import Provider

log = logging.getLogger("work_account")
PATIENCE = 6  # seconds for a whole answer
SOCKET = 3, 4  # seconds to connect, and between two pieces
AT_ONCE = 2  # of a process: its other threads serve everybody else
TURN = 1  # second to wait for one's turn
REST = 15  # seconds in which a provider that gave no answer is not asked again
KEPT = 600  # seconds for metadata and keys
KEYS_AGAIN = 30  # seconds: how often an unknown key makes us look for new ones
LARGEST = 300_000  # bytes of an answer
LOCAL = {"localhost", "127.0.0.1", "::1"}

_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="work-account")
_turns = threading.BoundedSemaphore(AT_ONCE)
_kept: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
_resting: dict[str, float] = {}  # issuer → until when


class Trouble(OAuth2Error):
    """Why a sign-in through a provider did not come about; `kind` chooses what the person is told."""

    DOWN, BUSY, NONSENSE, STALE, REFUSED, CLOCK, SETTINGS = (
        *("down", "busy", "nonsense", "stale", "refused", "clock", "settings"),
    )

    def __init__(self, kind: str, why: str = "") -> None:
        """``why`` is for the log: words of ours, nothing that the provider or a person has written."""
        super().__init__(kind)
        self.kind, self.why = kind, why


def forget() -> None:
    """What is kept of providers, for tests and for `doctor`."""
    _kept.clear()
    _resting.clear()


def ask(provider: Provider, url: str, *, form: dict[str, str] | None = None, basic: bool = False) -> dict[str, Any]:
    """The JSON object that the provider answers with. With a form it is posted, as the client or with its password."""
    if not is_safe(url):
        raise Trouble(Trouble.NONSENSE, "an address of the provider is not https")
    if _resting.get(provider.issuer, 0) > time.monotonic():
        raise Trouble(Trouble.DOWN, "it gave no answer a moment ago")
    with _turn():
        question = _pool.submit(_fetch, url, form, (provider.client_id, provider.secret) if basic else None)
        try:
            status, answer = question.result(timeout=PATIENCE)
        except (Late, requests.RequestException) as error:
            question.cancel()
            _resting[provider.issuer] = time.monotonic() + REST
            raise Trouble(Trouble.DOWN, type(error).__name__) from None
    if status >= 500:
        _resting[provider.issuer] = time.monotonic() + REST
        raise Trouble(Trouble.DOWN, f"status {status}")
    if not isinstance(answer, dict):
        raise Trouble(Trouble.NONSENSE, f"status {status}, no JSON object")
    if status >= 400:
        refused = answer.get("error")
        if refused == "invalid_grant":
            raise Trouble(Trouble.STALE, "the code was used or is too old")
        raise Trouble(Trouble.SETTINGS, f"status {status}; client, secret or redirect address do not fit")
    if status >= 300:
        raise Trouble(Trouble.NONSENSE, f"status {status}")
    return answer


def is_safe(url: object) -> bool:
    """Only over TLS; a provider on this machine itself needs none."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


def metadata(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself, with the addresses that a sign-in needs."""

    def read() -> dict[str, Any]:
        found = ask(provider, provider.metadata_url)
        if str(found.get("issuer", "")).rstrip("/") != provider.issuer:
            raise Trouble(Trouble.SETTINGS, "its metadata names another issuer than the setting")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_safe(found.get(name)):
                raise Trouble(Trouble.NONSENSE, f"its metadata has no usable {name}")
        return found

    return _keep(provider, "metadata", KEPT, read)


@dataclass(frozen=True)
class Seen:
    """How a provider answered."""

    seconds: float
    offers_sign_out: bool


def look(provider: Provider) -> Seen:
    """Ask anew for what it says of itself and for its keys; raises Trouble."""
    forget()
    began = time.monotonic()
    found = metadata(provider)
    _keys(provider, KEPT)
    return Seen(time.monotonic() - began, is_safe(found.get("end_session_endpoint")))


def key_of(provider: Provider, key_id: str | None) -> jwt.PyJWK:
    """The provider's key of this name; an unknown one may be new, so the keys are looked at once more."""
    for lifetime in (KEPT, KEYS_AGAIN):
        keys = _keys(provider, lifetime)
        if key_id is None and len(keys) == 1:
            return keys[0]
        for key in keys:
            if key.key_id == key_id:
                return key
    raise Trouble(Trouble.NONSENSE, "signed with a key that is not among the provider's")


def _keys(provider: Provider, lifetime: float) -> list[jwt.PyJWK]:
    found = _keep(provider, "keys", lifetime, lambda: ask(provider, metadata(provider)["jwks_uri"]))
    try:
        return [key for key in jwt.PyJWKSet.from_dict(found).keys if key.public_key_use in (None, "sig")]
    except (jwt.PyJWTError, TypeError, ValueError, AttributeError):
        raise Trouble(Trouble.NONSENSE, "its keys cannot be read") from None


def _keep(provider: Provider, what: str, lifetime: float, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    at, found = _kept.get((provider.issuer, what), (0.0, {}))
    if not found or time.monotonic() - at > lifetime:
        found = read()
        _kept[provider.issuer, what] = time.monotonic(), found
    return found


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=TURN):
        raise Trouble(Trouble.BUSY, "others are waiting for the provider")
    try:
        yield
    finally:
        _turns.release()


def _fetch(url: str, form: dict[str, str] | None, basic: tuple[str, str] | None) -> tuple[int, Any]:
    """Status and JSON of an answer, None where it is none. No redirect is followed."""
    with requests.Session() as session:
        session.max_redirects = 0
        answer = session.request(
            "POST" if form else "GET",
            url,
            data=form,
            auth=basic,
            headers={"Accept": "application/json"},
            timeout=SOCKET,
            allow_redirects=False,
            stream=True,
        )
        with answer:
            body = b""
            for piece in answer.iter_content(8192):
                body += piece
                if len(body) > LARGEST:
                    return answer.status_code, None
            try:
                return answer.status_code, requests.compat.json.loads(body)
            except (ValueError, RecursionError):
                return answer.status_code, None
