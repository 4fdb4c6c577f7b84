"""The annual clock: the source's year, whose events are whose, the turn of the year, the circle and the poster."""

import datetime
import math
import re

import pikepdf
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories import make_person
from tests.pdfs import in_order, pages_of, tags_of, text_of
from vatupassi.models import Occasion, Round
from workshops.clock import template as clock_template
from workshops.clock.face import angle, bend, face
from workshops.clock.face import in_order as numbered
from workshops.clock.forms import ClockEventForm
from workshops.models import Agenda, ClockEvent

pytestmark = pytest.mark.django_db
CLOCK = "/tyopajat/vuosikello/"


def event(title="Asia", **fields):
    return ClockEvent.objects.create(title_fi=title, **fields)


def titles(user, unit):
    rows = ClockEvent.objects.visible_to(user).on_clock_of(unit)
    return sorted(row.title_fi for row in rows)


def form(**more):
    return {"title_fi": "Asia", "ring": "strategic", "level": "community", "months": ["3"], **more}


# ---- The source's year


def test_the_template_has_nine_and_six_and_is_put_in_once(kitchen):
    assert [clock_template.fill(None), clock_template.fill(None), clock_template.fill(kitchen)] == [15, 0, 15]
    rows = ClockEvent.objects.filter(unit=None)
    assert (rows.filter(ring="strategic").count(), rows.filter(ring="operational").count()) == (9, 6)
    assert set(rows.values_list("level", flat=True)) == set(ClockEvent.Level.values)
    assert rows.get(code="production").weekdays == [2, 4]
    assert [row for row in rows if not (row.title_fi and row.title_sv and row.title_en)] == []


def test_what_was_changed_stays_when_the_template_comes_again():
    clock_template.fill(None)
    ClockEvent.objects.filter(code="risks").update(months=[5], title_fi="Vaarat")
    ClockEvent.objects.filter(code="targets").delete()
    assert clock_template.fill(None) == 1
    assert ClockEvent.objects.get(code="risks").title_fi == "Vaarat"


# ---- When


@pytest.mark.parametrize(
    ("months", "weekdays", "words"),
    [
        ([], [], "koko vuosi"),
        (list(range(1, 13)), [2, 4], "keskiviikkoisin ja perjantaisin, koko vuosi"),
        ([3], [], "maaliskuu"),
        ([2, 3, 9], [], "helmikuu–maaliskuu, syyskuu"),
        ([1, 2, 11, 12], [], "marraskuu–helmikuu"),
        ([1, 12], [0], "maanantaisin, joulukuu–tammikuu"),
    ],
)
def test_when_in_words_over_the_turn_of_the_year(months, weekdays, words):
    with translation.override("fi"):
        assert ClockEvent(months=months, weekdays=weekdays).when == words


def test_the_rhythm_in_each_language():
    row = ClockEvent(months=[], weekdays=[2, 4])
    said = []
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            said.append(row.when)
    assert said == [
        "keskiviikkoisin ja perjantaisin, koko vuosi",
        "på onsdagar och fredagar, hela året",
        "on Wednesdays and Fridays, all year round",
    ]


@pytest.mark.parametrize(
    ("day", "until", "now"), [("2026-12-31", 1, False), ("2027-01-01", 0, True), ("2027-02-01", 11, False)]
)
def test_the_next_one_is_found_over_the_turn_of_the_year(day, until, now):
    row, on = ClockEvent(months=[1]), datetime.date.fromisoformat(day)
    assert (row.months_until(on), row.is_in(on)) == (until, now)


def test_the_page_on_new_years_eve_and_after(aino, signed_in):
    event("Tammikuun asia", months=[1])
    event("Joulun asia", months=[12])
    client = signed_in(aino)
    for moment, month, nearest in (
        ("2026-12-31T21:59:00+00:00", "Nyt: joulukuu", "Seuraavaksi: tammikuu"),
        ("2026-12-31T22:01:00+00:00", "Nyt: tammikuu", "Seuraavaksi: joulukuu"),  # midnight in Finland
    ):
        with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False):
            page = signed_in(aino).get(CLOCK).content.decode()
            in_order(page, month, nearest)
    assert client.get(CLOCK).status_code == 200


def test_the_hand_goes_round_the_year_and_never_back():
    for year in (2027, 2028):
        first = datetime.date(year, 1, 1)
        days = [first + datetime.timedelta(days=n) for n in range(366 if year == 2028 else 365)]
        angles = [angle(day) for day in days]
        assert angles == sorted(set(angles))
        assert 0 < angles[0] < angles[-1] < 360
    assert 30 < angle(datetime.date(2028, 2, 29)) < 60


# ---- Whose


def test_a_unit_sees_its_own_and_those_above(kotikunta, kitchen, streets, aino, johanna, leena):
    for name, unit in (("koko", None), ("ylin", kotikunta), ("keittiö", kitchen), ("kadut", streets)):
        event(name, unit=unit, months=[1])
    assert titles(aino, aino.unit) == ["keittiö", "koko", "ylin"]
    assert titles(johanna, johanna.unit) == ["kadut", "koko", "ylin"]
    assert titles(leena, leena.unit) == ["koko", "ylin"]
    assert titles(leena, kitchen) == ["keittiö", "koko", "ylin"]  # she leads it from above
    assert titles(aino, streets) == ["koko", "ylin"]


def test_another_units_clock_is_asked_in_vain(aino, matti, streets, kitchen, signed_in):
    assert signed_in(matti).get(CLOCK, {"unit": kitchen.pk}).status_code == 200
    for asked in (streets.pk, "nonsense"):
        assert signed_in(aino).get(CLOCK, {"unit": asked}).status_code == 404
        assert signed_in(aino).get(CLOCK + "juliste.pdf", {"unit": asked}).status_code == 404


def test_somebody_without_a_unit_sees_the_organisations(signed_in, kitchen):
    event("koko", months=[1])
    event("keittiö", unit=kitchen, months=[1])
    page = signed_in(make_person(name="Yksin Oleva", unit=None)).get(CLOCK)
    assert [one.event.title_fi for one in page.context["face"].drawn] == ["koko"]


def test_hr_keeps_the_organisations_and_a_supervisor_their_units(sari, matti, pekka, kitchen, signed_in):
    whole, own = event(months=[1]), event(unit=kitchen, months=[1])
    edits = {
        person.username: [signed_in(person).get(f"{CLOCK}{row.pk}/").status_code for row in (whole, own)]
        for person in (sari, matti, pekka)
    }
    assert edits == {"sari": [200, 404], "matti": [404, 200], "pekka": [404, 404]}


def test_nobody_puts_an_event_onto_anothers_clock(matti, pekka, sari, kitchen, signed_in):
    for person, unit in ((pekka, kitchen.pk), (matti, ""), (sari, kitchen.pk)):
        page = signed_in(person).post(CLOCK + "uusi/", form(unit=unit))
        assert "unit" in page.context["form"].errors, person
        assert signed_in(person).post(CLOCK + "pohja/", {"unit": unit}).status_code == 404
    assert ClockEvent.objects.count() == 0


@pytest.mark.both_databases
def test_a_double_click_adds_one(matti, kitchen, signed_in):
    for _click in range(2):
        signed_in(matti).post(CLOCK + "uusi/", form(unit=kitchen.pk, weekdays=["4", "2"]))
    assert [(row.months, row.weekdays) for row in ClockEvent.objects.all()] == [([3], [2, 4])]


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"months": ["13"]}, "months"), ({"weekdays": ["7"]}, "weekdays"), ({"title_fi": ""}, "title_fi")],
)
def test_bad_input_is_refused(sent, field, matti, kitchen, signed_in):
    page = signed_in(matti).post(CLOCK + "uusi/", form(unit=kitchen.pk) | sent)
    assert field in page.context["form"].errors
    assert ClockEvent.objects.count() == 0


# ---- Where it leads


def test_reviews_lead_a_supervisor_to_the_rounds_and_others_to_their_own(aino, matti, signed_in):
    clock_template.fill(None)
    assert 'href="/tiimi/ajat/"' in signed_in(matti).get(CLOCK).content.decode()
    page = signed_in(aino).get(CLOCK).content.decode()
    assert 'href="/tiimi/ajat/"' not in page
    assert page.count('class="tall" href="/vatupassi/"') == 1


@time_machine.travel("2027-01-04T10:00Z", tick=False)
def test_programmes_are_chosen_by_day_what_comes_before_what_has_been(matti, kitchen):
    for year in (2028, 2026, 2027):
        day = datetime.datetime(year, 3, 10, 7, tzinfo=datetime.UTC)
        Agenda.objects.create(title="Kehittämispäivä", unit=kitchen, starts_at=day, state="published")
    with translation.override("fi"):
        offered = ClockEventForm(by=matti).fields["agenda"].choices
        coming, earlier = ([label for _pk, label in found] for _group, found in offered[1:])
    assert coming == ["10.3.2027 Kehittämispäivä", "10.3.2028 Kehittämispäivä"]
    assert earlier == ["10.3.2026 Kehittämispäivä"]


def test_a_programme_is_linked_for_those_who_may_see_it(aino, johanna, kitchen, signed_in):
    day = datetime.datetime(2027, 3, 10, 7, tzinfo=datetime.UTC)
    agenda = Agenda.objects.create(
        title="Kehittämispäivä", unit=kitchen, starts_at=day, state="published", open_to="unit"
    )
    event("1. kehittämispäivä", months=[3], agenda=agenda)
    shown = [
        f'href="{agenda.get_absolute_url()}"' in signed_in(who).get(CLOCK).content.decode() for who in (aino, johanna)
    ]
    assert shown == [True, False]


# ---- The circle


@pytest.mark.both_databases
def test_the_list_is_numbered_through_the_year_in_finnish_order():
    for name in ("Öljy", "Zeniitti", "Äiti", "Åland", "Vanha", "Wanha"):
        event(name, months=[5])
    event("Joulu", months=[12])
    event("Operatiivinen", months=[1], ring="operational")
    names = [row.title_fi for row in numbered(ClockEvent.objects.all())]
    assert names == ["Vanha", "Wanha", "Zeniitti", "Åland", "Äiti", "Öljy", "Joulu", "Operatiivinen"]


def test_no_two_events_lie_on_each_other():
    clock_template.fill(None)
    for month in range(1, 13):
        event(f"Pitkä {month}", months=sorted({month, month % 12 + 1}), level="employee")
    drawn = face(ClockEvent.objects.all(), datetime.date(2028, 2, 29)).drawn
    taken = set()
    for one in drawn:
        months = set(range(1, 13)) if one.event.all_year else set(one.event.months)
        here = {(one.radius, month) for month in months}
        assert not here & taken, one.event.title_fi
        taken |= here
    assert 74 < min(one.radius for one in drawn) < max(one.radius for one in drawn) < 298


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_numbers_in_the_drawing_have_dots_in_every_language(language, aino, signed_in):
    clock_template.fill(None)
    aino.language = language
    aino.save()
    page = signed_in(aino).get(CLOCK).content.decode()
    drawing = page[page.index('<svg class="clock"') : page.index("</svg>", page.index('<svg class="clock"'))]
    assert re.findall(r'(?:r|cx|x1|y|stroke-width)="\d+,\d', drawing) == []
    assert drawing.count('role="img"') == 1
    assert drawing.count("<title") == 1


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.both_databases
def test_the_page_takes_the_same_queries(many, matti, kitchen, signed_in):
    for number in range(many):
        event(f"Asia {number}", unit=kitchen if number % 2 else None, months=[number % 12 + 1])
    client = signed_in(matti)
    client.get(CLOCK)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(CLOCK).status_code == 200
    assert len(seen) == 6


# ---- The poster


@pytest.mark.parametrize(
    ("language", "title", "name", "rhythm"),
    [
        ("fi", "Vuosikello 2028", "Riskikartoitus", "keskiviikkoisin ja perjantaisin"),
        ("sv", "Årsklocka 2028", "Riskkartläggning", "på onsdagar och fredagar"),
        ("en", "Annual clock 2028", "Risk survey", "on Wednesdays and Fridays"),
    ],
)
def test_the_poster_is_one_tagged_a3_sheet(language, title, name, rhythm, aino, signed_in, tmp_path):
    clock_template.fill(None)
    aino.language = language
    aino.save()
    with time_machine.travel(datetime.datetime(2028, 2, 29, 10, tzinfo=datetime.UTC), tick=False):
        answer = signed_in(aino).get(CLOCK + "juliste.pdf")
    (text,) = pages_of(answer.content)
    in_order(text, title, name, rhythm)
    tags = tags_of(answer.content)
    assert [alt for tag, alt in tags if tag == "Figure"] != [""]
    assert {"H1", "H2", "Figure", "Table", "TH"} <= {tag for tag, _alt in tags}
    path = tmp_path / "poster.pdf"
    path.write_bytes(answer.content)
    with pikepdf.open(path) as paper:
        box = [float(side) for side in paper.pages[0].MediaBox]
        assert [round(side / 72 * 25.4) for side in box] == [0, 0, 420, 297]
        assert str(paper.Root.Lang) == language
        fonts = {str(font.BaseFont).partition("+")[2] for font in paper.pages[0].Resources.Font.values()}
        assert [font for font in fonts if not font.startswith("Source-Sans-3")] == []
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_a_poster_of_many_events_takes_more_sheets(aino, signed_in):
    for number in range(60):
        event(f"Asia {number}", months=[number % 12 + 1])
    text = text_of(signed_in(aino).get(CLOCK + "juliste.pdf").content)
    assert [name for name in ("Asia 0", "Asia 59") if name not in text] == []


def test_an_event_leads_to_one_particular_round(matti, aino, leena, kitchen, signed_in):
    """Whoever sees the round is led to it, the others as if none was meant; who else edits the event keeps it."""
    occasion = Occasion.objects.first()
    offered = Round.objects.create(supervisor=matti, occasion=occasion)
    offered.invited.add(aino)
    his = signed_in(matti)
    page = his.get(f"/tyopajat/vuosikello/uusi/?unit={kitchen.pk}").content.decode()
    assert f'value="rounds:{offered.pk}"' in page
    form = {"unit": kitchen.pk, "title_fi": "Vatupassit", "ring": "operational", "level": "employee", "months": ["3"]}
    his.post("/tyopajat/vuosikello/uusi/", form | {"link": f"rounds:{offered.pk}"})
    event = ClockEvent.objects.get()
    assert (event.link, event.target) == ("rounds", offered.pk)
    led = {
        person.username: str(offered.pk) in signed_in(person).get(CLOCK, {"unit": kitchen.pk}).content.decode()
        for person in (matti, aino, leena)
    }
    assert led == {"matti": True, "aino": True, "leena": False}
    his.post(f"/tyopajat/vuosikello/{event.pk}/", form | {"link": "rounds", "revision": "0"})
    event.refresh_from_db()
    assert event.target is None


# ---- Names on the arcs


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_event_of_the_template_has_its_name_on_the_clock(language):
    clock_template.fill(None)
    with translation.override(language):
        drawn = face(ClockEvent.objects.all(), datetime.date(2028, 2, 29)).drawn
    unnamed = [one.event.code for one in drawn if not one.names]
    assert unnamed == ["production"]  # a weekly rhythm is dots, and its number stands among them
    assert min(name.size for one in drawn for name in one.names) >= 10.5


def test_a_name_stays_within_its_arc_and_is_never_upside_down():
    for middle in range(0, 360, 15):
        name = bend("Riskikartoitus", 12, 200, middle)
        xs, ys, turns = ([float(each) for each in one.split(" ")] for one in (name.xs, name.ys, name.turns))
        assert len(xs) == len(ys) == len(turns) == len("Riskikartoitus")
        assert max(abs(math.hypot(x - 350, y - 350) - 200) for x, y in zip(xs, ys, strict=True)) < 12
        at_top = not 90 < middle < 270
        assert (xs[0] < xs[-1]) or 60 < middle % 180 < 120  # it reads from left to right
        assert (min((turn + 90) % 360 for turn in turns) < 180) or not at_top


def test_a_long_name_gives_way_to_a_short_one_and_that_to_the_number():
    made = [event("Muutosten " + "x" * 60, months=[month], code=code) for month, code in ((1, "change"), (2, ""))]
    drawn = {one.event.pk: one for one in face(ClockEvent.objects.all(), datetime.date(2028, 2, 29)).drawn}
    assert [name.text for name in drawn[made[0].pk].names] == ["Muutos"]  # and not its first word
    assert (drawn[made[1].pk].names, len(drawn[made[1].pk].spots)) == ([], 1)
