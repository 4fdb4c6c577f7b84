"""A round for all when a unit begins: HR has supervisors told, once each. Who then offers times, nobody is told.

Nothing is kept of it but the letters, of which HR sent each itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.views import action
from people.user.decorators import hr_only
from vatupassi.models import Occasion
from vatupassi.round import actions as acts
from vatupassi.round.letters import words_of_round_for_all

if TYPE_CHECKING:
    from core.request import Request


def _occasion(request: Request) -> Occasion | None:
    return Occasion.objects.visible_to(request.user).in_use().filter(code=acts.FOR_ALL).first()


@hr_only
@require_GET
def round_for_all(request: Request) -> HttpResponse:
    """The words that supervisors get, and how many have not had them."""
    occasion = _occasion(request)
    context = {
        "occasion": occasion,
        "words": words_of_round_for_all(occasion) if occasion else None,
        "count": acts.to_be_told().count(),
    }
    return render(request, "vatupassi/round/for_all.html", context)


@hr_only
@action
def round_for_all_tell(request: Request) -> HttpResponse:
    """Have the worker tell them. Pressed twice each gets one letter."""
    if _occasion(request) is None:
        messages.warning(request, _("Nobody was told: the occasion is retired. Take it into use first."))
    elif not acts.to_be_told().exists():
        messages.info(request, _("Every supervisor of a unit in use has had the letter already."))
    else:
        acts.tell_of_round_for_all.enqueue()
        messages.success(request, _("The letters leave now."))
    return redirect("round_for_all")
