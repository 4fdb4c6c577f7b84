"""What another smallest group would hide of figures: units by their headcounts, and bands that have been told.

Nothing is counted of conversations: HR sees sizes of units, which are in the register, and what a release shows anyway.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from people.models import Ancestry, User
from vatupassi.figures.models import Release

if TYPE_CHECKING:
    from collections.abc import Iterator


def by_people(now: int, new: int) -> Iterator[str]:
    """Before HR changes the smallest group in figures."""
    people = dict(User.objects.active().exclude(unit=None).order_by().values_list("unit").annotate(n=Count("pk")))
    sizes = Counter[object]()
    for unit, above in Ancestry.objects.filter(unit__in=people).values_list("unit", "ancestor"):
        sizes[above] += people[unit]
    few_now, few_then = (sum(size < least for size in sizes.values()) for least in (now, new))
    yield _(
        "Units with fewer than %(now)s people: %(few_now)s of %(all)s today. With fewer than %(new)s: %(few_then)s. "
        "Of such a unit nothing is told by itself."
    ) % {"now": now, "new": new, "few_now": few_now, "few_then": few_then, "all": len(sizes)}
    last = Release.objects.made().first()
    if last and new > now:
        bands = [row["held"] for row in (last.figures or {})["rows"][1:] if row["held"]]
        words = {"term": last.term.title, "told": len(bands), "number": new}
        words |= {"surely": sum(high < new for _low, high, _share in bands)}
        words |= {"perhaps": sum(low < new <= high for low, high, _share in bands)}
        told = _(
            "In the figures of %(term)s the number of people who had a conversation is told of %(told)s units. Of "
            "these %(surely)s have surely and %(perhaps)s perhaps fewer than %(number)s."
        )
        yield told % words
    if waiting := Release.objects.exclude(state=Release.State.MADE).first():
        held = _("The figures of %(term)s were frozen with the smallest group of %(number)s and keep it.")
        yield held % {"term": waiting.term.title, "number": waiting.limits["least"]}
    yield _("Figures that have been released stay as they are. The new number holds for the term that ends next.")
