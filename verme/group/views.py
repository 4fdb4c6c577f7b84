"""The group's own page, for its live members and mentor: expectations, goals, ground rules, newcomers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.numbers import sent_version
from core.texts.views import save_text, status_of
from core.texts.writing import Writing
from core.views import action
from verme.models import (
    Expectation,
    GroundRules,
    Group,
    GroupMessage,
    Idea,
    Membership,
    Mentoring,
    Poll,
    PollOption,
    Session,
    SharedText,
    Survey,
    TextConsent,
)
from verme.newcomer.models import came_at
from verme.text import writing as texts

if TYPE_CHECKING:
    from core.request import Request


def inside(request: Request, pk: UUID, *, lock: bool = False) -> Group:
    """A group that this user is inside of."""
    rows = Group.objects.inside(request.user).select_related("season")
    return get_object_or_404(rows.for_update() if lock else rows, pk=pk)


def live_group(request: Request, pk: UUID) -> Group:
    """The same, locked, while it has not ended: afterwards it is only read."""
    group = inside(request, pk, lock=True)
    if not group.is_live:
        raise Http404
    return group


@require_GET
def group_detail(request: Request, pk: UUID) -> HttpResponse:
    """Who is in the group, what is next, and what it has written for itself. A fixed number of queries."""
    return page(request, inside(request, pk))


def page(request: Request, group: Group, **more: Any) -> HttpResponse:
    """The group's page, perhaps with a text that met another one."""
    user, now = request.user, timezone.now()
    rules = in_force(request, group)
    accepted = set(rules.acceptances.values_list("person_id", flat=True)) if rules else set()
    mentors = list(Mentoring.objects.visible_to(user).live().filter(group=group).select_related("person"))
    members = list(Membership.objects.visible_to(user).live().filter(group=group).select_related("person"))
    people: list[Mentoring | Membership] = [*mentors, *members]
    expectations = list(Expectation.objects.readable_by(user).filter(group=group).select_related("by"))
    goals = goals_of(request, group)
    poll = Poll.objects.visible_to(user).filter(group=group).going_on().prefetch_related("options__votes").first()
    sessions = list(Session.objects.visible_to(user).filter(group=group))
    own = next((row for row in expectations if row.by_id == user.pk and row.text), None)
    begun = group.is_live and group.leads
    coming = next((row for row in sessions if row.state == Session.State.PLANNED and row.ends_at >= now), None)
    is_member = any(row.person_id == user.pk for row in members)
    asked = Idea.objects.readable_by(user).filter(group=group, state=Idea.State.ASKED).with_votes(user)
    context = {
        "first_steps": _first_steps(group, bool(rules), bool(own), bool(sessions)) if begun else [],
        "group": group,
        "members": [row.person for row in members],
        "mentors": mentors,
        "accepted_by": sum(row.person_id in accepted for row in people),
        "unaccepted": [row.person for row in people if row.person_id not in accepted],
        "few": group.leads and group.is_live and len(members) < group.season.members_min,
        "came_at": came_at(people, user),
        "newcomers": _newcomers(request, people),
        "sessions": sessions,
        "coming": coming,
        "times": _times(sessions, coming),
        "asked": [idea for idea in asked.order_by("created_at") if not idea.mine]
        if is_member and group.is_live
        else [],
        "expectations": [row for row in expectations if row.by_id != user.pk and row.text],
        "mine": texts.expectation(next((row for row in expectations if row.by_id == user.pk), None), user),
        "goals": texts.goals(goals, user),
        "goals_hidden": goals is None and hidden_goals(request, group),
        "rules": rules,
        "message": GroupMessage.objects.readable_by(user).sent().filter(group=group).select_related("by").first(),
        "accepted": user.pk in accepted,
        "results": Survey.objects.visible_to(user).filter(season=group.season).order_by("kind"),
        "poll": poll,
        "options": _options(poll, request) if poll else [],
        **more,
    }
    status = status_of(value for value in more.values() if isinstance(value, Writing))
    return render(request, "verme/group/detail.html", context, status=status)


def _times(sessions: list[Session], coming: Session | None) -> list[tuple[Session, str]]:
    """The meetings on one line: done, the next one, and those after it."""
    held = [row for row in sessions if row.state == Session.State.PLANNED]
    now = timezone.now()
    return [(row, "now" if row == coming else "done" if row.ends_at < now else "") for row in held]


@dataclass
class Step:
    """One of the first steps of whoever leads a new group."""

    title: str
    text: str
    url: str
    button: str
    done: bool
    now: bool = False


def _first_steps(group: Group, rules: bool, hoped: bool, planned: bool) -> list[Step]:
    """Rules, expectations, first date, in this order; nothing when all are done."""
    page = group.get_absolute_url()
    steps = [
        Step(
            _("Ground rules"),
            _("A draft for the first meeting; the group may change it."),
            reverse("rules_edit", args=[group.pk]),
            _("Write the ground rules"),
            rules,
        ),
        Step(
            _("Expectations"),
            _("Write what you hope for yourself: it invites the others to write."),
            f"{page}#start",
            _("Write my expectations"),
            hoped,
        ),
        Step(
            _("The first meeting"),
            _("Plan a whole term at once, or offer times to choose from."),
            reverse("session_new", args=[group.pk]),
            _("Plan the meetings"),
            planned,
        ),
    ]
    todo = next((step for step in steps if not step.done), None)
    if todo is None:
        return []
    todo.now = True
    return steps


def in_force(request: Request, group: Group) -> GroundRules | None:
    """The newest rules. They bind a newcomer too, who reads them from the first day."""
    return GroundRules.objects.inside(request.user).filter(group=group).order_by("-version").first()


def _newcomers(request: Request, rows: list[Mentoring | Membership]) -> list[tuple[Mentoring | Membership, bool]]:
    """Those who came after this user, and whether this user lets them read what they wrote before."""
    mine = came_at(rows, request.user)
    later = {row.person_id: row for row in rows if row.came_at and (mine is None or row.came_at > mine)}
    agreed = set(TextConsent.objects.editable_by(request.user).values_list("group_id", "newcomer_id")) if later else ()
    return [(row, (row.group_id, row.person_id) in agreed) for row in later.values()]


def _options(poll: Poll, request: Request) -> list[tuple[PollOption, int, bool]]:
    rows = []
    for option in poll.options.all():
        votes = [vote.person_id for vote in option.votes.all()]
        rows.append((option, len(votes), request.user.pk in votes))
    return rows


# What each one hopes for, and what the group aims at


def goals_of(request: Request, group: Group) -> SharedText | None:
    """The goals, where this user reads them."""
    rows = SharedText.objects.readable_by(request.user).select_related("by")
    return rows.filter(group=group, kind=SharedText.Kind.GOALS).first()


def hidden_goals(request: Request, group: Group) -> bool:
    """Whether there are goals which a newcomer does not read, and so does not write over."""
    return SharedText.objects.inside(request.user).filter(group=group, kind=SharedText.Kind.GOALS).exists()


@action
def expectation_save(request: Request, pk: UUID) -> HttpResponse:
    """One's own expectations. An empty text takes them back."""
    group, user = live_group(request, pk), request.user
    row = Expectation.objects.readable_by(user).filter(group=group, by=user).first()
    row = row or Expectation(group=group, by=user)
    told, then = _("Saved. The members and the mentor see it."), group.get_absolute_url()
    return save_text(
        request, row, texts.expectation(row, user), lambda after: page(request, group, mine=after), told=told, then=then
    )


@action
def goals_save(request: Request, pk: UUID) -> HttpResponse:
    """The common goals. If another one has saved meanwhile, both texts are shown."""
    group, user = live_group(request, pk), request.user
    row = goals_of(request, group)
    if row is None and hidden_goals(request, group):
        raise Http404
    row = row or SharedText(group=group, kind=SharedText.Kind.GOALS)
    told, then = _("Saved. The members and the mentor see it."), group.get_absolute_url()
    return save_text(
        request, row, texts.goals(row, user), lambda after: page(request, group, goals=after), told=told, then=then
    )


# Ground rules, as they are in force


@action
def rules_accept(request: Request, pk: UUID) -> HttpResponse:
    """Accept the version that was read; a newer one asks again."""
    group = live_group(request, pk)
    rules = in_force(request, group)
    if rules is None or rules.version != sent_version(request.POST):
        messages.warning(request, _("The rules have been changed meanwhile. Read them again first."))
        return redirect(group)
    rules.acceptances.get_or_create(person=request.user)
    messages.success(request, _("You have accepted the ground rules."))
    return redirect(group)


@action
def text_consent(request: Request, pk: UUID, newcomer: UUID) -> HttpResponse:
    """Let somebody who came later read what one wrote before, or take that back."""
    group, user = live_group(request, pk), request.user
    people: list[Mentoring | Membership] = [
        *Mentoring.objects.visible_to(user).live().filter(group=group),
        *Membership.objects.visible_to(user).live().filter(group=group),
    ]
    if newcomer not in [row.person_id for row, _agreed in _newcomers(request, people)]:
        raise Http404
    mine = TextConsent.objects.editable_by(user)
    if request.POST.get("yes") == "1":
        mine.get_or_create(group=group, newcomer_id=newcomer, giver=user)
    else:
        mine.filter(group=group, newcomer=newcomer).delete()
    messages.success(request, _("Saved."))
    return redirect(group)


# For the mentor's pages


def led(request: Request, pk: UUID) -> Group:
    """A group going on that this user leads."""
    return get_object_or_404(Group.objects.led_by(request.user).filter(state=Group.State.CONFIRMED), pk=pk)
