"""Certificates: whose, what they say and what they do not, opened and read."""

import datetime
import io

import pikepdf
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_person
from tests.pdfs import in_order, pages_of, tags_of, text_of
from tests.people_fixtures import with_second_step
from tests.verme.conftest import enter, make_group, make_season, name_mentor
from tests.verme.training.test_training import attend_all, make_training, set_days
from verme.certificate import participation as certificates
from verme.composing import actions as composing
from verme.models import Group, Membership, Mentoring, Session
from verme.season import actions as seasons
from verme.session import actions as sessions
from verme.sign_up import actions as places
from verme.training import actions as acts

pytestmark = pytest.mark.django_db
THEME = "kanarialintu-teema"


@pytest.fixture
def held(confirmed, mentor):
    """Three meetings of two hours held, the group as old as they are, and one ahead."""
    begun = timezone.localdate() - datetime.timedelta(days=90)
    confirmed.season.starts_on = begun
    confirmed.season.save()
    for rows in (Membership.objects, Mentoring.objects):
        rows.update(starts_on=begun)
    ago = [80, 50, 20, -10]
    return [
        Session.objects.create(
            group=confirmed, starts_at=timezone.now() - datetime.timedelta(days=days), minutes=90, theme=THEME
        )
        for days in ago
    ]


def present(person, *meetings):
    for session in meetings:
        sessions.mark(session, person, present=True)


def paper(client, group, language="fi"):
    return client.get(f"/verme/todistukset/{group.pk}/{language}.pdf")


def properties(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return str(pdf.Root.Lang), str(pdf.docinfo.Title), len(pdf.pages)


def test_a_member_gets_their_own_in_three_languages(held, confirmed, aino, signed_in):
    present(aino, *held[:2])
    hers = signed_in(aino)
    page = hers.get("/verme/todistukset/").content.decode()
    assert "2/3 kokoontumista" in page
    for language, title, meetings in (
        ("fi", "Todistus, Verme", "Kokoontumiset 2/3 Tunteja 3 h"),
        ("sv", "Intyg, Verme", "Träffar 2/3 Timmar 3 h"),
        ("en", "Certificate, Verme", "Meetings 2/3 Hours 3 h"),
    ):
        answer = paper(hers, confirmed, language)
        assert properties(answer.content) == (language, title, 1)
        found = text_of(answer.content)
        in_order(found, "Aino Virtanen", "Uudet", "Kevät", meetings, "Kotikunta")
        assert THEME not in found
        assert [tag for tag, _alt in tags_of(answer.content)].count("H1") == 1
    assert paper(hers, confirmed, "de").status_code == 404


def test_who_left_gets_theirs_of_their_own_time_also_when_the_season_is_closed(held, confirmed, aino, signed_in):
    present(aino, held[0])
    places.withdraw(confirmed.season, by=aino)
    Membership.objects.filter(person=aino).update(ends_on=timezone.localdate() - datetime.timedelta(days=40))
    hers = signed_in(aino)
    assert hers.get(confirmed.get_absolute_url()).status_code == 404
    one = certificates.of_person(aino)[0]
    assert (one.attended, one.held, one.minutes) == (1, 2, 90)
    assert one.last == timezone.localdate() - datetime.timedelta(days=40)
    seasons.close(confirmed.season)
    assert "1/2" in text_of(paper(hers, confirmed).content)


def test_nobody_gets_anothers_and_nobody_one_of_nothing(held, confirmed, aino, johanna, sari, stranger, signed_in):
    present(aino, held[0])
    for person in (johanna, sari, stranger):  # a member who was never there, HR, somebody else
        assert paper(signed_in(person), confirmed).status_code == 404
    assert "Du får ett intyg" in signed_in(johanna).get("/verme/todistukset/").content.decode()
    assert "ei ole vielä" in signed_in(stranger).get("/verme/todistukset/").content.decode()


def test_the_mentors_says_so(held, mentor, confirmed, signed_in):
    present(mentor.person, *held[:3])
    found = text_of(paper(signed_in(mentor.person), confirmed).content)
    in_order(found, "Maija Mäkelä", "on ohjannut", "mentori", "3/3", "4½ h")


def test_a_meeting_cancelled_or_ahead_is_not_counted(held, confirmed, aino):
    present(aino, *held[:3])
    sessions.cancel(held[1])
    one = certificates.of_person(aino)[0]
    assert (one.attended, one.held, one.minutes) == (2, 2, 180)


def test_who_left_and_came_back_has_one(held, confirmed, aino):
    present(aino, held[0], held[2])
    today = timezone.localdate()
    Membership.objects.filter(person=aino).update(ends_on=today - datetime.timedelta(days=60))
    Membership.objects.create(group=confirmed, person=aino, starts_on=today - datetime.timedelta(days=30))
    one = certificates.of_person(aino)
    assert [(each.attended, each.held, each.last) for each in one] == [(2, 2, today)]


def test_hr_prints_a_groups_at_once(held, confirmed, aino, johanna, mentor, sari, signed_in):
    hr, address = signed_in(sari), f"/verme/ryhmat/{confirmed.pk}/todistukset-sv.pdf"
    assert hr.get(address).status_code == 302  # nobody has been there yet
    present(make_person(name="Şule Åström"), held[0])  # no member: an old attendance alone makes no certificate
    for person in (johanna, aino, mentor.person):
        present(person, *held[:3])
    answer = hr.get(address)
    pages = pages_of(answer.content)
    assert properties(answer.content) == ("sv", "Intyg, Verme", 3)
    for page, name in zip(pages, ("Maija Mäkelä", "Aino Virtanen", "Johanna Åberg"), strict=True):
        assert name in page
        assert THEME not in page
    assert signed_in(aino).get(address).status_code == 404


def test_names_with_marks_are_printed_right(mentor, signed_in):
    season = make_season()
    group = make_group(season)
    person = make_person(name="Şule Çelik-Åström", username="sule")
    enter(season, person, group)
    name_mentor(group, mentor)
    composing.confirm(group, small=True)
    session = Session.objects.create(group=group, starts_at=timezone.now() - datetime.timedelta(minutes=5))
    present(person, session)
    assert "Şule Çelik-Åström" in text_of(paper(signed_in(person), group, "sv").content)


def test_the_mentor_certificate_is_read(aino, matti, sari, johanna, signed_in):
    training = make_training(trainer=matti, credits="9 op", signer="Sari Koskinen, henkilöstöasiantuntija")
    set_days(training, -200)
    place = acts.take_in(training, aino)
    address = f"/verme/osallistujat/{place.pk}/todistus-fi.pdf"
    assert signed_in(aino).get(address).status_code == 404  # not yet
    attend_all(training, aino)
    acts.qualify(place)
    with_second_step(aino)  # a mentor now
    for person in (aino, sari, matti):
        assert signed_in(person).get(address).status_code == 200
    assert signed_in(johanna).get(address).status_code == 404
    answer = signed_in(aino).get(address)
    assert properties(answer.content) == ("fi", "Todistus, Mentorikoulutus", 1)
    in_order(
        text_of(answer.content),
        "Aino Virtanen",
        "on suorittanut Verme-mentorin koulutuksen",
        "Mentorikoulutus",
        "Seminaarit 5/5",
        "Laajuus 9 op",
        "Kotikunta",
        "Sari Koskinen, henkilöstöasiantuntija",
    )
    training.credits = ""
    training.save()
    assert "Omfattning 70 h" in text_of(signed_in(aino).get(address.replace("-fi", "-sv")).content)
    assert "Mentorikoulutus" in signed_in(aino).get("/verme/todistukset/").content.decode()


@pytest.mark.both_databases
def test_the_list_takes_as_many_queries_for_many(aino, mentor, signed_in):
    hers, counts = signed_in(aino), []
    for size in (1, 30):
        for n in range(size):
            group = make_group(make_season(name=f"Kausi {size} {n}"), state=Group.State.CONFIRMED)
            Membership.objects.create(group=group, person=aino)
            session = Session.objects.create(group=group, starts_at=timezone.now() - datetime.timedelta(minutes=5))
            present(aino, session)
        hers.get("/verme/todistukset/")
        with CaptureQueriesContext(connection) as queries:
            hers.get("/verme/todistukset/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_same_paper_comes_out_equal(held, confirmed, aino, signed_in):
    present(aino, held[0])
    with time_machine.travel(timezone.now(), tick=False):
        assert paper(signed_in(aino), confirmed).content == paper(signed_in(aino), confirmed).content
