"""Calendar entries are read back by a parser."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar

from core import ics


@dataclass
class Who:
    name: str
    email: str


MATTI, AINO = Who("Matti Laine", "matti@kotikunta.example"), Who("Aino Virtanen", "aino@kotikunta.example")
START = datetime.datetime(2026, 5, 21, 9, 15, tzinfo=ZoneInfo("Europe/Helsinki"))


def made(**changes):
    values = {
        "uid": "5f0e@kotikunta.example", "sequence": 0, "method": "REQUEST", "start": START, "minutes": 45,
        "summary": "Keskustelu", "place": "Neuvotteluhuone Åbo; 2. kerros, ovi 3", "organizer": MATTI, "attendee": AINO,
        "language": "fi",
    }  # fmt: skip
    return ics.event(**values | changes)


def read(raw):
    calendar = Calendar.from_ical(raw)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_an_invitation():
    calendar, event = read(made())
    assert (calendar["method"], event["status"], event["sequence"]) == ("REQUEST", "CONFIRMED", 0)
    assert (event.decoded("dtstart"), event.decoded("dtend") - event.decoded("dtstart")) == (
        START,
        datetime.timedelta(minutes=45),
    )
    assert (str(event["summary"]), str(event["location"])) == ("Keskustelu", "Neuvotteluhuone Åbo; 2. kerros, ovi 3")
    assert (event["organizer"], event["organizer"].params["CN"]) == ("mailto:matti@kotikunta.example", "Matti Laine")
    assert (event["attendee"], event["uid"], event["class"]) == (
        "mailto:aino@kotikunta.example",
        "5f0e@kotikunta.example",
        "PRIVATE",
    )


def test_moving_and_cancelling_touch_the_same_entry():
    _calendar, moved = read(made(sequence=1, start=START + datetime.timedelta(days=1)))
    calendar, cancelled = read(made(sequence=2, method="CANCEL"))
    assert (moved["uid"], moved["sequence"]) == (cancelled["uid"], 1)
    assert (calendar["method"], cancelled["status"], cancelled["sequence"]) == ("CANCEL", "CANCELLED", 2)


def test_people_without_an_address():
    calendar, event = read(made(organizer=Who("Matti Laine", ""), attendee=Who("Johanna Åberg", ""), place=""))
    assert calendar["method"] == "PUBLISH"
    assert {"organizer", "attendee", "location"} & {name.lower() for name in event} == set()


def test_names_and_places_cannot_add_lines():
    evil = 'A"\r\nATTACH:http://evil.example/x\nB;X=1:mailto:c@evil.example\x07'
    raw = made(organizer=Who(evil, "matti@kotikunta.example"), summary=evil, place=evil)
    _calendar, event = read(raw)
    assert "attach" not in {name.lower() for name in event}
    assert [line for line in raw.decode().splitlines() if line.startswith("ATTACH")] == []
    assert event["organizer"].params["CN"] == "A' ATTACH:http://evil.example/x B;X=1:mailto:c@evil.example"
    assert event["organizer"] == "mailto:matti@kotikunta.example"


def test_lines_are_short_and_end_as_the_standard_says():
    raw = made(summary="Työkyvyttömyyseläkehakemusprosessikuvaus " * 5)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
