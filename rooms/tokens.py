"""What a phone shows to prove that it has joined: signed, so that a poll needs no session and no query.

Whose (p: a phone, s: a screen of the owner's, which only looks on) · room id (32 hexadecimal digits) · 128 random
bits · signature. The database holds a hash of a phone's random part only.
"""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer

SALT = "core.rooms.tokens"  # as it has always been: who is in a room stays in it


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
    return Signer(salt=SALT).sign(whose + room.hex + secrets.token_hex(16))


def read(text: str | None) -> Token | None:
    """The token if we have made it, otherwise None."""
    if text is None or not text.isascii():
        return None
    try:
        message = Signer(salt=SALT).unsign(text)
    except BadSignature:
        return None
    return Token(message[0], UUID(hex=message[1:33]), message[33:])
