"""A season from the one before on one page, its preview, and telling those for whom it is."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine, User
from tests.factories import make_person
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor
from verme.models import Group, Mentor, Mentoring, Season
from verme.planning import actions as plans

pytestmark = pytest.mark.django_db


def url(season, act="suunnitelma"):
    return f"/verme/kaudet/{season.pk}/{act}/"


@pytest.fixture
def earlier(mentor):
    """A term that is going on, with two groups; one has a mentor."""
    season = make_season(
        name="Syksy 2026",
        state="running",
        starts_on=datetime.date(2026, 8, 10),
        ends_on=datetime.date(2026, 12, 18),
        sign_up_until=datetime.date(2026, 7, 31),
        text_fi="Tervetuloa mukaan.",
        text_sv="Välkommen med.",
    )
    morning = make_group(season, name="Aamuvirkut", weekday=1, clock=datetime.time(8, 30), capacity=7)
    make_group(season, name="Kaffestunden", language="sv", target="long", mixed=False)
    name_mentor(morning, mentor)
    return season


def fields(season, **changes):
    """What the page sends, as it stands."""
    data = {
        "name": season.name,
        "kind": season.kind,
        "starts_on": season.starts_on.strftime("%d.%m.%Y"),
        "ends_on": season.ends_on.strftime("%d.%m.%Y"),
        "sign_up_until": season.sign_up_until.strftime("%d.%m.%Y"),
        "members_min": "6",
        "members_max": "8",
        "sessions_planned": "6",
        "session_minutes": "120",
        "text_fi": season.text_fi,
        "text_sv": season.text_sv,
        "revision": str(season.revision),
        "new-name": "",
        "new-capacity": "8",
    }
    for group in season.groups.all():
        leads = Mentoring.objects.live().filter(group=group).select_related("person").first()
        row = {
            "name": group.name,
            "target": group.target,
            "language": group.language,
            "weekday": "" if group.weekday is None else str(group.weekday),
            "clock": group.clock.strftime("%H.%M") if group.clock else "",
            "capacity": str(group.capacity),
            "revision": str(group.revision),
            "mentor": str(Mentor.objects.get(person=leads.person).pk) if leads else "",
        }
        data |= {f"g-{group.pk}-{name}": value for name, value in row.items()}
    return data | changes


def test_a_season_is_copied_with_groups_mentors_and_words_half_a_year_later(earlier, mentor, sari, signed_in):
    with time_machine.travel(datetime.datetime(2026, 11, 20, 10, tzinfo=datetime.UTC), tick=False):
        hers = signed_in(sari)
        places = [hers.post(url(earlier, "uusi-tasta"))["Location"] for _click in range(2)]
    new = Season.objects.get(state="draft")  # two clicks make one
    assert places == [url(new)] * 2
    assert (new.name, new.starts_on, new.ends_on) == (
        "Kevät 2027",
        datetime.date(2027, 2, 8),
        datetime.date(2027, 6, 18),
    )
    assert (new.text_fi, new.text_sv) == ("Tervetuloa mukaan.", "Välkommen med.")
    one, other = new.groups.order_by("name")
    assert (one.name, one.weekday, one.clock, one.capacity) == ("Aamuvirkut", 1, datetime.time(8, 30), 7)
    assert (other.language, other.target, other.mixed) == ("sv", "long", False)
    assert [row.person for row in Mentoring.objects.filter(group__season=new)] == [mentor.person]
    assert Mail.objects.count() == 0  # of a draft nobody is told


def test_whoever_copies_is_not_named_by_themselves(earlier, sari, signed_in):
    make_mentor(sari)
    Mentoring.objects.update(person=sari)
    signed_in(sari).post(url(earlier, "uusi-tasta"))
    assert not Mentoring.objects.filter(group__season__state="draft").exists()


def test_everything_is_changed_on_one_page(earlier, mentor, sari, signed_in, matti):
    hers, other = signed_in(sari), make_mentor(matti)
    hers.post(url(earlier, "uusi-tasta"))
    season = Season.objects.get(state="draft")
    one, two = season.groups.order_by("name")
    changes = {
        "name": "Kevään ryhmät",
        f"g-{one.pk}-name": "Aamu",
        f"g-{one.pk}-weekday": "3",
        f"g-{one.pk}-clock": "9.15",
        f"g-{one.pk}-mentor": str(other.pk),
        f"g-{two.pk}-remove": "on",
        "new-name": "Iltapäivä",
        "new-target": "supervisors",
        "new-language": "fi",
        "new-mentor": str(mentor.pk),
    }
    answer = hers.post(url(season), fields(season, **changes))
    assert answer["Location"] == url(season)
    season.refresh_from_db()
    assert season.name == "Kevään ryhmät"
    rows = list(season.groups.order_by("name"))
    assert [(row.name, row.weekday, row.target) for row in rows] == [
        ("Aamu", 3, "other"),
        ("Iltapäivä", None, "supervisors"),
    ]
    assert rows[0].clock == datetime.time(9, 15)
    assert [[m.person for m in row.mentorings.live()] for row in rows] == [[matti], [mentor.person]]
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("capacity", "²"), ("capacity", "9" * 5000), ("clock", "25.99"), ("target", "kaikki"), ("weekday", "7")],
)
def test_a_wrong_row_says_so_and_saves_nothing(earlier, sari, signed_in, field, value):
    hers = signed_in(sari)
    hers.post(url(earlier, "uusi-tasta"))
    season = Season.objects.get(state="draft")
    one = season.groups.order_by("name").first()
    changes = {f"g-{one.pk}-{field}": value, "name": "Muutettu", f"g-{one.pk}-name": "Muutettu"}
    page = hers.post(url(season), fields(season, **changes))
    assert page.status_code == 200
    assert list(page.context["rows"][0].errors) == [field]
    season.refresh_from_db()
    one.refresh_from_db()
    assert (season.name, one.name) == (page.context["season"].name, "Aamuvirkut")


def test_a_mentor_whom_hr_may_not_choose_stays(earlier, sari, signed_in):
    """HR is named by somebody else; saving the page takes the name away from nobody."""
    hers = signed_in(sari)
    hers.post(url(earlier, "uusi-tasta"))
    season = Season.objects.get(state="draft")
    one = season.groups.order_by("name").first()
    Mentoring.objects.filter(group=one).update(person=sari)
    make_mentor(sari)
    hers.post(url(season), fields(season, **{f"g-{one.pk}-mentor": "now"}))
    assert [row.person for row in one.mentorings.live()] == [sari]
    hers.post(url(season), fields(season, **{f"g-{one.pk}-mentor": ""}))  # nobody yet
    assert not one.mentorings.live().exists()


def test_a_row_that_a_colleague_removed_meanwhile_is_left_out(earlier, sari, signed_in):
    hers = signed_in(sari)
    hers.post(url(earlier, "uusi-tasta"))
    season = Season.objects.get(state="draft")
    data = fields(season)
    season.groups.order_by("name").first().delete()
    assert hers.post(url(season), data).status_code == 302
    assert [group.name for group in season.groups.all()] == ["Kaffestunden"]


def test_the_panel_shows_who_how_many_and_the_letters(earlier, sari, signed_in, aino, johanna):
    User.objects.filter(pk=johanna.pk).update(language="sv", email="")
    season = make_season(state="draft", text_fi="Omat sanat.", text_sv="Egna ord.")
    make_group(season)
    page = signed_in(sari).get(url(season, "kutsu"))
    counts = page.context["counts"]
    assert counts["all"] == User.objects.active().count() == counts["mail"] + counts["here"]
    assert counts["sv"] == User.objects.active().filter(language="sv").count()
    shown = {code: found.body for code, _n, found in page.context["letters"]}
    assert "Omat sanat." in shown["fi"]
    assert "Egna ord." in shown["sv"]
    assert Season.objects.get(pk=season.pk).state == "draft"  # looking opens nothing
    assert Mail.objects.count() == 0


def test_opening_tells_each_once_and_a_second_run_goes_on(sari, signed_in, aino, johanna):
    season = make_season(state="draft", text_fi="Omat sanat.")
    make_group(season)
    for _click in range(2):
        assert signed_in(sari).post(url(season, "kutsu")).status_code == 302
    season.refresh_from_db()
    assert season.state == "call"
    enter(season, johanna)  # whoever has answered is not asked
    plans.tell.func(str(season.pk))
    plans.tell.func(str(season.pk))
    told = Mail.objects.filter(kind="verme_call")
    everybody = set(User.objects.active().exclude(pk=johanna.pk).values_list("pk", flat=True))
    assert sorted(told.values_list("to", flat=True)) == sorted(everybody)
    found = letter(told.get(to=aino))
    assert "Omat sanat." in found.body
    assert found.link == f"/verme/kutsut/{season.pk}/"


def test_a_call_for_supervisors_and_new_employees_tells_them_alone(sari, signed_in, matti, aino, kitchen):
    new = make_person(name="Uusi Tulokas", unit=kitchen)
    User.objects.filter(pk=new.pk).update(starts_on=timezone.localdate() - datetime.timedelta(days=20))
    User.objects.filter(pk=aino.pk).update(starts_on=timezone.localdate() - datetime.timedelta(days=900))
    season = make_season(state="draft")
    make_group(season, name="Esihenkilöt", target="supervisors")
    leaders = set(SupervisionLine.objects.live().values_list("supervisor", flat=True))
    assert set(plans.audience(season).values_list("pk", flat=True)) == leaders
    make_group(season, name="Uudet", target="new")
    assert set(plans.audience(season).values_list("pk", flat=True)) == leaders | {new.pk}
    make_group(season, name="Kaikki", target="other")
    assert aino in plans.audience(season)


def test_units_that_are_not_open_hear_nothing(season, kitchen, aino, johanna):
    type(kitchen).objects.filter(pk=kitchen.pk).update(is_open=False)
    assert aino not in plans.audience(season)
    assert johanna in plans.audience(season)


def test_a_call_does_not_open_after_its_last_day(sari, signed_in):
    season = make_season(state="draft", sign_up_until=timezone.localdate() - datetime.timedelta(days=1))
    make_group(season)
    assert signed_in(sari).post(url(season, "kutsu"))["Location"] == url(season)
    season.refresh_from_db()
    assert season.state == "draft"


def test_letters_may_wait_for_the_morning(sari, signed_in):
    from django_tasks_db.models import DBTaskResult

    season = make_season(state="draft")
    make_group(season)
    signed_in(sari).post(url(season, "kutsu"), {"when": "morning"})
    job = DBTaskResult.objects.get(task_path="verme.planning.actions.tell")
    assert timezone.localtime(job.run_after).hour == 9
    assert job.run_after > timezone.now()


@pytest.mark.both_databases
def test_the_page_takes_as_many_queries_for_many_groups(sari, signed_in):
    hers, counts = signed_in(sari), []
    for size in (1, 20):
        season = make_season(name=f"Kausi {size}", state="draft")
        for n in range(size):
            name_mentor(make_group(season, name=f"Ryhmä {n}"), make_mentor(make_person()))
        hers.get(url(season))
        found = []
        for act in ("suunnitelma", "kutsu"):
            with CaptureQueriesContext(connection) as queries:
                assert hers.get(url(season, act)).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert Group.objects.count() == 21
