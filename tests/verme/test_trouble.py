"""What goes wrong in a season: people leave, the mentor falls ill, the clocks change, somebody is in two groups."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from core.models import Mail
from core.outbox import letter
from tests.factories import make_person
from tests.verme.conftest import ago, at, enter, group_url, make_group, make_mentor, make_season, name_mentor, sent
from verme.composing import actions as composing
from verme.kooste import actions as summaries
from verme.mentor import actions as mentoring
from verme.models import Group, Kooste, Membership, Mentoring, Season, Session
from verme.sign_up import actions as places

pytestmark = pytest.mark.django_db


def page(client, address):
    return client.get(address).content.decode()


def test_hr_and_the_mentor_see_that_a_group_has_shrunk(confirmed, eight, hers, leader, sari, signed_in):
    hr, season = signed_in(sari), confirmed.season
    for person in eight[2:4]:
        places.withdraw(season, by=person)
    assert "tavoite vähintään" not in page(hr, season.get_absolute_url()) + page(leader, group_url(confirmed))
    places.withdraw(season, by=eight[4])
    assert "Uudet: jäseniä 5, tavoite vähintään 6" in page(hr, season.get_absolute_url())
    assert "Jäseniä on nyt 5, tavoite vähintään 6" in page(leader, group_url(confirmed))
    assert "tavoite vähintään" not in page(hers, group_url(confirmed))
    for person in [*eight[:2], *eight[5:]]:
        places.withdraw(season, by=person)  # nobody is left
    assert "Uudet: jäseniä 0" in page(hr, season.get_absolute_url())
    assert leader.get(group_url(confirmed)).status_code == 200


def test_who_leaves_in_the_middle_stays_in_the_kooste(held, leader, aino, sari, signed_in):
    leader.post(at(held, "lasna"), {"person": aino.pk, "present": "1"})
    places.withdraw(held.group.season, by=aino)
    leader.post(at(held, "lasna"), {"person": aino.pk, "present": "0"})  # a page of before
    leader.post(at(held, "kooste"))
    assert Kooste.objects.get().present == ["Virtanen Aino"]
    assert "Virtanen Aino" in page(signed_in(sari), Kooste.objects.get().get_absolute_url())


def test_the_mentor_falls_ill_and_a_substitute_holds_the_meeting(held, confirmed, aino, mentor, matti, signed_in):
    mentoring.stop(Mentoring.objects.get(person=mentor.person), by=mentor.person)
    name_mentor(confirmed, make_mentor(matti))
    his = signed_in(matti)
    his.post(at(held, "lasna"), {"person": aino.pk, "present": "1"})
    his.post(at(held, "kooste"))
    assert (Kooste.objects.get().present, Kooste.objects.get().approved_by) == (["Virtanen Aino"], matti)
    first = signed_in(mentor.person)
    assert [first.post(at(held, act)).status_code for act in ("lasna", "kooste", "peru", "paivakirja")] == [404] * 4


CLOCKS = [("29.3.2027", "26.3.2027", 2), ("26.3.2027", "29.3.2027", 3)]  # the clocks change on 28.3. and 31.10.
CLOCKS += [("1.11.2027", "29.10.2027", 3), ("29.10.2027", "1.11.2027", 2)]


@pytest.mark.parametrize(("other", "day", "offset"), CLOCKS)
@pytest.mark.both_databases
def test_a_meeting_moved_across_the_clock_change_keeps_its_time_of_day(confirmed, leader, aino, other, day, offset):
    form = {"clock": "13", "minutes": "120", "place": "Kirjasto", "weeks": "0"}
    leader.post(group_url(confirmed, "kokoontuminen"), form | {"day": other})
    leader.post(at(Session.objects.get(), "muokkaa"), form | {"day": day})
    local = timezone.localtime(Session.objects.get().starts_at)
    assert (f"{local:%-d.%-m.%Y}", local.hour, local.utcoffset()) == (day, 13, datetime.timedelta(hours=offset))
    mail = Mail.objects.filter(to=aino, kind="verme_session").latest("created_at")
    event = Calendar.from_ical(letter(mail).attachments[0].content).walk("VEVENT")[0]
    assert (event["DTSTART"].dt, int(event["SEQUENCE"])) == (Session.objects.get().starts_at, 1)


def test_nobody_was_present(held, leader, hers):
    leader.post(at(held, "kooste"))
    assert Kooste.objects.get().present == []
    assert "Kukaan ei ollut läsnä." in page(hers, Kooste.objects.get().get_absolute_url())


def test_one_person_in_two_groups_has_two_lives(confirmed, aino, hers, johanna, leader, sari, signed_in):
    season = make_season(name="Toinen kausi")
    second = make_group(season, name="Toinen")
    enter(season, aino, second)
    name_mentor(second, make_mentor(make_person()))
    composing.confirm(second, small=True)
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", "Ensimmäisen tavoite"))
    assert "Ensimmäisen tavoite" in page(hers, group_url(confirmed))
    assert "Ensimmäisen tavoite" not in page(hers, group_url(second))
    assert [client.get(group_url(second)).status_code for client in (signed_in(johanna), leader)] == [404, 404]
    places.withdraw(season, by=aino)
    assert [hers.get(group_url(group)).status_code for group in (confirmed, second)] == [200, 404]
    assert Membership.objects.live().filter(group=confirmed).count() == 8


def test_within_a_season_nobody_gets_two_places(season, aino, sari, signed_in):
    one, other = make_group(season, name="A"), make_group(season, name="B")
    enter(season, aino, one)
    enter(season, aino, other)
    row = season.sign_ups.get()
    assert row.group == one
    fields = {f"was-{row.pk}": str(one.pk), f"to-{row.pk}": str(other.pk)}
    for _click in range(2):  # the second page is of before
        signed_in(sari).post(f"/verme/kaudet/{season.pk}/koonti/tallenna/", fields)
    assert [found.group for found in season.sign_ups.all()] == [other]


def test_a_kooste_is_not_made_before_the_first_meeting(confirmed, leader, sari, signed_in):
    ahead = Session.objects.create(group=confirmed, starts_at=ago(-1))
    leader.post(at(ahead, "kooste"))
    assert Kooste.objects.count() == 0
    assert "Ei vielä koosteita" in page(signed_in(sari), f"/verme/kaudet/{confirmed.season_id}/koosteet/")


@pytest.mark.both_databases
def test_hrs_pages_take_as_many_queries_for_300_groups(season, aino, mentor, sari, signed_in):
    hr, counts = signed_in(sari), []
    addresses = [season.get_absolute_url(), *(f"/verme/kaudet/{season.pk}/{page}/" for page in ("koonti", "koosteet"))]
    for size in (2, 298):
        made = [Group(season=season, name=f"Ryhmä {size} {n:03}", state=Group.State.CONFIRMED) for n in range(size)]
        Group.objects.bulk_create(made)
        Membership.objects.bulk_create([Membership(group=group, person=aino) for group in made])
        Mentoring.objects.bulk_create([Mentoring(group=group, person=mentor.person) for group in made])
        met = [Session(group=group, starts_at=ago(2), theme="Palautuminen") for group in made]
        Session.objects.bulk_create(met)
        for session in met[:40]:
            summaries.approve(session, by=mentor.person)
        for address in ("/verme/kaudet/", "/verme/mentorit/", "/verme/", *addresses):
            hr.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert hr.get(address).status_code == 200
            counts.append((size, address, len(queries)))
    few, many = (sorted((where, n) for of, where, n in counts if of == size) for size in (2, 298))
    assert few == many
    assert Season.objects.get().groups.count() == 300
