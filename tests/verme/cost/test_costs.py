"""A season's costs and hours: what HR writes down, what is counted, and the report that is read."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core import formats, retention
from tests.factories import make_person
from tests.pdfs import in_order, pages_of, tags_of
from tests.verme.conftest import make_group
from verme.cost import report as costs
from verme.cost.forms import EurosField
from verme.models import Attendance, Cost, Membership, Session
from verme.season import actions as seasons
from verme.session import actions as sessions
from verme.sign_up import actions as places

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


def at(season, what="kustannukset/"):
    return f"/verme/kaudet/{season.pk}/{what}"


def meeting(group, *present, days=-7, minutes=90, **fields):
    made = Session.objects.create(
        group=group, starts_at=timezone.now() + datetime.timedelta(days=days), minutes=minutes, **fields
    )
    for person in present:
        sessions.mark(made, person, present=True)
    return made


@pytest.mark.parametrize(
    ("written", "euros"),
    [
        *[(text, "12.50") for text in ("12,50", "12.50", "12,5", " 12,50 € ", "€12.50", "12,50\xa0€")],
        *[(text, "1234.50") for text in ("1234,5", "1 234,50", "1\xa0234,50", "1\u202f234.50", "1.234,50", "1,234.50")],
        ("1 234", "1234"),
        ("0,01", "0.01"),
        ("999 999,99", "999999.99"),
    ],
)
def test_euros_are_understood_as_people_write_them(written, euros):
    assert EurosField().clean(written) == Decimal(euros)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *[
            (text, "Anna eurot muodossa 12,50.")
            for text in ("kymppi", "12,5050", "-5", "1e3", "NaN", "12 50", "٣", "1,2,3")
        ],
        ("1.234", "Onko 1.234 tuhansia vai senttejä? Anna eurot muodossa 1 234,50."),
        ("1,234,567", "Onko 1,234,567 tuhansia vai senttejä? Anna eurot muodossa 1 234,50."),
        ("0,00", "Anna summa, joka on suurempi kuin nolla."),
        ("1 000 000", "Tämä on enemmän kuin yksi kustannus voi olla. Anna enintään 999\xa0999,99\xa0€."),
        ("9" * 4000, "Anna eurot muodossa 12,50."),
        ("", "Täytä tämä kohta."),
    ],
)
def test_what_is_no_sum_says_what_to_do(written, said):
    with translation.override("fi"), pytest.raises(ValidationError) as refused:
        EurosField().clean(written)
    assert refused.value.messages == [said]


@pytest.mark.parametrize(
    ("language", "shown"), [("fi", "1\xa0234,50\xa0€"), ("sv", "1\xa0234,50\xa0€"), ("en", "€1,234.50")]
)
def test_euros_are_shown_as_the_language_does(language, shown):
    assert formats.euros(Decimal("1234.5"), language) == shown
    with translation.override(language):
        assert EurosField().clean(EurosField().prepare_value(Decimal("1234.50"))) == Decimal("1234.50")


def test_hours_are_everybodys_who_was_there_and_stay_when_they_leave(confirmed, eight, mentor):
    meeting(confirmed, *eight[:4], mentor.person)
    meeting(confirmed, *eight[:2], minutes=120)
    meeting(confirmed, eight[0], state=Session.State.CANCELLED)
    meeting(confirmed, days=7)
    meeting(make_group(confirmed.season, name="Toinen", state="confirmed"))  # nobody came
    make_group(confirmed.season, name="Koossa kesken")
    before, other = costs.report(confirmed.season).lines[::-1]
    assert (before.held, before.used, before.people, before.planned) == (2, 5 * 90 + 2 * 120, 9, 9 * 6 * 120)
    assert (other.held, other.used, other.people, other.planned) == (1, 0, 0, 0)
    places.withdraw(confirmed.season, by=eight[0])
    after = costs.report(confirmed.season).lines[1]
    assert (after.used, after.people) == (before.used, 8)


def test_hr_writes_costs_down_corrects_and_removes_them(confirmed, kitchen, hr):
    season = confirmed.season
    form = hr.get(at(season)).context["form"]
    coffee = {
        "id": str(form["id"].value()),
        "what": "Kahvit",
        "euros": "48,50",
        "payer": "hr",
        "group": str(confirmed.pk),
    }
    for _click in range(2):
        assert hr.post(at(season), coffee).headers["Location"] == at(season)
    hr.post(at(season), {"what": "Sali", "euros": "1 200", "payer": str(kitchen.pk), "group": ""})
    hr.post(at(season), {"what": "Luennoitsija", "euros": "800.00", "payer": "hr", "group": ""})
    report = costs.report(season)
    assert report.payers == [("HR", Decimal("848.50")), ("Ruokapalvelut", Decimal(1200))]
    assert (report.euros, report.shared, report.lines[0].euros) == (Decimal("2048.50"), 2000, Decimal("48.50"))
    room = Cost.objects.get(what="Sali")
    page = hr.get(f"/verme/kustannukset/{room.pk}/")
    assert 'value="1\xa0200,00"' in page.content.decode()
    assert page.context["form"]["payer"].value() == str(kitchen.pk)
    hr.post(f"/verme/kustannukset/{room.pk}/", {"what": "Sali", "euros": "99", "payer": "hr", "group": ""})
    room.refresh_from_db()
    assert (room.euros, room.paid_by, room.unit) == (Decimal(99), "hr", None)
    assert hr.post(f"/verme/kustannukset/{room.pk}/poista/").headers["Location"] == at(season)
    assert Cost.objects.count() == 2


def test_bad_input_comes_back_with_what_was_written(confirmed, hr, season):
    others = make_group(
        places.Season.objects.create(
            name="Muu", starts_on=season.starts_on, ends_on=season.ends_on, sign_up_until=season.ends_on
        )
    )
    wrong = {"what": "", "euros": "kaksi", "payer": "x", "group": str(others.pk)}
    page = hr.post(at(season), wrong)
    assert sorted(page.context["form"].errors) == ["euros", "group", "payer", "what"]
    assert 'value="kaksi"' in page.content.decode()
    assert Cost.objects.count() == 0


def test_a_department_that_leaves_the_register_leaves_its_costs(season, library, hr):
    cost = Cost.objects.create(season=season, what="Sali", euros=5, paid_by="department", unit=library)
    library.delete()
    assert costs.report(season).payers == [("yksikkö", Decimal(5))]
    assert hr.get(f"/verme/kustannukset/{cost.pk}/").context["form"]["payer"].value() == ""
    assert hr.post(f"/verme/kustannukset/{cost.pk}/", {"what": "Sali", "euros": "5", "payer": ""}).status_code == 200


def test_the_report_is_read_and_names_nobody(confirmed, eight, mentor, library, hr, sari):
    season = confirmed.season
    for number in range(14):
        made = meeting(confirmed, days=-number - 1, minutes=180)
        rows = [Attendance(session=made, person=person, name=person.list_name, sort_key="x") for person in eight]
        Attendance.objects.bulk_create(rows)
    meeting(confirmed, mentor.person)
    Cost.objects.create(season=season, group=confirmed, what="Kahvit", euros="48.50", paid_by="hr")
    Cost.objects.create(season=season, what="Luennoitsija", euros="1200", paid_by="hr")
    Cost.objects.create(season=season, what="Sali", euros="150", paid_by="department", unit=library)
    answer = hr.get(at(season, "kausiraportti.pdf"))
    assert answer.headers["Content-Language"] == "fi"
    (page,) = pages_of(answer.content)
    in_order(page, "Kausiraportti: Kevät", "Uudet", "9", "15/6", "337,5 h", "108 h", "48,50 €")
    in_order(page, "koko kausi", "1 350,00 €", "Yhteensä", "337,5 h", "1 398,50 €")
    in_order(page, "HR", "1 248,50 €", "Kirjasto", "150,00 €", "Yhteensä", "1 398,50 €")
    assert [name for name in ("Virtanen", "Åberg", "Mäkelä", "Kahvit") if name in page] == []
    tags = [tag for tag, _alt in tags_of(answer.content)]
    assert (tags.count("Table"), tags.count("H1"), tags.count("TH")) == (2, 1, 6 + 3 + 2 + 3)


@pytest.mark.both_databases
def test_the_pages_take_as_many_queries_for_300_groups(season, hr):
    counts = []
    for size in (1, 299):
        for number in range(size):
            group = make_group(season, name=f"Ryhmä {size} {number}", state="confirmed")
            Session.objects.create(group=group, starts_at=timezone.now() - datetime.timedelta(days=1))
            Cost.objects.create(season=season, group=group, what="Kahvit", euros=1, paid_by="hr")
        Membership.objects.create(group=group, person=make_person())
        counts.append([])
        hr.get(at(season))
        with CaptureQueriesContext(connection) as queries:
            page = hr.get(at(season))
        counts[-1].append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            costs.report(season)
        counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert len(page.context["report"].lines) == 300
    assert hr.get(at(season) + "?groups=12&page=12").context["groups"].number == 12


def test_costs_go_with_the_kooste(confirmed):
    Cost.objects.create(season=confirmed.season, what="Kahvit", euros=5, paid_by="hr")
    seasons.close(confirmed.season)
    left = []
    for days in (725, 735):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
            retention.dispose()
        left.append(Cost.objects.count())
    assert left == [1, 0]


def test_a_long_report_does_not_measure_its_words_on_every_page(hr, season, monkeypatch):
    """Columns as wide as their words: then WeasyPrint measures all of the table anew for each page."""
    monkeypatch.setattr("weasyprint.layout.table.auto_table_layout", None)
    assert hr.get(at(season, "kausiraportti.pdf")).status_code == 200
