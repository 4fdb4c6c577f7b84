"""A list of people as a table for a spreadsheet: what the page shows, not what an import reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import SupervisionLine, User
from people.register.finding import has_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.user.models import UserQuerySet

MOST_IN_SHEET = 5000  # rows of an XLSX: a second's work


def sheet_of(people: UserQuerySet, by: User) -> tuple[list[str], Iterator[list[Any]]]:
    """Heads and rows. Two statements, however many there are."""
    heads = [
        *(_("Name"), _("Number"), _("Job title"), _("Unit"), _("Supervisor"), _("Language")),
        *(_("E-mail"), _("User name"), pgettext("of a person", "Sign-in")),
    ]
    return heads, _rows(people, by)


def _rows(people: UserQuerySet, by: User) -> Iterator[list[Any]]:
    lines = SupervisionLine.objects.visible_to(by).values("supervisor")
    names = {person.pk: person.list_name for person in User.objects.visible_to(by).filter(pk__in=lines).order_by()}
    shown: Any = people.select_related("unit").with_supervisor().annotate(letter=has_letter())
    for person in shown:
        yield [
            person.list_name,
            person.number,
            person.title,
            person.unit.name if person.unit else "",
            names.get(person.supervisor_id, ""),
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
