"""What somebody finds by a few letters: whom they may talk with, their own conversations and follow-ups, and pages.

Nothing new is opened here: the people are those of an invitation, the conversations those of the list.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import navigation
from core.dates.reading import FIRST_YEAR, LAST_YEAR, Unread, read_day
from core.formats import day, moment
from core.names import MOST_WORDS, sort_key
from vatupassi.conversation.partners import SHORTEST, above, below
from vatupassi.models import Conversation, FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from core.request import Request
    from people.models import User

MOST_PEOPLE, MOST_CONVERSATIONS, MOST_PAGES = 8, 8, 8
LONGEST = 60
DAY_OF_MONTH = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?([0-9]{4})?")

# Pages that are in no navigation, or that people call by another name. Address → label.
PAGES: dict[str, str | Promise] = {
    "conversation_start": gettext_lazy("Invite to a conversation"),
    "assessment": gettext_lazy("Mark my VatuPassi"),
    "assessment_history": gettext_lazy("My earlier assessments"),
    "group_list": gettext_lazy("Group VatuPassi"),
    "support_path": gettext_lazy("Support path"),
    "papers": gettext_lazy("Papers"),
    "notice_list": gettext_lazy("Notices"),
    "account_settings": gettext_lazy("My account"),
    "access_list": gettext_lazy("Who has read my data"),
    "keys": gettext_lazy("Keys"),
    "privacy": gettext_lazy("Privacy"),
    "accessibility": gettext_lazy("Accessibility"),
}
OF_LEADERS: dict[str, str | Promise] = {
    "round_list": gettext_lazy("Offer times to the team"),
    "practice": gettext_lazy("Practice conversation"),
}


@dataclass(frozen=True)
class Hit:
    """One thing found: the words that are its name, what there is to add, and where it leads."""

    title: str
    text: str
    url: str
    picture: str = ""  # an icon; a person's is their initials


@dataclass(frozen=True)
class Found:
    """All of one kind."""

    label: str
    hits: list[Hit]


def find(request: Request, text: str) -> list[Found]:
    """People, conversations and pages with all of these words in them. Without any: what is coming, and the pages."""
    user, words = request.user, text.split()[:MOST_WORDS]
    people = list(_people(user, words))
    groups = [
        Found(pgettext("finding", "People"), [_person(each) for each in people]),
        Found(_("Conversations"), list(_conversations(user, words))),
        Found(pgettext("finding", "Do"), [_invitation(each) for each in people[:1]]),
        Found(_("Pages"), list(_pages(request, words))),
    ]
    return [group for group in groups if group.hits]


def _keys(words: Iterable[str]) -> list[str]:
    """The words as names are sorted, so that Sahin finds Şahin."""
    return [sort_key(word) for word in words]


def _people(user: User, words: list[str]) -> Iterator[User]:
    """By three letters or more, as everywhere: whom one leads, then the own line upwards."""
    keys = _keys(words)
    if not keys or len("".join(words)) < SHORTEST or not all(keys):
        return
    named = Q()
    for key in keys:
        named &= Q(sort_key__contains=key)
    led = list(below(user).filter(named).select_related("unit")[:MOST_PEOPLE]) if user.supervises else []
    yield from led
    yield from above(user).filter(named).select_related("unit")[: MOST_PEOPLE - len(led)]


def _person(person: User) -> Hit:
    about = ", ".join(part for part in (person.title, person.unit.name if person.unit else "") if part)
    return Hit(person.name, about, reverse("pair", args=[person.pk]))


def _invitation(person: User) -> Hit:
    url = f"{reverse('conversation_start')}?with={person.pk}"
    title = _("Suggest a conversation: %(name)s") % {"name": person.name}
    return Hit(title, _("The name is chosen already."), url, "plus")


# ---- Conversations


def _conversations(user: User, words: list[str]) -> Iterator[Hit]:
    """The user's own by the other's name and by day: one statement, whatever is found."""
    rows = Conversation.objects.of_party(user).exclude(status=Conversation.Status.DECLINED).select_related("occasion")
    rows = rows.with_standing(user)
    if words:
        for word in words:
            rows = rows.filter(_is_about(user, word))
        rows = rows.order_by(Coalesce("next_at", "starts_at").desc(), "pk")
    else:
        rows = rows.filter(Q(status__in=Conversation.WRITABLE) | Q(next_at__isnull=False))
        rows = rows.order_by(Coalesce("next_at", "starts_at"), "pk")
    for conversation in rows[:MOST_CONVERSATIONS]:
        yield from _hits(conversation)


def _is_about(user: User, word: str) -> Q:
    """Whether a conversation is with somebody of this name, or on this day."""
    about, key = _on(word), sort_key(word)
    if key and len(word) >= SHORTEST:
        gone = Q(supervisor=None, supervisor_name__icontains=word)
        of_mine = Q(employee=user) & (Q(supervisor__sort_key__contains=key) | gone)
        about |= Q(supervisor=user, employee__sort_key__contains=key) | of_mine
    return about


def _on(word: str) -> Q:
    """On this day: 27.11. of any year, 27.11.2026, and what fields of days read (huomenna)."""
    nothing = Q(pk=None)
    if found := DAY_OF_MONTH.fullmatch(word):
        day, month, year = found.groups()
        if year and not FIRST_YEAR <= int(year) <= LAST_YEAR:
            return nothing
        return _held_on(day=int(day), month=int(month), **({"year": int(year)} if year else {}))
    try:
        days = read_day(word, timezone.localdate()) if any(letter.isalpha() for letter in word) else ()
    except Unread:
        return nothing
    return _held_on(date=days[0]) if len(days) == 1 else nothing


def _held_on(**day: int | datetime.date) -> Q:
    """The booked time, the day on which it was held, or a follow-up."""
    times = {f"starts_at__{part}": value for part, value in day.items()}
    held = {"held_on" if part == "date" else f"held_on__{part}": value for part, value in day.items()}
    return Q(**times) | Q(**held) | Q(Exists(FollowUp.objects.filter(conversation=OuterRef("pk"), **times)))


def _hits(conversation: Conversation) -> Iterator[Hit]:
    """The conversation, and its follow-up that lies ahead."""
    name, occasion = conversation.other_name(), conversation.occasion.name
    if conversation.next_at:
        url = reverse("follow_up", args=[conversation.pk, conversation.follow_up_number])
        text = ", ".join((_("Follow-up"), occasion, conversation.follow_up_standing.word))
        yield Hit(f"{name}, {moment(conversation.next_at)}", text, url, "clock")
    when = moment(conversation.starts_at) if conversation.is_open else day(conversation.held_day)
    text = f"{occasion}, {conversation.standing.word}"
    picture = "talk" if conversation.is_open else "paper"
    yield Hit(f"{name}, {when}", text, conversation.get_absolute_url(), picture)


# ---- Pages


def _pages(request: Request, words: list[str]) -> Iterator[Hit]:
    """Those of the navigation and of its rows first; a page whose address stands there already is named once."""
    places = navigation.all_places(request)
    rows = [(item.label, item.url) for item in [*navigation.items(request), *places]]
    more = PAGES | OF_LEADERS if request.user.supervises else PAGES
    rows += [(str(label), reverse(name)) for name, label in more.items()]
    asked, seen = [word.casefold() for word in words], set[str]()
    for label, url in rows:
        if url not in seen and all(word in label.casefold() for word in asked) and len(seen) < MOST_PAGES + len(places):
            seen.add(url)
            yield Hit(label, "", url, "on")
