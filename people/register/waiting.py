"""What of the register waits on HR's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.desk.page import Waits
from people.models import SignInChange, User
from people.supervision.rings import each_others_supervisors

if TYPE_CHECKING:
    from collections.abc import Iterator


def lacks(user: User) -> list[Waits]:
    """People without a unit, people without a supervisor, two who lead each other, links that did not arrive."""
    here = User.objects.editable_by(user).active()
    without_unit, unled = here.filter(unit=None).count(), here.without_supervisor().count()
    failed = here.with_failed_link().count()  # of what HR sends itself: no other letter that fails is told
    rings = len(each_others_supervisors(user))
    people = reverse("person_list")
    return [
        Waits(
            without_unit,
            ngettext("person without a unit", "people without a unit", without_unit),
            _("nobody leads them"),
            f"{people}?unit=none",
        ),
        Waits(
            unled,
            ngettext("person without a supervisor", "people without a supervisor", unled),
            _("neither their unit nor one above it has one"),
            f"{people}?problem=supervisor",
        ),
        Waits(
            rings,
            ngettext("pair who are each other’s supervisors", "pairs who are each other’s supervisors", rings),
            _("nobody stands above them"),
            f"{people}?problem=mutual",
        ),
        Waits(
            failed,
            ngettext(
                "link for the first sign-in that did not arrive",
                "links for the first sign-in that did not arrive",
                failed,
            ),
            _("the address does not take mail"),
            f"{people}?problem=link",
        ),
    ]


def whom_the_register_lacks(user: User) -> Iterator[Waits]:
    """What of the register is to be put right, and changes that wait."""
    yield from lacks(user)
    asked = list(
        SignInChange.objects.visible_to(user).waiting().exclude(asked_by=user).values_list("asked_at", flat=True)[:100]
    )
    yield Waits(
        len(asked),
        ngettext("change of a sign-in", "changes of sign-ins", len(asked)),
        _("wait for a second person"),
        reverse("change_list"),
        since=timezone.localdate(min(asked)) if asked else None,
    )
