"""The invented employees: what one knows of each beforehand, what they have marked, and what they say when asked.

Nobody on any register has such a name; in each language it says that the person is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatupassi.level.questions import Question

# What one could ask, the same in every case: first to hear how it is, then what would help.
ASKS: dict[Question, tuple[str | Promise, str | Promise]] = {
    Question.KNOW: (
        _("What is unclear in your work right now?"),
        _("What would make it clearer?"),
    ),
    Question.SKILLS: (
        _("What goes well, and what would you need more practice in?"),
        _("What would help you to learn it?"),
    ),
    Question.ABLE: (
        _("How have you managed at work lately?"),
        _("What could we do differently at work, so that it would be easier?"),
    ),
    Question.WANT: (
        _("What do you like in your work?"),
        _("What would you like more of?"),
    ),
}
MOST_ASKS = 2  # of each question


@dataclass(frozen=True)
class Said:
    """What the employee has marked of one question, and what they answer to each of the two things asked."""

    now: int
    answers: tuple[str | Promise, str | Promise]
    target: int | None = None
    is_shared: bool = True  # otherwise once one has asked


@dataclass(frozen=True)
class Case:
    """One invented employee."""

    code: str
    name: str | Promise
    title: str | Promise
    unit: str | Promise
    about: str | Promise  # in the list of cases
    seen: tuple[str | Promise, ...]  # what one has noticed at work oneself
    said: dict[Question, Said]


CASES = (
    Case(
        "kokki",
        _("Kaisa Example"),
        _("cook"),
        _("Kitchen"),
        _("A cook is late in the mornings"),
        (
            _("Kaisa has been late four times in three weeks. Before that she never was."),
            _("Breakfast has been late twice, and the others have begun without her."),
            _("She makes good food, and the customers praise it."),
        ),
        {
            Question.KNOW: Said(
                0,
                (
                    _("The morning’s tasks change, and I do not always know who begins with the porridge."),
                    _("If the list hung on the wall the evening before, I would know what I come to."),
                ),
            ),
            Question.SKILLS: Said(
                2,
                (
                    _("I know the work. The new ordering program takes time, though."),
                    _("If somebody showed it to me once without hurry, I would manage."),
                ),
            ),
            Question.ABLE: Said(
                -2,
                (
                    _("The mornings are heavy. The bus goes at another time since the autumn, and I get up at four."),
                    _("If I could begin half an hour later on two mornings, I would make it."),
                ),
                target=1,
                is_shared=False,
            ),
            Question.WANT: Said(
                1,
                (
                    _("I like this work, and the people here are good."),
                    _("I would like to bake again sometimes, as we did before."),
                ),
            ),
        },
    ),
    Case(
        "puistotyontekija",
        _("Petri Example"),
        _("park worker"),
        _("Parks"),
        _("A park worker’s back gets tired of lifting"),
        (
            _("Petri asks others to lift for him more often than before."),
            _("He leaves the heaviest plantings until last, and the days stretch."),
            _("He knows every park of the town, and the summer workers learn from him."),
        ),
        {
            Question.KNOW: Said(
                2,
                (
                    _("My own work is clear. I do not know who decides about the new machines."),
                    _("I would like to hear what is bought, before it is bought."),
                ),
            ),
            Question.SKILLS: Said(
                1,
                (
                    _("Planting I know in my sleep. I have not driven the new loader yet."),
                    _("One day with somebody who knows it would be enough."),
                ),
            ),
            Question.ABLE: Said(
                -2,
                (
                    _("By the afternoon my back is tired. Lifting the tubs is the hardest."),
                    _("With two people or with the loader it would go. And not all the tubs on the same day."),
                ),
                target=1,
            ),
            Question.WANT: Said(
                2,
                (
                    _("I like being outdoors, and seeing what I have made."),
                    _("I would gladly teach the summer workers more."),
                ),
            ),
        },
    ),
    Case(
        "toimistosihteeri",
        _("Liisa Example"),
        _("office secretary"),
        _("Administration"),
        _("A secretary’s work has changed"),
        (
            _("Two units were joined in August, and Liisa’s tasks changed."),
            _("She has become quiet in meetings, and answers messages late in the evening."),
            _("She carries the archive and the customers of both units almost alone."),
        ),
        {
            Question.KNOW: Said(
                -2,
                (
                    _("I do not know which of the old tasks are still mine. I do them all, to be sure."),
                    _("We could go through the list together and strike out what is somebody else’s."),
                ),
                target=2,
            ),
            Question.SKILLS: Said(
                1,
                (
                    _("I know the customers. The other unit’s system is still strange to me."),
                    _("It would help to sit beside a colleague for a couple of mornings."),
                ),
            ),
            Question.ABLE: Said(
                -1,
                (
                    _("I think of work in the evenings, since the messages come until late."),
                    _("If we agreed that evenings need no answer, I could let go."),
                ),
                is_shared=False,
            ),
            Question.WANT: Said(
                0,
                (
                    _("I like it when a customer gets what they need. Lately there has been little of that."),
                    _("I would like to have my own customers back, and do one thing to its end."),
                ),
            ),
        },
    ),
)
BY_CODE = {case.code: case for case in CASES}
