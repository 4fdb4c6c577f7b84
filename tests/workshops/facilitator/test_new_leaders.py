"""Nobody makes themselves a party to a workshop: who takes over a day reads nothing of what groups wrote before.

The attack: HR took the facilitator out of the register, adopted the running day for itself and read the answers.
"""

import pytest
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from tests.factories import make_person
from tests.pdfs import text_of
from tests.people_fixtures import with_second_step
from tests.verme.conftest import make_season
from tests.workshops.conftest import make_agenda
from vatupassi.group import actions as group
from verme.event import actions as events
from verme.models import SeasonEvent
from workshops.facilitator.actions import name_leader
from workshops.models import Agenda, Block, Facilitator, GroupWork, Task
from workshops.running import actions as running
from workshops.task import actions as acts

pytestmark = pytest.mark.django_db

ANSWER = "vastaus jota HR ei lue"


@pytest.fixture
def outi(stranger):
    """A facilitator by the register alone."""
    Facilitator.objects.create(person=stranger)
    return stranger


@pytest.fixture
def day(outi):
    """Outi's running day for the whole organisation."""
    agenda = make_agenda(outi, starts_at=timezone.now(), state=Agenda.State.PUBLISHED, open_to="all")
    running.begin(agenda)
    return agenda


@pytest.fixture
def written(day, outi):
    """Its group work, with an answer."""
    return begun(outi, day.blocks.first())


def begun(owner, block):
    work = GroupWork.objects.create(title="Iltapäivä", owner=owner, block=block)
    acts.set_groups(work, 1)
    task = Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    acts.open_room(work, by=owner)
    task.work = work
    acts.add_line(task, work.groups.get(), ANSWER, key="a")
    return work


def told(person):
    """Subjects and bodies of a person's letters, the newest first."""
    rows = Mail.objects.visible_to(person).select_related("to")
    return [f"{found.subject}\n{found.body}\n{found.link}" for row in rows if (found := letter(row))]


def adopt(client, agenda, person):
    return client.post(f"/tyopajat/{agenda.pk}/uusi-vetaja/", {"person": person.pk})


def reads(client, work):
    """What somebody gets of a group work at each of its addresses."""
    task, line = work.tasks.get(), work.tasks.get().lines.get()
    own = f"/tyopajat/ryhmatyot/{work.pk}"
    found = set()
    for path in (f"{own}/", f"{own}/valkokangas/", f"{own}/muokkaa/", f"/tyopajat/rivit/{line.pk}/",
                 f"/tyopajat/tehtavat/{task.pk}/", f"{own}/tulokset.pdf"):  # fmt: skip
        answer = client.get(path)
        found.add(answer.status_code)
        shown = (
            text_of(answer.content) if answer.headers["Content-Type"] == "application/pdf" else answer.content.decode()
        )
        assert answer.status_code == 200 or ANSWER not in shown
    assert work.title not in client.get("/tyopajat/ryhmatyot/").content.decode() or found == {200}
    return found


def test_hr_names_another_and_never_itself(day, written, outi, sari, pekka, leena, signed_in):
    hers = signed_in(sari)
    hers.post(f"/tyopajat/vetajat/{Facilitator.objects.get().pk}/poista/")
    shown = hers.get("/tyopajat/vetajat/").content.decode()
    assert (day.title in shown, f'value="{sari.pk}"' in shown) == (True, False)
    assert "itseään" in hers.post(f"/tyopajat/{day.pk}/uusi-vetaja/", {"person": sari.pk}, follow=True).content.decode()
    assert hers.get(f"/tyopajat/{day.pk}/rakenna/").status_code == 404
    assert reads(hers, written) == {404}
    other = with_second_step(make_person(name="Toinen HR", is_hr=True))
    adopt(hers, day, other)
    assert signed_in(other).get(f"/tyopajat/{day.pk}/rakenna/").status_code == 200
    assert reads(signed_in(other), written) == {404}


def test_whoever_led_it_is_told_by_name_and_keeps_what_was_written(day, written, outi, sari, leena, signed_in):
    hers, theirs = signed_in(sari), signed_in(outi)
    hers.post(f"/tyopajat/vetajat/{Facilitator.objects.get().pk}/poista/")
    assert "Sari Koskinen" in told(outi)[0]
    adopt(hers, day, leena)
    new = told(outi)[0]
    assert ("Sari Koskinen" in new, "Leena Šimek" in new, f"/ryhmatyot/{written.pk}/" in new) == (True, True, True)
    assert theirs.get(f"/tyopajat/{day.pk}/rakenna/").status_code == 404
    assert ANSWER in theirs.get(f"/tyopajat/ryhmatyot/{written.pk}/").content.decode()
    assert theirs.get("/tyopajat/ryhmatyot/").status_code == 200


def test_the_former_facilitator_hands_over_and_takes_back(day, written, outi, sari, leena, signed_in):
    Facilitator.objects.all().delete()
    adopt(signed_in(sari), day, leena)
    new, theirs = signed_in(leena), signed_in(outi)
    assert reads(new, written) == {404}
    part = new.get(f"/tyopajat/osat/{written.block_id}/ryhmatyo/", follow=True).content.decode()
    assert ("Outi Vieras" in part, ANSWER in part) == (True, False)
    address = f"/tyopajat/ryhmatyot/{written.pk}/luovuta/"
    for client in (new, signed_in(sari)):
        assert client.post(address, {"person": leena.pk}).status_code == 404
    assert "Šimek Leena" in theirs.get(f"/tyopajat/ryhmatyot/{written.pk}/").content.decode()
    for person in (sari, leena, leena):  # HR leads nothing here: nothing can be handed to them
        theirs.post(address, {"person": person.pk})
    assert reads(signed_in(sari), written) == {404}
    assert reads(new, written) == {200}
    assert [str(written.pk) in one for one in told(leena)] == [True, False]
    theirs.post(f"/tyopajat/ryhmatyot/{written.pk}/peru-luovutus/", {"person": leena.pk})
    assert reads(new, written) == {404}
    assert len(told(leena)) == 1  # the letter of the hand-over says nothing any more


def test_what_was_handed_over_is_handed_over_anew_when_they_come_again(day, written, outi, sari, leena, signed_in):
    Facilitator.objects.all().delete()
    hers, new = signed_in(sari), signed_in(leena)
    adopt(hers, day, leena)
    signed_in(outi).post(f"/tyopajat/ryhmatyot/{written.pk}/luovuta/", {"person": leena.pk})
    assert reads(new, written) == {200}
    new.post(f"/tyopajat/{day.pk}/vetajat/poista/", {"person": leena.pk})
    name_leader(day, leena, by=sari)
    assert reads(new, written) == {404}


def test_what_a_new_leader_begins_is_theirs(day, outi, sari, leena, signed_in):
    Facilitator.objects.all().delete()
    adopt(signed_in(sari), day, leena)
    work = begun(leena, day.blocks.first())
    assert reads(signed_in(leena), work) == {200}
    assert reads(signed_in(sari), work) == {404}


def test_what_was_prepared_and_not_begun_goes_with_the_day(day, outi, sari, leena, signed_in):
    work = GroupWork.objects.create(title="Valmisteltu", owner=outi, block=day.blocks.first())
    Facilitator.objects.all().delete()
    adopt(signed_in(sari), day, leena)
    assert signed_in(leena).get(f"/tyopajat/ryhmatyot/{work.pk}/").status_code == 200


def test_a_leader_who_is_added_or_comes_back_reads_what_begins_after(day, written, outi, leena, pekka, signed_in):
    theirs = signed_in(outi)
    theirs.post(f"/tyopajat/{day.pk}/vetajat/lisaa/", {"person": leena.pk})
    assert reads(signed_in(leena), written) == {404}
    later = begun(outi, day.blocks.last())
    assert reads(signed_in(leena), later) == {200}
    signed_in(leena).post(f"/tyopajat/{day.pk}/vetajat/poista/", {"person": outi.pk})
    assert "Leena Šimek" in told(outi)[0]
    signed_in(leena).post(f"/tyopajat/{day.pk}/vetajat/lisaa/", {"person": outi.pk})
    third = begun(leena, Block.objects.filter(agenda=day)[2])
    assert (reads(theirs, later), reads(theirs, third)) == ({200}, {200})


def test_one_alone_in_hr_asks_the_administrator(day, written, outi, sari, mikael, signed_in):
    Facilitator.objects.all().delete()
    his = signed_in(mikael)
    assert day.title in his.get("/tyopajat/vetajat/").content.decode()
    assert "/tyopajat/vetajat/" in his.get("/tyopajat/").content.decode()
    assert his.post("/tyopajat/vetajat/lisaa/", {"person": outi.pk}).status_code == 404
    adopt(his, day, mikael)
    assert his.get(f"/tyopajat/{day.pk}/rakenna/").status_code == 404
    adopt(his, day, sari)
    assert signed_in(sari).get(f"/tyopajat/{day.pk}/rakenna/").status_code == 200
    assert reads(signed_in(sari), written) == {404}
    assert "Mikael Lindström" in told(outi)[0]
    with_second_step(make_person(name="Toinen HR", is_hr=True))
    assert his.get("/tyopajat/vetajat/").status_code == 404


def test_hr_leads_a_joint_event_and_reads_no_group_work_begun_by_another(outi, sari, signed_in):
    event = SeasonEvent(season=make_season(), kind="closing", title="Päätös", starts_at=timezone.now(), minutes=240)
    events.plan(event, by=outi)
    agenda = event.agenda
    work = begun(outi, agenda.blocks.first())
    hers = signed_in(sari)
    assert hers.get(f"/tyopajat/{agenda.pk}/rakenna/").status_code == 200
    assert reads(hers, work) == {404}
    hers.post(f"/tyopajat/{agenda.pk}/vetajat/lisaa/", {"person": sari.pk})
    assert not agenda.facilitatings.filter(person=sari).exists()


def test_a_groups_vatupassi_stays_with_its_owner(day, outi, sari, leena, signed_in):
    session = group.begin("Tiimi", by=outi)
    Facilitator.objects.all().delete()
    adopt(signed_in(sari), day, leena)
    for person in (leena, sari):
        for path in ("", "valkokangas/", "tulokset.pdf"):
            assert signed_in(person).get(f"{session.get_absolute_url()}{path}").status_code == 404
