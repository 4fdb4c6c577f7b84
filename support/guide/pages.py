"""What the guides say: for supervisors mostly, read by everybody. Their codes stand in addresses and stay."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Guide:
    """One page: what it begins with, and its parts with their points."""

    code: str
    title: str | Promise
    lead: str | Promise
    parts: tuple[tuple[str | Promise, tuple[str | Promise, ...]], ...]


GUIDES = (
    Guide(
        "otan-puheeksi",
        _("How to raise a concern"),
        _("The earlier and the more ordinarily, the easier for both."),
        (
            (
                _("Before the talk"),
                (
                    _("Think what you have seen yourself at work, and when. Leave out what you have heard or guess."),
                    _("Choose a quiet place, and a time when neither of you is in a hurry."),
                    _("Say beforehand what it is about, and that a support person may come along."),
                ),
            ),
            (
                _("How to open"),
                (
                    _("Begin with what goes well, and mean it."),
                    _(
                        "Say in one sentence what you have noticed, without explaining it: “I have noticed that the"
                        " shift reports have been late for three weeks.”"
                    ),
                    _("Ask, and wait for the answer: “How do you see it yourself?”"),
                ),
            ),
            (
                _("In the talk"),
                (
                    _("Talk about work. Health is talked about only if the employee wants to."),
                    _("Ask also what the workplace could do differently."),
                    _("Agree on one thing that helps at once, and on the day when you come back to it."),
                ),
            ),
            (
                _("Leave alone"),
                (
                    _("Do not guess an illness, and do not ask for a diagnosis."),
                    _("Do not compare with others."),
                    _("Do not promise what you cannot keep. Say that you will find out, and by when."),
                ),
            ),
        ),
    ),
    Guide(
        "merkit",
        _("Signs worth noticing early"),
        _("A sign is a reason to ask how things are. It proves nothing."),
        (
            (
                _("In the work"),
                (
                    _("Working days stretch, or breaks are left out."),
                    _("What used to go well is late or left undone."),
                    _("Mistakes, near misses and small accidents become more common."),
                ),
            ),
            (
                _("Among people"),
                (
                    _("Somebody withdraws from breaks and meetings."),
                    _("There are quarrels or sharp words, or silence where people used to talk."),
                    _("Absences become more common."),
                ),
            ),
            (
                _("The same for everybody"),
                (
                    _("Limits agreed together treat everybody alike: when one is reached, you talk, whoever it is."),
                    _("No limit calls anybody by itself. A person opens the talk."),
                    _("Ask also when there is no sign: “How are you?” is for everybody."),
                ),
            ),
            (
                _("When you do not wait"),
                (
                    _("If safety is in danger, act at once."),
                    _("If you suspect that somebody is intoxicated, do as your workplace’s substance programme says."),
                    _("Harassment has a way of its own on the support path."),
                ),
            ),
        ),
    ),
    Guide(
        "muistiinpanot",
        _("What belongs in the notes"),
        _("Write so that the two of you could read it aloud in a year."),
        (
            (
                _("Belongs"),
                (
                    _("Work: goals, skills, load, conditions, tools, leadership and atmosphere."),
                    _("What works, what you change and what you try."),
                    _("Who does what, and by when."),
                    _("What adjustments were offered, and why they were made or not."),
                ),
            ),
            (
                _("Does not belong"),
                (
                    _("Illnesses, diagnoses, medicines or the reasons of absences."),
                    _("Private life, unless the employee wants it written down."),
                    _("What others have said, or guesses about what somebody is like."),
                    _("Names of colleagues."),
                ),
            ),
            (
                _("Who reads it"),
                (
                    _("The two of you. HR sees the text only if it is taken there."),
                    _("It is no warning, and is not used as one."),
                ),
            ),
        ),
    ),
    Guide(
        "hr-auttaa",
        _("How HR helps: five principles"),
        _("Trust is made by the way one helps."),
        (
            (
                _("HR does not assume"),
                (_("HR asks, and makes room in which more can be told and trust can grow."),),
            ),
            (
                _("You stay the one who acts"),
                (_("HR encourages you to do it yourself, and does not take the matter out of your hands."),),
            ),
            (
                _("Notice, understand, act"),
                (_("HR helps you to see what goes on, to understand it and to act on it."),),
            ),
            (
                _("HR does not solve it for you"),
                (_("A ready answer seldom fits a situation that you know best."),),
            ),
            (
                _("Next time you get further alone"),
                (_("The aim is your own skill to recognise and solve problems."),),
            ),
        ),
    ),
    Guide(
        "tieto-neuvonta-ohjaus",
        _("Informing, advising, guiding"),
        _("Choose by what you lack. You always decide yourself."),
        (
            (
                _("Informing"),
                (
                    _("You lack a fact: a law, a guideline or a form."),
                    _("HR answers for its being right and enough."),
                ),
            ),
            (
                _("Advising"),
                (
                    _("You have options, and want to weigh them with somebody."),
                    _("You decide whether you follow the advice."),
                ),
            ),
            (
                _("Guiding"),
                (
                    _("You do not know yet what it is about."),
                    _("Your own goals and readings lead. HR helps you to think, and brings no ready answers."),
                ),
            ),
            (
                _("Sparring"),
                (
                    _("You want to try a conversation out beforehand."),
                    _("Half an hour is often enough, also remotely."),
                ),
            ),
        ),
    ),
    Guide(
        "vatupassi-lyhyesti",
        _("VatuPassi in short"),
        _("Four questions, ten minutes, a few things agreed."),
        (
            (
                _("Beforehand"),
                (
                    _("The employee marks the four levels alone. Nobody sees them until they are shared, one by one."),
                    _(
                        "The supervisor may mark their own view of “Do I know” and “Do I have the skills”. It is "
                        "seen once the employee has shared that item."
                    ),
                ),
            ),
            (
                _("In the talk"),
                (
                    _("Go through the questions one by one: what works, what you change, what you try."),
                    _("Agree who does what, and by when. Let one thing help at once."),
                ),
            ),
            (
                _("Afterwards"),
                (
                    _("Both confirm the same memo."),
                    _("In about six weeks you come back to what was agreed."),
                ),
            ),
            (
                _("Voluntary"),
                (
                    _("One may say no without a reason, and nothing follows from it."),
                    _("The same can be done on paper or with a support person."),
                ),
            ),
        ),
    ),
    Guide(
        "johtaminen",
        _("How well-being at work is led"),
        _("Most of it is made before there is a problem."),
        (
            (
                _("Direction"),
                (_("Everybody knows where the organisation is going, and what their own work has to do with it."),),
            ),
            (
                _("Structure"),
                (_("It is clear who decides what and in which meeting, and word travels both ways."),),
            ),
            (
                _("Content"),
                (_("Meetings have an agenda, plans are followed, and what is done can be seen in everyday work."),),
            ),
            (
                _("Together"),
                (
                    _(
                        "The three are one way of leading. When people understand and take part, the work community"
                        " works, and that is well-being at work."
                    ),
                    _(
                        "Early support belongs to all three: it is talked about in the unit’s meeting, in the "
                        "induction and in the development discussion."
                    ),
                ),
            ),
        ),
    ),
)
BY_CODE = {guide.code: guide for guide in GUIDES}
