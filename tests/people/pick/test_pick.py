"""Choosing a person: three letters, at most ten, those whom the task concerns; the form asks back without a script."""

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import SupervisionLine, User
from people.pick import search
from tests.factories import make_person

pytestmark = pytest.mark.django_db
SEARCH = "/ihmiset/haku/line/"


def found(client, text):
    return client.get(SEARCH, {"_of": "supervisor", "supervisor": text}).content.decode()


def line(client, unit, **more):
    data = {"supervisor": "", "kind": "supervisor", "starts_on": "1.1.2026", "ends_on": ""} | more
    return client.post(reverse("line_add", args=[unit.pk]), data)


def test_three_letters_find_at_most_ten(sari, signed_in, kitchen):
    for number in range(10):
        make_person(name=f"Sanna Säkkinen{number}", username=f"s{number}", unit=kitchen)
    hr = signed_in(sari)
    assert found(hr, "sä").count("radio") == 0
    assert found(hr, "säk").count("radio") == 10
    make_person(name="Sanna Säkkinen10", username="s10", unit=kitchen)
    shown = found(hr, "säk")
    assert shown.count("radio") == 0
    assert "Yli kymmenen" in shown
    assert found(hr, "sanna säkkinen3").count("radio") == 1


def test_only_whom_the_task_concerns_may_search(aino, sari, signed_in):
    assert signed_in(aino).get(SEARCH, {"_of": "q", "q": "virtanen"}).status_code == 404
    assert signed_in(sari).get("/ihmiset/haku/muu/", {"_of": "q", "q": "virtanen"}).status_code == 404


@pytest.mark.parametrize("text", ["²²²", "'''", "ŋŋŋ", "%%%", "Ş" * 5000, "\x00abc"])
def test_strange_names_are_no_trouble(sari, signed_in, text):
    assert signed_in(sari).get(SEARCH, {"_of": "q", "q": text}).status_code in (200, 400)


def test_one_name_that_fits_one_is_chosen_without_a_script(sari, aino, kitchen, signed_in):
    assert line(signed_in(sari), kitchen, supervisor="virtanen ai").status_code == 302
    assert SupervisionLine.objects.get(unit=kitchen).supervisor == aino


def test_of_several_the_form_asks_which(sari, aino, kitchen, signed_in):
    other = make_person(name="Antti Virtanen", username="antti", unit=kitchen)
    hr = signed_in(sari)
    answer = line(hr, kitchen, supervisor="virtanen")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (page.count('name="supervisor-which"'), "ketä tarkoitat" in page) == (2, True)
    line(hr, kitchen, supervisor="virtanen", **{"supervisor-which": other.pk})
    assert SupervisionLine.objects.get(unit=kitchen).supervisor == other


def test_another_name_typed_since_is_what_counts(sari, aino, matti, kitchen, streets, signed_in):
    line(signed_in(sari), streets, supervisor="laine", **{"supervisor-which": aino.pk})
    assert SupervisionLine.objects.get(unit=streets).supervisor == matti


@pytest.mark.parametrize(
    ("text", "said"), [("vi", "vähintään kolme"), ("xyzxyz", "ei löytynyt"), ("", "Kirjoita nimi")]
)
def test_what_to_do_is_said(sari, kitchen, signed_in, text, said):
    assert said in line(signed_in(sari), kitchen, supervisor=text).content.decode()


def test_who_leads_now_stands_in_the_form(sari, matti, signed_in):
    row = SupervisionLine.objects.get(supervisor=matti)
    page = signed_in(sari).get(reverse("line_edit", args=[row.pk])).content.decode()
    assert 'value="Laine Matti, Ruokapalvelut"' in page
    assert f'value="{matti.pk}" checked' in " ".join(page.split())


def test_no_page_lists_everybody(sari, kitchen, signed_in):
    hr = signed_in(sari)
    pages = [reverse("line_add", args=[kitchen.pk]), reverse("mentor_new"), reverse("facilitator_list")]
    counts = []
    for more in (1, 30):
        for number in range(more):
            make_person(name=f"Kaija Kaikkinen{more}x{number}", username=f"k{more}x{number}", unit=kitchen)
        with CaptureQueriesContext(connection) as asked:
            shown = [hr.get(page).content.decode() for page in pages]
        counts.append(len(asked))
        assert ["Kaikkinen" in text for text in shown] == [False] * 3
    assert counts[0] == counts[1]


FINDS_ALL = {"line"}  # keepers of the register, who see everybody in it


@pytest.mark.parametrize("task", sorted(search._tasks))
def test_who_is_under_protection_is_not_found(task, matti, sari, signed_in):
    ask = lambda: signed_in(sari).get(f"/ihmiset/haku/{task}/", {"_of": "q", "q": "laine matti"}).text  # noqa: E731
    assert "Laine Matti" in ask()
    matti.is_protected = True
    matti.save()
    assert ("Laine Matti" in ask()) == (task in FINDS_ALL)


def test_hr_says_so_in_the_register_and_the_person_sees_it(sari, matti, aino, signed_in):
    page = reverse("person_edit", args=[matti.pk])
    form = signed_in(sari).get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if form[name].value() not in (None, False)}
    data |= {"is_protected": "on", "revision": str(form.revision)}
    assert signed_in(sari).post(page, data).status_code == 302
    matti.refresh_from_db()
    assert matti.is_protected
    told = "Nimesi ei löydy haulla"
    assert (told in signed_in(matti).get("/mina/").text, told in signed_in(aino).get("/mina/").text) == (True, False)


@pytest.mark.parametrize("task", sorted(search._tasks))
def test_all_people_are_found_for_hrs_tasks_alone(task, aino, matti, sari, signed_in):
    for person, status in ((aino, 404), (matti, 404), (sari, 200)):
        assert signed_in(person).get(f"/ihmiset/haku/{task}/", {"_of": "q", "q": "laine"}).status_code == status


@pytest.mark.parametrize("name", ["mentor_new", "facilitator_list", "contact_new", "near_list"])
def test_a_page_where_somebody_is_chosen_reads_no_list_of_all(name, sari, kitchen, signed_in):
    hr, page = signed_in(sari), reverse(name)
    hr.get(page)
    for number in range(30):
        make_person(name=f"Sanna Säkkinen{number}", username=f"s{number}", unit=kitchen)
    read = []
    note = lambda instance, **_more: read.append(instance.pk)  # noqa: E731
    post_init.connect(note, sender=User)
    try:
        assert hr.get(page).status_code == 200
    finally:
        post_init.disconnect(note, sender=User)
    assert len(read) < 10
