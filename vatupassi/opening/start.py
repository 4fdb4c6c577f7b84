"""On the start page: a suggestion to take a conversation to HR that waits for an answer, and what was opened to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import moment
from core.models import AccessLog
from core.start import Thing
from vatupassi.models import Conversation, Opening, Side
from vatupassi.opening.models import read_by_hr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User
    from vatupassi.opening.models import OpeningQuerySet

MOST = 3


def _waiting(user: User) -> OpeningQuerySet:
    """The whole is offered to HR by the other party, and the user has not answered."""
    by_employee = Q(employee_opened_at__isnull=False, scope=Opening.Scope.WHOLE)
    asked = Q(conversation__supervisor=user) & by_employee & Q(supervisor_opened_at=None)
    suggested = Q(conversation__employee=user, supervisor_opened_at__isnull=False) & ~by_employee
    mine = Opening.objects.editable_by(user).exclude(conversation__status=Conversation.Status.DECLINED)
    return mine.filter(read_by_hr()).filter(asked | suggested)


def has_suggestions(user: User) -> Exists:
    """Whether `suggestions` has something to say."""
    return Exists(_waiting(user))


def suggestions(user: User) -> Iterator[Thing]:
    """Suggestions to open a conversation to HR: one query. Nothing happens if one leaves them."""
    for opening in _waiting(user).select_related("conversation", "reader").order_by("created_at")[:MOST]:
        conversation = opening.conversation
        words = {"name": conversation.name_of(Side(opening.waits_for).other), "reader": opening.reader.name}
        yield Thing(
            title=_("%(name)s would like to give HR read access to your conversation") % words,
            text=_("To %(reader)s, and only if you agree to it as well.") % words,
            url=f"{conversation.get_absolute_url()}#openings",
            button=_("Answer"),
            urgent=True,
        )


def _unread(user: User) -> OpeningQuerySet:
    """What is open to the user and has not been read since it was opened, by the access log."""
    yes = Coalesce("employee_opened_at", "created_at")
    both = Greatest(yes, Coalesce("supervisor_opened_at", yes))
    rows = Opening.objects.readable_by(user).annotate(opened_at=both)
    read = AccessLog.objects.read_by(user).filter(item=OuterRef("conversation"), at__gte=OuterRef("opened_at"))
    return rows.filter(~Exists(read))


def has_opened(user: User) -> Exists:
    """Whether `opened` has something to say."""
    return Exists(_unread(user))


def opened(user: User) -> Iterator[Thing]:
    """Conversations that have been opened to the user, until they have read them: one query."""
    for opening in _unread(user).select_related("conversation").order_by("created_at")[:MOST]:
        conversation = opening.conversation
        title = _("%(name)s has given you read access to a conversation")
        if opening.to == Opening.To.TRUSTED:
            title = _("%(name)s has given you read access to a memo")
        yield Thing(
            title=title % {"name": conversation.employee_name},
            text=moment(conversation.starts_at),
            url=conversation.get_absolute_url() if opening.is_whole else reverse("opening_read", args=[opening.pk]),
            button=_("Read"),
        )
