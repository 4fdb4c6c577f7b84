"""A list of people as a table for a spreadsheet: what the page shows, not what an import reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import long_sheets
from core.jobs import task
from people.models import SupervisionLine, Unit, User
from people.register.finding import Asked, has_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from people.user.models import UserQuerySet


@task(queue_name="slow")
def make_people_sheet(order_id: str) -> None:
    """A long one, for whoever has ordered it; for who keeps the register no more it has no rows."""
    long_sheets.make(order_id, lambda by, asked: sheet_of(Asked.of(asked).people(by), by))


def sheet_of(people: UserQuerySet, by: User) -> tuple[list[str], Iterator[list[Any]]]:
    """Heads and rows. Four statements, however many there are."""
    heads = [
        *(_("Name"), _("Number"), _("Job title"), _("Unit"), _("Supervisor"), _("Language")),
        *(_("E-mail"), _("User name"), pgettext("of a person", "Sign-in")),
    ]
    return heads, _rows(people, by)


def _rows(people: UserQuerySet, by: User) -> Iterator[list[Any]]:
    units = Unit.objects.visible_to(by).in_bulk()
    leaders: dict[UUID, list[User]] = {}
    lines = SupervisionLine.objects.visible_to(by).live().filter(kind=SupervisionLine.Kind.SUPERVISOR)
    for line in lines.filter(supervisor__is_active=True).select_related("supervisor").order_by("-starts_on"):
        leaders.setdefault(line.unit_id, []).append(line.supervisor)

    def supervisor(person: User) -> str:
        """As `with_supervisor` finds it: reckoned of the tree, since asking for each of a town takes half a minute."""
        at = units.get(person.unit_id) if person.unit_id else None
        while at is not None:
            if found := next((leader for leader in leaders.get(at.pk, ()) if leader.pk != person.pk), None):
                return found.list_name
            at = units.get(at.parent_id) if at.parent_id else None
        return ""

    shown: Any = people.annotate(letter=has_letter())
    for person in shown.iterator(chunk_size=2000):
        unit = units.get(person.unit_id)
        yield [
            person.list_name,
            person.number,
            person.title,
            unit.name if unit else "",
            supervisor(person),
            person.get_language_display(),
            person.email,
            person.username,
            sign_in_of(person),
        ]


def sign_in_of(person: Any) -> str:
    """How far somebody is with the first sign-in; `letter` is annotated."""
    if person.is_in_use:
        return _("in use")
    return _("has a letter") if person.letter else _("not yet in use")
