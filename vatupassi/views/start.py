"""The start page and the supervisor's team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Least
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import start
from core.pages import page_of
from core.prepared import prepared
from people.models import User
from vatupassi.models import Agreement, Assessment, Conversation, FollowUp

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.request import Request
    from people.models.users import UserQuerySet

PAGE = 25


@require_GET
def home(request: Request) -> HttpResponse:
    """What is next for this person. Who has nothing ahead and is new here begins with their own assessment."""
    things = start.things(request.user)
    waits = bool(things) and (things[0].urgent or things[0].when is not None)
    first = 1 if waits or Assessment.objects.visible_to(request.user).exists() else 0
    return render(request, "vatupassi/home.html", {"first": things[:first], "others": things[first:]})


def _team(user: User) -> UserQuerySet:
    """Only of conversations that this supervisor holds: what others have held is not shown."""
    mine = Conversation.objects.with_team_of(user).filter(employee=OuterRef("pk")).order_by()
    ahead = mine.ahead().order_by("starts_at", "pk")
    day = Least("starts_at", "touched_at")  # one that was held before its time counts from then
    held = mine.filter(status__in=["confirmed", "closed"]).values("employee").annotate(at=Max(day))
    with_them = {"conversation__employee": OuterRef("pk")}
    follow = FollowUp.objects.with_team_of(user).filter(**with_them).ahead()
    open_ones = (
        Agreement.objects.with_team_of(user)
        .filter(**with_them, conversation__status="confirmed")
        .unfinished()
        .order_by()
        .values("conversation__employee")
        .annotate(n=Count("pk"))
    )
    return (
        User.objects.visible_to(user)
        .supervised_by(user)
        .annotate(
            ahead=Subquery(ahead.values("starts_at")[:1]),
            ahead_id=Subquery(ahead.values("pk")[:1]),
            held=Subquery(held.values("at")),
            follow_up=Subquery(follow.order_by("starts_at").values("starts_at")[:1]),
            open_agreements=Subquery(open_ones.values("n")),
        )
    )


@prepared
def _first_of_team(user: User) -> QuerySet[User]:
    user.is_active = True  # nobody else is signed in
    return _team(user)[: PAGE + 1]


@require_GET
def team(request: Request) -> HttpResponse:
    """My team: each one's coming conversation, the latest held, the follow-up ahead, the agreements open with me."""
    user = request.user
    if not user.supervises:
        raise Http404
    search = request.GET.get("q", "").strip()

    def people() -> UserQuerySet:
        named = Q(last_name__icontains=search) | Q(first_name__icontains=search)
        return _team(user).filter(named) if search else _team(user)

    def first() -> list[User]:
        return list(people()[: PAGE + 1]) if search else _first_of_team(user)

    page = page_of(people, request.GET.get("page"), PAGE, first)
    return render(request, "vatupassi/team.html", {"page": page, "search": search, "now": timezone.now()})
