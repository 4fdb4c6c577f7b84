"""A unit is taken into use: those with an address are invited, the others get their letters on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.outbox import send
from core.request import Request
from core.views import action
from people.models import Activation, SetUp, Unit, User
from people.second_person.actions import make_code
from people.sign_in.paper import letters_with_codes
from people.user.decorators import keepers_only

if TYPE_CHECKING:
    from people.user.models import UserQuerySet

AT_ONCE = 40  # letters in one PDF: more would take longer than a page may


def not_in_use(by: User, unit: Unit) -> UserQuerySet:
    """People of this very unit whose account nobody has used, but for oneself."""
    people = User.objects.editable_by(by).active().filter(unit=unit, last_login=None).exclude(pk=by.pk)
    return people.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)  # as `is_in_use` says it


def without_letter(by: User, unit: Unit) -> UserQuerySet:
    """Of them, who has neither an address nor a letter that still works; never one's own line."""
    letter = Activation.objects.filter(user=OuterRef("pk"), expires_at__gt=timezone.now())
    mine = User.objects.in_line_of(by).filter(unit=unit).values("pk")
    return not_in_use(by, unit).filter(~Exists(letter), email="").exclude(pk__in=mine)


@keepers_only
@action
def unit_open(request: Request, pk: UUID) -> HttpResponse:
    """Take the unit into use and invite."""
    unit = get_object_or_404(Unit.objects.editable_by(request.user).select_for_update(), pk=pk)
    if not unit.is_open:
        unit.is_open = True
        unit.save(update_fields=["is_open"])
        people = list(not_in_use(request.user, unit).exclude(email=""))
        SetUp.objects.bulk_create([SetUp(person=person, by=request.user) for person in people], ignore_conflicts=True)
        for person in people:
            send("activation", to=person)
        told = ngettext("In use now. %(count)s was invited.", "In use now. %(count)s were invited.", len(people))
        messages.success(request, told % {"count": len(people)})
    return redirect("unit_edit", pk)


@keepers_only
@action
def unit_letters(request: Request, pk: UUID) -> HttpResponse:
    """The letters of those without an address, as one PDF, each on a page of its own. A code exists only there."""
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    people = list(without_letter(request.user, unit).select_for_update(of=("self",))[:AT_ONCE])
    if not people:
        messages.error(request, _("Everybody here has an e-mail, a letter that works, or has signed in."))
        return redirect("unit_edit", pk)
    SetUp.objects.bulk_create([SetUp(person=person, by=request.user) for person in people], ignore_conflicts=True)
    return letters_with_codes(request, [(person, make_code(person, by=request.user)) for person in people])
