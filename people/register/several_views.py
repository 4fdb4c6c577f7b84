"""One act for many people: the page that shows whom it concerns, and doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import as_id
from core.views import action, page_or_action
from people.models import Unit, User
from people.register import several
from people.register.finding import Asked
from people.second_person.actions import make_code
from people.sign_in.paper import letters_with_codes
from people.supervision.actions import OwnTeam
from people.supervision.forms import ASK_A_COLLEAGUE
from people.unit.forms import unit_choices
from people.user.decorators import keepers_only

if TYPE_CHECKING:
    from django.http import QueryDict

    from core.request import Request

SHOWN = 60  # names of one kind on the page


def _looked_at(request: Request, data: QueryDict) -> tuple[several.Several, str]:
    """What is to be done with whom, and what is wrong with the unit that was chosen."""
    act = data.get("do", "")
    if act not in several.ACTS:
        raise Http404
    unit, wrong = None, ""
    if act == "move" and "unit_to" in data:
        pk = as_id(data.get("unit_to", ""))
        unit = Unit.objects.visible_to(request.user).filter(pk=pk).first() if pk else None
        wrong = "" if unit else _("Choose the unit.")
    return several.looked_at(act, several.chosen(data, request.user), request.user, unit), wrong


def _show(request: Request, data: QueryDict, found: several.Several, wrong: str = "") -> HttpResponse:
    """Whom it concerns, who is left out, and what happens."""
    sent = [("all", "1"), *Asked.of(data).pairs().items()] if data.get("all") else []
    context: dict[str, Any] = {
        "found": found,
        "shown": SHOWN,
        "wrong": wrong,
        "sent": [("do", found.act), *(sent or [("p", pk) for pk in data.getlist("p")])],
        "units": unit_choices(request.user, str(_("Choose the unit"))) if found.act == "move" else [],
        "in_parts": len(found.people) > several.AT_ONCE,
        "at_once": several.AT_ONCE,
        "most": several.MOST,
        "back": f"{reverse('person_list')}?{Asked.of(data).query()}",
    }
    return render(request, "people/register/several.html", context)


def _page(request: Request) -> HttpResponse:
    """What would be done."""
    if not request.GET.get("all") and not request.GET.getlist("p"):
        messages.error(request, _("Choose first whom it concerns: tick the people in the list."))
        return redirect(f"{reverse('person_list')}?{Asked.of(request.GET).query()}")
    found, wrong = _looked_at(request, request.GET)
    return _show(request, request.GET, found, wrong)


def _act(request: Request) -> HttpResponse:
    """Do it to exactly those who were shown; if they are others by now, show it again."""
    found, wrong = _looked_at(request, request.POST)
    if found.act == "letters":
        raise Http404
    if found.act == "move" and found.unit is None:
        wrong = _("Choose the unit.")
    if wrong or found.too_many or not found.people:
        return _show(request, request.POST, found, wrong)
    if request.POST.get("looked") != found.digest:
        return _show(request, request.POST, found, _("The list has changed since you looked. Look at it once more."))
    if found.brakes and not request.POST.get("leavers_checked"):
        return _show(request, request.POST, found, _("Tick first that you have checked it."))
    try:
        is_done = several.do(found, by=request.user)
    except OwnTeam:
        return _show(request, request.POST, found, str(ASK_A_COLLEAGUE))
    messages.success(request, _told(found, is_done))
    return redirect("person_list")


def _told(found: several.Several, is_done: bool) -> str:
    count = len(found.people)
    if not is_done:
        text = ngettext(
            "It is being done for %(count)s person. That takes a few minutes.",
            "It is being done for %(count)s people. That takes a few minutes.",
            count,
        )
    elif found.act == "move":
        text = ngettext("%(count)s person was moved.", "%(count)s people were moved.", count)
    elif found.act == "invite":
        text = ngettext(
            "The link is on its way to %(count)s person.", "The link is on its way to %(count)s people.", count
        )
    else:
        text = ngettext("%(count)s employment has ended.", "%(count)s employments have ended.", count)
    return text % {"count": count}


person_several = keepers_only(page_or_action(_page, _act))


@keepers_only
@action
def person_several_letters(request: Request) -> HttpResponse:
    """The letters of those chosen, as one PDF; a code exists only there. What is left is printed by the next press."""
    found, _wrong = _looked_at(request, request.POST)
    ids = [person.pk for person in found.people[: several.AT_ONCE]]
    rows = User.objects.editable_by(request.user).filter(pk__in=ids).order_by("sort_key", "pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    still = several.looked_at("letters", rows, request.user).people  # two presses at once print each letter once
    if found.act != "letters" or not still:
        messages.error(request, _("There is nobody to print a letter for: they have an e-mail, a letter or a sign-in."))
        return redirect("person_list")
    several.note_all_set_up(still, by=request.user)
    return letters_with_codes(request, [(person, make_code(person, by=request.user)) for person in still])
