"""What of the register waits on HR's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.desk.page import Waits
from people.models import SignInChange, User

if TYPE_CHECKING:
    from collections.abc import Iterator


def whom_the_register_lacks(user: User) -> Iterator[Waits]:
    """People without a unit, people without a supervisor, links that did not arrive, changes that wait."""
    here = User.objects.editable_by(user).active()
    count = here.filter(unit=None).count()
    yield Waits(
        count,
        ngettext("person without a unit", "people without a unit", count),
        _("nobody leads them"),
        f"{reverse('person_list')}?unit=none",
    )
    count = here.without_supervisor().count()
    yield Waits(
        count,
        ngettext("person without a supervisor", "people without a supervisor", count),
        _("neither their unit nor one above it has one"),
        f"{reverse('person_list')}?problem=supervisor",
    )
    count = here.with_failed_link().count()  # of what HR sends itself: no other letter that fails is told
    yield Waits(
        count,
        ngettext(
            "link for the first sign-in that did not arrive", "links for the first sign-in that did not arrive", count
        ),
        _("the address does not take mail"),
        f"{reverse('person_list')}?problem=link",
    )
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
