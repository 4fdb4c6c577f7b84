"""The start page and the supervisor's team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import start
from people.models import User
from vatupassi.models import Agreement, Conversation, FollowUp

if TYPE_CHECKING:
    from core.request import Request

PAGE = 25


@require_GET
def home(request: Request) -> HttpResponse:
    """What is next for this person."""
    things = start.things(request.user)
    return render(request, "vatupassi/home.html", {"first": things[:1], "others": things[1:]})


@require_GET
def team(request: Request) -> HttpResponse:
    """My team: each one's coming conversation, the latest held, the follow-up ahead, the agreements open with me.

    Only of conversations that this supervisor is a party to: what others have held is not shown.
    """
    if not request.user.supervises:
        raise Http404
    mine = Conversation.objects.of_party(request.user).filter(employee=OuterRef("pk")).order_by()
    ahead = mine.filter(status__in=Conversation.WRITABLE).values("employee").annotate(at=Min("starts_at"))
    held = mine.filter(status__in=["confirmed", "closed"]).values("employee").annotate(at=Max("starts_at"))
    my_conversations = Conversation.objects.of_party(request.user).values("pk")
    follow = FollowUp.objects.ahead().filter(conversation__in=my_conversations, conversation__employee=OuterRef("pk"))
    open_ones = (
        Agreement.objects.unfinished()
        .filter(conversation__in=my_conversations, conversation__employee=OuterRef("pk"))
        .filter(conversation__status="confirmed")
        .order_by()
        .values("conversation__employee")
        .annotate(n=Count("pk"))
    )
    people = (
        User.objects.visible_to(request.user)
        .supervised_by(request.user)
        .annotate(
            ahead=Subquery(ahead.values("at")),
            held=Subquery(held.values("at")),
            follow_up=Subquery(follow.order_by("starts_at").values("starts_at")[:1]),
            open_agreements=Subquery(open_ones.values("n")),
        )
    )
    if search := request.GET.get("q", "").strip():
        people = people.filter(Q(last_name__icontains=search) | Q(first_name__icontains=search))
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    return render(request, "vatupassi/team.html", {"page": page, "search": search})
