"""What the coach says on each step, in a minute's reading: how to open, what to ask, what to leave alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Advice:
    """Of one step."""

    open: str | Promise
    ask: str | Promise
    leave: str | Promise


ADVICE = {
    "prepare": Advice(
        _("Begin with what goes well, and say in one sentence what you have seen yourself."),
        _("Think of one open question with which you could begin. It does not explain, it asks."),
        _("What others have told you, and what you guess the reason to be."),
    ),
    "tiedanko": Advice(
        _("Say why you talk, and that the two of you look for what helps at work."),
        _("What is clear, what is not, and who decides about what. Wait for the answer: count to five."),
        _("Explaining at once how it should be. Hear first what the other one sees."),
    ),
    "osaanko": Advice(
        _("Say what the other one does well, with an example from this week."),
        _("What they would like to learn, and what could be given up."),
        _("Comparing with others. It closes the talk."),
    ),
    "kykenenko": Advice(
        _("Say that health is talked about only if they want to. Work can always be talked about."),
        _("What is heavy at work, and what would make it easier there."),
        _("Illnesses, diagnoses, medicines and private life. Do not ask, do not guess, do not write them down."),
    ),
    "haluanko": Advice(
        _("Begin with what they like. It is easier to change work from there."),
        _("What they would like more of, and what they could influence."),
        _("Promising what is not yours to decide. Say that you will find out, and by when."),
    ),
    "agreements": Advice(
        _("Say back what you have heard, and ask whether you heard it right."),
        _("What is done first, who does it and by when. Let one thing help at once, and one be yours."),
        _("A long list. Two or three things that are done are better than ten."),
    ),
    "follow-up": Advice(
        _("Propose a day at once, while both have the calendar open. Six weeks is usual."),
        _("How you both know then that it has helped."),
        _("“Let us see.” Without a day it is forgotten."),
    ),
    "memo": Advice(
        _("Read the memo aloud together. Both should recognise their own words."),
        _("Whether something is missing, or should be left out. “Am I able?” comes in only if both tick it."),
        _("Health, guesses and names of others. Pressing for a confirmation: it is voluntary."),
    ),
}
