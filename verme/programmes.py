"""Templates of a season's joint events: half a day that starts with lunch and has a lecturer from outside (domain.md
E29), and the mentors' meeting on the season's feedback (E31). HR changes whatever it likes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from verme.models import SeasonEvent


@dataclass(frozen=True)
class Programme:
    """A title, an end, and the lines: time, topic, speaker."""

    title: str
    until: datetime.time
    rows: list[tuple[datetime.time, str, str]]


def template(kind: str) -> Programme:
    """In the language that is on."""
    clock = datetime.time
    if kind == SeasonEvent.Kind.MENTORS:
        return Programme(
            _("Meeting of the mentors"),
            clock(16),
            [
                (clock(13), _("Coffee, and how each of us is"), ""),
                (clock(13, 30), _("What the season’s feedback tells us"), ""),
                (clock(14, 15), _("A method tried out together"), ""),
                (clock(15), _("The next season: groups and mentors"), ""),
                (clock(15, 45), _("What we agreed"), ""),
            ],
        )
    return Programme(
        _("Joint closing of the season"),
        clock(16),
        [
            (clock(12), _("Lunch together"), ""),
            (clock(12, 45), _("Opening: what the season has given"), ""),
            (clock(13), _("Talk by an outside lecturer"), ""),
            (clock(14), _("Coffee"), ""),
            (clock(14, 20), _("Greetings from the groups, each as it likes"), ""),
            (clock(15, 20), _("Feedback, and how we go on"), ""),
        ],
    )
