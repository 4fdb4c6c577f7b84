"""The settings of the employer one by one, as the log and a clash of two tell them."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.models import Organisation
from core.organisation.models import Employer

AREA = "organisation"
# a setting and the fields that are changed as one
SETTINGS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "kind": ("kind",),
    "secrecy_mark": ("secrecy_mark",),
    "footer_fi": ("footer_fi",),
    "footer_sv": ("footer_sv",),
    "privacy_contact": ("privacy_contact",),
    "accessibility_contact": ("accessibility_contact",),
    "quiet_hours": ("quiet_from", "quiet_until"),
}
FIELDS = tuple(field for fields in SETTINGS.values() for field in fields)
_OTHER_TITLES: dict[str, str | Promise] = {
    "quiet_hours": gettext_lazy("Quiet hours of letters"),
    "logo": gettext_lazy("Logo"),
}


def title_of(setting: str) -> str:
    """What the page calls it."""
    if found := _OTHER_TITLES.get(setting):
        return str(found)
    field = Organisation._meta.get_field(setting)
    assert isinstance(field, models.Field)
    return str(field.verbose_name)


def kept_as(row: Organisation, setting: str) -> str:
    """The setting as the log keeps it: a code or the text itself, empty for none."""
    values = [getattr(row, field) for field in SETTINGS[setting]]
    return "-".join(str(value) for value in values if value is not None)


def in_words(setting: str, kept: str) -> str:
    """What the log kept, as one reads it."""
    if setting == "kind" and kept in Employer.values:
        return str(Employer(kept).label)
    if setting == "logo":
        return _("a picture") if kept else pgettext("a setting", "none")
    if setting == "quiet_hours" and kept:
        return kept.replace("-", "–")
    return kept or pgettext("a setting", "none")
