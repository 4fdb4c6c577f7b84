"""HR sets periods: between bounds, told, first shown; nothing tells of a named person's conversation."""

import datetime

import pytest
from django.utils import timezone

from core import outbox, retention
from core.models import Disposal, Mail, RetentionChange, SettingChange
from core.retention import DEFAULTS, RULES, Period
from people.retained.bounds import FIXED, bounds_of, settable
from people.retained.words import OWN, about_how_many
from people.statement.views import KEPT
from tests.factories import make_person
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
LIST = "/hr/asetukset/sailytys/"
LOG = "/hr/asetukset/poistot/"


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


def sent(number: object, *, stands: str = "12 0", sure: str = "", day: str = "1.11.2026") -> dict[str, str]:
    return {"number": str(number), "negotiated_on": day, "stands": stands, "sure": sure}


def test_the_bounds_are_half_and_one_and_a_half_of_the_table():
    found = {name: bounds_of(name) for name in settable()}
    assert (found["conversation"].least, found["conversation"].most) == (12, 36)
    assert (found["survey_raw"].least, found["survey_raw"].most) == (45, 135)
    assert not FIXED & set(found)
    for name, bounds in found.items():
        assert bounds.least * 2 >= bounds.number(DEFAULTS[name])
        assert bounds.most * 2 <= bounds.number(DEFAULTS[name]) * 3


@pytest.mark.parametrize(
    ("number", "day", "told"),
    [
        ("5", "1.11.2026", "6–18"),
        ("19", "1.11.2026", "6–18"),
        ("²", "1.11.2026", ""),
        ("9" * 5000, "1.11.2026", ""),
        ("", "1.11.2026", ""),
        ("8", "", ""),
        ("8", "1.11.2099", "vasta tulossa"),
        ("12", "1.11.2026", "nyt voimassa"),
    ],
)
def test_what_does_not_fit_is_told(hr, number, day, told):
    answer = hr.post(LIST + "mail/", sent(number, day=day, sure=f"{number} 0"))
    text = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in text) == (200, True)
    assert told in text
    assert not RetentionChange.objects.exists()


def test_a_period_is_changed_after_it_is_shown_what_that_means_and_all_concerned_are_told(hr, sari, mikael, liisa):
    for _number in range(7):
        row = outbox.send("password_changed", to=sari)
        Mail.objects.filter(pk=row.pk).update(created_at=timezone.now() - datetime.timedelta(days=250))
    first = hr.post(LIST + "mail/", sent(6))
    text = " ".join(first.content.decode().split())
    assert "Ensi yönä poistuu: 5–9" in text
    assert (Mail.objects.filter(kind="password_changed").count(), RetentionChange.objects.count()) == (7, 0)
    done = hr.post(LIST + "mail/", sent(6, sure="6 0"))
    assert (done.status_code, done.url) == (302, LIST)
    assert retention.period("mail") == Period(months=6)
    (change,) = SettingChange.objects.all()
    assert (change.area, change.setting, change.before, change.after, change.by) == (
        "retention",
        "mail",
        "12 0",
        "6 0",
        sari,
    )
    assert change.negotiated_on == datetime.date(2026, 11, 1)
    told = Mail.objects.filter(kind="setting_changed").values_list("to", flat=True)
    assert set(told) == {sari.pk, mikael.pk, liisa.pk}
    body = outbox.letter(Mail.objects.filter(kind="setting_changed").first()).body
    assert all(word in body for word in (sari.name, "12\xa0kk", "6\xa0kk", "1.11.2026"))
    assert "6\xa0kk" in hr.get("/hr/asetukset/muutokset/").content.decode()
    retention.dispose(only="mail")
    assert not Mail.objects.filter(kind="password_changed").exists()


def test_a_longer_one_says_that_nothing_that_exists_is_kept_longer(hr):
    text = hr.post(LIST + "mail/", sent(18)).content.decode()
    assert "Se, mikä on jo olemassa, poistetaan silloin kuin on luvattu" in " ".join(text.split())
    assert "Ensi yönä poistuu" not in text


def test_the_confirmation_is_of_what_was_shown(hr):
    hr.post(LIST + "mail/", sent(7, sure="6 0"))
    assert not RetentionChange.objects.exists()


def test_who_comes_second_is_told_what_a_colleague_has_set(hr, signed_in):
    kirsi = with_second_step(make_person(name="Kirsi Holm", is_hr=True))
    signed_in(kirsi).post(LIST + "mail/", sent(6, sure="6 0"))
    text = hr.post(LIST + "mail/", sent(18, sure="18 0")).content.decode()
    assert "Kirsi Holm on sillä välin" in text
    assert 'value="18"' in text
    assert retention.period("mail") == Period(months=6)


@pytest.mark.parametrize("name", ["room_marks", "backups", "nothing"])
def test_what_is_not_hrs_to_set_has_no_page(hr, name):
    assert hr.get(f"{LIST}{name}/").status_code == 404
    assert hr.post(f"{LIST}{name}/", sent(1)).status_code == 404


def test_what_goes_in_thirty_days_is_told_in_ranges_and_nothing_goes(hr, sari):
    for _number in range(12):
        row = outbox.send("password_changed", to=sari)
        Mail.objects.filter(pk=row.pk).update(created_at=timezone.now() - datetime.timedelta(days=350))
    text = hr.post(LIST).content.decode()
    assert ">10–19<" in text
    assert Mail.objects.filter(kind="password_changed").count() == 12


def test_nobody_learns_from_a_count_whether_one_person_had_a_conversation():
    """None, one and four read the same, and no two counts of less than five apart begin a range of their own."""
    assert len({about_how_many(count) for count in range(5)}) == 1
    shown = [about_how_many(count) for count in range(300)]
    assert all(shown.count(text) >= 5 for text in set(shown[:200]))


def test_hr_reads_a_months_rough_sums_and_the_officer_each_row(hr, liisa, signed_in):
    at = timezone.now()
    for count in (1, 2, 1):
        Disposal.objects.create(what="old_conversations", rule="conversation: 24 months 0 days", count=count, at=at)
    for count in (3, 4):
        Disposal.objects.create(what="old_mail", rule="mail: 12 months 0 days", count=count, at=at)
    text = hr.get(LOG).content.decode()
    assert ("alle 5" in text, "5–9" in text, "24 months" in text) == (True, True, False)
    assert text.count('<th scope="row">') == 2
    exact = signed_in(liisa).get(LOG).content.decode()
    assert exact.count('<th scope="row">') == 5
    assert "24\xa0kk, keskustelun päättymisestä" in exact
    assert "months" not in exact


def test_hr_reads_the_same_whether_nothing_or_one_conversation_went(hr):
    """After a restriction that HR has ended, say: a row that comes the next day would tell whose it was."""
    Disposal.objects.create(what="old_mail", rule="mail: 12 months 0 days", count=7, at=timezone.now())
    without = main_of(hr.get(LOG))
    rule = "conversation: 24 months 0 days"
    Disposal.objects.create(what="old_conversations", rule=rule, count=1, at=timezone.now())
    assert main_of(hr.get(LOG)) == without
    Disposal.objects.all().delete()
    assert main_of(hr.get(LOG)).count("alle 5") == 1


def main_of(answer):
    return answer.text.partition("<main")[2].partition("</main")[0]


def test_the_log_has_a_name_for_everything_that_a_night_deletes():
    named = {name for _what, name, _since in [*KEPT, *OWN]}
    assert {rule.name for rule in RULES.values()} - named == set()
