"""What Verme brings to HR's desk: ideas that groups have passed on, and koosteet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.formats import date_only
from core.outbox import send
from core.texts.cleaning import short
from people.desk import inbox
from people.desk.handled import Handling, in_small_letters
from people.desk.inbox import Kind, Opened
from verme.group.models import everybody
from verme.models import Group, Idea, Kooste

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from people.desk.inbox import Entry
    from people.models import User

SHORT = 90  # letters of an idea in the list
READING: dict[Handling, str | Promise] = {
    Handling.NEW: pgettext_lazy("a summary at HR", "to be read"),
    Handling.DONE: pgettext_lazy("a summary at HR", "read"),
}


def _ideas(user: User) -> QuerySet[Any]:
    rows = Idea.objects.handled_by(user)
    return inbox.plain(rows, came_at="arrived_at", what=F("passed_on"), of=F("group__name"))


def _koosteet(user: User) -> QuerySet[Any]:
    rows = Kooste.objects.handled_by(user)
    return inbox.plain(
        rows, came_at="approved_at", what=F("session__group__name"), of=F("theme"), day=F("session__starts_at")
    )


def _kooste_title(entry: Entry) -> str:
    day = date_only(entry.day) if entry.day else ""
    return _("Summary %(day)s: %(group)s") % {"day": day, "group": entry.what}


def _about(group: Group) -> str:
    return _("Group %(group)s, %(season)s") % {"group": group.name, "season": group.season.name}


def tell_group(idea: Idea, by: User) -> None:
    """HR's answer, to everybody inside the group."""
    for person in everybody(idea.group):
        send("verme_idea_answered", to=person, idea=idea.pk)


def register() -> None:
    """Both kinds."""
    inbox.register(
        Kind(
            code="verme-idea",
            tab="1-ideas",
            tab_label=gettext_lazy("Ideas"),
            word=pgettext_lazy("in the inbox", "idea"),
            rows=_ideas,
            title=lambda entry: short(entry.what.splitlines()[0] if entry.what else "", SHORT),
            states=inbox.IDEA_STATES,
            found_in=in_small_letters("passed_on", "group__name"),
            opened=Opened(
                find=lambda user: Idea.objects.handled_by(user).defer("text").select_related("group__season"),
                text=lambda row, user: row.passed_on,
                about=lambda row: _about(row.group),
                readers=gettext_lazy("the group’s members and mentor, and HR. Every member has approved this for HR."),
                to_whom=gettext_lazy("Answer to the group"),
                tell=tell_group,
            ),
        )
    )
    inbox.register(
        Kind(
            code="kooste",
            tab="4-koosteet",
            tab_label=pgettext_lazy("in the inbox", "Summaries"),
            word=pgettext_lazy("in the inbox", "summary"),
            rows=_koosteet,
            title=_kooste_title,
            states=READING,
            found_in=in_small_letters("session__group__name", "theme"),
            opened=Opened(
                find=lambda user: Kooste.objects.handled_by(user).select_related("session__group__season"),
                text=lambda row, user: row.theme,
                about=lambda row: _about(row.session.group),
                readers=gettext_lazy("the group’s members and mentor, and HR."),
                links=lambda row: [(_("Open the summary"), row.get_absolute_url())],
            ),
        )
    )
