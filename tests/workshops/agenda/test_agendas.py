"""Making, publishing and keeping agendas: ready-made days, who may make and lead them, own templates, who sees."""

import datetime
import json

import pytest
from django.utils import timezone

from core.models import Mail
from people.models import SupervisionLine
from tests.workshops.conftest import DAY, at, make_agenda, times
from workshops.agenda.patterns import PATTERNS
from workshops.models import Agenda, Block, Facilitator, OwnTemplate

pytestmark = pytest.mark.django_db


# ---- Ready-made days


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_sources_day_has_its_ten_rows_and_times(matti, language):
    agenda = make_agenda(matti, language=language, starts_at=at("18.5.2027", "9.15"))
    assert times(agenda) == DAY
    rows = list(agenda.blocks.all())
    assert [[talk.slides for talk in row.talks] for row in rows] == [
        [""], ["2–12"], [""], ["13–21"], [""], ["22–39", "40–47"], [""], ["48–64"], [""], [""],
    ]  # fmt: skip
    assert sum(row.minutes for row in rows) == 345
    expected = {"fi": "Avaus, päivän sisältö ja tavoitteet", "sv": "Öppning, dagens innehåll och mål"}
    assert rows[0].title == expected.get(language, "Opening, contents and aims of the day")


def test_every_ready_made_day_is_whole_in_three_languages():
    for pattern in PATTERNS.values():
        shown = {language: json.dumps(pattern.blocks(language)) for language in ("fi", "sv", "en")}
        assert len(set(shown.values())) == 3
        for part in pattern.parts:
            assert 0 < part.minutes <= 90 or part.kind == Block.Kind.CLOSING
    assert len(PATTERNS["rooting"].parts) == 12  # eight ways among them
    assert PATTERNS["first-quarter"].minutes == 15
    assert [code for code in PATTERNS if code.startswith("mentor-")] == [f"mentor-{n}" for n in range(1, 6)]


def test_a_supervisor_makes_a_workshop_of_the_unit(his, matti, kitchen, streets):
    page = his.get("/tyopajat/uusi/")
    assert [value for value, _name in page.context["form"].fields["unit"].choices] == [str(kitchen.pk)]
    form = {"day": "18.5.2027", "unit": kitchen.pk, "template": "active-support", "language": "fi"}
    assert his.post("/tyopajat/uusi/", form | {"unit": streets.pk}).status_code == 200
    assert his.post("/tyopajat/uusi/", form).status_code == 302
    made = Agenda.objects.get()
    assert (made.title, made.state, made.open_to) == ("Aktiivisen tuen päivä", "draft", "unit")
    assert timezone.localtime(made.starts_at) == at("18.5.2027", "9.15")
    assert times(made) == DAY


def test_hr_and_the_register_make_them_for_anyone(sari, stranger, signed_in, kitchen):
    form = {"day": "18.5.2027", "clock": "10", "unit": "", "template": "", "language": "sv", "title": "Möte ŞÅŋ"}
    assert signed_in(sari).post("/tyopajat/uusi/", form).status_code == 302
    assert Agenda.objects.get().open_to == "all"
    assert signed_in(stranger).get("/tyopajat/uusi/").status_code == 404
    assert signed_in(sari).post("/tyopajat/vetajat/lisaa/", {"person": stranger.pk}).status_code == 302
    assert signed_in(stranger).post("/tyopajat/uusi/", form | {"unit": kitchen.pk}).status_code == 302
    assert Agenda.objects.count() == 2


def test_whoever_may_facilitate_no_more_leads_nothing_from_the_next_request(agenda, his, matti, stranger, signed_in):
    assert his.get(f"/tyopajat/{agenda.pk}/rakenna/").status_code == 200
    named = Facilitator.objects.create(person=stranger)
    agenda.facilitatings.create(person=stranger)
    assert signed_in(stranger).get(f"/tyopajat/{agenda.pk}/rakenna/").status_code == 200
    named.delete()
    assert signed_in(stranger).get(f"/tyopajat/{agenda.pk}/rakenna/").status_code == 404
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert his.get(f"/tyopajat/{agenda.pk}/rakenna/").status_code == 404


def test_hr_finds_a_leader_for_what_nobody_may_lead_any_more(agenda, matti, leena, sari, signed_in):
    hers = signed_in(sari)
    assert agenda.title not in hers.get("/tyopajat/vetajat/").content.decode()
    assert hers.post(f"/tyopajat/{agenda.pk}/uusi-vetaja/", {"person": leena.pk}).status_code == 404
    type(matti).objects.filter(pk=matti.pk).update(is_active=False)
    assert agenda.title in hers.get("/tyopajat/vetajat/").content.decode()
    assert hers.get(f"/tyopajat/{agenda.pk}/").status_code == 404  # the title and the day, not the programme
    assert hers.post(f"/tyopajat/{agenda.pk}/uusi-vetaja/", {"person": leena.pk}).status_code == 302
    assert Mail.objects.get().kind == "workshop_leader"
    assert signed_in(leena).get(f"/tyopajat/{agenda.pk}/rakenna/").status_code == 200
    assert agenda.title not in hers.get("/tyopajat/vetajat/").content.decode()


# ---- Own templates, drafts, who sees


def test_an_own_template(agenda, his, matti, signed_in, sari):
    his.post(f"/tyopajat/{agenda.pk}/pohjaksi/", {"name": "Meidän päivä"})
    his.post(f"/tyopajat/{agenda.pk}/pohjaksi/", {"name": "Meidän päivä"})
    own = OwnTemplate.objects.get()
    form = {"day": "20.5.2027", "unit": matti.unit_id, "template": f"own-{own.pk}", "language": "fi"}
    his.post("/tyopajat/uusi/", form)
    made = Agenda.objects.exclude(pk=agenda.pk).get()
    assert (made.title, times(made)) == ("Meidän päivä", DAY)
    hers = signed_in(sari)
    assert "Meidän päivä" not in hers.get("/tyopajat/uusi/").content.decode()
    assert hers.post(f"/tyopajat/omat-pohjat/{own.pk}/poista/").status_code == 404
    his.post(f"/tyopajat/omat-pohjat/{own.pk}/poista/")
    assert OwnTemplate.objects.count() == 0


def test_a_draft_is_its_facilitators_and_published_the_units(agenda, his, aino, johanna, signed_in):
    hers, other = signed_in(aino), signed_in(johanna)
    assert hers.get(f"/tyopajat/{agenda.pk}/").status_code == 404
    his.post(f"/tyopajat/{agenda.pk}/julkaise/")
    assert hers.get(f"/tyopajat/{agenda.pk}/").status_code == 200
    assert other.get(f"/tyopajat/{agenda.pk}/").status_code == 404
    Agenda.objects.update(open_to="all")
    assert other.get(f"/tyopajat/{agenda.pk}/").status_code == 200


def test_a_note_is_the_facilitators_alone(published, his, aino, signed_in):
    Block.objects.filter(agenda=published, position=0).update(note="Fläpit esiin")
    assert "Fläpit esiin" not in signed_in(aino).get(f"/tyopajat/{published.pk}/").content.decode()
    assert signed_in(aino).get(f"/tyopajat/{published.pk}/ohjelma-vetajille.pdf").status_code == 404
