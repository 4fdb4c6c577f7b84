"""Who fits what has been typed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.pick.search import MOST, found, is_long_enough, people_for

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def person_search(request: Request, task: str) -> HttpResponse:
    """At most ten people of those whom the task concerns; 404 for whom it does not concern."""
    people = people_for(task, request.user)
    if people is None:
        raise Http404
    name = request.GET.get("_of", "")[:60]
    text = request.GET.get(name, "")[:150]
    several = found(people, text)
    context = {
        "name": name,
        "several": several if len(several) <= MOST else [],
        "too_many": len(several) > MOST,
        "looked": is_long_enough(text),
    }
    return render(request, "people/pick/_found.html", context)
