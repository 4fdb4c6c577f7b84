"""One act for many people: shown first, done to those who were shown, and to nobody whom the rules leave out."""

import re

import pytest
from django.urls import reverse

from core.models import Mail
from people.models import Activation, SetUp, User
from people.register import several
from tests.factories import make_line, make_person, make_unit
from tests.jobs import run_jobs
from tests.pdfs import text_of

pytestmark = pytest.mark.both_databases
PAGE = "person_several"


def look(browser, act, *people, **more):
    return browser.get(reverse(PAGE), {"do": act, "p": [person.pk for person in people], **more})


def press(browser, act, *people, looked=None, **more):
    digest = look(browser, act, *people, **more).context["found"].digest if looked is None else looked
    return browser.post(reverse(PAGE), {"do": act, "p": [person.pk for person in people], "looked": digest, **more})


def reasons(page):
    return {code: {person.pk for person in people} for code, people in page.context["found"].left_out.items()}


def test_nothing_is_done_by_looking(signed_in, sari, aino, library):
    page = look(signed_in(sari), "move", aino)
    assert [person.pk for person in page.context["found"].people] == [aino.pk]
    assert look(signed_in(sari), "end", aino).status_code == 200
    aino.refresh_from_db()
    assert (aino.is_active, aino.unit.name) == (True, "Ruokapalvelut")


def test_moving_tells_of_the_new_supervisor(signed_in, sari, aino, johanna, matti, pekka, streets):
    press(signed_in(sari), "move", aino, johanna, unit_to=streets.pk)
    assert list(User.objects.filter(unit=streets).order_by("username")) == [aino, johanna, pekka]
    assert list(Mail.objects.filter(kind="supervisor_changed").values_list("to__username", flat=True)) == ["aino"]


def test_a_unit_is_needed_and_nothing_typed_is_lost(signed_in, sari, aino):
    for unit in ("", "x", "00000000-0000-0000-0000-000000000000"):
        page = press(signed_in(sari), "move", aino, unit_to=unit)
        assert page.context["wrong"]
        assert f'name="p" value="{aino.pk}"' in page.text


def test_nobody_moves_people_under_themselves(signed_in, sari, aino, hr_unit, kitchen, matti):
    make_line(unit=hr_unit, supervisor=sari)
    page = press(signed_in(sari), "move", aino, unit_to=hr_unit.pk)
    assert reasons(page) == {"own_line": {aino.pk}}
    aino.refresh_from_db()
    assert aino.unit == kitchen


def test_oneself_and_those_with_tasks_are_left_out(signed_in, sari, mikael, liisa, aino):
    page = look(signed_in(sari), "end", sari, mikael, liisa, aino)
    assert reasons(page) == {"self": {sari.pk}, "tasks": {mikael.pk, liisa.pk}}
    press(signed_in(sari), "end", sari, mikael, liisa, aino)
    assert set(User.objects.filter(is_active=False)) == {aino}


def test_many_leavers_are_checked_first(signed_in, sari, aino, johanna):
    page = press(signed_in(sari), "end", aino, johanna)
    assert page.context["wrong"]
    assert 'name="leavers_checked"' in page.text
    assert User.objects.active().filter(pk__in=[aino.pk, johanna.pk]).count() == 2
    press(signed_in(sari), "end", aino, johanna, leavers_checked="1")
    assert not User.objects.active().filter(pk__in=[aino.pk, johanna.pk]).exists()


def test_links_go_to_whoever_has_not_come_in(signed_in, sari, kitchen, johanna):
    new = make_person(unit=kitchen)
    old = make_person(unit=kitchen, password="lumi satoi yöllä hiljaa")
    closed = make_unit()
    closed.is_open = False
    closed.save()
    waits = make_person(unit=closed)
    browser = signed_in(sari)
    page = look(browser, "invite", new, old, waits, johanna)
    assert reasons(page) == {"in_use": {old.pk}, "closed": {waits.pk}, "no_address": {johanna.pk}}
    press(browser, "invite", new, old, waits, johanna)
    assert list(Mail.objects.filter(kind="activation").values_list("to", flat=True)) == [new.pk]
    assert SetUp.objects.filter(person=new, by=sari).exists()
    press(browser, "invite", new)  # a second press sends nothing more
    assert Mail.objects.filter(kind="activation").count() == 1


def test_letters_are_printed_once(signed_in, sari, streets, aino, kitchen):
    people = [make_person(unit=streets, email="", name=f"Maija Mäki{number}") for number in range(3)]
    browser = signed_in(sari)
    assert reasons(look(browser, "letters", *people, aino)) == {"has_address": {aino.pk}}
    sent = {"do": "letters", "p": [person.pk for person in people]}
    pdf = browser.post(reverse("person_several_letters"), sent)
    assert pdf["Content-Type"] == "application/pdf"
    text = text_of(pdf.content)
    assert all(person.username in text for person in people)
    assert Activation.objects.count() == 3
    assert browser.post(reverse("person_several_letters"), sent).status_code == 302  # they have one that works


def test_no_letter_for_ones_own_team(signed_in, sari, hr_unit):
    own = make_person(unit=hr_unit, email="")
    make_line(unit=hr_unit, supervisor=sari)
    assert reasons(look(signed_in(sari), "letters", own)) == {"own_line": {own.pk}}
    signed_in(sari).post(reverse("person_several_letters"), {"do": "letters", "p": [own.pk]})
    assert Activation.objects.count() == 0


def test_only_those_who_were_shown(signed_in, sari, aino, johanna, library):
    """All of a search: somebody who fits it since the look is not taken along unseen."""
    browser, asked = signed_in(sari), {"do": "end", "all": "1", "q": "mäki"}
    make_person(name="Maija Mäki")
    digest = browser.get(reverse(PAGE), asked).context["found"].digest
    late = make_person(name="Matti Mäki")
    page = browser.post(reverse(PAGE), asked | {"looked": digest})
    assert page.context["wrong"]
    assert User.objects.filter(is_active=False).count() == 0
    browser.post(reverse(PAGE), asked | {"looked": page.context["found"].digest, "leavers_checked": "1"})
    assert set(User.objects.filter(is_active=False).values_list("first_name", flat=True)) == {"Maija", late.first_name}


def test_many_are_the_workers(signed_in, sari, kitchen, library, django_capture_on_commit_callbacks):
    people = [make_person(unit=kitchen, name=f"Maija Mäki{number:02}") for number in range(several.AT_ONCE + 5)]
    asked = {"all": "1", "q": "mäki", "unit_to": library.pk}
    press(signed_in(sari), "move", **asked)
    assert User.objects.filter(unit=library).count() == 0
    run_jobs()
    assert User.objects.filter(unit=library).count() == len(people)


def test_too_many_are_refused(signed_in, sari, aino, johanna, monkeypatch):
    monkeypatch.setattr(several, "MOST", 1)
    page = look(signed_in(sari), "end", all="1")
    assert page.context["found"].too_many == 3
    press(signed_in(sari), "end", all="1")
    assert User.objects.filter(is_active=False).count() == 0


def test_a_worker_asks_whether_whoever_asked_still_keeps_the_register(sari, aino, library, kitchen):
    User.objects.filter(pk=sari.pk).update(is_hr=False)
    several.do_part.func("move", [str(aino.pk)], str(sari.pk), str(library.pk))
    aino.refresh_from_db()
    assert aino.unit == kitchen


def test_what_is_no_act_or_no_person(signed_in, sari, aino):
    browser = signed_in(sari)
    assert browser.get(reverse(PAGE), {"do": "delete", "p": aino.pk}).status_code == 404
    assert browser.post(reverse(PAGE), {"do": "letters", "p": aino.pk}).status_code == 404
    assert browser.get(reverse(PAGE), {"do": "end", "p": ["x", "'"]}).context["found"].people == []
    assert browser.get(reverse(PAGE), {"do": "end"}).status_code == 302


def test_leavers_with_and_without_a_conversation_look_the_same(signed_in, sari, aino, matti, kitchen):
    """Nothing of the page tells that somebody has one."""
    from tests.states import invite

    other = make_person(unit=kitchen)
    pages = []
    for person in (aino, other):
        if person == aino:
            invite({"employee": aino, "supervisor": matti})
        text = look(signed_in(sari), "end", person).text
        for value in (str(person.pk), person.list_name):
            text = text.replace(value, "?")
        pages.append(re.sub(r'(csrf\w*"|looked"|nonce=")[^>]*', "", text))
    assert pages[0] == pages[1]
