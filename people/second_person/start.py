"""On the start page of whoever may be the second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.start import Thing
from people.models import SignInChange
from people.second_person.keepers import Keepers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User


def has_waiting_changes(user: User) -> Exists:
    """Whether a change waits that somebody else has asked for; whether this person may agree is asked then."""
    return Exists(SignInChange.objects.waiting().exclude(asked_by=user))


def waiting_changes(user: User) -> Iterator[Thing]:
    """Changes that wait for this person as the second one."""
    if not user.keeps_register:
        return
    keepers = Keepers.read()
    changes = SignInChange.objects.visible_to(user).waiting().exclude(asked_by=user)[:50]
    count = sum(user in keepers.may_settle(change) for change in changes)
    if count:
        yield Thing(
            title=ngettext("%(count)d change waits for you", "%(count)d changes wait for you", count)
            % {"count": count},
            text=_("A new way into an account in use needs a second person."),
            url=reverse("change_list"),
            button=_("See what waits"),
            urgent=True,
        )
