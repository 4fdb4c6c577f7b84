"""The three stages of a meeting's page: which one fits the day, and what the mentor does in each."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from tests.verme.conftest import ago, at, sent
from verme.models import Idea, Session

pytestmark = pytest.mark.django_db
BIRD = "kanarialintu-5521"


def opened(client, session):
    """The stages that stand open on the page."""
    page = client.get(at(session)).content.decode()
    found = re.findall(r'<details class="stage"( open)?>.*?<div class="stack" id="(\w+)">', page, re.DOTALL)
    assert [name for _open, name in found] == ["before", "now", "end"]
    return [name for is_open, name in found if is_open]


@pytest.mark.parametrize(
    ("moment", "stage"),
    [
        ((2026, 12, 1, 23, 59), "before"),
        ((2026, 12, 2, 0, 1), "now"),  # the morning of its day
        ((2026, 12, 2, 15, 29), "now"),
        ((2026, 12, 2, 15, 31), "end"),
        ((2026, 12, 9, 9, 0), "end"),
    ],
)
def test_the_stage_that_fits_the_day(confirmed, moment, stage):
    starts = timezone.make_aware(datetime.datetime(2026, 12, 2, 14))
    session = Session.objects.create(group=confirmed, starts_at=starts, minutes=90)
    with time_machine.travel(timezone.make_aware(datetime.datetime(*moment)), tick=False):
        session.refresh_from_db()
        assert session.stage == stage


@pytest.mark.parametrize(("hours", "stage"), [(25, "before"), (-1, "now"), (-25, "end")])
def test_the_stage_is_open_on_the_page(confirmed, leader, hers, hours, stage):
    starts = timezone.now() + datetime.timedelta(hours=hours)
    session = Session.objects.create(group=confirmed, starts_at=starts, minutes=90)
    assert [opened(client, session) for client in (leader, hers)] == [[stage], [stage]]


def test_a_cancelled_meeting_opens_its_plan(held, leader):
    held.state = Session.State.CANCELLED
    held.save()
    assert opened(leader, held) == ["before"]


def test_what_waits_for_my_answer_or_my_choice_stands_open(held, hers, leader, aino):
    idea = Idea(group=held.group, session=held)
    idea.store("Taukohuone", by=aino)
    assert [opened(hers, held), opened(leader, held)] == [["now", "end"], ["now"]]  # the mentor has no vote
    hers.post(f"/verme/ideat/{idea.pk}/kanta/", {"yes": "1"})
    assert opened(hers, held) == ["now"]
    leader.post(at(held, "palaute"), sent("feedback", "Hyvä"))
    page = hers.post(at(held, "palaute"), {"version-feedback": "9", "text-feedback": "x" * 6000})
    assert (page.status_code, 'class="stage" open' in page.content.decode().partition('id="now"')[2]) == (422, True)


def test_a_theme_is_set_in_place_and_knows_whether_it_arose(confirmed, held, leader):
    ahead = Session.objects.create(group=confirmed, starts_at=ago(-24), theme_arose=True)
    for session, place in ((ahead, "plan"), (held, "talk")):
        assert leader.post(at(session, "teema"), {"theme": "Kiire"}).url == f"{at(session)}#{place}"
        session.refresh_from_db()
    assert [(each.theme, each.theme_arose) for each in (ahead, held)] == [("Kiire", False), ("Kiire", True)]
    page = leader.post(at(held, "teema"), {"theme": "Kiire " * 50}).content.decode()
    assert ["Kiire " * 49 in page, "Tarkista nämä" in page] == [True, True]
    held.refresh_from_db()
    assert held.theme == "Kiire"
    held.state = Session.State.CANCELLED
    held.save()
    assert leader.post(at(held, "teema"), {"theme": "Muu"}).status_code == 404


def test_the_mentor_sees_the_summary_as_hr_will_and_approves_it_there(held, leader, hers, aino, johanna):
    button = "Hyväksy kooste"
    leader.post(at(held, "paivakirja"), sent("diary", BIRD))
    leader.post(at(held, "lasna"), {"person": aino.pk, "present": "1"})
    page = leader.get(at(held)).content.decode()
    assert [button in page, BIRD in page, "paper-of-hr" in page] == [True, True, True]
    page = hers.get(at(held)).content.decode()
    assert [button in page, BIRD in page, "paper-of-hr" in page] == [False, False, False]
    assert leader.post(at(held, "kooste")).url == f"{at(held)}#summary"
    assert button not in leader.get(at(held)).content.decode()
    leader.post(at(held, "lasna"), {"everybody": "1"})
    assert "Kooste on muuttunut hyväksymisesi jälkeen." in leader.get(at(held)).content.decode()
