"""The diary of the mentors' training as its page shows it, a text for each seminar. (`text/writing` has the other.)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.texts.versioned import writing_of
from verme.models import TrainingDiary

if TYPE_CHECKING:
    from core.texts.writing import Writing
    from people.models import User
    from verme.models import Seminar

LONGEST = 20000  # characters of one text


def of_theirs(seminar: Seminar, user: User) -> TrainingDiary:
    """Their own row of a seminar, locked; made when they begin to write."""
    own = TrainingDiary.objects.readable_by(user).select_for_update()
    row, _new = own.get_or_create(seminar=seminar, person=user)
    return row


def of_seminar(seminar: Seminar, entry: TrainingDiary | None, user: User) -> Writing:
    """What a participant keeps of a seminar."""
    label = _("What I want to remember of seminar %(number)s") % {"number": seminar.roman}
    return writing_of(entry, user, key=str(seminar.number), label=label, rows=4, longest=LONGEST, is_optional=False)
