"""The employer's settings in the browser: what HR saves, two at once, the log, and who is told."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import organisation, outbox
from core.models import Mail, Organisation, SettingChange
from tests.factories import make_person
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
PAGE = "/hr/asetukset/"
LOG = "/hr/asetukset/muutokset/"


def form(**changed: object) -> dict[str, str]:
    """What the page sends when nothing is changed, and what is."""
    now = organisation.current()
    names = ("name", "kind", "secrecy_mark", "footer_fi", "footer_sv", "privacy_contact", "accessibility_contact")
    hours = {name: getattr(now, name) for name in ("quiet_from", "quiet_until")}
    sent = {name: getattr(now, name) for name in names} | hours | {"revision": now.revision} | changed
    return {name: "" if value is None else str(value) for name, value in sent.items()}


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


@pytest.fixture
def kirsi(db):
    return with_second_step(make_person(name="Kirsi Holm", is_hr=True))


def test_the_environment_holds_until_hr_has_saved(hr, client):
    before = hr.get(PAGE).content.decode()
    assert f'value="{settings.EMPLOYER_NAME}"' in before
    assert "Nämä arvot on annettu asennuksessa" in before
    sent = hr.post(PAGE, form(name="Mallila", kind="parish"))
    assert (sent.status_code, sent.url) == (302, PAGE)
    assert "<span>Mallila</span>" in client.get("/kirjaudu/").content.decode()
    assert "Nämä arvot on annettu asennuksessa" not in hr.get(PAGE).content.decode()


def test_what_is_saved_wins_over_the_environment(hr, settings):
    hr.post(PAGE, form(secrecy_mark="Salassa"))
    settings.SECRECY_MARK = "Toinen"
    assert organisation.current().secrecy_mark == "Salassa"
    hr.post(PAGE, form(secrecy_mark=""))
    assert organisation.current().secrecy_mark == ""


def test_each_change_stands_in_the_log_and_what_stays_does_not(hr, sari):
    hr.post(PAGE, form(name="Mallila", quiet_from=18, quiet_until=6))
    hr.post(PAGE, form())
    rows = SettingChange.objects.order_by("setting").values_list("setting", "before", "after", "by", "revision")
    assert list(rows) == [
        ("name", settings.EMPLOYER_NAME, "Mallila", sari.pk, 1),
        ("quiet_hours", "", "18-6", sari.pk, 1),
    ]
    page = hr.get(LOG).content.decode()
    assert all(word in page for word in ("Työnantajan nimi", "Mallila", "18–6", sari.name))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Tarkista nämä"),
        ({"name": "A\nB"}, "yhdelle riville"),
        ({"name": "x" * 101}, "100"),
        ({"kind": "circus"}, ""),
        ({"quiet_from": 17}, "Valitse molemmat kellonajat"),
        ({"quiet_from": 7, "quiet_until": 7}, "Kellonajat ovat samat"),
        ({"quiet_from": 24, "quiet_until": 7}, ""),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_typed_is_lost(hr, wrong, told):
    answer = hr.post(PAGE, form(footer_fi="Alatunniste, joka säilyy") | {k: str(v) for k, v in wrong.items()})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'role="alert"' in text
    assert told in text
    assert "Alatunniste, joka säilyy" in text
    assert not Organisation.objects.exists()


def test_two_who_change_different_things_keep_both(hr, sari, kirsi, signed_in):
    opened = form()
    signed_in(kirsi).post(PAGE, form(footer_fi="Kirsin alatunniste"))
    answer = hr.post(PAGE, opened | {"name": "Mallila"}, follow=True)
    now = organisation.current()
    assert (now.name, now.footer_fi) == ("Mallila", "Kirsin alatunniste")
    assert "Kirsi Holm muutti sillä välin tätä" in answer.content.decode()


def test_who_comes_second_to_the_same_thing_sees_both_and_chooses(hr, kirsi, signed_in):
    opened = form()
    signed_in(kirsi).post(PAGE, form(name="Kirsin kunta", footer_sv="Fot"))
    answer = hr.post(PAGE, opened | {"name": "Sarin kunta"})
    text = answer.content.decode()
    assert organisation.current().name == "Kirsin kunta"
    assert "Kirsi Holm on sillä välin tallentanut: Kirsin kunta" in text
    assert 'value="Sarin kunta"' in text
    assert 'value="Fot"' in text  # what only Kirsi has changed stands there as she left it
    assert 'name="revision" value="1"' in text
    hr.post(PAGE, form(name="Sarin kunta", revision=1))
    now = organisation.current()
    assert (now.name, now.footer_sv) == ("Sarin kunta", "Fot")


def test_the_first_save_of_two_at_once_counts_as_well(hr, kirsi, signed_in):
    opened = form()
    signed_in(kirsi).post(PAGE, form(name="Kirsin kunta"))
    hr.post(PAGE, opened | {"secrecy_mark": "Salassa"})
    now = organisation.current()
    assert (now.name, now.secrecy_mark, now.revision) == ("Kirsin kunta", "Salassa", 2)


def test_another_contact_for_privacy_is_told_by_name_and_where_it_was_reachable_before(
    hr, sari, kirsi, mikael, settings
):
    settings.PRIVACY_CONTACT = "tietosuoja@kotikunta.example"
    hr.post(PAGE, form(privacy_contact="sari@kotikunta.example"))
    told = Mail.objects.filter(kind="setting_changed").values_list("to", flat=True)
    assert set(told) == {sari.pk, kirsi.pk, mikael.pk}
    (row,) = Mail.objects.filter(kind="setting_changed_to_contact")
    assert row.ids["address"] == "tietosuoja@kotikunta.example"
    body = outbox.letter(row).body
    assert all(word in body for word in (sari.name, "tietosuoja@kotikunta.example", "sari@kotikunta.example"))


def test_a_new_name_is_told_to_nobody(hr):
    hr.post(PAGE, form(name="Mallila"))
    assert not Mail.objects.filter(kind__startswith="setting_changed").exists()


def test_quiet_hours_of_the_browser_hold_for_letters(hr, settings):
    import datetime
    from zoneinfo import ZoneInfo

    settings.QUIET_HOURS = (17, 7)
    night = datetime.datetime(2026, 11, 30, 21, tzinfo=ZoneInfo("Europe/Helsinki"))
    assert outbox.quiet_until(night) is not None
    hr.post(PAGE, form(quiet_from=None, quiet_until=None))
    assert outbox.quiet_until(night) is None
    hr.post(PAGE, form(quiet_from=20, quiet_until=6))
    assert outbox.quiet_until(night).hour == 6


def test_pages_do_not_ask_for_the_employer_again_and_again(hr, client):
    hr.post(PAGE, form(name="Mallila"))
    client.get("/kirjaudu/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/kirjaudu/")
    assert [one["sql"] for one in asked if "core_organisation" in one["sql"]] == []


def test_an_error_page_asks_no_database(hr, django_assert_num_queries, rf):
    from core import views

    hr.post(PAGE, form(name="Mallila"))
    organisation.current()
    with django_assert_num_queries(0):
        assert "Mallila" in views.server_error(rf.get("/")).content.decode()
    organisation.forget()
    with django_assert_num_queries(0):
        assert settings.EMPLOYER_NAME in views.unavailable(rf.get("/")).content.decode()
