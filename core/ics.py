"""Calendar entries for mail: the same uid with a higher sequence moves or cancels the entry."""

import datetime
from collections.abc import Iterable
from email.mime.text import MIMEText
from typing import Literal, NamedTuple, Protocol, Self

from django.http import HttpResponse
from django.utils import timezone

TYPE = "text/calendar"
EACH = datetime.timedelta(hours=4)  # how often a subscription is fetched


def part(name: str, content: bytes) -> MIMEText:
    """The entry as a part of a mail. By its `method=` a mail program knows an invitation from a cancellation.

    It is read from the entry itself, so that the two never differ (RFC 6047, 2.4).
    """
    from icalendar import Calendar

    found = MIMEText(content.decode(), "calendar", "utf-8")
    found.set_param("method", str(Calendar.from_ical(content)["METHOD"]))
    found.add_header("Content-Disposition", "attachment", filename=name)
    return found


def download(name: str, content: bytes) -> HttpResponse:
    """The entry as a file to take into a calendar."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=f"{TYPE}; charset=utf-8", headers=headers)


class Addressed(Protocol):
    """Somebody with a name and perhaps an address; a user, for instance."""

    @property
    def name(self) -> str:
        """Calling name and last name."""

    @property
    def email(self) -> str:
        """Where letters go; may be empty."""


class Freed(NamedTuple):
    """An entry that leaves one person's calendar, as they knew it: what becomes of it is no longer theirs to know.

    The letter that takes it away keeps it in its row (`kept`), since the thing itself may move or go before it is sent.
    """

    uid: str
    sequence: int
    starts_at: datetime.datetime
    minutes: int

    def kept(self) -> list[str | int]:
        """For the ids of a letter."""
        return [self.uid, self.sequence, self.starts_at.isoformat(), self.minutes]

    @classmethod
    def read(cls, kept: list[str | int]) -> Self:
        """What `kept` gave."""
        uid, sequence, starts_at, minutes = kept
        return cls(str(uid), int(sequence), datetime.datetime.fromisoformat(str(starts_at)), int(minutes))


class Organizer(NamedTuple):
    """The application invites, so that an entry names nobody but the one whose calendar it is in."""

    name: str
    email: str


def event(
    uid: str,
    sequence: int,
    method: Literal["REQUEST", "CANCEL"],
    start: datetime.datetime,
    minutes: int,
    summary: str,
    place: str,
    organizer: Addressed,
    attendee: Addressed,
    language: str,
) -> bytes:
    """One event as an .ics file. The summary is neutral: it stands in a calendar that others may see.

    Times are written in UTC, so no time zone rules travel along. Without the organizer's address it is a plain
    entry (PUBLISH), since an invitation needs somebody to answer to.
    """
    from icalendar import Calendar, Event, vCalAddress, vText  # imported late: it costs 0.14 s

    def address(who: Addressed) -> vCalAddress:
        found = vCalAddress(f"mailto:{who.email}")
        found.params["CN"] = vText(_one_line(who.name))
        return found

    calendar = Calendar()
    calendar.add("prodid", "-//Varhainen tuki//ICS//FI")
    calendar.add("version", "2.0")
    if method == "REQUEST" and not organizer.email:
        calendar.add("method", "PUBLISH")
    else:
        calendar.add("method", method)
    entry = Event()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", timezone.now().astimezone(datetime.UTC))
    entry.add("dtstart", start.astimezone(datetime.UTC))
    entry.add("dtend", (start + datetime.timedelta(minutes=minutes)).astimezone(datetime.UTC))
    entry.add("summary", _one_line(summary), parameters={"LANGUAGE": language})
    if place:
        entry.add("location", _one_line(place), parameters={"LANGUAGE": language})
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    entry.add("class", "PRIVATE")
    if organizer.email:
        entry.add("organizer", address(organizer))
    if attendee.email:
        who = address(attendee)
        who.params["ROLE"], who.params["RSVP"] = vText("REQ-PARTICIPANT"), vText("FALSE")
        entry.add("attendee", who)
    calendar.add_component(entry)
    return calendar.to_ical()


def together(entries: Iterable[bytes]) -> bytes:
    """Several events in one file, to be taken into a calendar at once; whoever fetched it is not invited by it."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Varhainen tuki//ICS//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        for component in Calendar.from_ical(entry).walk("VEVENT"):
            calendar.add_component(component)
    return calendar.to_ical()


class Told(NamedTuple):
    """An entry of a subscription: neither an organizer nor anybody who comes. A day instead of a moment: all of it."""

    uid: str
    sequence: int
    start: datetime.datetime | datetime.date
    minutes: int
    summary: str
    place: str


def subscription(name: str, entries: Iterable[Told], language: str) -> bytes:
    """A calendar that a program fetches again and again: what is not in it any more goes from there by itself."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Varhainen tuki//ICS//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", EACH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    stamp = timezone.now().astimezone(datetime.UTC)
    for told in entries:
        entry = Event()
        entry.add("uid", told.uid)
        entry.add("sequence", told.sequence)
        entry.add("dtstamp", stamp)
        if isinstance(told.start, datetime.datetime):
            start = told.start.astimezone(datetime.UTC)
            entry.add("dtstart", start)
            entry.add("dtend", start + datetime.timedelta(minutes=told.minutes))
        else:
            entry.add("dtstart", told.start)
            entry.add("transp", "TRANSPARENT")
        entry.add("summary", _one_line(told.summary), parameters={"LANGUAGE": language})
        if told.place:
            entry.add("location", _one_line(told.place), parameters={"LANGUAGE": language})
        entry.add("class", "PRIVATE")
        calendar.add_component(entry)
    return calendar.to_ical()


def _one_line(text: str) -> str:
    """Neither a line break nor a control character reaches a property or a parameter; quotes cannot end a name."""
    kept = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return kept.replace('"', "'")
