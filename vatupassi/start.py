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
from vatupassi.models.conversation import supervisor_reads

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from people.models import User

MOST = 5  # of each kind: the start page is no list


@prepared
def _ahead(user: User) -> QuerySet[Conversation]:
    confirmed = Confirmation.objects.filter(
        conversation=OuterRef("pk"), text_revision=OuterRef("text_revision")
    ).exclude(by=user)
    mine = Conversation.objects.of_party(user).ahead().with_supervisor_reads()
    mine = mine.annotate(other_confirmed=Exists(confirmed))
    return mine.soonest_first()[: MOST * 2]


@prepared
def _follow_ups(user: User) -> QuerySet[FollowUp]:
    mine = Conversation.objects.of_party(user).values("pk")
    rows = FollowUp.objects.ahead().filter(conversation__in=mine)
    rows = rows.annotate(supervisor_reads=supervisor_reads("conversation__"))
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
        if not follow_up.supervisor_reads:  # type: ignore[attr-defined]
            text = _("Follow-up %(when)s") % {"when": moment(follow_up.starts_at)}
            yield _changed(follow_up.conversation, text, follow_up.starts_at)
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
    if not conversation.supervisor_reads:
        return _changed(conversation, _("Conversation %(when)s") % {"when": moment(when)}, when)
    if conversation.awaiting == conversation.side:
        title = _("%(name)s invites you to a conversation") % other
        return Thing(title, moment(when), url, _("Answer"), when, urgent=True)
    title = _("Conversation with %(name)s") % other
    return Thing(title, moment(when), url, _("Prepare") if when > timezone.now() else _("Go to the conversation"), when)


def _changed(conversation: Conversation, text: str, when: datetime.datetime) -> Thing:
    """For the employee alone: a supervisor who leads them no longer does not find the conversation either."""
    title = _("%(name)s is no longer your supervisor") % {"name": conversation.supervisor_name}
    url = f"{conversation.get_absolute_url()}#changed"
    return Thing(title, text, url, _("Choose how to go on"), when)
