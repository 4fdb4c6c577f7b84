"""Two of HR change one row at once: the second sees what the first has saved, and nothing typed is lost."""

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from core.forms import Revised
from support.models import Contact, Measure
from tests.factories import make_person, make_unit
from tests.people_fixtures import with_second_step
from tests.verme.conftest import make_group, make_mentor, make_season
from vatupassi.models import Occasion
from verme.event import actions as events
from verme.models import SeasonEvent, Training
from verme.training import actions as trainings
from workshops.models import ClockEvent, Forum

pytestmark = pytest.mark.django_db


def an_event():
    event = SeasonEvent(season=make_season(), kind="closing", title="Päätös", starts_at=timezone.now(), minutes=60)
    events.plan(event, by=None)
    return event


def a_training():
    return trainings.open_training(Training(name="Koulutus", language="fi"))


# the form's name: the page, the row, a field in which both write
KINDS = {
    "ContactForm": ("contact_edit", lambda: Contact.objects.create(place="hr", name="HR", phone="09 555"), "name"),
    "MeasureForm": ("measure_edit", lambda: Measure.objects.create(name_fi="Kahvihetki"), "fits_fi"),
    "OccasionForm": ("occasion_edit", lambda: Occasion.objects.get(code="development"), "name_en"),
    "SeasonForm": ("season_edit", make_season, "text_fi"),
    "GroupForm": ("group_edit", lambda: make_group(make_season()), "name"),
    "EventForm": ("event_edit", an_event, "title"),
    "TrainingForm": ("training_edit", a_training, "organiser"),
    "SeminarForm": ("training_seminar", lambda: a_training().seminars.get(number=1), "goal"),
    "MentorForm": ("mentor_edit", lambda: make_mentor(make_person()), "role"),
    "ClockEventForm": ("clock_event_edit", lambda: ClockEvent.objects.create(title_fi="Asia", months=[3]), "title_fi"),
    "ForumForm": ("forum_edit", lambda: Forum.objects.create(name_fi="Johto"), "name_fi"),
    "PersonForm": ("person_edit", make_person, "title_fi"),
    "UnitForm": ("unit_edit", lambda: make_unit(name="Ruokapalvelut"), "name_fi"),
}
ELSEWHERE = {"PlannedGroupForm", "UnitOwnedForm"}  # below; and what two of these are made of


@pytest.fixture
def both(sari, hr_unit, signed_in):
    """The second is told in Swedish."""
    kirsi = make_person(name="Kirsi Holm", username="kirsi", unit=hr_unit, is_hr=True, language="sv")
    return signed_in(sari), signed_in(with_second_step(kirsi))


def as_sent(page, form="form"):
    """What a browser sends of the form that a page shows."""
    shown = page.context[form]
    assert f'name="{shown.add_prefix("revision")}" value="{shown.revision}"' in " ".join(page.text.split())
    data = {shown.add_prefix("revision"): str(shown.revision)}
    for field in shown:
        value = "on" if field.value() is True else field.field.widget.format_value(field.value())
        if value not in (None, "", []):
            data[field.html_name] = value
    return data


def kinds_of(form):
    return {form.__name__}.union(*(kinds_of(kind) for kind in form.__subclasses__()))


def test_every_such_form_is_here():
    assert get_resolver().url_patterns  # whose views have every form
    assert kinds_of(Revised) - {"Revised"} - ELSEWHERE == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_who_save_the_second_sees_both_texts(kind, both, kotikunta):
    name, make, field = KINDS[kind]
    (hers, others), row = both, make()
    address = reverse(name, args=[row.pk])
    save = reverse("occasion_save", args=[row.pk]) if name == "occasion_edit" else address
    first, second = as_sent(hers.get(address)), as_sent(others.get(address))
    assert hers.post(save, first | {field: "Ensimmäisen"}).status_code == 302
    page = others.post(save, second | {field: "Toisen"})
    row.refresh_from_db()
    assert (page.status_code, getattr(row, field)) == (200, "Ensimmäisen")
    assert page.context["form"].theirs == [(str(page.context["form"][field].label), "Ensimmäisen")]
    assert ("En kollega har sparat ändringar under tiden." in page.text, "Toisen" in page.text) == (True, True)
    again = as_sent(page)
    assert again[field] == "Toisen"
    assert others.post(save, again).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "Toisen"


def test_who_saves_the_same_as_the_other_is_asked_nothing(both):
    hers, others = both
    address = reverse("measure_edit", args=[Measure.objects.create(name_fi="Kahvihetki").pk])
    data = as_sent(hers.get(address)) | {"name_fi": "Aamukahvi"}
    assert [client.post(address, data).status_code for client in (hers, others)] == [302, 302]


def test_a_form_that_does_not_say_its_revision_saves_over_nobody(both):
    measure = Measure.objects.create(name_fi="Kahvihetki")
    page = both[0].post(reverse("measure_edit", args=[measure.pk]), {"kind": "proactive", "name_fi": "Muu"})
    measure.refresh_from_db()
    assert (page.status_code, measure.name_fi) == (200, "Kahvihetki")
    assert "Kollega on sillä välin tallentanut muutoksia." in page.text


def test_days_choices_and_ticks_of_the_other_are_told_in_words(both):
    hers, others = both
    mentor, season = make_mentor(make_person()), make_season()
    changes = {
        ("mentor_edit", mentor): ({"role": "rehtori", "qualified_on": "2.3.2026"}, ["rehtori", "2.3.2026", "ja"]),
        ("season_edit", season): ({"kind": "year", "members_max": "9"}, ["lukuvuosi", "9"]),
    }
    for (name, row), (changed, told) in changes.items():
        address = reverse(name, args=[row.pk])
        first, second = as_sent(hers.get(address)), as_sent(others.get(address))
        assert hers.post(address, first | changed).status_code == 302
        second.pop("in_use", None)  # unticked
        theirs = others.post(address, second).context["form"].theirs
        with_finnish = [text.replace("läsår", "lukuvuosi") for _label, text in theirs]
        assert with_finnish == told


def test_rows_of_a_seasons_page_too(both):
    hers, others = both
    season = make_season(state="draft")
    group = make_group(season, name="Aamu")
    address = reverse("season_plan", args=[season.pk])

    def opened(client):
        page = client.get(address)
        row = page.context["rows"][0]
        values = {field.html_name: field.field.widget.format_value(field.value()) for field in row}
        return (
            as_sent(page)
            | {key: value for key, value in values.items() if value not in (None, "", [])}
            | {row.add_prefix("revision"): str(row.revision)}
        )

    first, second = opened(hers), opened(others)
    key = f"g-{group.pk}-name"
    assert hers.post(address, first | {key: "Aamuvirkut"}).status_code == 302
    page = others.post(address, second | {key: "Aamukahvi"})
    group.refresh_from_db()
    assert (page.status_code, group.name) == (200, "Aamuvirkut")
    assert [text for _label, text in page.context["rows"][0].theirs] == ["Aamuvirkut"]
    assert page.text.count("Aamuvirkut") > 0
    assert others.post(address, second | {key: "Aamukahvi", f"g-{group.pk}-revision": "1"}).status_code == 302
    group.refresh_from_db()
    assert group.name == "Aamukahvi"
