"""HR's occasions: three names, a form, retiring."""

import datetime
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from vatupassi.conversation import invitations
from vatupassi.models import Occasion
from vatupassi.occasion.forms import form_name
from vatupassi.occasion.steps import LIGHT

pytestmark = pytest.mark.django_db

NEW = {"name_fi": "Paluu työhön", "name_sv": "Återgång till arbetet", "name_en": "Return to work", "shape": "light"}


def test_hr_adds_an_occasion_and_people_choose_it(sari, aino, matti, signed_in):
    hr = signed_in(sari)
    assert hr.get("/aiheet/uusi/").status_code == 200
    for _click in range(2):
        assert hr.post("/aiheet/lisaa/", NEW).status_code == 302
    made = Occasion.objects.get(name_fi="Paluu työhön")
    assert made.steps == LIGHT
    assert "Paluu työhön" in signed_in(aino).get("/keskustelut/uusi/").content.decode()


@pytest.mark.parametrize("missing", ["name_fi", "name_sv", "name_en", "shape"])
def test_every_name_is_asked(sari, signed_in, missing):
    before = Occasion.objects.count()
    assert signed_in(sari).post("/aiheet/lisaa/", NEW | {missing: " "}).status_code == 200
    assert Occasion.objects.count() == before


def test_a_retired_one_is_not_offered_but_stays_in_its_conversations(sari, aino, matti, signed_in):
    occasion = Occasion.objects.get(code="change")
    starts_at = timezone.now() + datetime.timedelta(days=1)
    held = invitations.start(employee=aino, supervisor=matti, by=aino, occasion=occasion, starts_at=starts_at)
    signed_in(sari).post(f"/aiheet/{occasion.pk}/kaytto/", {"in_use": "0"})
    assert occasion.name_fi not in signed_in(aino).get("/keskustelut/uusi/").content.decode()
    assert occasion.name_fi not in signed_in(sari).get("/keskustelut/uusi/").content.decode()
    assert occasion.name_fi in signed_in(aino).get(f"/keskustelut/{held.pk}/").content.decode()
    assert occasion.name_fi in signed_in(sari).get("/aiheet/").content.decode()
    signed_in(sari).post(f"/aiheet/{occasion.pk}/kaytto/", {"in_use": "1"})
    assert occasion.name_fi in signed_in(aino).get("/keskustelut/uusi/").content.decode()


def test_the_names_change_and_the_steps_do_not(sari, signed_in):
    occasion = Occasion.objects.get(code="development")
    steps = occasion.steps
    assert signed_in(sari).get(f"/aiheet/{occasion.pk}/").status_code == 200
    signed_in(sari).post(f"/aiheet/{occasion.pk}/tallenna/", NEW | {"revision": "0"})
    occasion.refresh_from_db()
    assert (occasion.name_en, occasion.steps) == ("Return to work", steps)


def test_others_than_hr_find_nothing(aino, matti, mikael, signed_in):
    pk = Occasion.objects.first().pk
    for who in (aino, matti, mikael):
        client = signed_in(who)
        answers = [client.get(path).status_code for path in ("/aiheet/", "/aiheet/uusi/", f"/aiheet/{pk}/")]
        posts = ("/aiheet/lisaa/", "/aiheet/kausityo/", f"/aiheet/{pk}/tallenna/", f"/aiheet/{pk}/kaytto/")
        answers += [client.post(path, NEW).status_code for path in posts]
        assert answers == [404] * 7
        assert "/aiheet/" not in client.get("/").content.decode()


def test_a_name_that_hr_has_given_stays_and_the_one_that_came_is_better():
    named = Occasion.objects.get(code="not-going-well")
    assert (named.name_fi, named.name_sv, named.name_en) == ("Pulma työssä", "Bekymmer i arbetet", "A problem at work")
    renaming = import_module("vatupassi.migrations.0014_problem_at_work")
    renaming.back(apps, None)
    Occasion.objects.filter(code="not-going-well").update(name_sv="Något skaver")
    renaming.better(apps, None)
    named.refresh_from_db()
    assert (named.name_fi, named.name_sv) == ("Pulma työssä", "Något skaver")


SEASON = ["season-start", "season-two-weeks", "season-end"]


def of_season():
    return list(Occasion.objects.filter(code__startswith="season-").order_by("position").values_list("code", flat=True))


def test_hr_adds_the_three_of_seasonal_work_with_one_press_and_a_second_adds_nothing(sari, aino, matti, signed_in):
    hr = signed_in(sari)
    before = Occasion.objects.count()
    assert 'action="/aiheet/kausityo/"' in hr.get("/aiheet/").content.decode()
    for _click in range(2):
        assert hr.post("/aiheet/kausityo/").status_code == 302
    assert (of_season(), Occasion.objects.count()) == (SEASON, before + 3)
    page = hr.get("/aiheet/").content.decode()
    assert 'action="/aiheet/kausityo/"' not in page
    assert "Kausityö: kaksi viikkoa" in page
    assert "Kausityö: alku" in signed_in(aino).get("/keskustelut/uusi/").content.decode()


def test_each_of_the_three_has_steps_of_its_own_and_words_in_three_languages(sari, aino, matti, signed_in):
    signed_in(sari).post("/aiheet/kausityo/")
    found = Occasion.objects.filter(code__in=SEASON)
    assert [[step.code for step in one.walk] for one in found] == [[code, "follow-up", "memo"] for code in SEASON]
    assert len({slot.code for one in found for step in one.walk for slot in step.slots}) == 9
    for one in found:
        assert one.agrees_on == one.code
        said = []
        for language in ("fi", "sv", "en"):
            with override(language):
                said.append((one.name, one.line, form_name(one), *[str(s.label) for s in one.walk[0].slots]))
        assert all(all(words) for words in said)
        assert [len(set(words)) for words in zip(*said, strict=True)] == [3] * 6
        starts_at = timezone.now() + datetime.timedelta(days=1)
        held = invitations.start(employee=aino, supervisor=matti, by=matti, occasion=one, starts_at=starts_at)
        held.refresh_from_db()
        page = signed_in(matti).get(f"/keskustelut/{held.pk}/vaihe/{one.code}/")
        assert page.status_code == 200
        held.delete()


def test_what_hr_has_renamed_or_retired_of_the_three_stays_so_when_pressed_again(sari, signed_in):
    hr = signed_in(sari)
    hr.post("/aiheet/kausityo/")
    end = Occasion.objects.get(code="season-end")
    hr.post(f"/aiheet/{end.pk}/tallenna/", NEW | {"revision": "0"})
    hr.post(f"/aiheet/{end.pk}/kaytto/", {"in_use": "0"})
    hr.post("/aiheet/kausityo/")
    end.refresh_from_db()
    assert (end.name_fi, end.in_use, of_season()) == ("Paluu työhön", False, SEASON)


def test_a_round_still_proposes_the_lightest_first(sari, matti, signed_in):
    signed_in(sari).post("/aiheet/kausityo/")
    assert signed_in(matti).get("/tiimi/ajat/uusi/").context["form"].initial["occasion"].code == "how-are-you"


def test_hr_sees_how_long_the_conversations_of_each_are_kept(sari, signed_in):
    hers = signed_in(sari)
    page = hers.get(reverse("occasion_list")).text
    shown = {}
    for found in Occasion.objects.in_use():
        row = page[page.index(f">{found.name}</a>") :].split("</li>")[0]
        shown[found.code] = re.search(r"Säilyy (\d+)\skk keskustelun päättymisestä", row)[1]
    assert shown == {found.code: "6" if found.weight == "light" else "24" for found in Occasion.objects.in_use()}
    hint = "lisätty ennen kuin kevyille"
    for found in Occasion.objects.in_use():
        assert hint not in hers.get(reverse("occasion_edit", args=[found.pk])).text
    light = Occasion.objects.get(code="how-are-you")
    old = Occasion.objects.create(
        code="own-old", name_fi="Kahvi", name_sv="Kaffe", name_en="Coffee", steps=light.steps, weight="thorough"
    )
    assert hint in hers.get(reverse("occasion_edit", args=[old.pk])).text
