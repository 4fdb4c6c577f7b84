"""Nobody makes themselves a mentor or a member; a newcomer is told of by name, and earlier texts wait for consent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Mail
from core.outbox import letter
from people.models import User
from tests.factories import make_person
from tests.people_fixtures import with_second_step
from tests.verme.conftest import at, enter, group_url, make_group, make_mentor, name_mentor, sent
from verme.composing import actions as composing
from verme.idea import actions as ideas
from verme.mentor import actions as mentoring
from verme.models import (
    Idea,
    Membership,
    Mentor,
    Mentoring,
    SignUp,
    TextConsent,
    Training,
    TrainingPlace,
)
from verme.newcomer import actions as newcomers
from verme.season import actions as seasons
from verme.sign_up import actions as places
from verme.training import actions as training

pytestmark = pytest.mark.django_db
BIRD = "kanarialintu-9011"


@pytest.fixture
def kirsi(hr_unit):
    """A second HR person."""
    return with_second_step(make_person(name="Kirsi Holm", username="kirsi", unit=hr_unit, is_hr=True))


def told(kind):
    return {mail.to.username: letter(mail) for mail in Mail.objects.filter(kind=kind).select_related("to")}


def place(client, row, group):
    data = {f"was-{row.pk}": composing.seat(row), f"to-{row.pk}": str(group.pk)}
    return client.post(f"/verme/kaudet/{row.season_id}/koonti/tallenna/", data)


def agree(client, group, newcomer, yes="1"):
    return client.post(group_url(group, f"suostumus/{newcomer.pk}"), {"yes": yes}).status_code


# ---- Nobody names or places themselves


def test_hr_does_not_get_itself_into_the_register_or_a_group(confirmed, sari, signed_in):
    """The attack: register, name oneself, read, leave."""
    hers = signed_in(sari)
    page = hers.post("/verme/mentorit/uusi/", {"person": sari.pk})
    assert "person" in page.context["form"].errors
    own = make_mentor(sari)  # somebody else has put her there
    naming = hers.post(group_url(confirmed, "mentorit/nimea"), {"mentor": own.pk})
    assert "mentor" in naming.context["form"].errors
    assert hers.get(f"/verme/mentorit/{own.pk}/").status_code == 404
    assert hers.post(f"/verme/mentorit/{own.pk}/", {"in_use": "on"}).status_code == 404
    with pytest.raises(newcomers.Oneself):
        mentoring.name(confirmed, own, by=sari)
    with pytest.raises(newcomers.Oneself):
        mentoring.register(sari, by=sari)
    assert not Mentoring.objects.filter(person=sari).exists()
    assert hers.get(group_url(confirmed)).status_code == 404
    listed = hers.get("/verme/mentorit/").content.decode()
    assert "Koskinen Sari" in listed
    assert f"/verme/mentorit/{own.pk}/" not in listed


def test_hr_does_not_train_itself_to_be_a_mentor(sari, kirsi, signed_in):
    course = training.open_training(Training(name="Mentorikoulutus"))
    hers = signed_in(sari)
    page = hers.post(f"/verme/koulutukset/{course.pk}/osallistuja/", {"person": sari.pk})
    assert "person" in page.context["form"].errors
    signed_in(kirsi).post(f"/verme/koulutukset/{course.pk}/osallistuja/", {"person": sari.pk})
    row = TrainingPlace.objects.get()
    assert hers.post(f"/verme/osallistujat/{row.pk}/patevyys/").status_code == 404
    assert Mentor.objects.count() == 0
    assert "Tämä olet sinä" in hers.get(f"/verme/koulutukset/{course.pk}/").content.decode()


def test_hr_does_not_place_itself(confirmed, sari, kirsi, signed_in, aino):
    """The attack: sign up, compose oneself into a confirmed group, read."""
    places.withdraw(confirmed.season, by=aino)
    row, hers = enter(confirmed.season, sari), signed_in(sari)
    page = place(hers, row, confirmed)
    assert page.context["problem"] == "Kukaan ei anna paikkaa itselleen. Pyydä toista HR:n edustajaa antamaan se."
    assert f"to-{row.pk}" not in hers.get(f"/verme/kaudet/{row.season_id}/koonti/").content.decode()
    assert SignUp.objects.get(pk=row.pk).state == "waitlist"
    assert place(signed_in(kirsi), row, confirmed).status_code == 302
    assert Membership.objects.live().filter(person=sari).count() == 1


def test_one_of_those_placed_being_oneself_moves_nobody(season, sari, aino):
    one, other = make_group(season, name="A"), make_group(season, name="B")
    rows = [enter(season, person, one) for person in (aino, sari)]
    moves = [composing.Placement(row.pk, str(one.pk), str(other.pk)) for row in rows]
    with pytest.raises(newcomers.Oneself):
        composing.compose(season, moves, by=sari)
    assert SignUp.objects.filter(group=one).count() == 2


def test_the_administrator_names_the_only_hr_person(confirmed, sari, mikael, signed_in, eight):
    his, address = signed_in(mikael), "/verme/hr-mentori/"
    page = his.get(address).content.decode()
    assert "Sari Koskinen" in page
    assert "Uudet, Kevät" in page
    assert "hr-mentori" in his.get("/verme/").content.decode()
    assert his.post(address, {"group": "x"}).context["form"].errors
    assert his.post(address, {"group": confirmed.pk}).status_code == 302
    row = Mentoring.objects.live().get(person=sari)
    assert (row.group, row.substitute) == (confirmed, True)
    letters = told("verme_mentor_changed")
    assert letters.keys() == {person.username for person in eight} | {"maija"}
    assert "Nimeäjä: Mikael Lindström." in letters["jasen0"].body
    assert his.get(group_url(confirmed)).status_code == 404


def test_the_administrator_names_nobody_while_hr_can(confirmed, sari, kirsi, mikael, signed_in):
    his = signed_in(mikael)
    assert his.get("/verme/hr-mentori/").context["person"] is None
    his.post("/verme/hr-mentori/", {"group": confirmed.pk})
    assert not Mentoring.objects.exclude(person__username="maija").exists()
    kirsi.is_hr, mikael.is_hr, sari.is_active = False, True, False  # the only HR person is the administrator
    for person in (kirsi, mikael, sari):
        person.save()
    assert his.get("/verme/hr-mentori/").context["person"] is None


def test_a_group_that_has_ended_gets_no_mentor(confirmed, sari, signed_in, matti):
    seasons.close(confirmed.season)
    hers, other = signed_in(sari), make_mentor(matti)
    assert hers.post(group_url(confirmed, "mentorit/nimea"), {"mentor": other.pk}).status_code == 302
    with pytest.raises(mentoring.Ended):
        mentoring.name(confirmed, other, by=sari)  # the row at hand still says that it is going on
    assert signed_in(matti).get(group_url(confirmed)).status_code == 404


# ---- Who came, and who decided it, is told by name


def test_a_new_mentor_starts_as_a_substitute_and_all_inside_are_told_by_name(confirmed, sari, signed_in, matti, eight):
    signed_in(sari).post(group_url(confirmed, "mentorit/nimea"), {"mentor": make_mentor(matti).pk})
    assert Mentoring.objects.get(person=matti).substitute
    letters = told("verme_mentor_changed")
    assert letters.keys() == {person.username for person in eight} | {"maija"}
    assert "uusi mentori: Matti Laine. Nimeäjä: Sari Koskinen." in letters["aino"].body
    signed_in(sari).post(f"/verme/mentoroinnit/{Mentoring.objects.get(person=matti).pk}/paata/")
    stopped, out = told("verme_mentor_stopped"), told("verme_mentoring_ended")
    ends = "Matti Laine ei enää ohjaa Verme-ryhmääsi ”Uudet”. Muutoksen teki: Sari Koskinen."
    assert stopped["aino"].body == ends
    assert "Ändringen gjordes av: Sari Koskinen." in stopped["johanna"].body
    assert "Muutoksen teki: Sari Koskinen." in out["matti"].body
    User.objects.filter(pk=matti.pk).update(language="en")
    assert "The change was made by: Sari Koskinen." in told("verme_mentoring_ended")["matti"].body


def test_a_letter_from_before_it_was_told_by_whom_still_shows(confirmed, sari, aino, eight):
    mentoring.stop(confirmed.mentorings.get(), by=sari)
    for mail in Mail.objects.filter(kind__in=["verme_mentor_stopped", "verme_mentoring_ended"]):
        mail.ids.pop("by")
        mail.save()
    assert told("verme_mentor_stopped")["aino"].body.endswith("Uudet”.")
    assert "Muutoksen" not in told("verme_mentoring_ended")["maija"].body


def test_a_late_member_is_told_of_by_name(confirmed, sari, signed_in, matti, aino, eight):
    places.withdraw(confirmed.season, by=aino)
    place(signed_in(sari), enter(confirmed.season, matti), confirmed)
    letters = told("verme_member_joined")
    assert letters.keys() == {person.username for person in eight[1:]} | {"maija"}
    assert "uusi jäsen: Matti Laine. Paikan antoi: Sari Koskinen." in letters["jasen0"].body
    assert "Platsen gavs av: Sari Koskinen." in letters["johanna"].body


# ---- What was written before


@pytest.fixture
def written(held, confirmed, hers, leader, aino):
    """A text of each kind, written a moment ago: by Aino, and the message by the mentor."""
    hers.post(group_url(confirmed, "odotukset"), sent("expectation", f"odotus {BIRD}"))
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", f"tavoite {BIRD}"))
    hers.post(group_url(confirmed, "pelisaannot/luonnos"), sent("rules", f"luonnos {BIRD}"))
    hers.post(at(held, "palaute"), sent("feedback", f"palaute {BIRD}"))
    hers.post(at(held, "pohdinta/nayta"), sent("reflection", f"pohdinta {BIRD}") | {"show": "1"})
    hers.post(at(held, "idea"), sent("idea", f"ajatus {BIRD}"))
    leader.post(group_url(confirmed, "viestit"), sent("message", f"viesti {BIRD}"))
    return held


OWN = {"odotus", "pohdinta", "ajatus"}
JOINT = {"tavoite", "luonnos", "palaute"}


def read(client, session):
    group = session.group
    pages = [at(session), group_url(group), group_url(group, "pelisaannot"), group_url(group, "viestit")]
    text = "".join(client.get(page).content.decode() for page in pages)
    return {word for word in (*OWN, *JOINT, "viesti") if f"{word} {BIRD}" in text}


@pytest.fixture(params=["mentor", "member"])
def newcomer(request, written, confirmed, eight, matti, sari, kirsi):
    """Matti comes into the group: as a mentor, or as a member in the place of one who has left."""
    if request.param == "mentor":
        name_mentor(confirmed, make_mentor(matti))
    else:
        join_late(confirmed, matti, eight, sari)
    return matti


def test_earlier_texts_open_writer_by_writer(newcomer, written, confirmed, eight, mentor, signed_in):
    his = signed_in(newcomer)
    assert his.get(group_url(confirmed)).status_code == 200  # meetings go on
    assert read(his, written) == set()
    for act, text in (("tavoitteet", "goals"), ("pelisaannot/luonnos", "rules")):
        assert his.post(group_url(confirmed, act), sent(text, "Päälle")).status_code == 404
    assert his.post(group_url(confirmed, "pelisaannot"), {"version": "0"} | sent("rules", "x")).status_code == 404
    assert his.post(at(written, "palaute"), sent("feedback", "Päälle")).status_code == 404
    assert agree(signed_in(mentor.person), confirmed, newcomer) == 302
    assert read(his, written) == {"viesti"}
    assert agree(signed_in(eight[0]), confirmed, newcomer) == 302
    assert read(his, written) == {"viesti"} | OWN
    for person in eight[1:7]:
        assert read(his, written) == {"viesti"} | OWN  # the joint ones wait for everybody
        agree(signed_in(person), confirmed, newcomer)
    if Membership.objects.live().filter(person=eight[7]).exists():
        agree(signed_in(eight[7]), confirmed, newcomer)
        assert read(his, written) == {"viesti"} | OWN | JOINT
    else:
        assert read(his, written) == {"viesti"} | OWN  # who has left has not agreed, and their words stand there too
    agree(signed_in(eight[0]), confirmed, newcomer, yes="0")
    assert read(his, written) == {"viesti"}


def test_what_was_written_together_waits_for_the_mentor_too(written, confirmed, eight, mentor, matti, signed_in):
    """The mentor writes in it as well. One who has stopped is not waited for: nobody could ask them."""
    name_mentor(confirmed, make_mentor(matti))
    his = signed_in(matti)
    for person in eight:
        agree(signed_in(person), confirmed, matti)
    assert read(his, written) == OWN
    agree(signed_in(mentor.person), confirmed, matti)
    assert read(his, written) == {"viesti"} | OWN | JOINT
    agree(signed_in(mentor.person), confirmed, matti, yes="0")
    assert read(his, written) == OWN
    mentoring.stop(Mentoring.objects.get(person=mentor.person), by=mentor.person)
    assert read(his, written) == OWN | JOINT


def test_what_is_written_since_is_the_newcomers_too(newcomer, written, confirmed, hers, signed_in):
    his = signed_in(newcomer)
    hers.post(at(written, "idea"), sent("idea", "ajatus sen jälkeen"))
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", f"tavoite {BIRD} ja lisää", 1))
    assert "ajatus sen jälkeen" in his.get(at(written)).content.decode()
    assert read(his, written) == set()  # an edit opens nothing of what stood there
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", "", 2))
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", "aivan uusi", 3))
    assert "aivan uusi" in his.get(group_url(confirmed)).content.decode()


def test_nobody_agrees_for_another_or_before_time(newcomer, written, confirmed, eight, signed_in, aino, johanna):
    his = signed_in(newcomer)
    assert agree(his, confirmed, newcomer) == 404
    assert agree(his, confirmed, aino) == 404  # she was there first
    assert agree(signed_in(johanna), confirmed, aino) == 404
    assert agree(signed_in(johanna), confirmed, make_person()) == 404
    agree(signed_in(aino), confirmed, newcomer)
    for row in (*Mentoring.objects.filter(person=newcomer), *Membership.objects.filter(person=newcomer)):
        row.end()
    assert read(his, written) == set()
    name_mentor(confirmed, Mentor.objects.get_or_create(person=newcomer)[0])  # comes anew: is asked for anew
    assert read(his, written) == set()
    assert TextConsent.objects.count() == 0


def join_late(confirmed, matti, eight, sari):
    """Matti gets the place of the last of the eight."""
    places.withdraw(confirmed.season, by=eight[7])
    row = enter(confirmed.season, matti)
    composing.compose(confirmed.season, [composing.Placement(row.pk, "", str(confirmed.pk))], by=sari)


def test_a_newcomer_has_no_vote_on_what_is_closed_to_them(written, confirmed, eight, matti, sari, hers, signed_in):
    join_late(confirmed, matti, eight, sari)
    idea = Idea.objects.get()
    for person in eight[1:7]:
        ideas.vote(idea, by=person, yes=True)
    assert f"/verme/ideat/{idea.pk}/kanta/" not in signed_in(matti).get(at(written)).content.decode()
    idea.refresh_from_db()
    assert idea.state == "asked"  # for the seventh of those who are asked, of eight members
    ideas.vote(idea, by=eight[0], yes=True)
    idea.refresh_from_db()
    assert idea.state == "approved"


def test_with_consent_a_late_member_has_a_vote(confirmed, held, hers, eight, matti, sari, signed_in):
    hers.post(at(held, "idea"), sent("idea", "ajatus"))
    join_late(confirmed, matti, eight, sari)
    agree(hers, confirmed, matti)
    idea = Idea.objects.get()
    for person in eight[:7]:
        ideas.vote(idea, by=person, yes=True)
    idea.refresh_from_db()
    assert idea.state == "asked"
    signed_in(matti).post(f"/verme/ideat/{idea.pk}/kanta/", {"yes": "1"})
    idea.refresh_from_db()
    assert idea.state == "approved"


def test_those_from_the_beginning_read_everything(written, johanna, signed_in, leader):
    assert read(signed_in(johanna), written) == OWN | JOINT | {"viesti"}
    assert read(leader, written) == OWN | JOINT | {"viesti"}


@pytest.mark.both_databases
def test_the_groups_page_takes_as_many_queries_with_many_newcomers(confirmed, hers, sari):
    counts = []
    for _n in range(3):
        mentoring.name(confirmed, make_mentor(make_person()), by=sari)
        hers.get(group_url(confirmed))
        with CaptureQueriesContext(connection) as queries:
            hers.get(group_url(confirmed))
        counts.append(len(queries))
    assert len(set(counts)) == 1
