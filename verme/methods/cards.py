"""The thirteen narrative and activity methods (domain.md D23), each as a card in our own words.

For what, how many people, how long, and how it goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.content import edited, group


@dataclass(frozen=True)
class Card:
    """One method. ``people`` and ``minutes`` are written as in a table: 3–8, 20–40."""

    code: str
    name: str | Promise
    purpose: str | Promise
    people: str
    minutes: str
    steps: str | Promise  # one step a line


OURS = (
    Card(
        "picture",
        _("A picture or an object"),
        _("An easy start: it is simpler to talk about a thing in the hand than about oneself."),
        "3–8",
        "20–40",
        _(
            "Lay out many pictures or objects.\n"
            "Each one picks what says something about their work today.\n"
            "In turn: what did you pick, and what does it tell? The others listen and may ask."
        ),
    ),
    Card(
        "drawing",
        _("A drawing of one’s own"),
        _("For what is hard to put into words, such as a change or a feeling of haste."),
        "3–8",
        "30–45",
        _(
            "Ten quiet minutes to draw a working day, a change or the team. Skill does not matter.\n"
            "Each one shows the drawing and tells as much as they like.\n"
            "The others say what they see, without explaining it."
        ),
    ),
    Card(
        "statues",
        _("Statues"),
        _("To show a situation at work as it feels, and how one would like it to be."),
        "4–8",
        "30–60",
        _(
            "One tells of a situation and asks others to stand in it like statues.\n"
            "The teller shapes the picture; each statue may say one sentence.\n"
            "Shape it again as you would like it to be, and talk about the way between the two."
        ),
    ),
    Card(
        "roles",
        _("Changing roles"),
        _("To look at a situation through somebody else’s eyes."),
        "3–8",
        "30–45",
        _(
            "Choose an everyday situation with two sides, without names.\n"
            "Play it briefly, change places and play it again.\n"
            "Step out of the roles and tell what you noticed on the other side."
        ),
    ),
    Card(
        "story",
        _("A story thought of beforehand"),
        _("To share an experience that one has had time to choose."),
        "3–8",
        "30–60",
        _(
            "Agree at the earlier meeting on what the stories are about.\n"
            "The teller has ten minutes that nobody interrupts.\n"
            "The others tell what it woke in them; advice only if it is asked for."
        ),
    ),
    Card(
        "colours",
        _("Colour cards"),
        _("A quick round on the mood at the start or the end."),
        "3–8",
        "10–20",
        _(
            "Spread cards of many colours.\n"
            "Each one takes a colour for how they are, and says a word or two about it.\n"
            "Nothing is explained or put right: it is enough to be heard."
        ),
    ),
    Card(
        "line",
        _("A line on the floor"),
        _("To see at once how differently people see the same thing."),
        "4–8",
        "15–30",
        _(
            "Mark a line: one end is “not at all”, the other “fully”.\n"
            "Read a statement; each one stands where it is true for them.\n"
            "Ask some places on the line to tell; one may move while listening."
        ),
    ),
    Card(
        "atom",
        _("Social atom of the workplace"),
        _("To see one’s network at work: who is near, where support comes from."),
        "3–8",
        "30–45",
        _(
            "Draw yourself in the middle and those you work with around you, near or far, without names.\n"
            "Draw lines: where does help go, where does it come from?\n"
            "Tell a pair what you would like to change, then what you like to the group."
        ),
    ),
    Card(
        "life",
        _("The arc of my working life"),
        _("To find the turning points and the strengths that have carried one."),
        "3–8",
        "45–90",
        _(
            "Draw a line of your working life with its high and low points.\n"
            "Mark what helped you over the low ones.\n"
            "Tell of one or two points; the others name the strengths they heard."
        ),
    ),
    Card(
        "sociodrama",
        _("Sociodrama"),
        _("To study together a matter that concerns the whole workplace, such as a reorganisation."),
        "6–8",
        "60–90",
        _(
            "Choose a common question and list who is part of it: also things such as “haste” or “the budget”.\n"
            "Take the parts and let them meet; stop and change parts.\n"
            "Come out of the parts and agree on what you learned."
        ),
    ),
    Card(
        "workshop",
        _("A workshop of doing"),
        _("To think with hands: build, glue, walk or photograph the theme."),
        "3–8",
        "45–90",
        _(
            "Agree on a theme and a way of working, such as a collage or a walk with pictures.\n"
            "Do it in pairs or together, without hurry.\n"
            "Look at the results and ask what they say about your work."
        ),
    ),
    Card(
        "diary",
        _("Writing a diary"),
        _("To notice between meetings what gives strength and what takes it."),
        "1–8",
        "10–15",
        _(
            "Write some lines after a working day: what went well, what stayed in your mind.\n"
            "The diary is yours alone.\n"
            "At the meeting each one tells of one thing they noticed, if they like."
        ),
    ),
    Card(
        "letter",
        _("A letter to myself"),
        _("A good ending: what do I want to keep of this, and what do I wish for myself?"),
        "1–8",
        "20–30",
        _(
            "Write to yourself as you are in half a year.\n"
            "Put the letter in an envelope with your name on it; the mentor keeps it closed.\n"
            "It comes back to you at the agreed time. Who likes may read a sentence aloud."
        ),
    ),
)


group(
    "methods",
    _("Method cards"),
    _("Groups and mentors choose from these for a meeting."),
    _("A meeting shows the card as it reads now."),
)


def _edited(card: Card) -> Card:
    """The card in HR's words, where there are any; its code, people and minutes stay."""
    return replace(
        card,
        name=edited("methods", f"{card.code}-name", card.name, format_lazy("{}: {}", card.name, _("name"))),
        purpose=edited(
            "methods", f"{card.code}-purpose", card.purpose, format_lazy("{}: {}", card.name, _("for what"))
        ),
        steps=edited(
            "methods",
            f"{card.code}-steps",
            card.steps,
            format_lazy("{}: {}", card.name, _("how it goes, a step on a line")),
            in_lines=True,
        ),
    )


CARDS = {card.code: _edited(card) for card in OURS}
