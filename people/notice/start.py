"""Unread notices on the start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Mail
from core.start import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User


def has_notices(user: User) -> Exists:
    """Whether `unread_notices` has something to say."""
    return Exists(Mail.objects.visible_to(user).unread())


def unread_notices(user: User) -> Iterator[Thing]:
    """Unread notices, for those above all who have no e-mail at work: one query."""
    unread = Mail.objects.visible_to(user).unread().count()
    if unread:
        yield Thing(
            title=ngettext("%(count)d new notice", "%(count)d new notices", unread) % {"count": unread},
            text=_("What has been told to you, also by e-mail.") if user.email else _("What has been told to you."),
            url=reverse("notice_list"),
            button=_("Read the notices"),
        )
