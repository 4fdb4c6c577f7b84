"""The four questions, the seven positions of the level, and the questions that help to talk.

Source: domain.md B3 and F37 (points), our own words. The scale is words: the numbers are never shown.
"""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.content import edited, group


class Question(models.TextChoices):
    """The four questions of the board."""

    KNOW = "tiedanko", _("Do I know?")
    SKILLS = "osaanko", _("Do I have the skills?")
    ABLE = "kykenenko", _("Am I able?")
    WANT = "haluanko", _("Do I want to?")

    @property
    def about(self) -> str | Promise:
        """What the question is about, in one line."""
        return ABOUT[self]

    @property
    def help(self) -> tuple[str | Promise, ...]:
        """Questions that help to think and to talk."""
        return HELP[self]

    @property
    def supervisor_marks(self) -> bool:
        """A supervisor marks a view of Tiedänkö and Osaanko only; of the others they write how they could support."""
        return self in SUPERVISOR_MARKS


SUPERVISOR_MARKS = (Question.KNOW, Question.SKILLS)


class Position(models.IntegerChoices):
    """Where the bubble is. Not marked is None, which differs from the middle."""

    MINUS_3 = -3, _("clearly on the minus side")
    MINUS_2 = -2, _("on the minus side")
    MINUS_1 = -1, _("slightly on the minus side")
    MIDDLE = 0, _("in between")
    PLUS_1 = 1, _("slightly on the plus side")
    PLUS_2 = 2, _("on the plus side")
    PLUS_3 = 3, _("clearly on the plus side")


ABOUT = {
    Question.KNOW: _("The goals of my work, changes, and how we do things together."),
    Question.SKILLS: _("My skills, learning, and what I could give up."),
    Question.ABLE: _("Ability to work, load and recovery."),
    Question.WANT: _("Motivation, and what I enjoy in my work."),
}

_HELP = {
    Question.KNOW: (
        _("What are the goals of my work, and what helps me to reach them?"),
        _("Whom or what does my work affect?"),
        _("Are changes coming?"),
        _("What is unclear or confusing right now?"),
        _("What are our common ways of working?"),
        _("What already works in the way we do things together?"),
        _("Which change would we start with?"),
    ),
    Question.SKILLS: (
        _("What am I good at?"),
        _("How well do my skills meet what the work asks for?"),
        _("What skills do I need more of?"),
        _("What could I give up?"),
        _("What would I like to learn?"),
        _("What skills do I have, and which of them are not in use?"),
        _("How do my goals fit the goals of the team?"),
    ),
    Question.ABLE: (
        _("What goes well at work?"),
        _("What feels hard or heavy?"),
        _("How do I look after my work ability and my energy?"),
        _("What helps me to recover, during the working day and after it?"),
        _("How could my supervisor support me?"),
        _("What could I add or try?"),
    ),
    Question.WANT: (
        _("What motivates me in my work?"),
        _("How do I influence my own work?"),
        _("How do I influence the work community?"),
        _("What inspires me right now?"),
        _("Where could I find new challenges or inspiration?"),
        _("When would I like feedback, a talk or support?"),
    ),
}

_GUIDING = _("Stand beside the level in one’s own assessment and in the conversation.")
for _question in Question:
    group(f"guiding-{_question.value}", format_lazy("{}: {}", _("Guiding questions"), _question.label), _GUIDING)
HELP: dict[Question, tuple[Any, ...]] = {
    question: tuple(edited(f"guiding-{question.value}", str(number), text) for number, text in enumerate(texts, 1))
    for question, texts in _HELP.items()
}

# The nine questions of the development discussion (domain.md G42), and beside the eighth its twin: what the workplace
# has done. The codes are those of the notes: a question that is reworded or moved keeps its answers.
group(
    "nine", _("Work ability questions"), _("Are asked in the development discussion. A reworded one keeps its answers.")
)
_NINE = {
    "1": pgettext_lazy("greeting", "How are you?"),
    "2": _("What does good work ability mean to you?"),
    "3": _("What keeps your work ability good?"),
    "4": _("Is there something now that affects your work ability?"),
    "5": _("How do you recover from work?"),
    "6": _("Are work and free time in balance?"),
    "7": _("What would you like to do?"),
    "8": _("What have you yourself already done to make things better?"),
    "8-workplace": _("What has been done at the workplace?"),
    "9": _("What are your plans for the next one to five years?"),
}
NINE: dict[str, Any] = {code: edited("nine", code, text) for code, text in _NINE.items()}
