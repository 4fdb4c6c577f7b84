"""HR composes a season: 500 sign-ups into 40 groups, with their mentors, in a town of 500 units."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from bench.report import Report
    from people.models import User

SIGN_UPS, GROUPS, PLACES = 500, 40, 13


def fill(everybody: list[User]) -> str:
    """A call whose people wish a group or any, and wait; where it is composed."""
    from django.utils import timezone

    from verme.models import Group, Mentoring, Season, SignUp

    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today, "sign_up_until": today}
    season = Season.objects.create(name="Kaupungin kausi", state=Season.State.CALL, **days)
    groups = [
        Group.objects.create(season=season, name=f"Ryhmä {number}", capacity=PLACES, target=Group.Target.OTHER)
        for number in range(GROUPS)
    ]
    people = itertools.cycle(everybody)
    Mentoring.objects.bulk_create(Mentoring(group=group, person=next(people)) for group in groups)
    wishes = itertools.cycle([None, *groups])
    SignUp.objects.bulk_create(
        SignUp(season=season, person=next(people), wish=next(wishes), state=SignUp.State.WAITLIST)
        for _number in range(SIGN_UPS)
    )
    return f"/verme/kaudet/{season.pk}/koonti/"


def measure(report: Report, browser: Client) -> None:
    """The page, and a proposal on it."""
    from bench.register import asked
    from people.models import User
    from verme.composing.conflicts_of_interest import Interests
    from verme.composing.proposal import propose
    from verme.models import Season

    path = fill(list(User.objects.active().exclude(unit=None).order_by("pk")[: SIGN_UPS + GROUPS]))
    what = f"{SIGN_UPS} sign-ups and {GROUPS} groups"
    taken, statements = asked(browser, path, rounds=5)
    report.limit(f"{what}, the page: p95", taken / 1000, 5, "s")
    report.limit(f"{what}, the page: SQL", statements, 24, "statements")
    began = time.perf_counter()
    answer = browser.post(f"{path}tallenna/", {"propose": "1"})
    seconds = time.perf_counter() - began
    assert answer.status_code == 200, answer.status_code
    report.limit(f"{what}, a proposal shown", seconds, 5, "s")
    season = Season.objects.get()
    rows = season.sign_ups.select_related("person__unit", "wish").order_by("at", "pk")
    found = propose(list(rows), list(season.groups.order_by("sort_key", "pk")), Interests(season))
    waiting = sum(not to for to in found.values())
    assert waiting < SIGN_UPS / 5, f"{waiting} of {SIGN_UPS} are left waiting"
