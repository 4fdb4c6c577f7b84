"""A setting that others rely on was changed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import date_only
from core.models import SettingChange
from core.outbox import Ids, Letter, mail
from people.organisation.words import after_of, before_of, title_of_change
from people.user.models import User, name_of


def _change(user: User, ids: Ids) -> SettingChange:
    """For those who answer for the settings, as long as they do."""
    return SettingChange.objects.told_to(user).select_related("by").get(pk=ids["change"])


def _told(change: SettingChange) -> str:
    words = {
        "person": name_of(change.by),
        "setting": title_of_change(change),
        "before": before_of(change),
        "after": after_of(change),
    }
    told = _("%(person)s has changed a setting: %(setting)s. Before: %(before)s. Now: %(after)s.") % words
    if change.negotiated_on:
        told += " " + _("Talked through with the staff on %(day)s.") % {"day": date_only(change.negotiated_on)}
    return told


@mail("setting_changed", about=_change)
def _changed(user: User, change: SettingChange) -> Letter:
    link = reverse("setting_changes") if user.is_hr or user.is_data_protection_officer else ""
    return Letter(_("A setting was changed"), _told(change), link=link)


@mail("setting_changed_to_contact", about=_change)
def _to_contact(user: User, change: SettingChange) -> Letter:
    """To the contact for privacy, who may have no account; it stands among the changer's notices as well."""
    return Letter(_("A setting was changed"), _("For the contact person for privacy.") + " " + _told(change))
