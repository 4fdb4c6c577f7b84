"""The six written models: HR writes versions, everybody reads what is in force, nobody records who."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core import organisation
from core.evidence import parts
from core.models import AccessLog, Organisation
from support.model.kinds import KINDS
from support.model.text import Block, Change, blocks, differences
from support.models import ModelFile, ModelVersion
from tests.html import flat

pytestmark = pytest.mark.django_db
LIST, ABILITY = "/tuki/mallit/", "/tuki/mallit/tyokyky/"
DRAFT = f"{ABILITY}luonnos/"
FACTS = {
    "approved_by": "johtoryhmä",
    "approved_on": "2.11.2026",
    "negotiated_on": "20.10.2026",
    "in_force_from": "1.12.2026",
}


def version(number=1, *, kind="tyokyky", published=True, **more):
    facts = {"in_force_from": timezone.localdate(), "published_at": timezone.now()} if published else {}
    return ModelVersion.objects.create(kind=kind, number=number, **facts, **more)


def save(client, **more):
    return client.post(DRAFT, {"text_fi": "# Mihin\n\nTyöhön.", "revision": "0"} | more, follow=True)


def test_all_six_are_listed_and_each_begins_from_its_headings_in_three_languages(aino, sari, signed_in):
    page = signed_in(aino).get(LIST).text
    assert page.count("ei vielä kirjattu tänne") == len(KINDS) == 6
    draft = signed_in(sari).get(DRAFT).text
    for heading in ("# Milloin ja miten huoli otetaan puheeksi", "# När och hur man tar upp sin oro", "# When and how"):
        assert heading in draft
    assert not ModelVersion.objects.exists()  # looking makes nothing


def test_only_hr_sees_the_draft_and_everybody_what_is_published(aino, sari, signed_in, caplog):
    hers, his = signed_in(sari), signed_in(aino)
    save(hers)
    assert "Työhön." not in his.get(ABILITY).text
    assert his.get(f"{ABILITY}1/").status_code == 404
    assert his.get(DRAFT).status_code == 404
    save(hers, revision="1", publish="1", **FACTS)
    page = his.get(ABILITY).text
    assert [word in page for word in ("Työhön.", "2.11.2026", "johtoryhmä", "20.10.2026", "1.12.2026")] == [True] * 5
    assert AccessLog.objects.count() == 0


@pytest.mark.parametrize("missing", FACTS)
def test_nothing_is_published_without_what_shows_that_it_is_in_force(missing, sari, signed_in):
    page = save(signed_in(sari), publish="1", **(FACTS | {missing: ""})).text
    assert "Täytä tämä ennen julkaisemista." in page
    assert "Työhön." in page
    assert not ModelVersion.objects.published().exists()


def test_headings_alone_are_not_published_nor_a_day_to_come(sari, signed_in):
    hers = signed_in(sari)
    assert "Kirjoita otsikoiden alle" in save(hers, publish="1", text_fi="# Mihin\n\n# Kuka", **FACTS).text
    soon = timezone.localdate() + datetime.timedelta(days=3)
    day = f"{soon.day}.{soon.month}.{soon.year}"
    assert "vasta tulossa" in save(hers, publish="1", **(FACTS | {"negotiated_on": day})).text
    assert not ModelVersion.objects.exists()


def test_a_program_is_refused_and_a_document_is_kept_until_another_takes_its_place(aino, sari, signed_in):
    hers = signed_in(sari)
    page = save(hers, file_fi=SimpleUploadedFile("malli.pdf", b"MZ\x90 a program")).text
    assert "Tiedosto ei ole sitä" in page
    assert not ModelFile.objects.exists()
    save(hers, file_fi=SimpleUploadedFile("malli.pdf", b"%PDF-1"))
    save(hers, revision="1", file_fi=SimpleUploadedFile("uusi.pdf", b"%PDF-2"))
    assert [(file.name, bytes(file.data)) for file in ModelFile.objects.all()] == [("uusi.pdf", b"%PDF-2")]
    address = f"{ABILITY}1/fi/"
    assert signed_in(aino).get(address).status_code == 404  # a draft's
    save(hers, revision="2", publish="1", text_fi="", **FACTS)  # a file alone is a version
    answer = signed_in(aino).get(address)
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-2", "application/pdf")
    assert "Tämä versio on tiedostona." in signed_in(aino).get(ABILITY).text
    save(hers, text_fi="Työhön.")
    assert ModelFile.objects.count() == 1  # the next version begins without one


def test_a_file_is_taken_away(sari, signed_in):
    hers = signed_in(sari)
    save(hers, file_fi=SimpleUploadedFile("malli.pdf", b"%PDF-1"))
    save(hers, revision="1", no_file_fi="on")
    assert not ModelFile.objects.exists()


def test_of_two_who_write_the_second_sees_the_first_text_and_keeps_their_own(sari, signed_in):
    hers = signed_in(sari)
    save(hers, text_fi="Ensimmäinen.")
    page = save(hers, text_fi="Toinen.").text
    assert ("Ensimmäinen." in page, "Toinen." in page) == (True, True)
    assert ModelVersion.objects.get().text_fi == "Ensimmäinen."
    save(hers, text_fi="Ensimmäinen ja toinen.", revision="1")
    assert ModelVersion.objects.get().text_fi == "Ensimmäinen ja toinen."


def test_what_is_published_stays_and_a_new_version_takes_its_place(aino, sari, signed_in):
    version(text_fi="# Mihin\n\nVanha rivi.\n\nSama rivi.")
    hers = signed_in(sari)
    assert "Vanha rivi." in hers.get(DRAFT).text  # the new one begins with it
    save(hers, publish="1", text_fi="# Mihin\n\nUusi rivi.\n\nSama rivi.", changes_fi="Rivi vaihtui.", **FACTS)
    assert ModelVersion.objects.get(number=1).text_fi == "# Mihin\n\nVanha rivi.\n\nSama rivi."
    page = signed_in(aino).get(ABILITY).text
    assert "Rivi vaihtui." in page
    assert "poistettu: </span>Vanha rivi.</del>" in page
    assert "uusi: </span>Uusi rivi.</ins>" in page
    assert "Vanha rivi." in signed_in(aino).get(f"{ABILITY}1/").text


def test_a_text_in_another_language_says_so(aino, signed_in):
    version(text_sv="Bara på svenska.")
    page = signed_in(aino).get(ABILITY).text
    assert "Vain ruotsiksi" in page
    assert 'lang="sv"' in page


def test_a_draft_is_deleted_and_what_is_published_stays(sari, signed_in):
    version(text_fi="x")
    version(2, published=False, text_fi="y")
    signed_in(sari).post(f"{DRAFT}poista/")
    assert [one.number for one in ModelVersion.objects.all()] == [1]


def test_the_evidence_report_tells_which_exist_in_which_version():
    version(text_fi="x")
    version(2, text_fi="y")
    version(kind="paihdeohjelma", published=False, text_fi="z")
    rows = {row.title: row for part in parts() for row in part.rows}
    ability, substance = rows["Työkykyjohtamisen malli"], rows["Päihdeohjelma"]
    assert (ability.version, ability.used, ability.since) == ("2", "käytössä", timezone.localdate())
    assert (substance.version, substance.used, substance.since) == ("", "ei vielä kirjattu tänne", None)


def test_how_a_text_is_laid_out():
    text = "# Mihin\nTyöhön.\nJa vapaalle.\n\n- yksi\n– kaksi\n\nLoppu.\n#\n"
    assert blocks(text) == [
        Block("heading", ["Mihin"]),
        Block("text", ["Työhön.", "Ja vapaalle."]),
        Block("list", ["yksi", "kaksi"]),
        Block("text", ["Loppu."]),
    ]


def test_what_differs():
    assert differences("# A\nyksi\nkaksi", "# A\nkaksi\nkolme") == [
        Change("same", ["A"]),
        Change("out", ["yksi"]),
        Change("same", ["kaksi"]),
        Change("new", ["kolme"]),
    ]
    assert [change.kind for change in differences("a", "a")] == ["same"]


def test_a_model_that_is_none_of_the_six_is_not_there(sari, signed_in):
    hers = signed_in(sari)
    for address in ("/tuki/mallit/x/", "/tuki/mallit/x/luonnos/", "/tuki/mallit/x/1/", "/tuki/mallit/x/1/fi/"):
        assert hers.get(address).status_code == 404


def test_it_says_where_it_was_negotiated_in_the_words_of_its_own_day(aino, sari, signed_in):
    """An employer that becomes a wellbeing services county does not change what is published."""
    employer = Organisation.objects.create(name="Kotikunta", kind="municipality")
    organisation.forget()
    save(signed_in(sari), publish="1", **FACTS)
    employer.kind = "county"
    employer.save()
    organisation.forget()
    page = signed_in(aino).get(ABILITY).text
    assert ("kunnan tai kuntayhtymän" in page, "hyvinvointialueen" in page) == (True, False)
    assert "hyvinvointialueen" in signed_in(sari).get(DRAFT).text


def test_a_version_whose_day_lies_ahead_says_so_and_the_one_before_holds(aino, signed_in):
    version(text_fi="Vanha.")
    coming = timezone.localdate() + datetime.timedelta(days=20)
    version(2, text_fi="Uusi.", published=False, in_force_from=coming, published_at=timezone.now())
    page = flat(signed_in(aino).get(ABILITY).content)
    assert [words in page for words in ("Uusi.", "tulossa voimaan", "Siihen asti voimassa on versio 1.")] == [True] * 3
    assert "aiempi versio" not in signed_in(aino).get(f"{ABILITY}1/").text


def test_whoever_began_before_a_colleague_published_sees_it_first(sari, signed_in):
    """Both began without a draft. A second click on the button publishes no second version either."""
    save(signed_in(sari), publish="1", text_fi="# Mihin\n\nEnsimmäinen.", **FACTS)
    late = save(signed_in(sari), publish="1", text_fi="# Mihin\n\nToinen.", **FACTS).text
    assert [text in late for text in ("Ensimmäinen.", "Toinen.")] == [True, True]
    assert [one.text_fi for one in ModelVersion.objects.all()] == ["# Mihin\n\nEnsimmäinen."]


def test_a_page_of_an_earlier_draft_does_not_write_over_the_next_one(sari, signed_in):
    hers = signed_in(sari)
    save(hers)
    save(hers, revision="1", publish="1", **FACTS)
    began = hers.get(DRAFT).context["form"].initial["revision"]
    save(hers, revision=str(began), text_fi="Seuraava.")
    save(hers, revision="1", text_fi="Vanhan sivun.")
    assert ModelVersion.objects.drafts().get().text_fi == "Seuraava."
