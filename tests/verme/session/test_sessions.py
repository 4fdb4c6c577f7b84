"""Inside a group: rules, times, sessions, attendance, ideas, the diary, the kooste; and who sees nothing of it."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from core import retention
from core.models import AccessLog, Mail
from core.outbox import letter
from tests.html import alone
from tests.pdfs import check_structure, tags_of, text_of
from tests.verme.conftest import ago, at, group_url, make_mentor, name_mentor, sent
from verme.kooste import actions as summaries
from verme.mentor import actions as mentoring
from verme.methods.cards import CARDS
from verme.models import (
    Attendance,
    DiaryEntry,
    Expectation,
    GroundRules,
    Idea,
    Kooste,
    Membership,
    Mentoring,
    Poll,
    Session,
    SharedText,
    TextConsent,
)
from verme.season import actions as seasons
from verme.sign_up import actions as places

pytestmark = pytest.mark.django_db
BIRD = "kanarialintu-7733"


def test_rules_start_from_the_template_and_a_change_asks_again(confirmed, hers, leader, aino):
    assert "Täällä kerrottu jää tänne." in leader.get(group_url(confirmed, "pelisaannot")).content.decode()
    leader.post(group_url(confirmed, "pelisaannot"), {"version": "0"} | sent("rules", "Hiljaa saa olla."))
    assert "Hyväksyn pelisäännöt" in hers.get(group_url(confirmed)).content.decode()
    hers.post(group_url(confirmed, "pelisaannot/hyvaksy"), {"version": "1"})
    assert "Olet hyväksynyt nämä säännöt" in hers.get(group_url(confirmed)).content.decode()
    leader.post(group_url(confirmed, "pelisaannot"), {"version": "1"} | sent("rules", "Hiljaa saa olla aina."))
    assert "Hyväksyn pelisäännöt" in hers.get(group_url(confirmed)).content.decode()
    hers.post(group_url(confirmed, "pelisaannot/hyvaksy"), {"version": "1"})  # an old page: not what is in force
    newest = GroundRules.objects.first()
    assert (newest.version, newest.acceptances.filter(person=aino).count()) == (2, 0)


@pytest.mark.both_databases
def test_two_edits_of_the_goals_become_one_text(confirmed, hers, leader, aino):
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", "Ensimmäinen."))
    leader.post(group_url(confirmed, "tavoitteet"), sent("goals", "Toinen."))
    assert SharedText.objects.get().text.open_as_system("test") == "Ensimmäinen. Toinen."
    leader.post(group_url(confirmed, "tavoitteet"), sent("goals", "Toinen.", SharedText.objects.get().version))
    page = f"/verme/tekstit/{SharedText.objects.get().pk}/omat-lauseet/"
    assert page in hers.get(group_url(confirmed)).content.decode()
    found = ["Ensimmäinen." in client.get(page).content.decode() for client in (hers, leader)]
    assert found == [True, False]  # its writer alone finds what was taken out


def test_rules_in_which_others_have_written_meanwhile_are_read_before_they_come_into_force(confirmed, hers, leader):
    form = sent("rules", "Hiljaa saa olla.")
    hers.post(group_url(confirmed, "pelisaannot/luonnos"), form)
    version = SharedText.objects.get().version
    hers.post(group_url(confirmed, "pelisaannot/luonnos"), sent("rules", "Hiljaa saa olla.\nTullaan ajoissa.", version))
    later = {"version": "0"} | sent("rules", "Hiljaa saa olla aina.", version)
    page = leader.post(group_url(confirmed, "pelisaannot"), later).content.decode()
    assert ("Hiljaa saa olla aina.\nTullaan ajoissa.</textarea>" in page, "Muut ovat kirjoittaneet" in page) == (
        True,
        True,
    )
    assert GroundRules.objects.count() == 0
    version = SharedText.objects.get().version
    leader.post(
        group_url(confirmed, "pelisaannot"),
        {"version": "0"} | sent("rules", "Hiljaa saa olla aina.\nTullaan ajoissa.", version),
    )
    assert GroundRules.objects.get().text.open_as_system("test") == "Hiljaa saa olla aina.\nTullaan ajoissa."


def test_a_time_is_chosen_together_and_reaches_every_calendar(confirmed, hers, leader, aino):
    Mail.objects.all().delete()
    day = timezone.localdate() + datetime.timedelta(days=9)
    written = f"{day.day}.{day.month}.{day.year}"
    form = {"day0": written, "clock0": "13", "day1": written, "clock1": "15", "place": "Kirjasto"}
    assert leader.post(group_url(confirmed, "ajat"), form).status_code == 302
    poll = Poll.objects.get()
    first, second = poll.options.all()
    hers.post(f"/verme/ajat/{poll.pk}/vastaa/", {"option": [first.pk, second.pk]})
    hers.post(f"/verme/ajat/{poll.pk}/vastaa/", {"option": [second.pk]})
    assert [option.votes.count() for option in poll.options.all()] == [0, 1]
    assert hers.post(f"/verme/ajat/{poll.pk}/valitse/", {"option": second.pk}).status_code == 404
    leader.post(f"/verme/ajat/{poll.pk}/valitse/", {"option": second.pk})
    session = Session.objects.get()
    assert timezone.localtime(session.starts_at).hour == 15
    assert Mail.objects.filter(kind="verme_session").count() == 9
    change = {"day": written, "clock": "15.30", "minutes": "120", "place": "Kirjasto"}
    leader.post(at(session, "muokkaa"), change)
    leader.post(at(session, "muokkaa"), change | {"theme": "Palautuminen"})  # no calendar has to know
    attached = [letter(mail).attachments[0].content for mail in Mail.objects.filter(to=aino)]
    leader.post(at(session, "peru"))
    assert [letter(mail) for mail in Mail.objects.filter(to=aino, kind="verme_session")] == [None, None]
    attached.append(letter(Mail.objects.get(to=aino, kind="verme_session_cancelled")).attachments[0].content)
    uids, sequences, methods = set(), [], []
    for content in attached:
        calendar = Calendar.from_ical(content)
        event = calendar.walk("VEVENT")[0]
        uids.add(str(event["UID"]))
        sequences.append(int(event["SEQUENCE"]))
        methods.append(str(calendar["METHOD"]))
    assert len(uids) == 1
    assert Mail.objects.filter(to=aino).count() == 3
    assert (max(sequences), methods[-1]) == (2, "CANCEL")


@pytest.mark.parametrize(("day", "clock"), [("26.3.2028", "3.30"), ("31.10.2027", "3.30")])
def test_the_clock_change_nights_are_refused(confirmed, leader, day, clock):
    form = {"day": day, "clock": clock, "minutes": "120"}
    page = leader.post(group_url(confirmed, "kokoontuminen"), form)
    assert "clock" in page.context["form"].errors
    assert Session.objects.count() == 0


def test_attendance_is_one_tap_and_keeps_those_who_leave(held, leader, hers, aino, confirmed):
    leader.post(at(held, "lasna"), {"person": aino.pk, "present": "1"})
    leader.post(at(held, "lasna"), {"person": aino.pk, "present": "1"})
    assert [row.name for row in Attendance.objects.all()] == ["Virtanen Aino"]
    assert hers.post(at(held, "lasna"), {"person": aino.pk, "present": "0"}).status_code == 404
    places.withdraw(confirmed.season, by=aino)
    assert "Virtanen Aino" in leader.get(at(held)).content.decode()
    assert hers.get(at(held)).status_code == 404


def test_methods_are_picked_into_the_plan(held, leader, hers):
    for _click in range(2):
        leader.post(at(held, "menetelma"), {"card": "statues"})
    leader.post(at(held, "menetelma"), {"card": "nonsense"})
    assert [row.card for row in held.methods.all()] == ["statues"]
    assert "Patsaat" in hers.get(at(held)).content.decode()
    assert hers.get("/verme/menetelmat/statues/").status_code == 200
    assert len(CARDS) == 13


def test_a_card_is_added_to_the_next_meeting_from_its_own_page(held, confirmed, leader, hers):
    ahead = Session.objects.create(group=confirmed, starts_at=timezone.now() + datetime.timedelta(days=9))
    Session.objects.create(group=confirmed, starts_at=timezone.now() - datetime.timedelta(days=9))  # over
    card = leader.get("/verme/menetelmat/statues/")
    assert [one.pk for one in card.context["coming"]] == [held.pk, ahead.pk]  # one that goes on now, and the next
    assert 'action="' + at(ahead, "menetelma") in card.content.decode()
    leader.post(at(ahead, "menetelma"), {"card": "statues"})
    assert [one.pk for one in leader.get("/verme/menetelmat/statues/").context["coming"]] == [held.pk]
    assert list(hers.get("/verme/menetelmat/statues/").context["coming"]) == []  # a member plans no meeting


def test_presence_says_who_is_here_in_words(held, leader, aino):
    leader.post(at(held, "lasna"), {"everybody": "1"})
    leader.post(at(held, "lasna"), {"person": str(aino.pk), "present": "0"})
    page = leader.get(at(held)).content.decode()
    assert (page.count('aria-pressed="true"'), page.count('aria-pressed="false"')) == (8, 1)
    assert alone(page, "poissa") == 1


def test_an_idea_goes_onward_only_when_every_live_member_says_yes(held, confirmed, eight, hers, leader, signed_in):
    hers.post(at(held, "idea"), sent("idea", f"Uusi työkierto {BIRD}"))
    idea = Idea.objects.get()
    kanta = f"/verme/ideat/{idea.pk}/kanta/"
    assert leader.post(kanta, {"yes": "1"}).status_code == 404  # the mentor is no member here
    for person in eight[:6]:
        signed_in(person).post(kanta, {"yes": "1"})
    idea.refresh_from_db()
    assert (idea.state, idea.passed_on) == ("asked", "")  # two are silent
    summaries.approve(held, by=confirmed.mentorings.get().person)
    assert Kooste.objects.get().ideas == []
    signed_in(eight[6]).post(kanta, {"yes": "1"})
    places.withdraw(confirmed.season, by=eight[7])  # the silent one leaves: nobody speaks for them any more
    idea.refresh_from_db()
    assert idea.state == "approved"
    leader.post(at(held, "kooste"))
    assert Kooste.objects.get().ideas == [f"Uusi työkierto {BIRD}"]


def test_an_idea_can_stay_in_the_group(held, hers):
    hers.post(at(held, "idea"), sent("idea", "Jää tänne"))
    idea = Idea.objects.get()
    hers.post(f"/verme/ideat/{idea.pk}/pida/")
    hers.post(f"/verme/ideat/{idea.pk}/kanta/", {"yes": "1"})
    assert Idea.objects.get().state == "dropped"


def test_the_kooste_has_four_fields_and_hr_prints_it(held, leader, hers, sari, signed_in, aino):
    SharedText(group=held.group, session=held, kind="feedback").store(BIRD, by=aino)
    leader.post(at(held, "lasna"), {"person": aino.pk, "present": "1"})
    hr = signed_in(sari)
    assert hr.get(at(held)).status_code == 404
    leader.post(at(held, "kooste"))
    kooste = Kooste.objects.get()
    assert (kooste.present, kooste.theme, kooste.ideas) == (["Virtanen Aino"], "Palautuminen", [])
    with CaptureQueriesContext(connection) as queries:
        overview = hr.get(f"/verme/kaudet/{held.group.season_id}/koosteet/").content.decode()
        page = hr.get(f"/verme/koosteet/{kooste.pk}/").content.decode()
        paper = hr.get(f"/verme/koosteet/{kooste.pk}/kooste.pdf")
    assert "Palautuminen" in overview
    assert "Virtanen Aino" in page
    found = text_of(paper.content)
    assert "Virtanen Aino" in found
    assert BIRD not in found + page + overview
    sealed = ("verme_expectation", "verme_sharedtext", "verme_groundrules", "verme_idea", "verme_diaryentry")
    assert [q["sql"] for q in queries if any(table in q["sql"] for table in sealed)] == []
    assert AccessLog.objects.filter(reader=sari).count() == 0


def test_the_ideas_of_a_kooste_are_a_list(held, leader, sari, signed_in, aino):
    leader.post(at(held, "lasna"), {"person": aino.pk, "present": "1"})
    leader.post(at(held, "kooste"))
    kooste = Kooste.objects.get()
    kooste.ideas = [f"Idea {number}" for number in range(60)]
    kooste.save()
    hr = signed_in(sari)
    data = hr.get(f"/verme/koosteet/{kooste.pk}/kooste.pdf").content
    found = [tag for tag, _alt in tags_of(data)]
    assert found.count("L") == 2  # the fields, and in one of them the ideas
    assert found.count("LI") in (8 + 60, 8 + 60 + 1)  # the field of ideas may go on as a second item
    check_structure(data)
    assert hr.get(f"/verme/koosteet/{kooste.pk}/").content.decode().count("<li>Idea ") == 60


def test_a_kooste_before_the_session_or_of_nobody(confirmed, leader):
    ahead = Session.objects.create(group=confirmed, starts_at=ago(-24))
    assert "Hyväksy kooste" not in leader.get(at(ahead)).content.decode()
    leader.post(at(ahead, "kooste"))
    assert Kooste.objects.count() == 0
    empty = Session.objects.create(group=confirmed, starts_at=ago(2))
    leader.post(at(empty, "kooste"))
    page = leader.get(Kooste.objects.get().get_absolute_url()).content.decode()
    assert "Kukaan ei ollut läsnä." in page


def test_the_diary_is_the_mentors_alone(held, leader, hers, matti, signed_in, mentor):
    leader.post(at(held, "paivakirja"), sent("diary", BIRD))
    assert BIRD in leader.get(at(held, "paivakirja")).content.decode()
    assert hers.get(at(held, "paivakirja")).status_code == 404
    name_mentor(held.group, make_mentor(matti))
    assert BIRD not in signed_in(matti).get(at(held, "paivakirja")).content.decode()
    signed_in(matti).post(at(held, "paivakirja"), sent("diary", "Omani"))
    assert sorted(row.text.open_as_system("test") for row in DiaryEntry.objects.all()) == ["Omani", BIRD]
    mentoring.stop(Mentoring.objects.get(person=mentor.person), by=mentor.person)
    assert leader.get(at(held, "paivakirja")).status_code == 404


def test_a_substitute_sees_the_plan_and_earlier_texts_only_if_all_agree(
    held, leader, confirmed, eight, matti, signed_in
):
    SharedText(group=confirmed, session=held, kind="feedback").store(BIRD, by=eight[0])
    name_mentor(confirmed, make_mentor(matti))
    his = signed_in(matti)
    page = his.get(at(held)).content.decode()
    assert "Palautuminen" in page
    assert BIRD not in page
    assert his.post(at(held, "palaute"), sent("feedback", "Päälle")).status_code == 404
    for person in eight:
        assert BIRD not in his.get(at(held)).content.decode()
        signed_in(person).post(group_url(confirmed, f"suostumus/{matti.pk}"), {"yes": "1"})
    assert BIRD not in his.get(at(held)).content.decode()  # the mentor may have written in it, too
    leader.post(group_url(confirmed, f"suostumus/{matti.pk}"), {"yes": "1"})
    assert BIRD in his.get(at(held)).content.decode()
    signed_in(eight[0]).post(group_url(confirmed, f"suostumus/{matti.pk}"), {"yes": "0"})
    assert BIRD not in his.get(at(held)).content.decode()


def test_reading_is_logged_for_the_writer(held, hers, leader, aino, mentor):
    hers.post(group_url(held.group, "odotukset"), sent("expectation", BIRD))
    assert BIRD in leader.get(group_url(held.group)).content.decode()
    row = AccessLog.objects.get()
    assert (row.reader, row.subject, row.kind) == (mentor.person, aino, "verme")


@pytest.mark.both_databases
def test_what_was_written_goes_after_six_months_and_the_rest_after_two_years(held, confirmed, aino, mentor):
    Expectation(group=confirmed).store(BIRD, by=aino)
    GroundRules(group=confirmed).store(BIRD, by=aino)
    DiaryEntry.objects.create(session=held, person=mentor.person, text=BIRD)
    TextConsent.objects.create(group=confirmed, giver=aino, newcomer=mentor.person)
    summaries.approve(held, by=mentor.person)
    seasons.close(confirmed.season)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=178)):
        retention.dispose()
        assert (Expectation.objects.count(), DiaryEntry.objects.count()) == (1, 1)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=186)):
        retention.dispose()
        models = (Expectation, GroundRules, DiaryEntry, TextConsent, Kooste, Session)
        assert [model.objects.count() for model in models] == [0, 0, 0, 0, 1, 1]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=732)):
        retention.dispose()
        assert (Kooste.objects.count(), Session.objects.count(), Attendance.objects.count()) == (0, 0, 0)


def test_nothing_is_written_in_an_ended_group(held, confirmed, hers, leader):
    seasons.close(confirmed.season)
    assert hers.get(group_url(confirmed)).status_code == 200
    assert hers.post(group_url(confirmed, "odotukset"), sent("expectation", "x")).status_code == 404
    assert hers.post(at(held, "idea"), sent("idea", "x")).status_code == 404
    assert leader.get(group_url(confirmed, "kokoontuminen")).status_code == 404


@pytest.mark.parametrize("kind", ["group", "session"])
@pytest.mark.both_databases
def test_pages_take_as_many_queries_for_many_rows(confirmed, held, hers, kind, aino):
    counts = []
    for size in (1, 20):
        for n in range(size):
            Session.objects.create(group=confirmed, starts_at=ago(-n - 1))
            Idea(group=confirmed, session=held).store(f"Idea {size} {n}", by=aino)
        address = group_url(confirmed) if kind == "group" else at(held)
        hers.get(address)
        with CaptureQueriesContext(connection) as queries:
            hers.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Membership.objects.count() == 8


def test_the_start_page_shows_the_next_meeting_and_the_list_of_readers_says_what(confirmed, hers, leader, aino):
    Session.objects.create(group=confirmed, starts_at=ago(-48), place="Kirjasto")
    assert "Verme-kokoontuminen: Uudet" in hers.get("/").content.decode()
    hers.post(group_url(confirmed, "odotukset"), sent("expectation", BIRD))
    leader.get(group_url(confirmed))
    page = hers.get("/mina/lukijat/").content.decode()
    assert "eksti Verme-ryhmässä" in page


def test_a_mentor_signs_in_with_a_second_step(mentor, aino):
    assert (mentor.person.needs_second_step, aino.needs_second_step) == (True, False)
    mentor.in_use = False
    mentor.save()
    assert not mentor.person.needs_second_step


def a_term(**changes):
    """Six meetings with three weeks between them, at nine, as the form sends them."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    first = {"day": f"{day.day}.{day.month}.{day.year}", "clock": "9.00", "minutes": "90", "place": "Kirjasto"}
    return first | {"weeks": "3", "times": "6", "theme": "Alku"} | changes


def test_a_term_is_planned_with_one_form_and_told_in_one_letter(confirmed, leader, aino):
    for _click in range(2):
        assert leader.post(group_url(confirmed, "kokoontuminen"), a_term())["Location"] == group_url(confirmed)
    rows = list(Session.objects.order_by("starts_at"))
    first = timezone.localdate() + datetime.timedelta(days=7)
    local = [timezone.localtime(row.starts_at) for row in rows]
    assert [each.date() for each in local] == [first + datetime.timedelta(weeks=3 * n) for n in range(6)]
    assert {(each.hour, each.minute) for each in local} == {(9, 0)}  # over a change of the clocks, too
    assert [row.theme for row in rows] == ["Alku", "", "", "", "", ""]
    (mail,) = Mail.objects.filter(to=aino, kind="verme_term")
    assert not Mail.objects.filter(kind="verme_session").exists()
    found = letter(mail)
    assert len(found.attachments) == 6
    Session.objects.filter(pk=rows[0].pk).update(state="cancelled")
    assert len(letter(mail).attachments) == 5  # of those that are still held


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"times": ""}, "times"),
        ({"times": "²"}, "times"),
        ({"times": "9" * 5000}, "times"),
        ({"times": "20"}, "times"),  # beyond the season
        ({"weeks": "7"}, "weeks"),
    ],
)
def test_a_term_that_does_not_fit_says_so_and_plans_nothing(confirmed, leader, change, error):
    page = leader.post(group_url(confirmed, "kokoontuminen"), a_term(**change))
    assert list(page.context["form"].errors) == [error]
    assert Session.objects.count() == 0


def test_everybody_is_present_and_one_is_taken_away(held, leader, aino):
    leader.post(at(held, "lasna"), {"everybody": "1"})
    assert held.attendances.count() == 9  # eight members and the mentor
    leader.post(at(held, "lasna"), {"person": str(aino.pk), "present": "0"})
    assert held.attendances.count() == 8
    assert not held.attendances.filter(person=aino).exists()


def test_nobody_is_present_before_the_meeting(confirmed, leader):
    ahead = Session.objects.create(group=confirmed, starts_at=ago(-1))
    leader.post(at(ahead, "lasna"), {"everybody": "1"})
    assert ahead.attendances.count() == 0


def test_a_mentors_first_steps_come_in_order_and_go_when_done(confirmed, leader, hers, mentor):
    def steps(client):
        found = client.get(group_url(confirmed)).context["first_steps"]
        return [("done" if step.done else "now" if step.now else "later") for step in found]

    assert steps(hers) == []  # a member has none
    assert steps(leader) == ["now", "later", "later"]
    assert "Uusi Verme-ryhmäsi: Uudet" in leader.get("/").content.decode()
    assert "Uusi Verme-ryhmäsi" not in hers.get("/").content.decode()
    GroundRules(group=confirmed).store("Mikä täällä kerrotaan, jää tänne.", by=mentor.person)
    assert steps(leader) == ["done", "now", "later"]
    Session.objects.create(group=confirmed, starts_at=ago(-24))
    assert steps(leader) == ["done", "now", "done"]
    assert "Uusi Verme-ryhmäsi" not in leader.get("/").content.decode()
    Expectation(group=confirmed).store("Että saan kuunnella.", by=mentor.person)
    assert steps(leader) == []


def test_an_idea_has_two_equal_ways_and_no_count(held, hers, aino, johanna, signed_in):
    """A count in a group of eight would name the one who is silent."""
    idea = Idea(group=held.group, session=held, state=Idea.State.ASKED)
    idea.store("Taukohuone", by=johanna)
    signed_in(johanna).post(f"/verme/ideat/{idea.pk}/kanta/", {"yes": "1"})
    page = hers.get(at(held)).content.decode()
    ways = page[page.index('class="two-ways"') :]
    assert ways.count('class="btn ghost"') >= 2
    assert "Kyllä" in ways
    assert "1/8" not in page
