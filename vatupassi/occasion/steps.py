"""What a conversation walks through. Occasions (a table in the database) name steps of this table by their codes.

A step has the levels it shows and the slots it writes in. A slot is the address of one note in a conversation; those
of a follow-up carry its number and stand outside the confirmed text.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vatupassi.level.questions import NINE, Question


@dataclass(frozen=True)
class Slot:
    """One place to write: its code, its label, and whether it can invite talk of health."""

    code: str
    label: str | Promise
    guarded: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the conversation page."""

    code: str
    title: str | Promise
    questions: tuple[Question, ...] = ()
    slots: tuple[Slot, ...] = ()


def _three(code: str, guarded: bool = False) -> tuple[Slot, ...]:
    return (
        Slot(f"{code}.works", _("What already works"), guarded),
        Slot(f"{code}.change", _("What we change"), guarded),
        Slot(f"{code}.try", _("What we try"), guarded),
    )


_QUESTION_STEPS = [
    Step(question.value, question.label, (question,), _three(question.value, question is Question.ABLE))
    for question in Question
]
STEPS: dict[str, Step] = {
    step.code: step
    for step in [
        *_QUESTION_STEPS,
        Step("together", _("The four questions"), tuple(Question), _three("together", guarded=True)),
        Step(
            "nine",
            _("Work ability questions"),
            slots=tuple(Slot(f"nine.{code}", text, guarded=True) for code, text in NINE.items()),
        ),
        Step(
            "debriefing",
            _("What happened"),
            slots=(
                Slot("debriefing.happened", _("What happened, step by step"), guarded=True),
                Slot("debriefing.well", _("What went well and who helped"), guarded=True),
                Slot("debriefing.learn", _("What we learn and what is needed now"), guarded=True),
            ),
        ),
        Step(
            "season-start",
            _("Your first days"),
            slots=(
                Slot("season-start.work", _("What the work is, and what matters most in it")),
                Slot("season-start.help", _("Who helps, and whom one asks when one is not sure")),
                Slot("season-start.needed", _("What is still needed to work well and safely"), guarded=True),
            ),
        ),
        Step(
            "season-two-weeks",
            _("After two weeks"),
            tuple(Question),
            slots=(
                Slot("season-two-weeks.works", _("What has begun well"), guarded=True),
                Slot("season-two-weeks.other", _("What has been otherwise than expected"), guarded=True),
                Slot("season-two-weeks.try", _("What we change for the rest of the season"), guarded=True),
            ),
        ),
        Step(
            "season-end",
            _("The season that was"),
            slots=(
                Slot("season-end.well", _("What went well, and what one takes along"), guarded=True),
                Slot("season-end.better", _("What the workplace does better next season"), guarded=True),
                Slot("season-end.next", _("What comes next: another season, other work, a certificate")),
            ),
        ),
        Step("agreements", pgettext_lazy("step", "Agree")),
        Step("follow-up", _("Follow-up")),
        Step("memo", _("Memo")),
    ]
}
FULL = ["tiedanko", "osaanko", "kykenenko", "haluanko", "agreements", "follow-up", "memo"]
DEVELOPMENT = [*FULL[:4], "nine", *FULL[4:]]
LIGHT = ["together", "agreements", "follow-up", "memo"]
DEBRIEFING = ["debriefing", "agreements", "follow-up", "memo"]
SEASON_START, SEASON_TWO_WEEKS, SEASON_END = (
    [code, "agreements", "follow-up", "memo"] for code in ("season-start", "season-two-weeks", "season-end")
)
FORMS = {
    "full": FULL,
    "development": DEVELOPMENT,
    "light": LIGHT,
    "debriefing": DEBRIEFING,
    "season-start": SEASON_START,
    "season-two-weeks": SEASON_TWO_WEEKS,
    "season-end": SEASON_END,
}
SLOTS: dict[str, Slot] = {slot.code: slot for step in STEPS.values() for slot in step.slots}


# What an occasion is for, in a few words: those that come with the application, and HR's own by their form
LINES: dict[str, Promise] = {
    "how-are-you": _("four questions on one page"),
    "all-well": _("four questions one by one"),
    "early-support": _("when something puzzles"),
    "not-going-well": _("when something is to be done about it"),
    "change": _("when work changes"),
    "development": _("nine questions as well"),
    "debriefing": _("talking through a hard situation"),
}
LINES_OF_FORMS: dict[str, Promise] = {
    "full": LINES["all-well"],
    "development": LINES["development"],
    "light": LINES["how-are-you"],
    "debriefing": LINES["debriefing"],
    "season-start": _("when seasonal work begins"),
    "season-two-weeks": _("four questions, when work has become familiar"),
    "season-end": _("before the season ends"),
}


def asks_levels(steps: list[str]) -> bool:
    """Whether the four questions are asked: otherwise nobody marks a level for the talk, nor shares one."""
    return any(STEPS[code].questions for code in steps)


def line_of(code: str, steps: list[str]) -> str:
    """The words beside an occasion's name."""
    form = next((form for form, own in FORMS.items() if own == steps), "")
    found = LINES.get(code) or LINES_OF_FORMS.get(form)
    return str(found) if found else ""


def word_slot(number: int) -> Slot:
    """The free word of a follow-up."""
    return Slot(f"follow-up.{number}.word", _("A word about where we are now"), guarded=True)


def review_slot(number: int, agreement: UUID) -> Slot:
    """The word about one agreement at a follow-up."""
    return Slot(f"follow-up.{number}.{agreement.hex}", _("A word about it"))
