"""The supervisor's team."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.pages import page_of
from core.prepared import prepared
from people.models import User
from vatupassi.models import Agreement, Conversation, FollowUp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from core.request import Request
    from people.user.models import UserQuerySet

PAGE = 25


def _team(user: User) -> UserQuerySet:
    """Only of conversations that this supervisor holds: what others have held is not shown."""
    mine = Conversation.objects.with_team_of(user).filter(employee=OuterRef("pk")).order_by()
    held = mine.filter(status__in=Conversation.HELD).values("employee").annotate(at=Max("held_on"))
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
    return User.objects.supervised_by(user).annotate(
        held=Subquery(held.values("at")),
        follow_up=Subquery(follow.order_by("starts_at").values("starts_at")[:1]),
        open_agreements=Subquery(open_ones.values("n")),
    )


def _with_coming(user: User, people: Iterable[User]) -> None:
    """Each one's conversations ahead, all of them, the nearest first: one query."""
    coming = defaultdict(list)
    rows = Conversation.objects.with_team_of(user).filter(employee__in=[person.pk for person in people]).ahead()
    for conversation in rows.order_by("starts_at", "pk").only("starts_at", "employee"):
        coming[conversation.employee_id].append(conversation)
    for person in people:
        person.coming = coming[person.pk]  # type: ignore[attr-defined]


@prepared()
def _first_of_team(user: User) -> QuerySet[User]:
    return _team(user)[: PAGE + 1]


@require_GET
def team(request: Request) -> HttpResponse:
    """My team: each one's coming conversations, the latest held, the follow-up ahead, the agreements open with me."""
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
    _with_coming(user, page)
    return render(request, "vatupassi/team/team.html", {"page": page, "search": search, "now": timezone.now()})
