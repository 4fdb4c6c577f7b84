"""People who sign in."""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Subquery, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Mail
from core.names import sort_key
from core.records import Data, Ground, Record
from core.worded import worded
from people.supervision.models import SupervisionLine
from people.unit.models import Ancestry, Unit

# Whose tasks in an app above ask for a second step: the app adds a condition on a person's id in its AppConfig.ready.
SECOND_STEP_FOR: list[Callable[[OuterRef], Q | Exists]] = []

# What renews the copies of people's names and titles: an app above that keeps some adds it in its AppConfig.ready.
RENEWS_NAMES: list[Callable[[User], object]] = []


# What is given and taken away by hand in the register, by others than oneself.
ROLES = ("is_hr", "is_admin", "is_data_protection_officer")


class UserQuerySet(models.QuerySet["User"]):
    """Named sets of people."""

    def active(self) -> Self:
        """People who may sign in."""
        return self.filter(is_active=True)

    def findable(self) -> Self:
        """People at work whom somebody may find by name to choose them for a task. Who is under protection is not."""
        return self.active().filter(is_protected=False)

    def data_protection_officers(self) -> Self:
        """Those who may sign in and have this role."""
        return self.active().filter(is_data_protection_officer=True)

    def named(self, login: str) -> Self:
        """Whom this user name or e-mail address signs in, whatever its case. No user name looks like an address."""
        if not login or "\0" in login:
            return self.none()
        plain = unicodedata.normalize("NFKC", login).casefold()  # as allauth compares addresses: a long s is an s
        names = [Lower(Value(login)), Lower(Value(login.lower())), Lower(Value(plain))]
        lower = self.alias(lower_name=Lower("username"), lower_email=Lower("email"))
        return lower.filter(Q(lower_name__in=names) | Q(lower_email__in=names))

    def in_open_units(self) -> Self:
        """Whom a change by a file or a date may mail: the unit has been taken into use."""
        return self.exclude(unit__is_open=False)

    def visible_to(self, user: User) -> Self:
        """The directory (class P1): every employee may see colleagues' names and units, as in a staff list."""
        return self if user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """HR and the system administrator keep the register of people."""
        return self if user.keeps_register else self.none()

    def without_supervisor(self) -> Self:
        """In a unit that nobody leads, nor any above it. Whoever leads the top of the tree is led by nobody rightly."""
        lines = SupervisionLine.objects.live().filter(
            kind=SupervisionLine.Kind.SUPERVISOR, supervisor__is_active=True, unit__below__unit=OuterRef("pk")
        )
        return self.filter(unit__in=Unit.objects.filter(~Exists(lines)).values("pk"))

    def with_failed_link(self) -> Self:
        """Whose link for the first sign-in did not arrive lately, and who has not come in otherwise."""
        since = timezone.now() - datetime.timedelta(days=30)
        failed = Mail.objects.filter(
            to=OuterRef("pk"), kind="activation", state=Mail.State.FAILED, created_at__gt=since
        )
        return self.filter(Exists(failed), last_login=None)

    def below(self, *units: Unit | uuid.UUID) -> Self:
        """People of these units and of all units below them."""
        return self.filter(Exists(Ancestry.objects.filter(unit=OuterRef("unit_id"), ancestor__in=units)))

    def with_supervisor(self, on: datetime.date | None = None) -> Self:
        """Adds ``supervisor_id``: the nearest supervisor upwards in the tree who is not the person oneself.

        Of a day, today by default.
        """
        return self.annotate(supervisor_id=_nearest_supervisor(on))

    def nearest_supervisors(self, on: datetime.date | None = None) -> dict[uuid.UUID, uuid.UUID | None]:
        """Who supervises whom on a day: person → nearest supervisor, or None."""
        rows = self.with_supervisor(on).order_by()
        return dict(rows.values_list("pk", "supervisor_id"))  # type: ignore[misc]

    def supervised_by(self, user: User) -> Self:
        """The team: active people whose nearest supervisor is this user."""
        mine = SupervisionLine.objects.live().filter(kind=SupervisionLine.Kind.SUPERVISOR, supervisor=user)
        under = Exists(Ancestry.objects.filter(unit=OuterRef("unit_id"), ancestor__in=mine.values("unit")))
        return self.active().filter(under).alias(leader=_nearest_supervisor()).filter(leader=user.pk)

    def leading_open_units(self) -> Self:
        """Active people who are today the supervisor of a unit that is in use. Deputies are not among them."""
        lines = SupervisionLine.objects.live().filter(kind=SupervisionLine.Kind.SUPERVISOR, unit__is_open=True)
        return self.active().filter(Exists(lines.filter(supervisor=OuterRef("pk"))))

    def in_line_of(self, user: User) -> Self:
        """People whom a live line of this user covers, as supervisor on any level or as deputy. Never oneself."""
        return self.filter(covered_by(user, "unit_id")).exclude(pk=user.pk)

    def stood_in_for_by(self, user: User) -> Self:
        """Active people of the units in which this user is a deputy today, and of the units below them."""
        mine = SupervisionLine.objects.live().filter(kind=SupervisionLine.Kind.DEPUTY, supervisor=user)
        under = Exists(Ancestry.objects.filter(unit=OuterRef("unit_id"), ancestor__in=mine.values("unit")))
        return self.active().filter(under).exclude(pk=user.pk)

    def with_tasks(self) -> Self:
        """Adds ``leads`` (a live line) and ``is_trusted`` (a task in an app above): what asks for a second step."""
        lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"))
        trusted = reduce(or_, (Q(asks(OuterRef("pk"))) for asks in SECOND_STEP_FOR), Q(pk=None))
        is_trusted = ExpressionWrapper(trusted, output_field=models.BooleanField())
        return self.annotate(leads=Exists(lines), is_trusted=is_trusted)

    def partners_for(self, employee: User) -> Self:
        """Who may hold a conversation with this employee: supervisors on each level upwards and their deputies."""
        line = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"), unit__below__unit=employee.unit_id)
        return self.active().filter(Exists(line)).exclude(pk=employee.pk)


def is_away(person: str = "") -> Q:
    """Whether somebody is away today, behind a prefix like "conversation__employee__"."""
    today = timezone.localdate()
    return Q(**{f"{person}away_from__lte": today, f"{person}away_until__gte": today})


def covered_by(user: User, unit: str) -> Exists:
    """True where a live line of the user stands on the unit (a field path) or above it."""
    lines = SupervisionLine.objects.live().filter(supervisor=user)
    return Exists(Ancestry.objects.filter(unit=OuterRef(unit), ancestor__in=lines.values("unit")))


def _nearest_supervisor(on: datetime.date | None = None) -> Subquery:
    """For a query of people. The order stands on the join of the filter: distance to this person's unit."""
    lines = SupervisionLine.objects.live(on).filter(
        kind=SupervisionLine.Kind.SUPERVISOR, unit__below__unit=OuterRef("unit_id"), supervisor__is_active=True
    )
    nearest = lines.exclude(supervisor=OuterRef("pk")).order_by("unit__below__distance", "-starts_on")
    return Subquery(nearest.values("supervisor")[:1], output_field=models.UUIDField())


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users with hashed passwords."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A saved user; without a password nobody can sign in as them until they set one."""
        user: User = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Sign-in names do not care about case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person.

    There is no superuser, no group and no permission table: what somebody may do follows from the data.
    """

    record = Record(
        data=Data.DIRECTORY,
        readers="every signed-in colleague sees name, title, unit; keepers of the register sign-in, number, dates; "
        "when one is away, which reminders one wants, whether one reads easy Finnish and when one put the privacy "
        "notice away oneself alone; that one's data is restricted oneself and whom one talks with; that one is not "
        "found by name oneself and keepers of the register",
        purpose="people sign in, and are known by their names",
        ground=Ground.EMPLOYMENT,
        until="HR removes a leaver",
    )

    class Language(models.TextChoices):
        """The interface language that the person chose."""

        FI = "fi", _("Finnish")
        SV = "sv", _("Swedish")
        EN = "en", _("English")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("user name"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    first_name = models.CharField(_("first names"), max_length=90)
    last_name = models.CharField(_("last name"), max_length=90)
    calling_name = models.CharField(_("calling name"), max_length=90, blank=True)
    title_fi = models.CharField(_("job title in Finnish"), max_length=120, blank=True)
    title_sv = models.CharField(_("job title in Swedish"), max_length=120, blank=True)
    title_en = models.CharField(_("job title in English"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.FI)
    reads_easy_finnish = models.BooleanField(_("pages in easy Finnish"), default=False)  # the language stays Finnish
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    number = models.CharField(_("personnel number"), max_length=40, blank=True)
    number_key = models.CharField(max_length=40, blank=True, editable=False)  # without zeros at the front
    starts_on = models.DateField(_("employment begins"), null=True, blank=True)
    ends_on = models.DateField(_("employment ends"), null=True, blank=True)  # the last day; then the sign-in ends
    is_coming = models.BooleanField(default=False, editable=False)  # begins by itself on `starts_on`
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_protected = models.BooleanField(_("not found by name"), default=False, db_default=False)
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    # the person's own word, without a reason: nothing is late meanwhile. Emptied when it is over (people/jobs.py)
    away_from = models.DateField(_("away from"), null=True)
    away_until = models.DateField(_("away until"), null=True)
    letters_off = models.JSONField(_("reminders turned off"), default=list)  # kinds of core.outbox.reminders
    weekly_letter = models.BooleanField(_("a letter on what the week has"), default=False)
    restricted_since = models.DateTimeField(null=True, editable=False)  # their data is only kept: people/rights
    privacy_told_at = models.DateTimeField(null=True, editable=False)  # the short notice put away: people/statement
    is_hr = models.BooleanField(_("HR"), default=False)
    is_admin = models.BooleanField(_("system administrator"), default=False)
    is_data_protection_officer = models.BooleanField(_("data protection officer"), default=False)
    hr_since = models.DateTimeField(null=True, editable=False)
    admin_since = models.DateTimeField(null=True, editable=False)
    hr_until = models.DateTimeField(null=True, editable=False)  # when HR's tasks or the employment last ended
    sort_key = models.CharField(max_length=190, editable=False, db_index=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    # of the one who is signed in, as it is at each request (people/backend.py)
    leads: bool | None = None
    is_trusted: bool | None = None
    second_step_is_on: bool | None = None
    has_sign_in_news: bool = False
    unread_notices: int = 0
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("sort_key", "pk")
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="user_email_unique"),
            models.UniqueConstraint(Lower("username"), name="user_username_unique"),
            # whoever decides how data is handled does not watch over it (GDPR 38(6))
            models.CheckConstraint(
                condition=Q(is_data_protection_officer=False) | Q(is_hr=False, is_admin=False),
                name="user_officer_is_independent",
            ),
            models.UniqueConstraint(fields=["number_key"], condition=~Q(number_key=""), name="user_number_unique"),
        ]
        indexes = [
            models.Index(fields=["unit", "sort_key"], name="user_unit_sort"),
            # how many work in each unit, and in all: told by the index alone
            models.Index(fields=["unit"], condition=Q(is_active=True), name="user_at_work"),
            models.Index(fields=["sort_key"], condition=Q(is_hr=True), name="user_hr"),  # a few of all, asked often
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns in step with name and number (no rule lives here)."""
        self.put_in_order()
        super().save(*args, **kwargs)

    def put_notice_away(self) -> None:
        """The short privacy notice has been read. The first time counts."""
        User.objects.filter(pk=self.pk, privacy_told_at=None).update(privacy_told_at=timezone.now())

    def put_in_order(self) -> None:
        """The sort key of the name and the key of the number, as they are now."""
        self.sort_key = sort_key(f"{self.last_name} {self.first}")[:190]
        self.number_key = number_key(self.number)

    def __str__(self) -> str:
        return self.name

    @property
    def wording(self) -> str:
        """What the person chose on the account page: a language, or easy Finnish."""
        return settings.EASY_FINNISH if self.reads_easy_finnish and self.language == "fi" else str(self.language)

    @property
    def first(self) -> str:
        """The name that colleagues use."""
        return self.calling_name or self.first_name.split(" ")[0]

    @property
    def name(self) -> str:
        """On screen: Etunimi Sukunimi."""
        return f"{self.first} {self.last_name}"

    @property
    def full_name(self) -> str:
        """All first names and the last name, with the calling name where it is another."""
        calling = f" ({self.calling_name})" if self.calling_name else ""
        return f"{self.first_name} {self.last_name}{calling}".strip()

    @property
    def list_name(self) -> str:
        """In lists: Sukunimi Etunimi, without a comma."""
        return f"{self.last_name} {self.first}"

    @property
    def title(self) -> str:
        """The job title in the reader's language; one that is known only in another language stands as it is."""
        return worded(self, "title").text

    def title_in(self, language: str) -> str:
        """The job title for a paper in another language than the reader's."""
        return worded(self, "title", language).text

    @property
    def supervisor(self) -> User | None:
        """The nearest supervisor today, or nobody."""
        found = User.objects.filter(pk=self.pk).with_supervisor().values_list("supervisor_id", flat=True).first()
        return User.objects.filter(pk=found).first() if found else None

    @property
    def supervises(self) -> bool:
        """Whether a live line makes this person a supervisor or a deputy today."""
        if self.leads is not None:
            return self.leads
        return SupervisionLine.objects.live().filter(supervisor=self).exists()

    @property
    def keeps_register(self) -> bool:
        """HR and the system administrator keep the register of people, units and lines."""
        return self.is_hr or self.is_admin

    @property
    def roles(self) -> dict[str, bool]:
        """Which roles this person has, by their fields."""
        return {name: getattr(self, name) for name in ROLES}

    @property
    def has_role(self) -> bool:
        """HR, the system administrator or the data protection officer: given and taken away by hand, and told."""
        return self.keeps_register or self.is_data_protection_officer

    @property
    def is_in_use(self) -> bool:
        """Somebody has signed in with this account or chosen its password: a new way in concerns them."""
        return self.last_login is not None or self.has_usable_password()

    def wait_for_turn(self) -> None:
        """Lock the person's own row until the transaction ends: what is done twice at once is done in turn."""
        User.objects.select_for_update(no_key=True).values("pk").get(pk=self.pk)

    def give_tasks(self, *, is_hr: bool, is_admin: bool, is_data_protection_officer: bool) -> None:
        """HR, system administrator and data protection officer, and since when. The caller saves."""
        now = timezone.now()
        if self.hr_since and not is_hr:  # a form has written `is_hr` already
            self.hr_until = now
        self.hr_since = (self.hr_since or now) if is_hr else None
        self.admin_since = (self.admin_since or now) if is_admin else None
        self.is_hr, self.is_admin = is_hr, is_admin
        self.is_data_protection_officer = is_data_protection_officer

    @property
    def needs_second_step(self) -> bool:
        """Whoever has a role, supervisors and those whom an app above names (not in the demo)."""
        if settings.DEMO:
            return False
        if self.has_role or self.supervises:
            return True
        if self.is_trusted is not None:
            return self.is_trusted
        return User.objects.filter(pk=self.pk).with_tasks().filter(is_trusted=True).exists()


def number_key(number: str) -> str:
    """By what two numbers are one person's: programs lose the zeros at the front, people write small letters."""
    return number.casefold().lstrip("0")[:40] or ("0" if number else "")


def name_of(person: User | None) -> str:
    """Somebody's name; a dash when the account is no more."""
    return person.name if person else "–"
