"""From invitation to a confirmed memo, over HTTP."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone

from core import formats
from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine
from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.memo.confirmation import waiting_for
from vatupassi.models import Agreement, BoardMark, Conversation, Memo, Note, Occasion

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(aino, matti):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        place="keittiön toimisto",
    )


def test_an_employee_invites_and_the_two_get_to_a_confirmed_memo(aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    page = hers.get("/keskustelut/uusi/")
    assert page.status_code == 200
    day = timezone.localdate() + datetime.timedelta(days=7)
    form = {
        "id": uuid.uuid4(),
        "partner": matti.pk,
        "occasion": Occasion.objects.get(code="how-are-you").pk,
        "day": f"{day.day}.{day.month}.{day.year}",
        "clock": "9.15",
        "minutes": "45",
        "place": "keittiön toimisto",
        "memo_language": "fi",
    }
    answer = hers.post("/keskustelut/uusi/kutsu/", form)
    assert answer.status_code == 302
    assert hers.post("/keskustelut/uusi/kutsu/", form).status_code == 302  # a double click
    found = Conversation.objects.get()
    assert [(mail.kind, mail.to) for mail in Mail.objects.all()] == [("invitation", matti)]
    base = f"/keskustelut/{found.pk}/"
    assert "Aino Virtanen" in his.get(base).content.decode()
    his.post(base + "sopii/")
    found.refresh_from_db()
    assert found.status == "agreed"
    step = base + "vaihe/together/"
    assert his.get(step).status_code == 200
    saved = his.post(step + "tallenna/", {"text-together.works": "Aamut sujuvat", "version-together.works": "0"})
    assert saved.status_code == 302
    assert "Aamut sujuvat" in hers.get(step).content.decode()
    added = hers.post(
        step + "sovi/",
        {
            "id": uuid.uuid4(),
            "text": "Kaksi iltaa",
            "side": "supervisor",
            "due_on": form["day"],
            "kind": "act",
            "helps_now": "on",
        },
    )
    assert added.status_code == 302
    assert Agreement.objects.get().helps_now
    memo = base + "vaihe/memo/"
    assert "Kaksi iltaa" in his.get(memo).content.decode()
    found.refresh_from_db()
    for client in (hers, his):
        client.post(base + "muistio/vahvista/", {"text_revision": found.text_revision})
    found.refresh_from_db()
    assert (found.status, Memo.objects.count()) == ("confirmed", 1)
    assert his.post(step + "tallenna/", {"text-together.works": "x", "version-together.works": "1"}).status_code == 200
    assert Note.objects.get(slot="together.works").text.open(aino) == "Aamut sujuvat"


def test_two_who_invite_each_other_are_told_before_there_are_two_conversations(aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    form = {
        "occasion": Occasion.objects.get(code="how-are-you").pk,
        "day": f"{timezone.localdate() + datetime.timedelta(days=7):%-d.%-m.%Y}",
        "clock": "9.15",
        "minutes": "45",
        "memo_language": "fi",
    }
    assert hers.post("/keskustelut/uusi/kutsu/", form | {"id": uuid.uuid4(), "partner": matti.pk}).status_code == 302
    mine, url = (
        form | {"id": uuid.uuid4(), "partner": aino.pk, "place": "kahvio"},
        f"/keskustelut/uusi/kutsu/?with={aino.pk}",
    )
    crossed = his.post(url, mine)
    page, asked = crossed.content.decode(), str(Conversation.objects.get().pk)
    assert (crossed.status_code, Conversation.objects.count()) == (200, 1)
    assert ("Aino Virtanen on tällä välin ehdottanut sinulle" in page, f'name="asked" value="{asked}"' in page) == (
        True,
        True,
    )
    assert 'value="kahvio"' in page
    assert his.post(url, mine | {"asked": asked}).status_code == 302  # they mean it
    assert Conversation.objects.count() == 2
    hers.post("/keskustelut/uusi/kutsu/", form | {"id": uuid.uuid4(), "partner": matti.pk})
    assert Conversation.objects.count() == 2  # his second one waits for her answer


def test_one_that_is_not_held_is_not_called_held(conversation, matti, signed_in):
    his = signed_in(matti)
    his.post(f"/keskustelut/{conversation.pk}/peru/")
    page = his.get("/keskustelut/").content.decode()
    assert ("peruttu" in page, "Aiemmat" in page, "Pidetyt" in page) == (True, False, False)  # its day is ahead


def test_what_two_write_at_once_is_one_text_and_both_confirm_it_anew(conversation, aino, matti, signed_in):
    slot, script = "tiedanko.works", {"X-Autosave": "1"}
    step = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/"
    hers, his = signed_in(aino), signed_in(matti)

    def save(client, text, version):
        answer = client.post(step + "tallenna/", {f"text-{slot}": text, f"version-{slot}": version}, headers=script)
        return answer.status_code

    def text():
        return Note.objects.get(slot=slot).text.open(aino)

    assert save(hers, "Aamut sujuvat. Illat ovat raskaita.", 0) == 200
    revision = Conversation.objects.get().text_revision
    his.post(f"/keskustelut/{conversation.pk}/muistio/vahvista/", {"text_revision": revision})
    assert conversation.confirmations.filter(text_revision=revision).count() == 1
    assert save(hers, "Aamut sujuvat hyvin. Illat ovat raskaita.", 1) == 200
    assert save(his, "Aamut sujuvat. Illat ovat raskaita. Vuorot vaihtuvat.", 1) == 200
    assert text() == "Aamut sujuvat hyvin. Illat ovat raskaita. Vuorot vaihtuvat."
    now = Conversation.objects.get()
    assert (now.text_revision, waiting_for(now)) == (revision + 2, ["employee", "supervisor"])
    for client in (hers, his):
        answer = client.post(f"/keskustelut/{conversation.pk}/muistio/vahvista/", {"text_revision": revision + 1})
        assert "muuttunut" in flat(client.get(answer.url).content)  # neither confirms what they have not read
    assert conversation.confirmations.filter(text_revision=now.text_revision).count() == 0


def test_whoever_confirmed_a_text_that_has_changed_is_asked_again(conversation, matti, signed_in, aino):
    hers, his = signed_in(aino), signed_in(matti)
    his.post(f"/keskustelut/{conversation.pk}/sopii/")
    hers.post(f"/keskustelut/{conversation.pk}/sopii/")
    memo = f"/keskustelut/{conversation.pk}/vaihe/memo/"
    now = Conversation.objects.get()
    his.post(f"/keskustelut/{now.pk}/muistio/vahvista/", {"text_revision": now.text_revision})
    asked = ("Muistio on muuttunut: Aino Virtanen", "odottaa vahvistustasi", "vahvistit aiemman tekstin")
    pages = ("/", "/keskustelut/", memo)

    def shown(client):
        return [words in flat(client.get(page).content) for page, words in zip(pages, asked, strict=True)]

    assert shown(his) == [False, False, False]
    now.touch(text=True)
    assert shown(his) == [True, True, True]
    pair = flat(his.get(f"/keskustelut/kanssa/{aino.pk}/").content)
    assert f'href="{memo}"' in pair
    assert "odottaa vahvistustasi" in flat(his.get("/tiimi/").content)
    assert shown(hers) == [False, False, False]  # she has confirmed none
    assert "vahvisti aiemman tekstin" in flat(hers.get(memo).content)
    now.refresh_from_db()
    his.post(f"/keskustelut/{now.pk}/muistio/vahvista/", {"text_revision": now.text_revision})
    assert shown(his) == [False, False, False]


def words_of(page, slot):
    """What is said in the field of a slot."""
    field = page.content.decode().partition(f'id="field-{slot}"')[2].partition('id="field-')[0]
    return re.sub(r"\s+:", ":", re.sub("<[^>]+>", " ", field))


def test_a_sentence_that_both_rewrite_is_shown_to_both_with_their_names(conversation, aino, matti, signed_in):
    slot, script = "tiedanko.works", {"X-Autosave": "1"}
    step = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/"
    for person, words in ((aino, "Tilaukset yhdessä torstaisin."), (matti, "Tilaukset Juhon kanssa tiistaisin.")):
        answer = signed_in(person).post(
            step + "tallenna/", {f"text-{slot}": f"Alku. {words}", f"version-{slot}": 0}, headers=script
        )
        assert answer.status_code == 200
    assert "data-sentence" not in answer.content.decode()  # two new sentences are no clash
    version = Note.objects.get(slot=slot).version
    for person, words in ((aino, "Tilaukset yhdessä perjantaisin."), (matti, "Tilaukset Elinan kanssa.")):
        form = {f"text-{slot}": f"Alku. {words} Tilaukset Juhon kanssa tiistaisin.", f"version-{slot}": version}
        assert signed_in(person).post(step + "tallenna/", form, headers=script).status_code == 200
    for reader, hers, his in ((aino, " (sinä)", ""), (matti, "", " (sinä)")):
        words = " ".join(words_of(signed_in(reader).get(step), slot).split())
        assert "Kirjoititte saman lauseen kahdella tavalla" in words
        assert f"Aino Virtanen{hers}: Tilaukset yhdessä perjantaisin." in words
        assert f"Matti Laine{his}: Tilaukset Elinan kanssa." in words
    assert ["<<<" in text or ">>>" in text for text in [Note.objects.get(slot=slot).text.open(aino)]] == [False]


def test_what_is_done_later_does_not_change_the_memo_page(conversation, aino, matti, signed_in):
    BoardMark.objects.create(conversation=conversation, side="employee", question="tiedanko", now=0, target=2)
    agreement = Agreement.objects.create(
        conversation=conversation, text="Taulu", side="supervisor", due_on="2030-01-01", question="tiedanko"
    )
    for client in (signed_in(aino), signed_in(matti)):
        revision = Conversation.objects.get(pk=conversation.pk).text_revision
        client.post(f"/keskustelut/{conversation.pk}/muistio/vahvista/", {"text_revision": revision})
    page = f"/keskustelut/{conversation.pk}/vaihe/memo/"
    before = signed_in(aino).get(page).content.decode().split('id="memo-text"')[1].split("</section>")[0]
    agreement.outcome = "done"
    agreement.save()
    after = signed_in(aino).get(page).content.decode().split('id="memo-text"')[1].split("</section>")[0]
    assert after == before


def test_the_list_of_readers_says_which_conversation(confirmed, aino, matti, signed_in):
    signed_in(matti).get(f"/keskustelut/{confirmed.pk}/vaihe/agreements/")
    [row] = signed_in(aino).get("/mina/lukijat/").context["rows"]
    assert row["what"] == f"keskustelu, {formats.day(confirmed.starts_at, 'fi')}"
    confirmed.delete()
    [row] = signed_in(aino).get("/mina/lukijat/").context["rows"]
    assert row["what"] == "keskustelu"


def test_a_former_supervisor_reads_no_new_place_in_a_cancellation(aino, matti):
    """The entry leaves the calendar; where the conversation was to be by now is not theirs to know."""
    at = timezone.now() + datetime.timedelta(days=3)
    occasion = Occasion.objects.get(code="early-support")
    talk = invitations.start(
        employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=at, agreed=True, place="Vanha huone"
    )
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=yesterday)
    invitations.propose(talk, by=aino, starts_at=at, minutes=30, place="Uusi huone", video_link="")
    invitations.decline(talk, by=aino)
    entry = letter(Mail.objects.get(to=matti, kind="declined")).attachments[0].content.decode()
    assert "METHOD:CANCEL" in entry
    assert "huone" not in entry


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("agreed", [False, True])
def test_its_page_says_once_when_it_is(aino, matti, signed_in, agreed, language):
    starts_at = timezone.now().replace(minute=15) + datetime.timedelta(days=3)
    found = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=starts_at,
        agreed=agreed,
    )
    when = flat(formats.day(starts_at, language)), flat(formats.clock(starts_at, language))
    for person in (aino, matti):
        type(person).objects.filter(pk=person.pk).update(language=language)
        page = flat(signed_in(person).get(f"/keskustelut/{found.pk}/").content)
        shown, folds = page[page.index("<main") :], 1
        while folds:  # folded is where a new time is suggested: that may name the one that holds
            shown, folds = re.subn(r"<details(?:(?!<details).)*?</details>", "", shown)
        said = re.sub(r"<[^>]*>", " ", shown)
        assert [said.count(words) for words in when] == [1, 1]
