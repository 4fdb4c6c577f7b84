"""The employer's own row, and the log of what HR has changed in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.organisation.thresholds import ANSWERS, PEOPLE
from core.records import Data, Ground, Record

if TYPE_CHECKING:
    from people.models import User


class Employer(models.TextChoices):
    """Types of employers, as far as the law tells them apart."""

    MUNICIPALITY = "municipality", _("Municipality or joint municipal authority")
    COUNTY = "county", _("Wellbeing services county")
    STATE = "state", pgettext_lazy("employer", "State")
    PARISH = "parish", _("Parish")
    SMALL_COMPANY = "company-20", _("Company or association, 20–49 people")
    COMPANY = "company-50", _("Company or association, 50 people or more")
    UNIVERSITY = "university", _("University")
    ALAND = "aland", _("Employer in Åland")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The one row."""

    def editable_by(self, user: User) -> Self:
        """For HR."""
        return self if user.is_hr and user.is_active else self.none()


class Organisation(models.Model):
    """The employer. One row at most; none before HR has saved it for the first time."""

    record = Record(
        data=Data.PUBLIC,
        readers="everybody, on pages and papers",
        purpose="pages, papers and letters say whose they are and whom to ask",
        ground=Ground.NOBODY,
        until="HR changes it: a setting",
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("Name of the employer"), max_length=100)
    kind = models.CharField(_("Type of employer"), max_length=20, choices=Employer, default=Employer.MUNICIPALITY)
    footer_fi = models.CharField(_("Foot of programmes, in Finnish"), max_length=200, blank=True)
    footer_sv = models.CharField(_("Foot of programmes, in Swedish"), max_length=200, blank=True)
    secrecy_mark = models.CharField(_("Secrecy mark"), max_length=120, blank=True)
    privacy_contact = models.CharField(_("Contact for privacy"), max_length=200, blank=True)
    accessibility_contact = models.CharField(_("Contact for accessibility"), max_length=200, blank=True)
    # whole hours of the local clock between which letters wait; both empty: never
    quiet_from = models.PositiveSmallIntegerField(_("Letters wait from"), null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)
    # the smallest groups of which anything is told; what is frozen or asked keeps the number that it began with
    least_people = models.PositiveSmallIntegerField(default=PEOPLE.least, editable=False)
    least_answers = models.PositiveSmallIntegerField(default=ANSWERS.least, editable=False)
    logo = models.BinaryField(null=True)  # a PNG that core.organisation.logo has drawn anew
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    logo_hash = models.CharField(max_length=16, blank=True)  # its address, so that browsers may keep it
    revision = models.PositiveIntegerField(default=0)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_organisation"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__lt=24, quiet_until__lt=24) & ~Q(quiet_from=models.F("quiet_until")),
                name="quiet_hours_are_hours",
            ),
            models.CheckConstraint(
                condition=Q(least_people__range=(PEOPLE.least, PEOPLE.most)), name="least_people_within_bounds"
            ),
            models.CheckConstraint(
                condition=Q(least_answers__range=(ANSWERS.least, ANSWERS.most)), name="least_answers_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of_environment(cls) -> Organisation:
        """What holds before HR has saved anything; never saved as it is."""
        first, last = settings.QUIET_HOURS or (None, None)
        return cls(
            name=settings.EMPLOYER_NAME,
            footer_fi=settings.ORGANISER_FOOTER_FI,
            footer_sv=settings.ORGANISER_FOOTER_SV,
            secrecy_mark=settings.SECRECY_MARK,
            privacy_contact=settings.PRIVACY_CONTACT,
            accessibility_contact=settings.ACCESSIBILITY_CONTACT,
            quiet_from=first,
            quiet_until=last,
        )

    @property
    def bar_height(self) -> int:
        """Points of the logo in the bar of a page: a wide one is lower, so that there is room for the rest."""
        return min(36, round(120 * self.logo_height / self.logo_width))

    @property
    def bar_width(self) -> int:
        """And how wide it is then."""
        return max(1, round(self.bar_height * self.logo_width / self.logo_height))

    @property
    def quiet_hours(self) -> tuple[int, int] | None:
        """From which hour until which letters wait."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return self.quiet_from, self.quiet_until

    @property
    def privacy_address(self) -> str:
        """Where the contact for privacy gets mail; empty where it is a sentence."""
        contact = self.privacy_contact.strip()
        return contact if "@" in contact and " " not in contact else ""


class SettingChangeQuerySet(models.QuerySet["SettingChange"]):
    """Changes."""

    def visible_to(self, user: User) -> Self:
        """For HR and the data protection officer."""
        return self if user.is_active and (user.is_hr or user.is_data_protection_officer) else self.none()

    def told_to(self, user: User) -> Self:
        """For those who get a letter of some."""
        return self if user.is_active and user.has_role else self.none()


class SettingChange(models.Model):
    """One setting that somebody of HR has changed: from what to what."""

    record = Record(
        data=Data.DIRECTORY,
        readers="HR and the data protection officer",
        purpose="whoever answers for the settings sees who has changed what",
        ground=Ground.SECURITY,
        kept=("setting_change",),
    )

    area = models.CharField(max_length=20)  # which settings: "organisation", "retention", "thresholds", "content"
    setting = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    revision = models.PositiveIntegerField()  # of the settings, once it was made
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    negotiated_on = models.DateField(null=True)

    objects = SettingChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["-at"], name="setting_changes_by_time")]
