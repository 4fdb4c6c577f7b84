"""The directories at which people may sign in, as the environment names them. Nothing is asked of them here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings

from core import organisation


@dataclass(frozen=True)
class Provider:
    """One directory: where it is, who we are there, and what the people call its account."""

    id: str  # stands in addresses and in each link: never changed
    issuer: str
    client_id: str
    secret: str = ""
    title: str = ""
    scope: tuple[str, ...] = ("openid", "profile")
    token_auth: str = ""
    second_step: frozenset[str] = frozenset()
    sign_out: str = "offer"

    @property
    def metadata_url(self) -> str:
        """Where it says of itself what it can (OpenID Connect Discovery)."""
        return f"{self.issuer}/.well-known/openid-configuration"

    def key_of(self, subject: str) -> str:
        """By what one of its people is known here: who issued it and whom it names, never an address.

        The issuer is part of it, so that another directory under the same name inherits nobody. It is a hash, since
        nothing here needs the subject itself, and one may be longer than a column.
        """
        return hashlib.sha256(f"{self.issuer}\n{subject}".encode()).hexdigest()


def providers() -> list[Provider]:
    """All that are set up, in their order."""
    return [
        Provider(
            **each
            | {
                "title": each["title"] or organisation.current().name,
                "scope": tuple(each["scope"]),
                "second_step": frozenset(each["second_step"]),
            }
        )
        for each in settings.WORK_ACCOUNTS
    ]


def find_provider(name: str) -> Provider | None:
    """By its name in the address."""
    return next((each for each in providers() if each.id == name), None)
