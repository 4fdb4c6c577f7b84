"""What a phone shows to prove that it has joined: signed, so that a poll needs no session and no query.

Whose (p: a phone, s: a screen of the owner's, which only looks on) · room id (32 hexadecimal digits) · 128 random
bits · signature. The database holds a hash of a phone's random part only.
"""

import functools
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

MESSAGE, SIGNATURE = 65, 32  # characters


@functools.lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"core.rooms.tokens" + secret.encode()).digest()


def _signature(message: str, secret: str) -> str:
    return hmac.digest(_key(secret), message.encode(), "sha256").hex()[:SIGNATURE]


@dataclass(frozen=True)
class Token:
    """A checked token: which room, and the hash that stands for the phone in the database."""

    whose: str
    room: UUID
    nonce: str

    @property
    def phone(self) -> str:
        """The phone in the database."""
        return hashlib.sha256(f"{self.room.hex}{self.nonce}".encode()).hexdigest()

    def hashed(self, purpose: str) -> str:
        """The phone under another name for each purpose: two rows of one phone cannot be put together."""
        return hashlib.sha256(f"{self.room.hex}{self.nonce}{purpose}".encode()).hexdigest()


def make(room: UUID, whose: str = "p") -> str:
    """A new token for this room."""
    message = whose + room.hex + secrets.token_hex(16)
    return message + _signature(message, settings.SECRET_KEY)


def read(text: str | None) -> Token | None:
    """The token if we have made it, otherwise None."""
    if text is None or len(text) != MESSAGE + SIGNATURE or not text.isascii():
        return None
    message, signature = text[:MESSAGE], text[MESSAGE:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(_signature(message, secret), signature):
            return Token(message[0], UUID(hex=message[1:33]), message[33:])
    return None
