"""Whom a provider has just named, kept in the session until the person has said that it is theirs."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest

from people.work_account.providers import Provider, find_provider

KEY = "work_account_found"
LIVES = 600  # seconds


@dataclass(frozen=True)
class Found:
    """An account at a provider that nobody here has said to be theirs."""

    provider_id: str
    uid: str
    name: str  # as its owner knows it; shown once and not stored beyond the session
    at: float

    @property
    def provider(self) -> Provider | None:
        """Where it was found, unless it has been taken out of the settings meanwhile."""
        return find_provider(self.provider_id)


def keep(request: HttpRequest, account: SocialAccount, name: str) -> None:
    """For the next ten minutes of this session."""
    request.session[KEY] = asdict(Found(account.provider, account.uid, name, time.time()))


def kept(request: HttpRequest) -> Found | None:
    """What this session has found lately."""
    found = Found(**request.session[KEY]) if KEY in request.session else None
    return found if found and found.provider and time.time() - found.at < LIVES else None


def forget(request: HttpRequest) -> None:
    """It has been linked, or refused."""
    request.session.pop(KEY, None)
