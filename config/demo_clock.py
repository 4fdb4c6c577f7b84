"""The annual clock, a proposed measure and the forums in the demo. Nobody here exists."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from support.models import suggest
from workshops.clock import template as clock_template
from workshops.models import ClockEvent, Forum, ForumItem, ForumMeeting, ForumRow

if TYPE_CHECKING:
    from people.models import User


def load(people: dict[str, User]) -> None:
    """The organisation's clock from the template, a unit's own events, and what Aino would add to the measures."""
    clock_template.fill(None)
    roles = {
        "staff-plan": "henkilöstöpäällikkö",
        "reviews": "lähiesihenkilö",
        "risks": "työsuojelupäällikkö",
        "production": "yksikön esihenkilö",
        "finance": "talousjohtaja",
    }
    for code, role in roles.items():
        ClockEvent.objects.filter(code=code).update(responsible=role)
    food, streets = people["matti"].unit, people["pekka"].unit
    ClockEvent.objects.create(
        unit=food,
        title_fi="Omavalvonnan katselmus",
        title_sv="Genomgång av egenkontrollen",
        title_en="Review of food safety",
        ring=ClockEvent.Ring.OPERATIONAL,
        level=ClockEvent.Level.COMMUNITY,
        months=[1, 6],
        responsible="ruokapalvelupäällikkö",
    )
    ClockEvent.objects.create(
        unit=streets,
        title_fi="Talvikunnossapidon suunnittelu",
        title_sv="Planering av vinterunderhållet",
        ring=ClockEvent.Ring.OPERATIONAL,
        level=ClockEvent.Level.COMMUNITY,
        months=[9, 10],
        responsible="gatumästare",
    )
    _forums(people)
    suggest("Kymmenen minuutin yhteinen aamupala keittiössä ennen vuoron alkua", people["aino"])


def _forums(people: dict[str, User]) -> None:
    """The source's tree (domain.md B7) with the kitchen's meeting ahead, its table and its plan."""
    kinds, rhythms = Forum.Kind, Forum.Rhythm
    food, streets = people["matti"].unit, people["pekka"].unit
    made: dict[str, Forum] = {}
    for fi, sv, en, kind, rhythm, weekday, above in (
        ("Kunnanvaltuusto", "Kommunfullmäktige", "Municipal council", kinds.COUNCIL, rhythms.MONTHLY, 0, ""),
        (
            "Kunnanhallitus",
            "Kommunstyrelsen",
            "Municipal board",
            kinds.BOARD,
            rhythms.FORTNIGHTLY,
            0,
            "Kunnanvaltuusto",
        ),
        ("Tekninen lautakunta", "Tekniska nämnden", "Technical committee", *_committee(1)),
        ("Sivistyslautakunta", "Bildningsnämnden", "Education committee", *_committee(2)),
        ("Kunnan johtoryhmä", "Kommunens ledningsgrupp", "Management team", *_team(kinds.TOP_TEAM, "Kunnanhallitus")),
        ("Tekniikan johtoryhmä", "Tekniska sektorns ledningsgrupp", "Technical sector", *_team(kinds.SECTOR_TEAM)),
        (
            "Ruoan ja puhtauden johtoryhmä",
            "Ledningsgruppen för måltids- och städservice",
            "Catering",
            *_team(kinds.SECTOR_TEAM),
        ),
    ):
        made[fi] = Forum.objects.create(
            name_fi=fi,
            name_sv=sv,
            name_en=en,
            kind=kind,
            rhythm=rhythm,
            weekdays=[weekday],
            parent=made.get(above),
            chair=_chair(people, fi),
        )
        _meets(made[fi], weekday)
    depot = Forum.objects.create(
        unit=streets,
        parent=made["Tekniikan johtoryhmä"],
        name_fi="Katu- ja puistoyksikön kokous",
        name_sv="Gatu- och parkenhetens möte",
        name_en="Unit meeting of streets and parks",
        kind=kinds.UNIT_MEETING,
        rhythm=rhythms.MONTHLY,
        weekdays=[4],
        chair=people["pekka"],
    )
    held_at = timezone.now() - datetime.timedelta(days=35)
    ForumMeeting.objects.create(forum=depot, starts_at=held_at.replace(minute=0, second=0, microsecond=0))
    unit_meeting = Forum.objects.create(
        unit=food,
        parent=made["Ruoan ja puhtauden johtoryhmä"],
        name_fi="Ruokapalvelujen yksikkökokous",
        name_sv="Måltidsservicens enhetsmöte",
        name_en="Unit meeting of catering",
        kind=kinds.UNIT_MEETING,
        rhythm=rhythms.WEEKLY,
        weekdays=[2, 4],
        chair=people["matti"],
        plan="Kevään teema: palautuminen vuorojen välissä.\nKokeilemme yhteistä aamupalaa helmikuussa.",
    )
    for name in ("Aamuvuoro", "Iltavuoro", "Kouluruokailu"):
        Forum.objects.create(unit=food, parent=unit_meeting, name_fi=name, kind=kinds.GROUP, rhythm=rhythms.WEEKLY)
    today = timezone.localdate()
    day = unit_meeting.next_day(today) or today
    starts_at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(13, 30)))
    ahead = ForumMeeting.objects.create(forum=unit_meeting, starts_at=starts_at, place="taukotila")
    held = ForumMeeting.objects.create(forum=unit_meeting, starts_at=starts_at - datetime.timedelta(days=7))
    for meeting, rows in (
        (ahead, [("Mitä kuuluu", "kaikki", 10), ("Joulunajan vuorot", "Matti Laine", 20), ("Muut asiat", "", 10)]),
        (held, [("Uunin huolto", "Timo Ääri", 10)]),
    ):
        for place, (title, who, minutes) in enumerate(rows):
            ForumItem.objects.create(meeting=meeting, position=place, title=title, brought_by=who, minutes=minutes)
    ForumItem.objects.filter(meeting=held).update(decision="Huolto tilataan, siihen asti uuni 2 on pois käytöstä.")
    done_on = today - datetime.timedelta(days=2)
    ForumRow.objects.create(
        forum=unit_meeting,
        item=held.items.first(),
        matter="Uunin huolto",
        decision="Huolto tilataan.",
        who="Timo Ääri",
        due_on=today + datetime.timedelta(days=5),
    )
    ForumRow.objects.create(forum=unit_meeting, matter="Perehdytyskansio", decision="Päivitetään.", done_on=done_on)


def _committee(weekday: int) -> tuple[str, str, int, str]:
    """Kind, rhythm, day and place of a committee: under the board, beside the management team."""
    return Forum.Kind.COMMITTEE, Forum.Rhythm.MONTHLY, weekday, "Kunnanhallitus"


def _team(kind: str, above: str = "Kunnan johtoryhmä") -> tuple[str, str, int, str]:
    """The same of a management team."""
    top = kind == Forum.Kind.TOP_TEAM
    return kind, Forum.Rhythm.WEEKLY if top else Forum.Rhythm.FORTNIGHTLY, 1 if top else 2, above


def _meets(forum: Forum, weekday: int) -> None:
    """Its next meeting: on its day, one or two weeks ahead."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    day += datetime.timedelta(days=(weekday - day.weekday()) % 7)
    ForumMeeting.objects.create(
        forum=forum, starts_at=timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))
    )


def _chair(people: dict[str, User], name: str) -> User | None:
    return people["leena"] if name == "Ruoan ja puhtauden johtoryhmä" else None
