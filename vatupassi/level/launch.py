"""What the launch needs of conversations: a step for HR, and papers for staff and supervisors (people/launch)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.launch import papers
from people.launch.steps import Group, Step, register
from vatupassi.level.questions import Question


def _questions() -> dict[str, Any]:
    return {"questions": Question}


def declare() -> None:
    """Called once, when the app is ready."""
    register(
        Step(
            "occasions",
            20,
            Group.SUPPORT,
            _("What conversations are about"),
            _("Read the occasions and their lengths through, and take off what you do not use."),
            "occasion_list",
        ),
        Step(
            "round_for_all",
            50,
            Group.START,
            _("A “How are you” round for all"),
            _(
                "Supervisors of units in use get a letter that leads them to offer their team short times. "
                "Nobody sees who has done it."
            ),
            "round_for_all",
        ),
    )
    papers.register(
        papers.Paper(
            "tyontekijalle",
            10,
            "vatupassi/level/pdf_launch_employees.html",
            {
                "fi": "varhainen-tuki-tyontekijalle",
                "sv": "tidigt-stod-for-medarbetaren",
                "en": "early-support-employees",
            },
            _("A page for employees"),
            _("What it is, what everybody decides for themselves, who sees what, and how to begin."),
            _questions,
        ),
        papers.Paper(
            "juliste",
            20,
            "vatupassi/level/pdf_launch_poster.html",
            {"fi": "vatupassi-juliste-fi", "sv": "vatupassi-affisch-sv", "en": "vatupassi-poster-en"},
            _("A poster for the break room"),
            _("The four questions and a QR code that leads to the sign-in."),
            _questions,
        ),
        papers.Paper(
            "esihenkilolle",
            30,
            "vatupassi/level/pdf_launch_slides.html",
            {"fi": "varhainen-tuki-esihenkilolle", "sv": "tidigt-stod-for-chefen", "en": "early-support-supervisors"},
            _("Slides for supervisors"),
            _(
                "Eight slides for half an hour: why, how, what to leave alone, "
                "and what to do when talking is not enough."
            ),
            _questions,
        ),
    )
