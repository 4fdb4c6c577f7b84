"""Letters about notices: neutral, without a name or a word of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import day
from core.outbox import Ids, Letter, mail
from support.models import LoadNotice

if TYPE_CHECKING:
    from people.models import User


def _sent_to(user: User, ids: Ids) -> LoadNotice:
    """For whom it was sent to, while it is open and theirs to read."""
    rows = LoadNotice.objects.visible_to(user).open().exclude(by=user)
    return rows.defer("text", "answer").get(pk=ids["notice"])


def _own(user: User, ids: Ids) -> LoadNotice:
    return LoadNotice.objects.sent_by(user).defer("text", "answer").get(pk=ids["notice"])


@mail("load_sent", about=_sent_to)
def _load_sent(user: User, notice: LoadNotice) -> Letter:
    if notice.supervisor_id == user.pk:
        subject = _("Your answer is asked for")
        body = _("Answer by %(day)s. What it says is shown when you open it.") % {"day": day(notice.due_on)}
    else:
        subject = _("Something has been sent for you to read")
        body = _("It was sent for you to know. What it says is shown when you open it.")
    return Letter(subject=subject, body=body, link=reverse("load_notice", args=[notice.pk]))


def _late(user: User, ids: Ids) -> LoadNotice:
    """For the supervisor to whom it was sent, while it is theirs to read and still waits."""
    rows = LoadNotice.objects.visible_to(user).late_on(timezone.localdate()).filter(supervisor=user)
    return rows.defer("text", "answer").get(pk=ids["notice"])


@mail("load_late", about=_late)
def _load_late(user: User, notice: LoadNotice) -> Letter:
    text = _("An answer was asked by %(day)s. The employer must act once it knows of load that endangers health.")
    return Letter(
        subject=_("Your answer is still waited for"),
        body=text % {"day": day(notice.due_on)},
        link=reverse("load_notice", args=[notice.pk]),
    )


@mail("load_answered", about=_own)
def _load_answered(user: User, notice: LoadNotice) -> Letter:
    return Letter(
        subject=_("Your notice has been answered"),
        body=_("Read the answer in the application."),
        link=reverse("load_notice", args=[notice.pk]),
    )
