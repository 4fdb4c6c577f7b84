"""The employee takes another partner: nothing of the former one's reaches the new one, or is said in their name."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.states import HIS, VIEW, World, assess, make_world
from vatupassi.level.questions import Question
from vatupassi.models import DifferingView, Opening, Side
from vatupassi.opening import actions as openings
from vatupassi.round import actions as rounds
from vatupassi.sharing import actions as sharing

pytestmark = pytest.mark.django_db


def change(world: World, signed_in: Any) -> int:
    """The employee asks for the director instead."""
    address = reverse("conversation_partner", args=[world.conversation.pk])
    status = signed_in(world.people["employee"]).post(address, {"partner": world.people["director"].pk}).status_code
    world.conversation.refresh_from_db()
    return status


def test_marks_and_views_do_not_come_along(signed_in: Any) -> None:
    world = make_world("invited")
    conversation, employee = world.conversation, world.people["employee"]
    item = assess(employee, "vain Matille").items.get(question=Question.KNOW)
    sharing.share(conversation, item, with_note=True, by=employee)
    sharing.mark_of(conversation, Question.KNOW, Side.SUPERVISOR).store(VIEW, by=world.people["supervisor"])
    assert change(world, signed_in) == 302
    for path in ("", "vaihe/tiedanko/", "vaihe/memo/"):
        page = signed_in(world.people["director"]).get(f"/keskustelut/{conversation.pk}/{path}")
        assert page.status_code == 200
        assert [text for text in ("vain Matille", VIEW) if text in page.content.decode()] == []
        assert signed_in(world.people["supervisor"]).get(f"/keskustelut/{conversation.pk}/{path}").status_code == 404


def test_a_differing_view_of_the_former_partner_is_not_the_new_ones(signed_in: Any) -> None:
    world = make_world("invited")
    supervisor = world.people["supervisor"]
    DifferingView.objects.create(conversation=world.conversation, side="supervisor", author=supervisor, text=HIS)
    assert change(world, signed_in) == 200  # they have written already: a new conversation instead
    assert world.conversation.supervisor == supervisor


def test_the_former_partners_yes_to_hr_is_not_the_new_ones(signed_in: Any) -> None:
    world = make_world("invited")
    for role in ("employee", "supervisor"):
        openings.open_to_hr(world.conversation, to=world.people["hr"], scope="whole", by=world.people[role])
    page = f"/keskustelut/{world.conversation.pk}/"
    assert signed_in(world.people["hr"]).get(page).status_code == 200
    assert change(world, signed_in) == 302
    assert Opening.objects.get().waits_for == "supervisor"
    assert signed_in(world.people["hr"]).get(page).status_code == 404


def test_a_round_of_the_former_partner_moves_and_cancels_nothing_of_the_new_ones(signed_in: Any) -> None:
    world = make_world("invited")
    employee, supervisor = world.people["employee"], world.people["supervisor"]
    times = [timezone.now() + datetime.timedelta(days=days) for days in (7, 8)]
    with transaction.atomic():
        occasion = world.conversation.occasion
        offered = rounds.offer(
            by=supervisor, id=uuid.uuid4(), team=[employee], times=times, occasion=occasion, minutes=30, place=""
        )
        first, second = offered.times.all()
        world.conversation = rounds.book(offered, by=employee, time=first.pk)
    assert change(world, signed_in) == 302
    starts_at = world.conversation.starts_at
    assert set(offered.times.free()) == {first, second}
    browser = signed_in(employee)
    browser.post(reverse("round_cancel", args=[offered.pk]))
    browser.post(reverse("round_book", args=[offered.pk]), {"time": second.pk})
    world.conversation.refresh_from_db()
    now = world.conversation
    assert (now.status, now.starts_at, now.supervisor) == ("invited", starts_at, world.people["director"])
    assert offered.times.of(employee).get().conversation.supervisor == supervisor
