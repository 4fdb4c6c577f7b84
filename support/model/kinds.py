"""The six models that an employer has in writing, and the headings from which each is begun."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One of the six. Its code stands in addresses and stays."""

    code: str
    title: str | Promise
    about: str | Promise
    headings: tuple[str | Promise, ...]

    def template(self) -> str:
        """The headings as a text to start from, in the active language."""
        return "\n\n".join(f"# {heading}" for heading in self.headings)


PURPOSE, WHO, REVIEW = _("What this is for"), _("Who is responsible for what"), _("When this is looked at again")

KINDS = (
    Kind(
        "raportit",
        _("Reports and statistics"),
        _("Which figures are followed, who sees them and what is done with them."),
        (
            PURPOSE,
            _("Which figures are followed"),
            _("Who sees the figures, and how nobody is singled out"),
            _("What is decided with the figures, and when"),
            WHO,
            REVIEW,
        ),
    ),
    Kind(
        "tyokyky",
        _("Work-ability management"),
        _("How work ability is looked after before there is a problem, when there is one, and on coming back."),
        (
            PURPOSE,
            _("What is done before there is a problem"),
            _("When and how a concern is raised"),
            _("What is done when a conversation is not enough"),
            _("Coming back after a long absence"),
            _("What is written down, and who reads it"),
            WHO,
            REVIEW,
        ),
    ),
    Kind(
        "korvaava-tyo",
        _("Substitute work"),
        _("Lighter or other work for a while instead of an absence, when the employee wants it."),
        (
            PURPOSE,
            _("When substitute work fits, and when it does not"),
            _("How it is agreed on, and that it is voluntary"),
            _("Pay, working time and length"),
            WHO,
            REVIEW,
        ),
    ),
    Kind(
        "paihdeohjelma",
        _("Substance programme"),
        _("How a problem with alcohol or drugs is prevented, raised and treated."),
        (
            PURPOSE,
            _("What is not accepted at work"),
            _("What to do when somebody seems intoxicated"),
            _("Getting into treatment, and support during it"),
            _("Tests: when, by whom and on what ground"),
            WHO,
            REVIEW,
        ),
    ),
    Kind(
        "epaasiallinen-kohtelu",
        _("Preventing inappropriate conduct"),
        _("What is not accepted, how one reports it and what the employer then does."),
        (
            PURPOSE,
            _("What is harassment or other inappropriate conduct, and what is not"),
            _("How to act when one meets it oneself, and when one sees it"),
            _("How one reports it, and to whom"),
            _("What the employer does, and by when"),
            WHO,
            REVIEW,
        ),
    ),
    Kind(
        "tyoterveysyhteistyo",
        _("Occupational health co-operation"),
        _("What the occupational health service does with the workplace, and how information is passed on."),
        (
            PURPOSE,
            _("What the service contains"),
            _("How an employee gets to it"),
            _("The occupational health negotiation"),
            _("What information is passed on, to whom and on what ground"),
            WHO,
            REVIEW,
        ),
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}
CHOICES = [(kind.code, kind.title) for kind in KINDS]
