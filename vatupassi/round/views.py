"""Rounds: a supervisor offers the team bookable times; each one books, changes or cancels their own."""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.numbers import whole_number
from core.pages import paged
from core.retention import period
from core.views import action
from people.models import User
from vatupassi.conversation.invitations import NothingBegins
from vatupassi.conversation.partners import coming_words, meetings_with
from vatupassi.models import Conversation, Round, RoundAnswer, RoundTime
from vatupassi.round import actions as acts
from vatupassi.round.forms import OfferForm, OneTimeForm, moments
from vatupassi.round.week import monday_of, week_of_times

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.request import Request

PAGE = 25


def _team(request: Request) -> QuerySet[User]:
    return User.objects.visible_to(request.user).supervised_by(request.user)


@require_GET
def round_list(request: Request) -> HttpResponse:
    """The rounds that this supervisor has offered."""
    if not request.user.supervises:
        raise Http404
    with_them = Q(times__conversation__supervisor=request.user) & ~Q(times__conversation__status="declined")
    booked = Count("times", filter=with_them)
    mine = (
        Round.objects.editable_by(request.user)
        .select_related("occasion")
        .annotate(booked=booked)
        .order_by("-created_at")
    )
    page = paged(request, mine)
    return render(request, "vatupassi/round/list.html", {"page": page})


@require_GET
def round_start(request: Request) -> HttpResponse:
    """Who, what for and when; ?week= is the week to begin with, ?about= the code of the occasion that is chosen."""
    if not request.user.supervises:
        raise Http404
    form = _form(request)
    if about := request.GET.get("about"):
        form.initial["occasion"] = next((each for each in form.occasions if each.code == about), form.occasions.first())
    return _start_page(request, form)


def _form(request: Request, round: Round | None = None, **more: Any) -> OfferForm:
    return OfferForm(by=request.user, team=_team(request), round=round, **more)


def _start_page(
    request: Request, form: OfferForm, round: Round | None = None, one: OneTimeForm | None = None
) -> HttpResponse:
    sent = request.POST or request.GET
    minutes, first = form.length, form.shown("first")
    last = max(form.shown("last"), first + -(-minutes // 60))  # so that one time fits in
    monday = monday_of(sent.get("to") or sent.get("week", ""))
    week = week_of_times(request.user, monday, minutes=minutes, first=first, last=last, weekend=form.shown("weekend"))
    chosen = {at.astimezone(datetime.UTC).isoformat(): at for at in moments(form["times"].value() or [])}
    team, people = list(_team(request)), form["people"].value() if round is None else []
    context = {
        "form": form,
        "round": round,
        "week": week,
        "chosen": set(chosen),
        "elsewhere": sorted((at, value) for value, at in chosen.items() if value not in week.values),
        "one": one or OneTimeForm(),
        "team": _choices(request.user, team, people),
        "occasions": [] if round else list(form.occasions),
        "occasion": str(form["occasion"].value()) if round is None else "",
    }
    return render(request, "vatupassi/round/start.html", context)


def _choices(user: User, team: list[User], chosen: list[Any] | None) -> list[tuple[User, str, bool]]:
    """Person, what stands beside the name, and whether it is ticked: at first whoever has no conversation coming."""
    known, rows = meetings_with(user, team), []
    for person in team:
        ahead, _held = known.get(person.pk, (None, None))
        is_chosen = ahead is None if chosen is None else str(person.pk) in map(str, chosen)
        rows.append((person, coming_words(ahead) if ahead else "", is_chosen))
    return rows


ASKS = {"to", "show", "one"}  # buttons that show the page anew with what is chosen so far


def _shown_anew(request: Request, round: Round | None = None) -> HttpResponse | None:
    """Another week, other hours or one time more: nothing is offered yet, and nothing typed is lost."""
    post = request.POST
    if not ASKS & post.keys():
        return None
    typed: dict[str, Any] = {name: post.get(name) for name in post if name in OfferForm.base_fields}
    typed |= {name: post.getlist(name) for name in ("people", "times")} | {"weekend": "weekend" in post}
    one = OneTimeForm(post) if "one" in post else None
    if one and one.is_valid():
        typed["times"].append(one.cleaned_data["starts_at"].isoformat())
        one = None
    return _start_page(request, _form(request, round, initial=typed), round, one)


@action
def round_offer(request: Request) -> HttpResponse:
    """Offer the times. Sent twice it is one round."""
    if not request.user.supervises:
        raise Http404
    if page := _shown_anew(request):
        return page
    form = _form(request, data=request.POST)
    if not form.is_valid():
        return _start_page(request, form)
    data = form.cleaned_data
    if again := Round.objects.editable_by(request.user).filter(pk=data["id"]).first():
        return redirect("round_detail", again.pk)
    details = {name: data[name] for name in ("id", "times", "occasion", "minutes", "place", "book_until")}
    offered = acts.offer(by=request.user, team=data["people"], **details)
    messages.success(request, _("The times have been offered to the team."))
    return redirect("round_detail", offered.pk)


def _going_on(request: Request, pk: UUID) -> Round:
    """A round of this supervisor that takes bookings, locked for an act. Otherwise 404."""
    rows = Round.objects.editable_by(request.user).filter(closed_at=None).select_related("occasion")
    return get_object_or_404(rows.for_update() if request.method == "POST" else rows, pk=pk)


@require_GET
def round_more(request: Request, pk: UUID) -> HttpResponse:
    """More times for a round going on."""
    offered = _going_on(request, pk)
    return _start_page(request, _form(request, offered), offered)


@action
def round_add(request: Request, pk: UUID) -> HttpResponse:
    """Offer more times in a round. Sent twice they are there once."""
    offered = _going_on(request, pk)
    if page := _shown_anew(request, offered):
        return page
    form = _form(request, offered, data=request.POST)
    if not form.is_valid():
        return _start_page(request, form, offered)
    acts.add(offered, team=_invited(request, offered), times=form.cleaned_data["times"])
    messages.success(request, _("The times have been offered to the team."))
    return redirect("round_detail", pk)


def _invited(request: Request, offered: Round) -> QuerySet[User]:
    """Those of the team to whom the round was offered."""
    return _team(request).filter(pk__in=offered.invited.values("pk"))


@action
def round_invite(request: Request, pk: UUID) -> HttpResponse:
    """Invite those who have come to the team since."""
    acts.invite(_going_on(request, pk), team=_team(request))
    messages.success(request, _("The times have been offered to the team."))
    return redirect("round_detail", pk)


def _by_day(times: list[RoundTime]) -> list[tuple[datetime.date, list[RoundTime]]]:
    return [(day, list(rows)) for day, rows in groupby(times, lambda time: timezone.localtime(time.starts_at).date())]


@require_GET
def round_detail(request: Request, pk: UUID) -> HttpResponse:
    """To the supervisor who has booked what; to those invited the free times and their own booking."""
    rows = Round.objects.visible_to(request.user).select_related("occasion", "supervisor")
    offered = get_object_or_404(rows, pk=pk)
    if offered.supervisor_id == request.user.pk:
        return render(request, "vatupassi/round/detail.html", _bookings(request, offered))
    is_open = Round.objects.bookable_by(request.user).filter(pk=pk).exists()
    mine = offered.times.of(request.user).select_related("conversation").first()
    held = mine.conversation if mine else None
    answer = offered.answers.filter(person=request.user).first()
    context = {
        "answer": answer.answer if answer else "",
        "round": offered,
        "is_open": is_open,
        "mine": held,
        "movable": bool(held and held.is_open and held.starts_at > timezone.now()),
        "days": _by_day(list(offered.times.free())) if is_open else [],
    }
    return render(request, "vatupassi/round/book.html", context)


def _bookings(request: Request, offered: Round) -> dict[str, Any]:
    """Who has booked which time, who has not yet; only of people whom this supervisor leads today."""
    team = User.objects.visible_to(request.user).in_line_of(request.user)
    people = list(team.filter(pk__in=offered.invited.values("pk")))
    held = Conversation.objects.of_party(request.user).values("pk")
    booked = list(offered.times.booked().filter(conversation__in=held).select_related("conversation"))
    new = _team(request).exclude(pk__in=offered.invited.values("pk")) if not offered.closed_at else []
    by_person = {time.conversation.employee_id: time for time in booked if time.conversation}
    lately = period("conversation_declined").before(timezone.now())  # as a “not now” to an invitation
    answers = {row.person_id: row.get_answer_display() for row in offered.answers.filter(at__gt=lately)}
    return {
        "round": offered,
        "people": [(person, by_person.get(person.pk), answers.get(person.pk, "")) for person in people],
        "booked": len(booked),
        "newcomers": list(new),
        "days": _by_day(list(offered.times.free())),
    }


def _bookable(request: Request, pk: UUID) -> Round:
    """A round in which this person may book, locked: bookings are made in turn. Otherwise 404."""
    rows = Round.objects.bookable_by(request.user).for_update().select_related("occasion", "supervisor")
    return get_object_or_404(rows, pk=pk)


@action
def round_book(request: Request, pk: UUID) -> HttpResponse:
    """Book a time, or change the one booked before."""
    if not Round.objects.bookable_by(request.user).filter(pk=pk).exists():
        get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
        messages.warning(request, _("The booking has been closed."))
        return redirect("round_detail", pk)
    offered = _bookable(request, pk)
    time = whole_number(request.POST.get("time"), otherwise=0)
    if not time:
        messages.warning(request, _("Choose a time first."))
        return redirect("round_detail", pk)
    try:
        acts.book(offered, by=request.user, time=time)
    except acts.Taken:
        messages.warning(request, _("Somebody else has just booked that time. These times are still free."))
    except acts.Begun:
        messages.warning(request, _("Your conversation has begun, so its time is not changed here any more."))
    except NothingBegins as refused:
        messages.warning(request, refused.words(employee=request.user, to=request.user))
    else:
        messages.success(request, _("The time is yours."))
    return redirect("round_detail", pk)


@action
def round_answer(request: Request, pk: UUID) -> HttpResponse:
    """No time suits my shift, or not now: as near as a time, and no reason is asked."""
    offered = _bookable(request, pk)
    what = request.POST.get("answer", "")
    if what in RoundAnswer.Answer.values and acts.answer(offered, by=request.user, what=what):
        messages.success(request, _("Your answer is saved. You can still book a time."))
    return redirect("round_detail", pk)


@action
def round_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Give one's own time back. Also after the booking has been closed."""
    rows = Round.objects.visible_to(request.user).for_update()
    offered = get_object_or_404(rows, pk=pk)
    try:
        acts.cancel(offered, by=request.user)
    except acts.Begun:
        messages.warning(request, _("Your conversation has begun, so its time is not changed here any more."))
    else:
        messages.success(request, _("Your booking is cancelled. You can book another time if you like."))
    return redirect("round_detail", pk)


@action
def round_close(request: Request, pk: UUID) -> HttpResponse:
    """No more bookings."""
    offered = get_object_or_404(Round.objects.editable_by(request.user).for_update(), pk=pk)
    acts.close(offered)
    messages.success(request, _("The booking is closed. What has been booked stays."))
    return redirect("round_detail", pk)


@action
def round_time_remove(request: Request, pk: UUID, time: int) -> HttpResponse:
    """Take a free time away; one that somebody has booked meanwhile stays."""
    offered = get_object_or_404(Round.objects.editable_by(request.user).for_update(), pk=pk)
    offered.times.filter(pk__in=offered.times.free().filter(pk=time).values("pk")).delete()
    return redirect("round_detail", pk)
