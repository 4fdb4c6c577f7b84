"""What the VatuPassi puts on a person's start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import moment
from core.prepared import prepared
from core.start import Thing
from vatupassi.models import Confirmation, Conversation, FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from people.models import User

MOST = 5  # of each kind: the start page is no list


@prepared
def _ahead(user: User) -> QuerySet[Conversation]:
    confirmed = Confirmation.objects.filter(
        conversation=OuterRef("pk"), text_revision=OuterRef("text_revision")
    ).exclude(by=user)
    mine = Conversation.objects.of_party(user).ahead().annotate(other_confirmed=Exists(confirmed))
    return mine.soonest_first()[: MOST * 2]


@prepared
def _follow_ups(user: User) -> QuerySet[FollowUp]:
    mine = Conversation.objects.of_party(user).values("pk")
    rows = FollowUp.objects.ahead().filter(conversation__in=mine)
    return rows.select_related("conversation").order_by("starts_at")[:MOST]


def conversations(user: User) -> Iterator[Thing]:
    """Answers, coming conversations, memos to confirm: one query."""
    for conversation in _ahead(user):
        yield _conversation(conversation)


def follow_ups(user: User) -> Iterator[Thing]:
    """Follow-ups ahead: one query."""
    for follow_up in _follow_ups(user):
        side = follow_up.conversation.side_of(user)
        if side is None:
            continue
        other = follow_up.conversation.name_of(side.other)
        yield Thing(
            title=_("Follow-up with %(name)s") % {"name": other},
            text=moment(follow_up.starts_at),
            url=reverse("follow_up", args=[follow_up.conversation_id, follow_up.number]),
            button=_("Open the follow-up"),
            when=follow_up.starts_at,
            urgent=follow_up.starts_at < timezone.now(),
        )


def _conversation(conversation: Conversation) -> Thing:
    other, url = {"name": conversation.other_name()}, conversation.get_absolute_url()
    when = conversation.starts_at
    if conversation.other_confirmed:  # type: ignore[attr-defined]
        url = reverse("conversation_step", args=[conversation.pk, "memo"])
        text = _("%(name)s has confirmed the memo. Read it, and confirm it if it suits you.") % other
        return Thing(_("A memo waits for you"), text, url, _("Read the memo"), when, urgent=True)
    if conversation.awaiting == conversation.side:
        title = _("%(name)s invites you to a conversation") % other
        return Thing(title, moment(when), url, _("Answer"), when, urgent=True)
    title = _("Conversation with %(name)s") % other
    return Thing(title, moment(when), url, _("Prepare") if when > timezone.now() else _("Go to the conversation"), when)
