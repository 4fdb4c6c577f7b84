"""Notices say how things are now, so they end with the recipient's part: a former supervisor learns nothing new."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from core.formats import clock, moment
from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine
from tests.states import PLACE, World, make_world
from vatupassi.conversation import invitations
from vatupassi.follow_up import actions as follow_ups

pytestmark = pytest.mark.django_db


def told(world: World, role: str) -> str:
    """All that the person's notices and their letters say, calendar entries included."""
    rows = [letter(row) for row in Mail.objects.filter(to=world.people[role]).select_related("to")]
    parts = [[each.subject, each.body, each.link, *(file.content.decode() for file in each.attachments)] for each in
             rows if each]  # fmt: skip
    return "\n".join("\n".join(part) for part in parts)


def test_a_former_partner_does_not_learn_the_new_time(signed_in: Any) -> None:
    world = make_world("invited")
    conversation, people = world.conversation, world.people
    was_at = conversation.starts_at
    invitations.change_partner(conversation, to=people["director"], by=people["employee"])
    new = timezone.now() + datetime.timedelta(days=11, hours=2)
    when = {"starts_at": new, "minutes": 30, "place": "Uusi huone", "video_link": ""}
    invitations.propose(conversation, by=people["director"], **when)
    page = signed_in(people["supervisor"]).get("/mina/ilmoitukset/").content.decode()
    for text in (page, told(world, "supervisor")):
        assert clock(was_at) in text  # that the earlier time is free again
        for secret in (clock(new), moment(new), "Uusi huone", PLACE, "Leena"):
            assert secret not in text
    assert moment(new) in told(world, "employee")


def test_a_former_supervisor_does_not_learn_of_the_next_follow_up(signed_in: Any) -> None:
    world = make_world("confirmed")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    before = told(world, "supervisor")
    SupervisionLine.objects.filter(supervisor=world.people["supervisor"]).update(ends_on=yesterday)
    new = timezone.now() + datetime.timedelta(days=50, hours=3)
    follow_ups.plan(world.conversation, starts_at=new, minutes=30)
    after = told(world, "supervisor")
    page = signed_in(world.people["supervisor"]).get("/mina/ilmoitukset/").content.decode()
    assert "Aino" in before
    for text in (page, after):
        assert "Aino" not in text
        assert moment(new) not in text
        assert str(world.conversation.pk) not in text


def ends_today(world: World) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    SupervisionLine.objects.filter(supervisor=world.people["supervisor"]).update(ends_on=yesterday)


@pytest.mark.parametrize("ending", [invitations.decline, "another partner"])
def test_a_former_supervisor_learns_that_the_time_that_they_knew_is_free(signed_in: Any, ending: Any) -> None:
    world = make_world("invited")
    conversation, hers = world.conversation, world.people["employee"]
    was_at = conversation.starts_at
    ends_today(world)
    new = [timezone.now() + datetime.timedelta(days=11, hours=hours) for hours in (2, 5)]
    for minutes, moved in zip((35, 55), new, strict=True):
        when = {"starts_at": moved, "minutes": minutes, "place": "Uusi huone", "video_link": ""}
        invitations.propose(conversation, by=hers, **when)
    if ending == "another partner":
        invitations.change_partner(conversation, to=world.people["director"], by=hers)
    else:
        ending(conversation, by=hers)
    page = signed_in(world.people["supervisor"]).get("/mina/ilmoitukset/").content.decode()
    for text in (page, told(world, "supervisor")):
        assert clock(was_at) in text
        for moved in new:
            assert clock(moved) not in text
    gone = letter(Mail.objects.get(to=world.people["supervisor"], kind__in=["declined", "partner_changed"]))
    assert gone
    event = Calendar.from_ical(gone.attachments[0].content).walk("VEVENT")[0]
    assert (event.start, event.duration) == (was_at.replace(microsecond=0), datetime.timedelta(minutes=45))


def test_a_follow_up_that_a_former_supervisor_never_knew_is_not_cancelled_for_them() -> None:
    world = make_world("confirmed")
    follow_ups.cancel(world.conversation)
    ends_today(world)
    theirs = Mail.objects.filter(to=world.people["supervisor"])
    before, never = set(theirs.values_list("pk", flat=True)), timezone.now() + datetime.timedelta(days=50)
    follow_ups.plan(world.conversation, starts_at=never, minutes=30)
    follow_ups.cancel(world.conversation)
    assert set(theirs.values_list("pk", flat=True)) == before
    assert moment(never) not in told(world, "supervisor")


def test_a_follow_up_moved_since_is_cancelled_at_the_time_that_a_former_supervisor_knew() -> None:
    world = make_world("confirmed")
    known, new = (timezone.now() + datetime.timedelta(days=days, hours=3) for days in (40, 50))
    follow_ups.plan(world.conversation, starts_at=known, minutes=30)
    ends_today(world)
    for later in (new, new + datetime.timedelta(days=1)):
        follow_ups.plan(world.conversation, starts_at=later, minutes=30)
    follow_ups.cancel(world.conversation)
    found = told(world, "supervisor")
    assert (moment(known) in found, moment(later) in found, moment(new) in found) == (True, False, False)
    assert moment(later) in told(world, "employee")


def test_a_former_supervisor_learns_that_a_time_is_free(signed_in: Any) -> None:
    world = make_world("changed")
    planned = world.conversation.follow_ups.get()
    follow_ups.cancel(world.conversation)
    assert moment(planned.starts_at) in told(world, "former")
    page = signed_in(world.people["former"]).get("/mina/ilmoitukset/").content.decode()
    assert moment(planned.starts_at) in page
