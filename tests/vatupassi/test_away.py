"""While one is away nothing is late: on the start page, in the team, among promises, and in letters."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core.models import Mail
from people.jobs import forget_who_was_away
from people.models import User
from vatupassi.models import Agreement, FollowUp
from vatupassi.reminders import remind

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def late(confirmed, matti):
    """A follow-up and a promise of the supervisor's that should have been kept."""
    FollowUp.objects.update(starts_at=timezone.now() - 9 * DAY)
    Agreement.objects.filter(side="supervisor").update(due_on=timezone.localdate() - 3 * DAY)
    return confirmed


def away(person, first=-1, last=1):
    today = timezone.localdate()
    User.objects.filter(pk=person.pk).update(away_from=today + first * DAY, away_until=today + last * DAY)


def pages(signed_in, person):
    return [signed_in(person).get(path).content.decode() for path in ("/", "/tiimi/")]


@pytest.mark.both_databases
@pytest.mark.parametrize("who", ["aino", "matti"])
def test_nothing_is_late_while_either_is_away(who, late, aino, matti, signed_in):
    start, team = pages(signed_in, matti)
    assert (start.count("päivää myöhässä"), team.count("myöhässä")) == (2, 2)
    away({"aino": aino, "matti": matti}[who])
    start, team = pages(signed_in, matti)
    assert (start.count("myöhässä"), team.count("myöhässä")) == (0, 0)
    assert "Seuranta: Aino Virtanen" in start  # it is still there
    away(aino, -9, -1)
    away(matti, 1, 9)
    start, team = pages(signed_in, matti)
    assert (start.count("päivää myöhässä"), team.count("myöhässä")) == (2, 2)


@pytest.mark.both_databases
def test_nobody_is_reminded_of_what_is_overdue_until_they_are_back(late, aino):
    with time_machine.travel(timezone.localtime().replace(hour=12), tick=False):
        away(aino)
        remind.func()
        assert Mail.objects.filter(kind="follow_up_overdue").count() == 0
        User.objects.update(away_from=None, away_until=None)
        remind.func()
        assert Mail.objects.filter(kind="follow_up_overdue").count() == 2


def test_one_says_it_oneself_and_it_is_forgotten(aino, matti, signed_in):
    client = signed_in(aino)
    assert client.post("/mina/poissa/", {"away_from": "huomenna", "away_until": "2 viikkoa"}).status_code == 302
    aino.refresh_from_db()
    today = timezone.localdate()
    assert (aino.away_from, aino.away_until) == (today + DAY, today + 14 * DAY)
    day = aino.away_until
    assert (
        f"{day.day}.{day.month}.{day.year}"
        not in signed_in(matti).get(f"/keskustelut/kanssa/{aino.pk}/").content.decode()
    )
    with time_machine.travel(timezone.now() + 14 * DAY):
        forget_who_was_away.func()
        aino.refresh_from_db()
        assert aino.away_until
    with time_machine.travel(timezone.now() + 15 * DAY):
        forget_who_was_away.func()
    aino.refresh_from_db()
    assert (aino.away_from, aino.away_until) == (None, None)
    client.post("/mina/poissa/", {"away_from": "huomenna", "away_until": "2 viikkoa"})
    client.post("/mina/poissa/", {"away_from": "", "away_until": ""})
    aino.refresh_from_db()
    assert aino.away_from is None


@pytest.mark.parametrize(
    ("first", "last"),
    [("huomenna", ""), ("", "huomenna"), ("2 viikkoa", "huomenna"), ("1.1.2020", "2.1.2020"), ("²", "x" * 5000)],
)
def test_days_that_are_none_are_not_kept(first, last, aino, signed_in):
    answer = signed_in(aino).post("/mina/poissa/", {"away_from": first, "away_until": last})
    assert answer.status_code == 200
    aino.refresh_from_db()
    assert (aino.away_from, aino.away_until) == (None, None)
