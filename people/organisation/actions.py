"""Changing the settings: what two have changed at once, the log, and telling those whom it concerns."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from core import organisation
from core.models import Organisation, SettingChange
from core.outbox import send
from people.models import User
from people.organisation.settings import AREA, FIELDS, SETTINGS, kept_as

if TYPE_CHECKING:
    from core.organisation.logo import Logo

TOLD = ("privacy_contact",)  # whoever changes it could make people ask the wrong one: it is told


@dataclass(frozen=True)
class Meanwhile:
    """What a colleague has saved since a page was opened: of one setting the last word, and what stood before."""

    before: str
    after: str
    by: str


def changed_since(area: str, revision: int) -> dict[str, Meanwhile]:
    """Settings that were changed after a revision."""
    found: dict[str, Meanwhile] = {}
    changes = SettingChange.objects.filter(area=area, revision__gt=revision).select_related("by").order_by("pk")
    for change in changes:
        first = found.get(change.setting)
        before = first.before if first else change.before
        found[change.setting] = Meanwhile(before, change.after, change.by.name if change.by else "")
    return found


def locked(by: User) -> Organisation:
    """The row to change; a new one before HR has saved anything."""
    return Organisation.objects.editable_by(by).select_for_update().first() or Organisation.of_environment()


def merged(now: Organisation, mine: Organisation, revision: int) -> tuple[dict[str, Meanwhile], dict[str, Meanwhile]]:
    """Two have changed the settings: mine gets what only the other has changed.

    Gives what was taken from the other, and what both have changed each in their own way.
    """
    taken, clash = dict[str, Meanwhile](), dict[str, Meanwhile]()
    for setting, other in changed_since(AREA, revision).items():
        if setting not in SETTINGS or kept_as(mine, setting) == kept_as(now, setting):
            continue
        if kept_as(mine, setting) == other.before:
            taken[setting] = other
            for field in SETTINGS[setting]:
                setattr(mine, field, getattr(now, field))
        else:
            clash[setting] = other
    return taken, clash


def save(now: Organisation, mine: Organisation, *, by: User) -> list[SettingChange]:
    """Save what differs; each setting's change stands in the log."""
    differs = [setting for setting in SETTINGS if kept_as(now, setting) != kept_as(mine, setting)]
    if not differs and not now._state.adding:
        return []
    before = {setting: kept_as(now, setting) for setting in differs}
    for field in FIELDS:
        setattr(now, field, getattr(mine, field))
    address = Organisation(privacy_contact=before.get("privacy_contact", "")).privacy_address
    return _saved(now, before, by=by, earlier_address=address)


def save_logo(now: Organisation, logo: Logo | None, *, by: User) -> list[SettingChange]:
    """Take a logo into use, or the one that is there away."""
    if now.logo_hash == (logo.hash if logo else ""):
        return []
    before = {"logo": now.logo_hash}
    now.logo, now.logo_hash = (logo.png, logo.hash) if logo else (None, "")
    now.logo_width, now.logo_height = (logo.width, logo.height) if logo else (0, 0)
    return _saved(now, before, by=by)


def _saved(now: Organisation, before: dict[str, str], *, by: User, earlier_address: str = "") -> list[SettingChange]:
    now.revision += 1
    now.save()
    organisation.forget_when_saved()
    made = [
        SettingChange.objects.create(
            area=AREA,
            setting=setting,
            before=kept,
            after=now.logo_hash if setting == "logo" else kept_as(now, setting),
            revision=now.revision,
            by=by,
        )
        for setting, kept in before.items()
    ]
    for change in made:
        if change.setting in TOLD:
            tell(change, by=by, address=earlier_address)
    return made


def negotiated(
    area: str, setting: str, *, before: str, after: str, negotiated_on: datetime.date, by: User
) -> SettingChange:
    """What was talked through with the staff stands in the log with its day, and is told."""
    change = SettingChange.objects.create(
        area=area,
        setting=setting,
        before=before,
        after=after,
        revision=SettingChange.objects.filter(area=area, setting=setting).count() + 1,
        by=by,
        negotiated_on=negotiated_on,
    )
    tell(change, by=by)
    return change


def who_is_told() -> Any:
    """Those who answer for the settings and for what hangs on them."""
    roles = Q(is_hr=True) | Q(is_admin=True) | Q(is_data_protection_officer=True)
    return User.objects.active().filter(roles)


def tell(change: SettingChange, *, by: User, address: str = "") -> None:
    """All of them by name, and the contact for privacy where it was reachable before the change."""
    for person in who_is_told():
        send("setting_changed", to=person, change=change.pk)
    if address:
        send("setting_changed_to_contact", to=by, change=change.pk, address=address)
