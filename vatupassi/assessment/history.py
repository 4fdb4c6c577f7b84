"""How each level has been from one own assessment to the next: a ribbon, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core import formats
from vatupassi.level.picture import position_label
from vatupassi.level.questions import Question
from vatupassi.level.ribbon import Ribbon, ribbon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vatupassi.models import Assessment, AssessmentItem


@dataclass(frozen=True)
class Past:
    """One question through the years, the newest first."""

    question: Question
    items: Sequence[AssessmentItem]
    ribbon: Ribbon

    @property
    def now_word(self) -> str:
        """Where it stands in the newest assessment."""
        return position_label(self.items[0].now)

    @property
    def words(self) -> str:
        """What the picture shows, for who does not see it: from the first day to the newest."""
        said = [f"{formats.date_only(item.assessment.started_at)} {position_label(item.now)}" for item in self.items]
        target = self.items[0].target
        if target is not None:
            said.insert(0, _("target %(position)s") % {"position": position_label(target)})
        return f"{self.question.label} {', '.join(reversed(said))}"


def pasts(filled: Sequence[Assessment]) -> list[Past]:
    """The four questions; assessments newest first with their items, of which each says something."""
    today = timezone.localdate()
    found = []
    for question in Question:
        items = []
        for one in filled:
            for item in one.items.all():
                if item.question == question:
                    item.assessment = one
                    items.append(item)
        if items:
            marks = [(timezone.localdate(item.assessment.started_at), item.now) for item in reversed(items)]
            found.append(Past(question, items, ribbon(marks, today, items[0].target)))
    return found
