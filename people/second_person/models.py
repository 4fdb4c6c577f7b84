"""Changes that open a new way into an account: they wait for a second person, and their person is told of them."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record
from core.working_days import working_day_after
from people.sign_in.models import VALID_FOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.user.models import User

ALONE_AFTER = datetime.timedelta(days=7)  # where nobody may be the second person
EARLIER = datetime.timedelta(days=30)  # so long somebody who led a person, and a person's earlier name, still count


class SignInChangeQuerySet(models.QuerySet["SignInChange"]):
    """Named sets of changes."""

    def visible_to(self, user: User) -> Self:
        """Those who keep the register see what waits and what was done; everybody sees what concerns themselves."""
        if user.keeps_register and user.is_active:
            return self
        return self.about(user)

    def about(self, user: User) -> Self:
        """Of the person's own sign-in."""
        return self.filter(person=user)

    def waiting(self) -> Self:
        """Nobody has agreed or refused yet."""
        return self.filter(state=SignInChange.State.WAITING)

    def unseen(self) -> Self:
        """Those of which a notice stands on each page of the person, until they dismiss it."""
        return self.filter(seen_at=None, state__in=[SignInChange.State.WAITING, SignInChange.State.DONE])

    def printable(self) -> Self:
        """Letters that have been agreed to and are not void yet."""
        return self.filter(
            kind=SignInChange.Kind.LETTER,
            state=SignInChange.State.DONE,
            used_at=None,
            settled_at__gt=timezone.now() - VALID_FOR,
        )


class SignInChange(models.Model):
    """Somebody of the register asks for a new way into an account that has been in use, or for the rule itself."""

    record = Record(
        data=Data.DIRECTORY,
        readers="HR and the system administrator, and the person whom it concerns",
        purpose="nobody takes an account over alone",
        ground=Ground.SECURITY,
        kept=("sign_in_change",),  # the latest word on the rule stays for as long as it holds
    )

    class Kind(models.TextChoices):
        """What is asked."""

        RENAMED = "renamed", _("the name")  # done by one, and told: never a way in
        NAMES = "names", _("user name or e-mail address")
        LETTER = "letter", _("a letter with a code for a new password")
        SECOND_STEP = "second_step", _("removing the second step")
        RULE_OFF = "rule_off", _("switching off the rule of a second person")
        RULE_ON = "rule_on", _("switching on the rule of a second person")

    class State(models.TextChoices):
        """Waiting, or what became of it."""

        WAITING = "waiting", _("waits for a second person")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        STOPPED = "stopped", _("stopped by the person")
        WITHDRAWN = "withdrawn", _("taken back by the one who asked")
        VOID = "void", _("void, because something had changed meanwhile")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    username = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    earlier_email = models.EmailField(blank=True)  # where the person was reachable before
    earlier_name = models.CharField(max_length=290, blank=True)  # of a change of the name: all of it, as it was
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)  # of a letter: its person has chosen a password
    objects: SignInChangeQuerySet = SignInChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-asked_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(state="waiting"), name="one_change_waits"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state="waiting", person=None), name="one_change_of_rule_waits"
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None)
                | Q(asked_by=None)
                | ~Q(state="done")
                | ~Q(settled_by=models.F("asked_by")),
                name="nobody_agrees_to_their_own",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="sign_in_changes_of"),
            models.Index(fields=["asked_at"], name="changes_waiting", condition=Q(state="waiting")),
            models.Index(fields=["kind", "-settled_at"], name="word_on_the_rule", condition=Q(person=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def as_shown(self) -> str:
        """The change as a page shows it now, so that what comes after it is not dismissed with it."""
        return f"{self.pk}:{self.state}"

    @property
    def waits(self) -> bool:
        """Nobody has agreed or refused yet."""
        return self.state == self.State.WAITING

    @property
    def concerns_rule(self) -> bool:
        """About the rule, and so about nobody's account."""
        return self.kind in {self.Kind.RULE_OFF, self.Kind.RULE_ON}

    @property
    def letter_from(self) -> datetime.date:
        """The first day on which the letter is printed: the working day after it was asked for."""
        return working_day_after(timezone.localtime(self.asked_at).date())

    @property
    def letter_until(self) -> datetime.datetime:
        """After this the letter can no longer be printed."""
        return (self.settled_at or self.asked_at) + VALID_FOR

    @property
    def can_print(self) -> bool:
        """Agreed to, its day has come, and it is neither used nor void."""
        agreed = self.kind == self.Kind.LETTER and self.state == self.State.DONE and self.used_at is None
        return agreed and self.letter_from <= timezone.localdate() and timezone.now() < self.letter_until

    @classmethod
    def names_lately(cls, changes: Iterable[SignInChange]) -> dict[uuid.UUID | None, list[str]]:
        """Under which names the people of these changes went shortly before: person → names, the latest first.

        Whoever agrees shall not take them for somebody else.
        """
        found: dict[uuid.UUID | None, list[str]] = {None: []}
        asked = {change.person_id: change.asked_at for change in changes}
        rows = cls.objects.filter(person__in=[pk for pk in asked if pk], kind=cls.Kind.RENAMED)
        for row in rows.order_by("-asked_at", "pk"):
            if row.asked_at > asked[row.person_id] - EARLIER:
                found.setdefault(row.person_id, []).append(row.earlier_name)
        return found

    def settle(self, state: State, by: User | None) -> None:
        """The end of waiting: saved. What is done is told to the person anew."""
        self.state, self.settled_by, self.settled_at, self.seen_at = state, by, timezone.now(), None
        self.save(update_fields=["state", "settled_by", "settled_at", "seen_at"])


def rule_holds() -> bool:
    """Whether a second person is asked for: unless two have switched the rule off."""
    rules = [SignInChange.Kind.RULE_OFF, SignInChange.Kind.RULE_ON]
    done = SignInChange.objects.filter(person=None, kind__in=rules, state=SignInChange.State.DONE)
    latest = done.order_by("-settled_at", "pk").first()
    return latest is None or latest.kind == SignInChange.Kind.RULE_ON


class SetUp(models.Model):
    """One person alone has held the key to another's account: added it, printed its first letter, gave it rights.

    Whoever was set up by somebody is no second person for them.
    """

    record = Record(
        data=Data.PROCESS,
        readers="nobody directly",
        purpose="the second person who agrees to a change is not the first one's own",
        ground=Ground.SECURITY,
        kept=("sign_in_change",),  # where the account keeps the register: as long as it does
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "by"], name="set_up_once")]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.by_id}"
