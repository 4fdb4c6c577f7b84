"""How a meeting goes: its mentor writes it, the members read it, and nothing of it leaves the group."""

import pytest
from django.utils import timezone

from tests.verme.conftest import ago, at, make_mentor, name_mentor, sent
from verme.mentor import actions as mentoring
from verme.models import Kooste, Mentoring, Session, SharedText

pytestmark = pytest.mark.django_db
PLAN = "Kuulumiset 15 min. Sitten esineet."


@pytest.fixture
def planned(held, leader):
    assert leader.post(at(held, "suunnitelma"), sent("plan", PLAN)).status_code == 302
    return held


def text(client, session):
    return " ".join(client.get(at(session)).content.decode().split())


def test_the_mentor_writes_it_and_the_members_read_it_before_and_now(planned, hers, leader):
    for client in (hers, leader):
        assert text(client, planned).count(PLAN) == 2
    assert 'name="text-plan"' in text(leader, planned)
    assert 'name="text-plan"' not in text(hers, planned)
    assert hers.post(at(planned, "suunnitelma"), sent("plan", "Oma", 1)).status_code == 404
    assert SharedText.objects.get(kind="plan").text.open_as_system("test") == PLAN


def test_without_one_a_member_sees_no_empty_place_for_it(held, hers):
    assert "Näin etenemme" not in text(hers, held)


def test_it_is_written_before_the_meeting_too(confirmed, leader, hers):
    ahead = Session.objects.create(group=confirmed, starts_at=ago(-24))
    leader.post(at(ahead, "suunnitelma"), sent("plan", PLAN))
    assert "Näin etenemme" in text(hers, ahead)


def test_a_meeting_that_is_not_held_takes_none(held, leader):
    held.state = Session.State.CANCELLED
    held.save()
    assert leader.post(at(held, "suunnitelma"), sent("plan", PLAN)).status_code == 404
    assert "Näin etenemme" not in text(leader, held)
    assert not SharedText.objects.exists()


def test_what_two_mentors_write_becomes_one_text(planned, leader, matti, signed_in):
    name_mentor(planned.group, make_mentor(matti))
    his = signed_in(matti)
    version = SharedText.objects.get().version
    leader.post(at(planned, "suunnitelma"), sent("plan", f"{PLAN} Vartti lopulle.", version))
    his.post(at(planned, "suunnitelma"), sent("plan", f"Kahvi ensin. {PLAN}", version))
    assert SharedText.objects.get().text.open_as_system("test") == f"Kahvi ensin. {PLAN} Vartti lopulle."


def test_a_substitute_goes_by_it_and_writes_on(planned, matti, signed_in):
    SharedText.objects.update(begun_at=ago(48))
    name_mentor(planned.group, make_mentor(matti))
    his = signed_in(matti)
    assert PLAN in text(his, planned)
    version = SharedText.objects.get().version
    assert his.post(at(planned, "suunnitelma"), sent("plan", "Toisin", version)).status_code == 302
    mentoring.stop(Mentoring.objects.get(person=matti), by=matti)
    assert his.get(at(planned)).status_code == 404


def test_a_plan_alone_closes_the_feedback_to_no_newcomer(planned, matti, signed_in):
    """What is hidden from a newcomer is earlier feedback: here there is none."""
    SharedText.objects.update(begun_at=ago(48))
    name_mentor(planned.group, make_mentor(matti))
    his = signed_in(matti)
    assert "Ryhmä on kirjoittanut palautteensa" not in text(his, planned)
    assert his.post(at(planned, "palaute"), sent("feedback", "Hyvä")).status_code == 302


def test_hr_reads_nothing_of_it_in_the_summary(planned, leader, sari, signed_in):
    leader.post(at(planned, "kooste"))
    hr = signed_in(sari)
    assert PLAN not in hr.get(Kooste.objects.get().get_absolute_url()).content.decode()
    assert hr.get(at(planned)).status_code == 404


def test_a_text_that_met_another_opens_the_stage_where_it_stands(planned, leader):
    """A meeting that is over opens at its end: the plan is above, so that its stage opens, too."""
    planned.starts_at = timezone.now() - timezone.timedelta(days=2)
    planned.save()
    page = leader.post(at(planned, "suunnitelma"), sent("plan", "x" * 20_000, 1))
    assert page.status_code == 422 or page.context["shown"] == {"end", "before"}
    assert page.context["shown"] == {"end", "before"}
