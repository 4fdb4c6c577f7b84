"""The group's own pages, for its live members and mentor: expectations, goals, ground rules, a poll, sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import autosave
from core.autosave import Writing
from core.views import action
from people.views import page_or_action
from verme import texts, writing
from verme.actions import sessions as acts
from verme.forms.sessions import PollForm
from verme.models import (
    Expectation,
    GroundRules,
    Group,
    GroupMessage,
    Membership,
    Mentoring,
    Poll,
    PollOption,
    Session,
    SharedText,
    Survey,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.request import Request
    from verme.models.written import Written

LONGEST = 5000  # characters of one text


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


def posted(request: Request, name: str = "text") -> str:
    """A text as written, within reason."""
    return request.POST.get(name, "").replace("\r\n", "\n").strip()[:LONGEST]


def number(request: Request, name: str = "version") -> int:
    """The version that a form started from."""
    value = request.POST.get(name, "")
    return int(value) if value.isdigit() and len(value) < 9 else -1


@require_GET
def group_detail(request: Request, pk: UUID) -> HttpResponse:
    """Who is in the group, what is next, and what it has written for itself. A fixed number of queries."""
    return page(request, inside(request, pk))


def page(request: Request, group: Group, **more: Any) -> HttpResponse:
    """The group's page, perhaps with a text that met another one."""
    user = request.user
    rules = in_force(request, group)
    accepted = set(rules.acceptances.values_list("person_id", flat=True)) if rules else set()
    mentors = list(Mentoring.objects.visible_to(user).live().filter(group=group).select_related("person"))
    members = list(Membership.objects.visible_to(user).live().filter(group=group).select_related("person"))
    expectations = list(Expectation.objects.readable_by(user).filter(group=group).select_related("by"))
    goals = goals_of(request, group)
    poll = Poll.objects.visible_to(user).filter(group=group).going_on().prefetch_related("options__votes").first()
    context = {
        "group": group,
        "members": [(row.person, row.person_id in accepted) for row in members],
        "mentors": [(row, row.person_id in accepted) for row in mentors],
        "few": group.leads and group.is_live and len(members) < group.season.members_min,
        "substitute": any(row.substitute and row.person_id == user.pk for row in mentors),
        "substitutes": [] if group.leads else _substitutes(request, mentors),
        "sessions": Session.objects.visible_to(user).filter(group=group),
        "coming": Session.objects.visible_to(user).filter(group=group).ahead().first(),
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
    failed = any(isinstance(value, Writing) and value.failure for value in more.values())
    return render(request, "verme/group_detail.html", context, status=409 if failed else 200)


def in_force(request: Request, group: Group) -> GroundRules | None:
    """The newest rules. They bind a substitute too, who reads them from the first day."""
    return GroundRules.objects.inside(request.user).filter(group=group).order_by("-version").first()


def _substitutes(request: Request, mentors: list[Mentoring]) -> list[tuple[Mentoring, bool]]:
    return [(row, row.consents.filter(person=request.user).exists()) for row in mentors if row.substitute]


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
    """Whether there are goals which a substitute does not read, and so does not write over."""
    return SharedText.objects.inside(request.user).filter(group=group, kind=SharedText.Kind.GOALS).exists()


def save(
    request: Request, row: Written, now: Writing, again: Callable[[Writing], HttpResponse], told: str, then: str
) -> HttpResponse:
    """Save one text as its form sends it: to the script its piece, to others the page ``then`` and what is ``told``.

    A text that met another one, or is too long, comes back on its page: ``again``.
    """
    after = writing.save(row, now, request.POST, by=request.user)
    if after is None:
        raise Http404
    if autosave.by_script(request):
        return autosave.answer(request, after)
    if after.failure:
        return again(after)
    messages.success(request, told)
    return redirect(then)


@action
def expectation_save(request: Request, pk: UUID) -> HttpResponse:
    """One's own expectations. An empty text takes them back."""
    group, user = live_group(request, pk), request.user
    row = Expectation.objects.readable_by(user).filter(group=group, by=user).first()
    row = row or Expectation(group=group, by=user)
    told, then = _("Saved. The members and the mentor see it."), group.get_absolute_url()
    return save(request, row, texts.expectation(row, user), lambda after: page(request, group, mine=after), told, then)


@action
def goals_save(request: Request, pk: UUID) -> HttpResponse:
    """The common goals. If another one has saved meanwhile, both texts are shown."""
    group, user = live_group(request, pk), request.user
    row = goals_of(request, group)
    if row is None and hidden_goals(request, group):
        raise Http404
    row = row or SharedText(group=group, kind=SharedText.Kind.GOALS)
    told, then = _("Saved. The members and the mentor see it."), group.get_absolute_url()
    return save(request, row, texts.goals(row, user), lambda after: page(request, group, goals=after), told, then)


# Ground rules, as they are in force


@action
def rules_accept(request: Request, pk: UUID) -> HttpResponse:
    """Accept the version that was read; a newer one asks again."""
    group = live_group(request, pk)
    rules = in_force(request, group)
    if rules is None or rules.version != number(request):
        messages.warning(request, _("The rules have been changed meanwhile. Read them again first."))
        return redirect(group)
    rules.acceptances.get_or_create(person=request.user)
    messages.success(request, _("You have accepted the ground rules."))
    return redirect(group)


@action
def mentoring_consent(request: Request, pk: UUID, mentoring: UUID) -> HttpResponse:
    """A member lets a substitute read what was written before, or takes that back. It needs everybody's yes."""
    group = live_group(request, pk)
    rows = Mentoring.objects.visible_to(request.user).live().filter(group=group, substitute=True)
    row = get_object_or_404(rows, pk=mentoring)
    members = Membership.objects.visible_to(request.user).live().filter(group=group, person=request.user)
    get_object_or_404(members, person=request.user)
    if request.POST.get("yes") == "1":
        row.consents.get_or_create(person=request.user)
    else:
        row.consents.filter(person=request.user).delete()
    messages.success(request, _("Saved."))
    return redirect(group)


# Choosing a time together


def led(request: Request, pk: UUID) -> Group:
    """A group going on that this user leads."""
    return get_object_or_404(Group.objects.led_by(request.user).filter(state=Group.State.CONFIRMED), pk=pk)


def _poll_page(request: Request, pk: UUID) -> HttpResponse:
    """Offer times."""
    return render(request, "verme/poll_edit.html", {"group": led(request, pk), "form": PollForm()})


def _poll_add(request: Request, pk: UUID) -> HttpResponse:
    group = led(request, pk)
    form = PollForm(request.POST)
    if not form.is_valid():
        return render(request, "verme/poll_edit.html", {"group": group, "form": form})
    if not Poll.objects.visible_to(request.user).filter(group=group).going_on().exists():
        poll = Poll.objects.create(group=group)
        place = form.cleaned_data["place"]
        for at in form.options:
            poll.options.create(starts_at=at, place=place)
    messages.success(request, _("The times are on the group’s page. Each one ticks those that suit."))
    return redirect(group)


poll_new = page_or_action(_poll_page, _poll_add)


@action
def poll_vote(request: Request, pk: UUID) -> HttpResponse:
    """Which times suit me; sent again it replaces the earlier answer."""
    poll = get_object_or_404(Poll.objects.visible_to(request.user).going_on().select_related("group"), pk=pk)
    chosen = set(request.POST.getlist("option"))
    for option in poll.options.all():
        if str(option.pk) in chosen:
            option.votes.get_or_create(person=request.user)
        else:
            option.votes.filter(person=request.user).delete()
    messages.success(request, _("Your answer is saved. You can change it until the time is chosen."))
    return redirect(poll.group)


@action
def poll_choose(request: Request, pk: UUID) -> HttpResponse:
    """The mentor chooses: everybody gets the calendar entry."""
    rows = Poll.objects.led_by(request.user).going_on().select_related("group__season")
    poll = get_object_or_404(rows, pk=pk)
    option = next((one for one in poll.options.all() if str(one.pk) == request.POST.get("option")), None)
    if option is None:
        messages.warning(request, _("Choose a time first."))
        return redirect(poll.group)
    session = acts.choose(poll, option, minutes=poll.group.season.session_minutes)
    messages.success(request, _("The meeting is planned, and everybody has its calendar entry."))
    return redirect(session)
