"""An extract of a confirmed memo for filing: who takes it, what comes along, what stands beside it."""

import datetime
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from core import formats, organisation
from core.models import AccessLog, Mail
from people.models import User
from tests.pdfs import text_of
from tests.vatupassi.memo.test_memo import agree, make_talk, mark, write
from vatupassi.memo import confirmation
from vatupassi.models import Conversation, DifferingView, Memo, Side, SupportPerson
from vatupassi.opening import actions as openings

pytestmark = pytest.mark.django_db
DOC = Path(__file__).resolve().parents[3] / "docs/filing.md"
HELD = {
    "marks": ["Aino Virtanen: miinuksen puolella", "Ainon sanat Osaanko."],
    "notes": ["Yhteinen muistiinpano."],
    "ability": ["Ainon sanat Kykenenkö.", "Kykenenkö yhdessä."],
    "nine": ["Palaudun metsässä."],
    "agreements": ["Kärry vaihdetaan"],
    "view": ["En muista näin."],
}
EXTRACT = "muistion ote arkistoitavaksi"
HIS = "Matin eriävä."
NEVER = ["Matin sanat.", "Liisa Tuki", "neuvotteluhuone 7", "Kehityskeskustelu"]


@pytest.fixture
def talk(aino, matti):
    """Confirmed with everything ticked in, also the supervisor's view; a support person is printed in the memo."""
    found = make_talk(employee=aino, supervisor=matti, occasion="development")
    found.place = "neuvotteluhuone 7"
    found.save()
    mark(found, Side.EMPLOYEE, "osaanko", now=-2, text="Ainon sanat Osaanko.")
    mark(found, Side.SUPERVISOR, "osaanko", now=3, text="Matin sanat.")
    mark(found, Side.EMPLOYEE, "kykenenko", now=-3, text="Ainon sanat Kykenenkö.")
    write(found, "osaanko.works", "Yhteinen muistiinpano.")
    write(found, "kykenenko.try", "Kykenenkö yhdessä.")
    write(found, "nine.5", "Palaudun metsässä.")
    agree(found, "Kärry vaihdetaan", question="kykenenko")
    SupportPerson.objects.create(conversation=found, name="Liisa Tuki", is_printed=True)
    ticks = {f"{code}_by_{side}": True for code in ("ability", "nine", "view") for side in Side.values}
    Conversation.objects.filter(pk=found.pk).update(**ticks)
    found = Conversation.objects.get(pk=found.pk)
    for person in (aino, matti):
        confirmation.confirm(found, by=person, text_revision=found.text_revision)
    for side, text in (("employee", "En muista näin."), ("supervisor", HIS)):
        DifferingView.objects.create(conversation=found, side=side, text=text)
    Mail.objects.all().delete()
    return Conversation.objects.get(pk=found.pk)


def page_of(talk) -> str:
    return reverse("memo_extract", args=[talk.pk])


def take(client, talk, *parts):
    return client.post(reverse("memo_extract_take", args=[talk.pk]), {"parts": parts})


def unpacked(response) -> tuple[dict, bytes]:
    """The metadata and the PDF of what came."""
    assert response.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        pdf, told = sorted(archive.namelist(), reverse=True)
        assert (pdf.removesuffix(".pdf"), told.removesuffix(".json")) == (pdf[:-4], pdf[:-4])
        return json.loads(archive.read(told)), archive.read(pdf)


def offered(client, talk) -> list[str]:
    return re.findall(r'name="parts" value="(\w+)"', client.get(page_of(talk)).text)


@pytest.mark.parametrize("part", HELD)
def test_each_part_brings_its_own_and_no_other(part, talk, aino, client):
    client.force_login(aino)
    text = text_of(unpacked(take(client, talk, part))[1])
    everything = [each for parts in HELD.values() for each in parts]
    assert [each for each in everything if each in text] == HELD[part]
    assert [each for each in [*NEVER, HIS] if each in text] == []


def test_without_the_ability_part_no_agreement_says_which_question_it_moves(talk, aino, client):
    client.force_login(aino)
    assert "Kykenenkö" not in text_of(unpacked(take(client, talk, "agreements"))[1])
    assert "Kykenenkö" in text_of(unpacked(take(client, talk, "agreements", "ability"))[1])


def test_a_supervisor_takes_what_was_agreed_and_their_own_view(talk, matti, client):
    client.force_login(matti)
    assert offered(client, talk) == ["agreements", "view"]
    for part in ("marks", "notes", "ability", "nine"):
        assert take(client, talk, part).headers["Content-Type"] != "application/zip"
    text = text_of(unpacked(take(client, talk, "agreements", "view"))[1])
    assert [each for parts in HELD.values() for each in parts if each in text] == HELD["agreements"]
    assert HIS in text
    assert [each for each in NEVER if each in text] == []


def test_hr_takes_once_both_have_opened_the_whole(talk, aino, matti, sari, client):
    client.force_login(sari)
    openings.open_to_hr(talk, to=sari, scope="whole", by=aino)
    assert client.get(page_of(talk)).status_code == take(client, talk, "agreements").status_code == 404
    openings.open_to_hr(talk, to=sari, scope="whole", by=matti)
    assert offered(client, talk) == list(HELD)
    told, pdf = unpacked(take(client, talk, *HELD))
    assert told["agent"] == {"name": "Sari Koskinen", "role": "HR", "organisation": organisation.current().name}
    assert [each for parts in HELD.values() for each in parts if each not in text_of(pdf)] == []
    assert HIS in text_of(pdf)
    assert [each for each in NEVER if each in text_of(pdf)] == []


def test_a_later_supervisor_and_a_trusted_person_take_none(talk, aino, sari, client):
    until = timezone.localdate() + datetime.timedelta(days=7)
    openings.give_memo(talk, to=sari, until=until, by=aino)
    client.force_login(sari)
    assert take(client, talk, "agreements").status_code == 404


def test_what_the_memo_does_not_hold_is_not_offered(aino, matti, client):
    found = make_talk(employee=aino, supervisor=matti, occasion="early-support")
    for person in (aino, matti):
        confirmation.confirm(found, by=person, text_revision=found.text_revision)
    client.force_login(aino)
    assert offered(client, found) == ["marks", "notes", "agreements"]


def test_nothing_before_it_is_confirmed_and_while_it_is_open_again(talk, aino, client):
    client.force_login(aino)
    confirmation.reopen(talk, by=aino)
    assert take(client, talk, "agreements").status_code == 404


def test_while_restricted_the_employee_alone_takes_it(talk, aino, matti, client):
    User.objects.filter(pk=aino.pk).update(restricted_since=timezone.now())
    for person, status in ((matti, 404), (aino, 200)):
        client.force_login(person)
        assert take(client, talk, "agreements").status_code == status
        assert (page_of(talk) in client.get(talk.get_absolute_url()).text) == (status == 200)


def test_the_employee_hears_that_somebody_else_took_one(talk, aino, matti, client):
    client.force_login(aino)
    take(client, talk, "agreements")
    assert (Mail.objects.count(), AccessLog.objects.filter(kind="extract").count()) == (0, 0)
    client.force_login(matti)
    take(client, talk, "agreements")
    take(client, talk, "agreements")
    assert [(mail.kind, mail.to_id) for mail in Mail.objects.all()] == [("extract_taken", aino.pk)]
    row = AccessLog.objects.get(kind="extract")
    assert (row.reader_id, row.reader_role, row.subject_id, row.party) == (matti.pk, "supervisor", aino.pk, True)
    client.force_login(aino)
    page = client.get("/mina/lukijat/").text
    assert [page.count(f"{kind}, {formats.day(talk.held_day)}") for kind in ("keskustelu", EXTRACT)] == [1, 1]


def test_what_stands_beside_it(talk, aino, client, settings):
    settings.SECRECY_MARK = "Salassa pidettävä (JulkL 24 § 1 mom. 25 k)"
    client.force_login(aino)
    response = take(client, talk, "agreements", "notes")
    told, pdf = unpacked(response)
    memo = Memo.objects.get()
    day = talk.held_day.isoformat()
    assert told["file"] == {
        "name": f"muistio-{day}-ote.pdf",
        "mediaType": "application/pdf",
        "sha256": hashlib.sha256(pdf).hexdigest(),
    }
    assert (told["title"], told["type"], told["language"]) == ("Ote keskustelun muistiosta", "muistion ote", "fi")
    assert (told["date"], told["identifier"], told["version"]) == (day, str(memo.pk), 1)
    assert told["secrecy"] == {"mark": "Salassa pidettävä (JulkL 24 § 1 mom. 25 k)", "personalData": True}
    assert told["agent"]["role"] == "työntekijä"
    assert sorted(told["parts"]) == ["agreements", "notes"]
    assert told["retention"]["inRegistry"] is None
    assert told["retention"]["inApplication"]["monthsAfterEnd"] == 24
    assert "Salassa pidettävä" in text_of(pdf)
    assert "Virtanen" not in response.headers["Content-Disposition"]
    texts = [each for parts in HELD.values() for each in parts]
    assert [each for each in texts if each in json.dumps(told, ensure_ascii=False)] == []


def test_each_field_is_described(talk, aino, client):
    client.force_login(aino)
    told, _pdf = unpacked(take(client, talk, "agreements"))

    def names(value, before=""):
        for key, each in value.items():
            yield from names(each, f"{before}{key}.") if isinstance(each, dict) else [f"{before}{key}"]

    described = re.findall(r"^\| `([\w.]+)` ", DOC.read_text(encoding="utf-8"), re.MULTILINE)
    assert described == list(names(told))


def test_choosing_nothing_comes_back_with_what_to_do(talk, aino, client):
    client.force_login(aino)
    assert "Valitse ainakin yksi osa." in take(client, talk).text
