"""How long a conversation is kept: what is told is what is done, and the employee hears of it before."""

import datetime
import random

import pytest
import time_machine
from django.utils import timezone

from core import retention
from core.models import Mail
from core.outbox import letter
from core.retention import dispose
from people.models import User
from vatupassi.conversation.page import seen
from vatupassi.memo import kept
from vatupassi.models import Conversation, Occasion, Reminder
from vatupassi.reminders import tell_before_deletion

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2027, 1, 1)


def at(day, hour=2, minute=30):
    return datetime.datetime.combine(day, datetime.time(hour, minute), timezone.get_current_timezone())


def made(aino, matti, *, occasion="early-support", held=FIRST, said=True, closed=None):
    """A conversation held on a day, as both have said or as it was booked; closed on another or still open."""
    return Conversation.objects.create(
        employee=aino, supervisor=matti, employee_name="a", supervisor_name="m", started_by="employee",
        occasion=Occasion.objects.get(code=occasion), starts_at=at(held, 23, 45), held_on=held if said else None,
        status="closed" if closed else "confirmed", closed_on=closed,
    )  # fmt: skip


def test_the_defaults_are_the_tables():
    found = {name: retention.DEFAULTS[name].months for name in kept.NAMES}
    assert found == {"conversation": 24, "conversation_light": 6, "conversation_longest": 36}


def test_light_occasions_are_those_that_ask_little():
    light = Occasion.objects.filter(weight=Occasion.Weight.LIGHT).values_list("code", flat=True)
    assert sorted(light) == ["all-well", "how-are-you"]


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(6))
def test_the_night_that_is_told_is_the_night_in_which_it_goes(seed, aino, matti):
    """Any days over leap years and nights when the clock is moved, and periods that HR changes in between."""
    dice = random.Random(seed)
    names = {"conversation": (12, 36), "conversation_light": (3, 9), "conversation_longest": (18, 36)}
    for _change in range(2):
        name = dice.choice(list(names))
        with time_machine.travel(at(FIRST + dice.randrange(500) * DAY, 12), tick=False):
            retention.set_period(name, months=dice.randint(*names[name]))
    rows = []
    for _row in range(40):
        held = FIRST + dice.randrange(800) * DAY
        closed = held + dice.randrange(1000) * DAY if dice.random() < 0.7 else None
        occasion = dice.choice(["early-support", "how-are-you", "all-well", "debriefing"])
        rows.append(made(aino, matti, occasion=occasion, held=held, said=dice.random() < 0.5, closed=closed))
    histories = retention.histories(*kept.NAMES)
    told = {row.pk: kept.goes_on(row, histories) for row in rows}
    for night in sorted({day + shift * DAY for day in told.values() for shift in (-1, 0)}):
        with time_machine.travel(at(night), tick=False):
            dispose(only="conversation"), dispose(only="conversation_light"), dispose(only=kept.LONGEST)
        left = set(Conversation.objects.values_list("pk", flat=True))
        assert left == {pk for pk, day in told.items() if day > night}, night


def test_pages_tell_both_clocks(aino, matti):
    going_on = made(aino, matti)
    assert seen(going_on)["deleted"] == (
        "Poistetaan, kun keskustelun päättymisestä on kulunut 24\xa0kk, "
        "viimeistään kun keskustelun päivästä on kulunut 3\xa0vuotta."
    )
    light = made(aino, matti, occasion="how-are-you")
    assert seen(light)["deleted"].startswith("Poistetaan, kun keskustelun päättymisestä on kulunut 6\xa0kk")
    closed = made(aino, matti, occasion="how-are-you", closed=datetime.date(2027, 8, 31))
    assert seen(closed)["deleted"] == "Poistetaan 4.4.2028."  # the last of February, and 35 days of backups
    old = made(aino, matti, closed=FIRST + 700 * DAY)
    assert seen(old)["deleted"] == "Poistetaan 5.2.2030."  # 36 months from the day held come first


def tells_on(day):
    with time_machine.travel(at(day, 7), tick=False):
        tell_before_deletion.func()
    return sorted(Mail.objects.filter(kind="deletion_soon").values_list("to__username", flat=True))


@pytest.mark.both_databases
def test_thirty_days_before_the_employee_is_told_once(aino, matti):
    conversation = made(aino, matti, occasion="how-are-you", closed=FIRST)  # goes on 1.7.2027
    made(aino, matti, closed=FIRST)
    goes = datetime.date(2027, 7, 1)
    assert tells_on(goes - 31 * DAY) == []
    assert tells_on(goes - 30 * DAY) == ["aino"]
    assert tells_on(goes - 29 * DAY) == ["aino"]
    row = Mail.objects.get(kind="deletion_soon")
    with time_machine.travel(at(goes - 29 * DAY, 12), tick=False):
        assert "1.7.2027" in letter(row).body
    assert Reminder.objects.filter(conversation=conversation, kind="deletion").count() == 1
    with time_machine.travel(at(goes), tick=False):
        dispose(only="conversation_light")
        assert letter(row) is None


def test_what_is_restricted_is_neither_announced_nor_deleted(aino, matti):
    made(aino, matti, closed=FIRST)
    User.objects.filter(pk=aino.pk).update(restricted_since=at(FIRST))
    far = FIRST + 5000 * DAY
    assert tells_on(far) == []
    with time_machine.travel(at(far), tick=False):
        dispose(only="conversation"), dispose(only=kept.LONGEST)
    assert Conversation.objects.count() == 1
