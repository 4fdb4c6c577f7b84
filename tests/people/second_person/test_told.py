"""A change of the way to sign in: who is told and where, the sealed letter, the rule itself, lists and age."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core import retention
from core.models import Mail
from core.outbox import letter, send
from core.working_days import working_day_after
from people.models import Activation, SetUp, SignInChange
from people.second_person.actions import ask, carry_out_alone
from people.second_person.models import rule_holds
from tests.factories import make_line, make_person
from tests.jobs import run_jobs
from tests.people.conftest import agree, change_address, in_use
from tests.people.register_form import data_of, told
from tests.people.sign_in.test_activation import code_in, use, words
from tests.people_fixtures import PASSWORD, with_second_step

pytestmark = pytest.mark.django_db
NEW = "kesä tuli järven yli illalla"
CONTACT = "tietosuoja@kotikunta.example"


@pytest.fixture(autouse=True)
def contact(settings):
    settings.PRIVACY_CONTACT = CONTACT


# ---- Where the person is told


def test_without_an_address_on_paper_and_the_supervisor(signed_in, sari, second, pekka, hers):
    change_address(signed_in, sari, hers)
    agree(signed_in, second)
    rows = Mail.objects.filter(to=hers)
    assert {(row.kind, row.state) for row in rows} == {
        ("sign_in_change_asked", "no_address"),
        ("sign_in_change_done", "no_address"),
    }
    assert told(pekka) == ["sign_in_change_of_team"] * 2
    body = letter(Mail.objects.filter(to=pekka).first()).body
    for word in ("Johanna Åberg", "Sari Koskinen", CONTACT):
        assert word in body
    paper = signed_in(second).get(reverse("change_paper", args=[SignInChange.objects.get().pk]))
    text = words(paper)
    for word in ("Johanna", "Sari Koskinen", "Toinen Henkilöstö", CONTACT):
        assert word in text
    assert "kaapattu" not in text


def test_a_supervisor_who_asks_is_not_the_one_who_is_told(signed_in, hers, streets, leena, second):
    boss = with_second_step(make_person(name="Pomo Itse", is_hr=True))
    make_line(unit=streets, supervisor=boss)
    ask(SignInChange.Kind.SECOND_STEP, person=hers, by=boss)
    assert told(boss) == []
    assert told(leena) == ["sign_in_change_of_team"]


def test_there_is_a_notice_on_every_page_until_the_password_is_given(client, signed_in, sari, second, hers):
    hers.language = "fi"
    hers.save()
    change_address(signed_in, sari, hers)
    browser = client
    browser.post("/kirjaudu/", {"login": "johanna", "password": PASSWORD})
    pages = [reverse(name) for name in ("home", "account_settings", "notice_list", "conversation_list", "own_changes")]
    for page in pages:
        text = browser.get(page).text
        assert "Nimeäsi tai kirjautumistapaasi on muutettu tai muutos odottaa." in text
        notice = text[text.index("sign-in-news") : text.index("<main")]
        assert CONTACT in notice
        assert "HR" not in notice
    browser.post(reverse("notices_read"))
    for row in Mail.objects.filter(to=hers):
        browser.post(reverse("notice_read", args=[row.pk]))
    assert "sign-in-news" in browser.get(reverse("home")).text  # reading the notices does not take it away
    shown = re.findall(r'name="shown" value="([^"]+)"', browser.get(reverse("own_changes")).text)
    answer = browser.post(reverse("own_changes"), {"shown": shown, "password": "väärä salasana tähän"})
    assert "Tämä ei ole salasanasi" in answer.text
    assert "sign-in-news" in browser.get(reverse("home")).text
    browser.post(reverse("own_changes"), {"password": PASSWORD})  # nothing was shown
    assert "sign-in-news" in browser.get(reverse("home")).text
    browser.post(reverse("own_changes"), {"shown": shown, "password": PASSWORD})
    assert "sign-in-news" not in browser.get(reverse("home")).text
    agree(signed_in, second)
    assert "sign-in-news" in browser.get(reverse("home")).text  # now it is done: anew
    browser.post(reverse("own_changes"), {"shown": shown, "password": PASSWORD})  # an older page
    assert "sign-in-news" in browser.get(reverse("home")).text
    assert "Toinen Henkilöstö" in browser.get(reverse("own_changes")).text


def test_guessing_the_password_there_is_throttled(signed_in, sari, hers):
    ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    browser = signed_in(hers)
    answers = [browser.post(reverse("own_changes"), {"password": "x"}).status_code for _try in range(12)]
    assert 429 in answers


def test_the_notice_costs_no_query(signed_in, sari, hers, django_assert_num_queries):
    ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    browser = signed_in(hers)
    with django_assert_num_queries(2):
        assert "sign-in-news" in browser.get(reverse("account_logout")).text


def test_everybody_sees_their_own_alone(signed_in, sari, hers, aino):
    change_address(signed_in, sari, hers)
    assert "kaapattu@elsewhere.example" in signed_in(hers).get(reverse("own_changes")).text
    for other in (aino, sari):
        assert "kaapattu@elsewhere.example" not in signed_in(other).get(reverse("own_changes")).text


# ---- The sealed letter


def test_a_locked_out_person_gets_a_letter_the_next_working_day(client, signed_in, sari, second, hers):
    friday = timezone.make_aware(datetime.datetime(2026, 11, 27, 10))
    with time_machine.travel(friday):
        signed_in(sari).post(reverse("person_letter", args=[hers.pk]))
        change = SignInChange.objects.get()
        assert agree(signed_in, second) == "done"
        assert change.letter_from == datetime.date(2026, 11, 30)
        assert signed_in(sari).post(reverse("change_letter", args=[change.pk])).status_code == 302
    with time_machine.travel(friday + datetime.timedelta(days=3)):
        first, again = (signed_in(sari).post(reverse("change_letter", args=[change.pk])) for _print in range(2))
        code = code_in(again)
        assert "slutet kuvert" in words(again)
        assert "nytt lösenord" in words(again)
        assert use(client, "johanna", code_in(first), NEW).status_code == 200  # the later print voids the earlier
        assert told(hers).count("letter_made") == 2
        assert use(client, "johanna", code, NEW).url == reverse("home")
        # used is used: no third print
        assert signed_in(sari).post(reverse("change_letter", args=[change.pk])).status_code == 302
    assert not Activation.objects.exists()


def test_a_letter_is_void_after_fourteen_days(signed_in, sari, second, hers):
    change = ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    agree(signed_in, second)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14, minutes=1)):
        assert signed_in(sari).post(reverse("change_letter", args=[change.pk])).status_code == 302
        assert not Activation.objects.exists()


def test_that_somebody_of_the_register_is_out_is_told_to_the_others(signed_in, sari, second, mikael, aino):
    """Else HR could quietly take away whoever would be the second person."""
    signed_in(sari).post(reverse("person_leave", args=[second.pk]))
    row = Mail.objects.get(kind="register_tasks")
    assert row.to == mikael
    assert "Toinen Henkilöstö: " in letter(row).body
    assert "Sari Koskinen" in letter(row).body
    assert row.ids["is_hr"] == "False"
    signed_in(sari).post(reverse("person_leave", args=[aino.pk]))
    assert Mail.objects.filter(kind="register_tasks").count() == 1


@pytest.mark.parametrize("used", [False, True])
def test_a_letter_never_goes_through_ones_own_supervisor(signed_in, second, streets, johanna, used):
    boss = with_second_step(make_person(name="Pomo Itse", is_hr=True))
    make_line(unit=streets, supervisor=boss)
    if used:
        in_use(johanna)
    signed_in(boss).post(reverse("person_letter", args=[johanna.pk]))
    assert not Activation.objects.exists()
    assert not SignInChange.objects.exists()
    if used:
        change = ask(SignInChange.Kind.LETTER, person=johanna, by=second)
        agree(signed_in, boss, change)
        with time_machine.travel(timezone.now() + datetime.timedelta(days=5)):
            assert signed_in(boss).post(reverse("change_letter", args=[change.pk])).status_code == 302
            assert signed_in(second).post(reverse("change_letter", args=[change.pk])).status_code == 200


def test_a_new_password_by_the_link_voids_an_unused_letter(client, signed_in, sari, aino, mailbox):
    Activation.make(aino)
    send("password_reset", to=aino)
    path = re.search(r"http://localhost:8000(/salasana/\S+)", letter(Mail.objects.get(to=aino)).body)[1]
    form = client.get(path).url
    client.post(form, {"password1": NEW, "password2": NEW})
    aino.refresh_from_db()
    assert aino.check_password(NEW)
    assert not Activation.objects.exists()


# ---- The rule itself


def switch(signed_in, by, wanted="rule_off"):
    return signed_in(by).post(reverse("rule_change"), {"wanted": wanted})


def test_switching_the_rule_off_needs_two_and_is_told(signed_in, sari, second, mikael, hers, mailbox):
    switch(signed_in, sari)
    assert rule_holds()
    assert agree(signed_in, sari) == "waiting"
    assert agree(signed_in, second) == "done"
    assert not rule_holds()
    for keeper in (sari, second, mikael):
        assert "second_person_rule" in told(keeper)
    run_jobs()
    (to_contact,) = [mail for mail in mailbox.letters if mail["To"] == CONTACT]
    text = to_contact.get_body().get_content()
    assert "Sari Koskinen" in text
    assert "Toinen Henkilöstö" in text
    change_address(signed_in, sari, hers, "uusi@kotikunta.example")
    hers.refresh_from_db()
    assert hers.email == "uusi@kotikunta.example"
    assert "sign_in_change_done" in told(hers)  # told all the same
    assert SignInChange.objects.unseen().filter(person=hers).exists()
    switch(signed_in, second, "rule_on")
    assert rule_holds()


def test_time_alone_never_switches_the_rule_off(signed_in, sari):
    switch(signed_in, sari)
    assert carry_out_alone(timezone.now() + datetime.timedelta(days=100)) == 0
    assert rule_holds()


def test_an_old_page_does_not_turn_the_rule_round(signed_in, sari):
    switch(signed_in, sari, "rule_on")
    assert not SignInChange.objects.exists()


# ---- Lists, words, age


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_list_says_what_waits_for_whom(signed_in, sari, second, mikael, hers, language):
    change_address(signed_in, sari, hers)
    ask(SignInChange.Kind.SECOND_STEP, person=hers, by=second)
    second.language = language
    second.save()
    page = signed_in(second).get(reverse("change_list"))
    assert f'<html lang="{language}">' in page.text
    assert "Johanna Åberg" in page.text
    assert page.text.count(reverse("change_agree", args=[SignInChange.objects.get(kind="names").pk])) == 1
    assert reverse("change_agree", args=[SignInChange.objects.get(kind="second_step").pk]) not in page.text
    assert signed_in(hers).get(reverse("change_list")).status_code == 404


def test_it_stands_on_the_start_page_of_the_second_person(signed_in, sari, second, mikael, hers):
    ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    assert "1 muutos odottaa sinua" in signed_in(second).get("/").text
    for other in (sari, mikael):
        assert "odottaa sinua" not in signed_in(other).get("/").text


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_a_fixed_number_of_questions(signed_in, sari, second, kitchen, count, django_assert_num_queries):
    for _number in range(count):
        person = make_person(unit=kitchen)
        SignInChange.objects.create(person=person, kind="letter", asked_by=sari)
    browser = signed_in(second)
    browser.get(reverse("change_list"))
    with django_assert_num_queries(9):
        browser.get(reverse("change_list"))


def test_old_changes_go_but_the_word_on_the_rule_stays(signed_in, sari, second, hers):
    ask(SignInChange.Kind.LETTER, person=hers, by=sari)
    agree(signed_in, second)
    switch(signed_in, sari)
    agree(signed_in, second, SignInChange.objects.get(kind="rule_off"))
    SetUp.objects.create(person=hers, by=sari)
    SetUp.objects.create(person=second, by=sari)
    retention.dispose(timezone.now() + datetime.timedelta(days=800), only="sign_in_change")
    assert [change.kind for change in SignInChange.objects.all()] == ["rule_off"]
    assert [row.person for row in SetUp.objects.all()] == [second]
    assert not rule_holds()


def test_the_next_working_day():
    assert working_day_after(datetime.date(2026, 12, 23)) == datetime.date(2026, 12, 28)


def test_everything_is_sent_back_when_it_is_invalid(signed_in, sari, hers):
    answer = signed_in(sari).post(
        reverse("person_edit", args=[hers.pk]), data_of(hers, email="ei osoite", title_fi="förman")
    )
    assert "ei osoite" in answer.text
