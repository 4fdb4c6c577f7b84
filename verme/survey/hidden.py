"""What another fewest number of answers would hide: by how many people are asked, by bands that have been told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from verme.models import Membership, Mentoring, Season, Survey

if TYPE_CHECKING:
    from collections.abc import Iterator


def _to_be_asked() -> list[tuple[str, int]]:
    """Seasons that go on and have not been asked for feedback yet, each with how many would be."""
    asked = Survey.objects.filter(kind=Survey.Kind.FEEDBACK).exclude(state=Survey.State.DRAFT)
    seasons = Season.objects.filter(state=Season.State.RUNNING).exclude(pk__in=asked.values("season"))
    found = {pk: (name, set[object]()) for pk, name in seasons.order_by("starts_on", "pk").values_list("pk", "name")}
    for rows in (Membership.objects.live(), Mentoring.objects.live()):
        inside = rows.filter(group__season__in=found, person__is_active=True)
        for pk, person in inside.values_list("group__season", "person"):
            found[pk][1].add(person)
    return [(name, len(people)) for name, people in found.values()]


def by_answers(now: int, new: int) -> Iterator[str]:
    """Before HR changes the smallest number of answers."""
    told = [survey.result or {} for survey in Survey.objects.filter(state=Survey.State.RELEASED, result__enough=True)]
    if new > now and told:
        bands = [[int(end) for end in result["answers"].split("–")] for result in told]
        yield _(
            "The results of %(told)s surveys have been told. Of these %(surely)s had surely and %(perhaps)s perhaps "
            "fewer than %(number)s answers."
        ) % {
            "told": len(told),
            "surely": sum(high < new for _low, high in bands),
            "perhaps": sum(low < new <= high for low, high in bands),
            "number": new,
        }
    few = _(
        "%(season)s has %(people)s members and mentors: with a limit of %(number)s answers there will be no results."
    )
    for name, people in _to_be_asked():
        if people < new:
            yield few % {"season": name, "people": people, "number": new}
    if open_ones := Survey.objects.filter(state=Survey.State.OPEN).count():
        yield _("Surveys that are open now keep the number that their pages promise: %(count)s.") % {"count": open_ones}
    yield _("Results that have been told stay as they are, and what was too few to be told stays untold.")
