"""HR's desk: what waits, oldest first; seasons; nothing that tells of a conversation."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Mail
from core.outbox import send
from people.desk import page
from support.models import Measure, suggest
from tests.factories import make_line, make_person, make_unit
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor
from vatupassi.conversation import invitations
from vatupassi.models import Occasion
from verme.composing import actions as composing
from verme.desk_seasons import strips
from verme.models import Session

pytestmark = pytest.mark.django_db
DESK = "/hr/"


def shown(client):
    return client.get(DESK).content.decode()


def words(text):
    return " ".join(text.split())


def test_hr_keeps_their_own_start_page_and_has_a_desk(sari, leena, signed_in):
    hr = signed_in(sari)
    own = hr.get("/").content.decode()
    assert 'href="/hr/"' in own
    assert "HR:n työpöytä" not in own
    assert "HR:n työpöytä" in shown(hr)
    assert "Mikään ei odota" in shown(hr)


def test_what_waits_stands_with_its_count_the_oldest_first(aino, sari, signed_in):
    suggest("Uusi keino", aino)
    old = suggest("Vanha keino", aino)
    Measure.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=12))
    season = make_season()
    enter(season, aino)
    rows = page.what_waits(sari)
    assert [(row.count, row.days) for row in rows][:2] == [(2, 12), (1, 0)]
    text = words(shown(signed_in(sari)))
    assert "Keinoehdotukset" in text
    assert "12 päivää" in text


def test_a_season_is_a_strip_with_its_true_next_step(aino, matti, sari, library, signed_in):
    group = make_group(make_season(), name="Konkarit", capacity=8)
    for person in (aino, matti):
        enter(group.season, person, group)
    (strip,) = strips(sari)
    assert (strip.taken, strip.seats, [each.name for each in strip.without_mentor]) == (2, 8, ["Konkarit"])
    assert strip.step[1] == f"/verme/ryhmat/{group.pk}/mentorit/"
    name_mentor(group, make_mentor(make_person(name="Maija Mäkelä", username="maija", unit=library)))
    composing.confirm(group, small=True)
    Session.objects.create(group=group, starts_at=timezone.now() - datetime.timedelta(days=8), theme="Salainen")
    (strip,) = strips(sari)
    assert (strip.taken, strip.missing, strip.held) == (2, 1, 1)
    assert strip.step[1] == f"/verme/kaudet/{group.season.pk}/koosteet/"
    text = shown(signed_in(sari))
    assert "Konkarit" not in text or "Salainen" not in text
    assert "kooste puuttuu" in words(text).lower()


def test_who_lacks_a_unit_or_a_supervisor_is_counted_and_found(kitchen, aino, sari, signed_in):
    make_person(name="Yksin Jäänyt", username="yksin", unit=None)
    lone = make_person(name="Ilman Johtajaa", username="ilman", unit=make_unit(name="Uusi yksikkö"))
    hr = signed_in(sari)
    assert "Ilman Johtajaa" not in hr.get("/ihmiset/?unit=none").content.decode()
    found = hr.get("/ihmiset/?problem=supervisor").content.decode()
    assert "Johtajaa Ilman" in found
    make_line(unit=lone.unit, supervisor=aino)
    assert "Johtajaa Ilman" not in hr.get("/ihmiset/?problem=supervisor").content.decode()


def test_of_letters_that_failed_only_hrs_own_are_told(aino, matti, sari, signed_in):
    """A letter about a conversation that bounces says that there is one."""
    occasion = Occasion.objects.first()
    starts_at = timezone.now() + datetime.timedelta(days=3)
    before = page.what_waits(sari)
    invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=starts_at)
    Mail.objects.update(state=Mail.State.FAILED)
    assert page.what_waits(sari) == before
    send("activation", to=aino)
    Mail.objects.filter(kind="activation").update(state=Mail.State.FAILED)
    assert len(page.what_waits(sari)) == len(before) + 1
    assert "Virtanen Aino" in signed_in(sari).get("/ihmiset/?problem=link").content.decode()


def test_the_desk_is_the_same_with_and_without_a_conversation(aino, matti, sari, signed_in):
    hr = signed_in(sari)
    without = shown(hr)
    starts_at = timezone.now() + datetime.timedelta(days=3)
    invitations.start(employee=aino, supervisor=matti, by=matti, occasion=Occasion.objects.first(), starts_at=starts_at)
    assert strip_token(shown(hr)) == strip_token(without)


def strip_token(text):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_the_desk_asks_the_same_of_few_and_many(aino, matti, sari, signed_in):
    hr = signed_in(sari)
    counts = []
    for more in (1, 12):
        for number in range(more):
            suggest(f"Keino {more} {number}", aino)
            group = make_group(make_season(name=f"Kausi {more} {number}"), name=f"Ryhmä {more} {number}")
            enter(group.season, aino, group)
        with CaptureQueriesContext(connection) as asked:
            shown(hr)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 33  # a third of them only until the product is in use
