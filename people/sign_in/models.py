"""Traces and tools of sign-in: the log that the person sees, and one-time activation codes."""

from __future__ import annotations

import datetime
import secrets
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record

if TYPE_CHECKING:
    from people.user.models import User

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I or O, 1 or 0: nobody mixes them up on paper
CODE_LENGTH = 12  # 32^12 = 2^60 codes, tried at most five times in five minutes
VALID_FOR = datetime.timedelta(days=14)


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Sign-ins."""

    def visible_to(self, user: User) -> Self:
        """Each person sees their own, nobody else's."""
        return self.filter(user=user)


class SignIn(models.Model):
    """Somebody signed in. No address is kept."""

    record = Record(
        data=Data.PROCESS,
        readers="only that person",
        purpose="people notice a sign-in that was not theirs",
        ground=Ground.SECURITY,
        kept=("sign_in_log",),
    )

    class How(models.TextChoices):
        """By which means."""

        PASSWORD = "password", _("with a password")
        SECOND_STEP = "second_step", _("with a password and a code")
        ACTIVATION = "activation", _("with an activation code")
        RESET = "reset", _("with a new password")
        PASSKEY = "passkey", _("with a passkey")
        WORK_ACCOUNT = "work_account", _("with the work account")
        DEMO = "demo", _("from the demo's list")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=12, choices=How.choices)
    browser = models.CharField(max_length=60, blank=True)
    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "pk")
        indexes = [
            models.Index(fields=["user", "-at"], name="sign_ins_of"),
            models.Index(fields=["at"], name="sign_in_at"),
        ]


class Activation(models.Model):
    """A one-time code on a letter, with which a person without e-mail sets the first password.

    One per person: a new letter replaces the old. Only the code's hash is stored.
    """

    record = Record(
        data=Data.PROCESS,
        readers="nobody",
        purpose="people without e-mail get their first password",
        ground=Ground.SECURITY,
        until="it is used, or 14 days have passed (`VALID_FOR`)",
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    @classmethod
    def make(cls, user: User) -> str:
        """A new code for the person, which voids an earlier one. It can be shown only now."""
        code = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
        expires_at = timezone.now() + VALID_FOR
        cls.objects.update_or_create(user=user, defaults={"code_hash": _hash(user, code), "expires_at": expires_at})
        return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))

    @classmethod
    def find(cls, username: str, code: str) -> Activation | None:
        """The activation that this user name and code open, however the code was typed; locked until the commit."""
        found = cls.objects.select_for_update(of=("self",)).select_related("user")
        activation = found.filter(user__username__iexact=username.strip(), user__is_active=True).first()
        if activation is None or activation.expires_at <= timezone.now():
            return None
        return activation if constant_time_compare(activation.code_hash, _hash(activation.user, code)) else None


def _hash(user: User, code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return salted_hmac("people.Activation", f"{user.pk}:{plain}", algorithm="sha256").hexdigest()
