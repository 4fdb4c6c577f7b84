"""The secrets of the second step, encrypted with the key ring of sealed text, and its codes, which work once."""

import hashlib
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction

from core import sealed

SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
PLACE = "mfa_authenticator:secret"
SECRETS = ("secret", "seed")  # of the app, and of the recovery codes


def encrypt(text: str) -> str:
    """As the database holds it."""
    return sealed.encrypt(text.encode(), PLACE).hex()


def decrypt(stored: str) -> str:
    """The secret, for checking a code."""
    return sealed.decrypt(bytes.fromhex(stored), PLACE).decode()


def use_code(user: UUID, code: str) -> bool:
    """Whether this is the first use of a right code. Of several at the same moment one is.

    allauth marks a code as used for one period, but takes it during as many as the tolerance allows (90 seconds), and
    marks none when the second step is turned on. So each right code is marked here as well, until it has expired.
    """
    plain = "".join(letter for letter in code if letter.isalnum()).lower()
    key = hashlib.sha256(f"{user}:{plain}".encode()).hexdigest()
    return cache.add(f"second-step-code:{key}", True, app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1))


def reseal_second_steps() -> int:
    """Encrypt with the first key what another key holds; returns how many rows changed. Safe to repeat."""
    changed = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=pk)
            old = [
                name for name in SECRETS if name in row.data and not sealed.is_current(bytes.fromhex(row.data[name]))
            ]
            for name in old:
                row.data[name] = encrypt(decrypt(row.data[name]))
            if old:
                row.save(update_fields=["data"])
                changed += 1
    return changed
