"""What workshops bring to HR's desk: ideas of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.outbox import send
from people.desk import inbox
from people.desk.handled import in_small_letters
from people.desk.inbox import Kind, Opened
from people.desk.page import NextDay
from workshops.models import Agenda, Idea

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from people.models import User


MOST_AHEAD = 8


def _ideas(user: User) -> QuerySet[Any]:
    """Their text is sealed: the list has the title of what the group worked on."""
    return inbox.plain(Idea.objects.handled_by(user), came_at="created_at", what=F("work_title"))


def tell_sender(idea: Idea, by: User) -> None:
    """HR's answer, to who sent the idea for the group."""
    send("workshop_idea_answered", to=idea.by, idea=idea.pk)


def register() -> None:
    """The one kind."""
    inbox.register(
        Kind(
            code="workshop-idea",
            tab="1-ideas",
            tab_label=gettext_lazy("Ideas"),
            word=pgettext_lazy("in the inbox", "workshop’s idea"),
            rows=_ideas,
            title=lambda entry: entry.what,
            states=inbox.IDEA_STATES,
            found_in=in_small_letters("work_title"),
            opened=Opened(
                find=lambda user: Idea.objects.handled_by(user).select_related("by"),
                text=lambda row, user: row.text.open(user),
                about=lambda row: _("%(title)s, sent by %(name)s") % {"title": row.work_title, "name": row.by.name},
                readers=gettext_lazy("who sent this, and HR. That you have opened this is written down."),
                to_whom=gettext_lazy("Answer to who sent this"),
                tell=tell_sender,
            ),
        )
    )


def next_days(user: User) -> Iterator[NextDay]:
    """The workshops ahead that this person sees."""
    for agenda in Agenda.objects.visible_to(user).ahead().filter(state=Agenda.State.PUBLISHED)[:MOST_AHEAD]:
        day = timezone.localdate(agenda.starts_at)
        yield NextDay(day, agenda.title, _("Workshop"), agenda.get_absolute_url(), agenda.starts_at)
