"""The first layer of the privacy notice: once on the start page, always first on the whole one."""

import pytest
from django.utils import translation

from core import organisation, retention
from core.organisation.models import Organisation
from people.models import User
from people.statement.short import short
from tests.factories import make_person
from tests.html import flat

TITLE = "Ennen kuin aloitat: omat tietosi täällä"

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(kitchen):
    return make_person(name="Elina Kettunen", unit=kitchen, privacy_told_at=None)


def start(client):
    return client.get("/").content.decode()


def test_it_stands_on_the_start_page_until_it_is_put_away(newcomer, signed_in):
    client = signed_in(newcomer)
    assert [TITLE in start(client), TITLE in start(client)] == [True, True]
    answer = client.post("/tietosuoja/luettu/")
    assert (answer.status_code, answer.url) == (302, "/")
    assert TITLE not in start(client)


def test_a_second_click_keeps_the_first_moment_and_each_has_their_own(newcomer, signed_in, aino):
    User.objects.filter(pk=aino.pk).update(privacy_told_at=None)
    client = signed_in(newcomer)
    moments = set()
    for _time in range(2):
        client.post("/tietosuoja/luettu/")
        newcomer.refresh_from_db()
        moments.add(newcomer.privacy_told_at)
    aino.refresh_from_db()
    assert (len(moments), None in moments, aino.privacy_told_at) == (1, False, None)


def test_reading_writes_nothing(newcomer, signed_in):
    client = signed_in(newcomer)
    assert client.get("/tietosuoja/luettu/").url == "/tietosuoja/"
    client.get("/tietosuoja/")
    newcomer.refresh_from_db()
    assert newcomer.privacy_told_at is None


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("municipality", "Näiden muutoksesta keskustellaan ensin kunnan tai kuntayhtymän yhteistoimintaelimessä."),
        ("company-50", "Näiden muutoksesta keskustellaan ensin vuoropuhelussa henkilöstön edustajien kanssa."),
    ],
)
def test_it_speaks_of_this_employer_and_its_periods(newcomer, signed_in, client, kind, where):
    Organisation.objects.create(name="Saaristo Oy <b>", kind=kind, privacy_contact="tietosuoja@saaristo.example")
    organisation.forget()
    for page in (start(signed_in(newcomer)), client.get("/tietosuoja/").content.decode()):
        assert "Saaristo Oy &lt;b&gt; käyttää tätä palvelua" in page
        assert "tietosuoja@saaristo.example" in page
        assert where in page
        with translation.override("fi"):
            assert f"<li>Keskustelu ja sen muistio: {retention.period('conversation').words} " in page


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_whole_notice_begins_with_it_in_each_language(client, language):
    title = {"fi": "Lyhyesti", "sv": "I korthet", "en": "In short"}[language]
    page = client.get("/tietosuoja/", headers={"accept-language": language}).content.decode()
    assert page.index(f'<h2 id="short">{title}</h2>') < page.index('<h2 id="who">')


def test_a_light_conversation_is_told_of_by_itself():
    """It goes long before the others: one period for both would be untrue."""
    with translation.override("en"):
        light, other = (retention.period(name).words for name in ("conversation_light", "conversation"))
        assert [row.period for row in short().kept if "light" in row.what] == [light]
    assert light != other


def test_the_start_page_says_four_things_and_keeps_the_rest_behind_more(newcomer, signed_in):
    page = start(signed_in(newcomer))
    first, more = page[page.index(TITLE) :].split("<summary>")[:2]
    assert flat(first).count("<p><b>") == 4
    with translation.override("fi"):
        assert [row.period for row in short().kept if row.period not in first] == []
    assert more.startswith("Lue lisää</summary>")
    assert "Perusteena on työnantajan" not in first
