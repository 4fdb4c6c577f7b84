"""Calendar entries for mail: the same uid with a higher sequence moves or cancels the entry."""

import datetime
from collections.abc import Iterable
from typing import Literal, Protocol

from django.utils import timezone


class Addressed(Protocol):
    """Somebody with a name and perhaps an address; a user, for instance."""

    @property
    def name(self) -> str:
        """Calling name and last name."""

    @property
    def email(self) -> str:
        """Where letters go; may be empty."""


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


def _one_line(text: str) -> str:
    """Neither a line break nor a control character reaches a property or a parameter; quotes cannot end a name."""
    kept = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return kept.replace('"', "'")
