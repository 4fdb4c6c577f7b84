"""Ready-made days to begin from, in three languages: what the source's day and its practice hold, in our own words.

A pattern's texts are translated when an agenda is made from it, in the agenda's language. The first is the source's
own day (domain.md A): ten rows with its lengths and slide ranges; no organisation's sentences, no names.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workshops.block.models import Block

Words = str | Promise
Kind = Block.Kind


@dataclass(frozen=True)
class Part:
    """A block to be made: ``slides`` and further ``talks`` (title, slides) where the source has them."""

    kind: Kind
    title: Words
    minutes: int
    slides: str = ""
    talks: list[tuple[Words, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Pattern:
    """A day: its name, what it is for, when it begins."""

    code: str
    name: Words
    purpose: Words
    starts: datetime.time
    parts: list[Part]

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return sum(part.minutes for part in self.parts)

    def blocks(self, language: str) -> list[dict[str, Any]]:
        """The rows of its blocks, in this language."""
        with translation.override(language):
            return [
                {
                    "kind": part.kind.value,
                    "title": str(part.title),
                    "minutes": part.minutes,
                    "slides": part.slides,
                    "more": [{"title": str(title), "slides": pages, "speakers": []} for title, pages in part.talks],
                }
                for part in self.parts
            ]


BREAK = pgettext_lazy("programme", "Break")
LUNCH = pgettext_lazy("programme", "Lunch")
OPENING = _("Opening, contents and aims of the day")
ENDING = _("Summary and ending")


def _break(minutes: int = 15) -> Part:
    return Part(Kind.BREAK, BREAK, minutes)


def _lunch(minutes: int = 45) -> Part:
    return Part(Kind.LUNCH, LUNCH, minutes)


def _open(minutes: int = 15, title: Words = OPENING) -> Part:
    return Part(Kind.OPENING, title, minutes)


def _end(minutes: int = 10, title: Words = ENDING) -> Part:
    return Part(Kind.CLOSING, title, minutes)


SOURCE = Pattern(
    "active-support",
    _("A day on active support"),
    _("Talks, cases and group work for supervisors: the day of 2016 from which this service comes."),
    datetime.time(9, 15),
    [
        _open(30),
        Part(Kind.TALK, _("Leading well-being at work as a part of the supervisor’s work"), 30, "2–12"),
        _break(),
        Part(Kind.CASE, _("Case: what HR can offer a supervisor"), 60, "13–21"),
        _lunch(),
        Part(
            Kind.TALK,
            _("Verme, groups of peers"),
            60,
            "22–39",
            [(_("Case: Verme in practice"), "40–47")],
        ),
        _break(),
        Part(Kind.CASE, _("Case: VatuPassi"), 30, "48–64"),
        Part(Kind.GROUP, _("Working in groups"), 60),
        Part(Kind.CLOSING, _("The workshop ends"), 0),
    ],
)

TRAINING = Pattern(
    "supervisor-training",
    _("Supervisors’ training on early support"),
    _("A shared frame, the means, and where help comes from; practised by talking and by acting it out."),
    datetime.time(9),
    [
        _open(),
        Part(Kind.TALK, _("A shared frame: what early support means with us"), 30),
        Part(Kind.TALK, _("The means: talking in a group, reading the figures"), 30),
        _break(),
        Part(Kind.GROUP, _("Discussion: a situation from one’s own work"), 45),
        _lunch(),
        Part(Kind.TALK, _("Where help comes from: the occupational health service and HR"), 30),
        Part(Kind.GROUP, _("Acting it out: a practice conversation in threes"), 45),
        _break(),
        Part(Kind.TALK, _("Videos and other material for learning by oneself"), 15),
        Part(Kind.GROUP, _("Workshop: my own next step"), 30),
        _end(),
    ],
)

ROOTING = Pattern(
    "rooting",
    _("Rooting early support in the work community"),
    _("Eight ways, a quarter of an hour for each; at the end the unit chooses two."),
    datetime.time(9),
    [
        _open(),
        Part(Kind.GROUP, _("A stand and something sweet: early support at staff events"), 15),
        Part(Kind.GROUP, _("Once a year in the workplace meeting, with a caring tone and with successes"), 15),
        Part(Kind.GROUP, _("Intranet, notice board and induction folder"), 15),
        Part(Kind.GROUP, _("A part of the development discussion; a well-being talk of its own when needed"), 15),
        _break(),
        Part(Kind.GROUP, _("Near-support people in the units"), 15),
        Part(Kind.GROUP, _("Everybody’s duty to bring things up: slides and videos from HR"), 15),
        Part(Kind.GROUP, _("The same at a distance: remote meetings"), 15),
        Part(Kind.GROUP, _("Equal treatment and everybody’s right to support"), 15),
        Part(Kind.GROUP, _("We choose two ways: who does what by when"), 30),
        _end(),
    ],
)


def _seminar(code: str, name: Words, purpose: Words, themes: list[Part]) -> Pattern:
    half = len(themes) // 2
    parts = [
        _open(30, _("Opening: how we are, and the aims of the seminar")),
        *themes[:half],
        _lunch(),
        *themes[half:],
    ]
    ending = [
        _break(),
        Part(Kind.GROUP, _("Diary: what I take with me"), 20),
        _end(25, _("Interim task and ending")),
    ]
    return Pattern(code, name, purpose, datetime.time(9), parts + ending)


TWO_DAYS = _("For one of the seminar’s two days; make the other from the same template.")
SEMINARS = [
    _seminar(
        "mentor-1",
        _("Mentor seminar I: getting oriented"),
        TWO_DAYS,
        [
            Part(Kind.TALK, _("What a mentor does in a group of peers"), 45),
            Part(Kind.TALK, _("Starting a group: ethics and ground rules"), 60),
            Part(Kind.GROUP, _("Activity methods: trying them out"), 90),
            Part(Kind.GROUP, _("The ground rules of our own training group"), 45),
        ],
    ),
    _seminar(
        "mentor-2",
        _("Mentor seminar II: coping and joy at work"),
        TWO_DAYS,
        [
            Part(Kind.TALK, _("Managing at work and the joy of work"), 60),
            Part(Kind.GROUP, _("Working as colleagues"), 45),
            Part(Kind.TALK, _("A work community that enriches"), 45),
            Part(Kind.GROUP, _("Method practice: picture, object and colour cards"), 90),
        ],
    ),
    _seminar(
        "mentor-3",
        _("Mentor seminar III: dialogue and stories"),
        TWO_DAYS,
        [
            Part(Kind.TALK, _("Dialogue: listening and speaking in turn"), 45),
            Part(Kind.GROUP, _("Home groups: a dialogue"), 60),
            Part(Kind.TALK, _("Working with stories"), 45),
            Part(Kind.GROUP, _("Home groups: a story prepared beforehand"), 90),
        ],
    ),
    _seminar(
        "mentor-4",
        _("Mentor seminar IV: identity and strengths"),
        TWO_DAYS,
        [
            Part(Kind.TALK, _("Identity at work"), 45),
            Part(Kind.GROUP, _("My strengths as a mentor"), 60),
            Part(Kind.TALK, _("Including people who learn in different ways"), 45),
            Part(Kind.GROUP, _("Method practice: the line and changing roles"), 90),
        ],
    ),
    _seminar(
        "mentor-5",
        _("Mentor seminar V: looking back and ahead"),
        TWO_DAYS,
        [
            Part(Kind.GROUP, _("Evaluating the training together"), 60),
            Part(Kind.TALK, _("Who I am as a mentor"), 45),
            Part(Kind.GROUP, _("Mapping one’s life: the arc and the turning points"), 75),
            Part(Kind.GROUP, _("Plans for the future, and the certificates"), 45),
        ],
    ),
]

CLOSING = Pattern(
    "season-closing",
    _("Closing of a Verme season"),
    _("Half a day for all groups together: lunch, a lecturer from outside, and what the groups learned."),
    datetime.time(11, 30),
    [
        _lunch(60),
        _open(15, _("Welcome")),
        Part(Kind.TALK, _("Guest lecture"), 60),
        Part(Kind.BREAK, _("Coffee"), 20),
        Part(Kind.GROUP, _("What each group wants to tell"), 40),
        _end(15, _("Thanks and the next season")),
    ],
)

MENTORS = Pattern(
    "mentors-meeting",
    _("Mentors’ meeting"),
    _("The mentors read the season’s feedback together and plan the next one."),
    datetime.time(13),
    [
        _open(10, _("How we are")),
        Part(Kind.TALK, _("The season’s feedback"), 40),
        _break(10),
        Part(Kind.GROUP, _("What we develop"), 40),
        Part(Kind.GROUP, _("The next season: groups and times"), 30),
        _end(),
    ],
)

UNIT = Pattern(
    "unit-meeting",
    _("Unit meeting"),
    _("An hour: what is new, how we are, and one thing to try."),
    datetime.time(9),
    [
        _open(5, _("Opening")),
        Part(Kind.TALK, _("What is new"), 15),
        Part(Kind.GROUP, _("How are we doing?"), 15),
        Part(Kind.GROUP, _("One thing that we try"), 15),
        _end(10, _("What we agreed, and the next meeting")),
    ],
)

VATUPASSI = Pattern(
    "vatupassi",
    _("Taking VatuPassi into use"),
    _("A design workshop, pilots alone and in a group, and a plan for workshops for supervisors and staff."),
    datetime.time(9),
    [
        _open(),
        Part(Kind.TALK, _("VatuPassi and its four questions"), 30),
        Part(Kind.GROUP, _("Design workshop: when would we use it?"), 45),
        _break(),
        Part(Kind.GROUP, _("Pilot alone: my own assessment"), 20),
        Part(Kind.GROUP, _("Pilot in pairs: the conversation"), 40),
        _lunch(),
        Part(Kind.GROUP, _("Pilot in a group: group VatuPassi"), 45),
        Part(Kind.TALK, _("Who sees what, and when it is deleted"), 20),
        _break(),
        Part(Kind.GROUP, _("Plan: workshops for supervisors and for staff"), 45),
        _end(),
    ],
)

FIRST = Pattern(
    "first-quarter",
    _("Early support in a quarter of an hour"),
    _("For a unit’s own meeting when early support begins: what it is, who sees what, and a first look alone."),
    datetime.time(9),
    [
        _open(3, _("Why we talk about work in good time")),
        Part(Kind.TALK, _("The four questions, and who sees what"), 4),
        Part(Kind.GROUP, _("Alone on one’s own phone: the four levels, which nobody else sees"), 4),
        Part(Kind.GROUP, _("In pairs: what would make it easy to begin a talk?"), 3),
        _end(1, _("Whom to ask, and when we come back to this")),
    ],
)

PATTERNS: dict[str, Pattern] = {
    pattern.code: pattern
    for pattern in (SOURCE, TRAINING, ROOTING, *SEMINARS, CLOSING, MENTORS, UNIT, VATUPASSI, FIRST)
}
