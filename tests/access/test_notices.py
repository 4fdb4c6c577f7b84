"""Notices say how things are now, so they end with the recipient's part: a former supervisor learns nothing new."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from core.formats import clock, moment
from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine
from tests.states import PLACE, World, make_world
from vatupassi.actions import follow_ups, invitations

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


def test_a_former_supervisor_learns_that_a_time_is_free(signed_in: Any) -> None:
    world = make_world("changed")
    planned = world.conversation.follow_ups.get()
    follow_ups.cancel(world.conversation)
    assert moment(planned.starts_at) in told(world, "former")
    page = signed_in(world.people["former"]).get("/mina/ilmoitukset/").content.decode()
    assert moment(planned.starts_at) in page
