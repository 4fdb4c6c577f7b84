"""What the system administrator and the data protection officer are told of the site itself."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from people.user.models import User


def _who_watches(user: User, ids: Ids) -> User:
    """The administrator and the data protection officer, as long as they are."""
    if not (user.is_admin or user.is_data_protection_officer):
        raise User.DoesNotExist
    return user


@mail("access_log_broken", about=_who_watches, urgent=True)
def _broken(user: User, same: User) -> Letter:
    text = _(
        "The nightly look through the log of readings has found that a row was changed or removed after it was sealed. "
        "Nobody can do that in the application. Keep the database as it is and find out who has had access to it. "
        "It may be a breach of personal data, which is told to the ombudsman within 72 hours of knowing it."
    )
    return Letter(_("The log of readings is not whole"), text, link=reverse("site_status") if user.is_admin else "")
