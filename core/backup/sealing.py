"""Encryption of backups in the age format, so that a backup opens without this program as well (`age -d -i KEY`).

The server knows the public key alone (BACKUP_RECIPIENT). Whoever gets hold of the server or of the folder cannot read a
backup; the private key is kept where neither is.
"""

from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError
from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519
from pyrage import decrypt as _decrypt
from pyrage import encrypt as _encrypt

Identity = Any  # x25519.Identity


def recipient_of(words: str) -> Any:
    """The public key."""
    try:
        return x25519.Recipient.from_str(words.strip())
    except RecipientError:
        raise CommandError("BACKUP_RECIPIENT is no key. Make one: manage.py backup --make-key FILE") from None


def identity_in(path: Path) -> Identity:
    """The private key in a file as `age-keygen` and `backup --make-key` write it."""
    try:
        lines = path.read_text().split("\n")
        return x25519.Identity.from_str(next(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")))
    except (OSError, StopIteration, UnicodeDecodeError, IdentityError):
        raise CommandError(f"{path} holds no private key (a line that begins with AGE-SECRET-KEY-).") from None


def make_identity(path: Path) -> str:
    """Write a new private key into a new file; returns the public one."""
    identity = x25519.Identity.generate()
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def encrypt(clear: bytes, recipient: str) -> bytes:
    """A small thing, whole."""
    return _encrypt(clear, [recipient_of(recipient)])


def decrypt(sealed: bytes, identity: Identity) -> bytes:
    """The same back."""
    try:
        return _decrypt(sealed, [identity])
    except DecryptError:
        raise CommandError(WRONG_KEY) from None


WRONG_KEY = "The private key does not fit, or the file was changed."


def encrypt_stream(clear: Any, sealed: Any, recipient: str) -> None:
    """From a reader to a writer, in pieces."""
    encrypt_io(clear, sealed, [recipient_of(recipient)])


def decrypt_stream(sealed: BinaryIO, clear: Any, identity: Identity) -> None:
    """From a reader to a writer, in pieces; a changed piece ends it."""
    try:
        decrypt_io(sealed, clear, [identity])
    except BrokenPipeError:  # the reader has ended, and says why
        raise
    except (DecryptError, OSError):
        raise CommandError(WRONG_KEY) from None
