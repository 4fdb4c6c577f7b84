"""What the ground floor stores: access log, mail, life signs and schedules of workers, periods, disposals."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.backup.models import Backup, JournalEntry
from core.content.models import ContentVersion
from core.limits import Limit
from core.organisation.models import Organisation, SettingChange
from core.records import Data, Ground, Record
from core.sealed import SealedBytesField, SealedTextField

if TYPE_CHECKING:
    from core.access import ReadItem
    from people.models import User


__all__ = [
    "AccessLog",
    "AccessSeal",
    "Backup",
    "Beat",
    "ContentVersion",
    "Disposal",
    "JournalEntry",
    "Limit",
    "Mail",
    "Organisation",
    "PaperOrder",
    "RetentionChange",
    "Schedule",
    "SettingChange",
]


class AccessSeal(models.Model):
    """One link of the hash chain over the access log (core/access.py). Nothing changes but `disposed_at`."""

    record = Record(
        data=Data.TECHNICAL,
        readers="whoever runs `verify_access_log` on the server",
        purpose="nobody changes the access log unnoticed",
        ground=Ground.NOBODY,
        until="never: the chain would break, and it names nobody",
    )

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    last_at = models.DateTimeField()  # of the newest row under it
    count = models.PositiveIntegerField()
    rows_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    disposed_at = models.DateTimeField(null=True)  # set when the period is over, just before its rows are deleted


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    """Reads."""

    def visible_to(self, user: "User") -> Self:
        """What others have read about this person."""
        return self.filter(subject=user).exclude(reader=user).order_by("-at", "-pk")

    def read_by(self, user: "User") -> Self:
        """What this person has read."""
        return self.filter(reader=user)


class AccessLog(models.Model):
    """A reader read an item about a person on a day. No content. Append-only, kept by triggers.

    Its people are plain ids without a constraint: the log outlives a deleted user and may not be changed.
    """

    record = Record(
        data=Data.ACCESS_LOG,
        readers="the person whom it is about",
        purpose="people see who has read what is about them",
        ground=Ground.SECURITY,
        kept=("access_log",),
    )

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    reader_role = models.CharField(max_length=40)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=40)
    item = models.UUIDField()
    party = models.BooleanField()
    day = models.DateField()
    at = models.DateTimeField()
    seal = models.ForeignKey(AccessSeal, models.PROTECT, null=True, related_name="+")

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        constraints = [
            # the subject is in it: one page may show an item that is about two people
            models.UniqueConstraint(fields=["reader", "kind", "item", "subject", "day"], name="read_once_a_day"),
        ]
        indexes = [models.Index(fields=["subject", "at"], name="read_about")]


class MailQuerySet(models.QuerySet["Mail"]):
    """Notices."""

    def visible_to(self, user: "User") -> Self:
        """The person's own notices, the newest first."""
        return self.filter(to=user).order_by("-created_at", "-pk")

    def unread(self) -> Self:
        """Those not looked at yet."""
        return self.filter(read_at=None)


class Mail(models.Model):
    """One notice to one person: shown in the application, and sent as mail when there is an address.

    It holds ids only; core/outbox.py builds the letter when it is sent or shown.
    """

    record = Record(
        data=Data.PROCESS,
        readers="that person",
        purpose="people hear that something waits for them",
        ground=Ground.WORK_SAFETY,
        kept=("mail",),
    )

    class State(models.TextChoices):
        """Where the mail is; `unknown`: the connection died after the text was handed over.

        `withheld`: when it was to go, it was gone, its reader might no longer know, or had turned such letters off.
        That is no failure.
        """

        PENDING = "pending"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNKNOWN = "unknown"
        NO_ADDRESS = "no_address"
        WITHHELD = "withheld"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    ids = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    smtp_code = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)  # when an attempt was made or is to be made
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-created_at"], name="notices_of"),
            models.Index(fields=["to"], name="notices_unread", condition=Q(read_at=None)),
            models.Index(fields=["due_at"], name="mail_waiting", condition=Q(state__in=["pending", "sending"])),
        ]


class Beat(models.Model):
    """A worker's sign of life."""

    record = Record(
        data=Data.TECHNICAL,
        readers="nobody",
        purpose="another worker finishes what one left undone when it died",
        ground=Ground.NOBODY,
        until="the worker stops or is found dead",
    )

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()


class Schedule(models.Model):
    """When a recurring job is due next."""

    record = Record(
        data=Data.TECHNICAL,
        readers="nobody",
        purpose="recurring jobs run once",
        ground=Ground.NOBODY,
        until="the job no longer exists",
    )

    name = models.CharField(max_length=100, primary_key=True)
    next_at = models.DateTimeField()


class RetentionChange(models.Model):
    """HR has set how long a kind of data is kept. The defaults stand in core/retention.py, which says what holds."""

    record = Record(
        data=Data.PUBLIC,
        readers="everybody, in the words of each page",
        purpose="data is kept no longer than the employer has decided",
        ground=Ground.NOBODY,
        until="never: what was promised before a change still holds",
    )

    name = models.CharField(max_length=60)
    months = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()  # a longer one holds for what starts on this day or later; a shorter one for everything

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "since"], name="one_retention_change_a_day")]


class DisposalQuerySet(models.QuerySet["Disposal"]):
    """Rows of the disposal log."""

    def visible_to(self, user: "User") -> Self:
        """For the data protection officer each row; HR is told sums of a month (people/retained)."""
        return self if user.is_active and (user.is_hr or user.is_data_protection_officer) else self.none()


class Disposal(models.Model):
    """The disposal log: what a deletion job deleted, how many, by which rule and when. No content, no names."""

    record = Record(
        data=Data.TECHNICAL,
        readers="the data protection officer; HR a month's sums, none below five",
        purpose="proof that data was deleted in time",
        ground=Ground.NOBODY,
        until="never: it is proof, and names nobody",
    )

    what = models.CharField(max_length=60)
    rule = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="disposals_by_time")]


class PaperOrderQuerySet(models.QuerySet["PaperOrder"]):
    """Orders of papers."""

    def visible_to(self, user: "User") -> Self:
        """The person's own."""
        return self.filter(owner=user)

    def editable_by(self, user: "User") -> Self:
        """The person's own."""
        return self.visible_to(user)


class PaperOrder(models.Model):
    """A PDF (core/papers.py) or a list (core/long_sheets.py) that is too long to wait for, which the worker makes.

    A PDF opens as long as the page itself would still print the same for whoever ordered it.
    """

    record = Record(
        data=Data.CONFIDENTIAL,
        readers="whoever ordered it",
        purpose="nobody waits at a page for a long PDF or list",
        ground=Ground.WORK_SAFETY,
        kept=("paper_orders",),
        until="the person orders another",
        sealed=("html", "pdf"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)  # of exactly this document for this person
    html = SealedTextField()  # until it is drawn; of a list, the address that asks for it
    pdf = SealedBytesField()  # once it is made; of a list, the XLSX
    pages = models.PositiveIntegerField(default=0)  # laid out so far; of a list, its rows
    has_failed = models.BooleanField(default=False)
    ordered_at = models.DateTimeField(default=timezone.now)

    objects = PaperOrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_paper_order_each")]

    def read_item(self, reader: "User") -> "ReadItem":
        """Whoever ordered it reads it, so nothing is ever logged: the page itself has logged what it opened."""
        from core.access import ReadItem

        return ReadItem("paper", self.pk, self.owner_id, "owner", party=True)
