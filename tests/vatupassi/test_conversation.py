"""From invitation to a confirmed memo, over HTTP."""

import datetime
import uuid

import pytest
from django.utils import timezone

from core import formats
from core.models import Mail
from vatupassi.actions import invitations
from vatupassi.models import Agreement, BoardMark, Conversation, Fork, Memo, Note, Occasion

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
    assert ("Aino Virtanen on tällä välin kutsunut sinut" in page, f'name="asked" value="{asked}"' in page) == (
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
    assert ("ei pidetä" in page, "Aiemmat" in page, "Pidetyt" in page) == (True, True, False)


def test_the_same_field_written_by_both_keeps_both_texts(conversation, aino, matti, signed_in):
    url = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/tallenna/"
    first = {"text-tiedanko.works": "Matti kirjoitti", "version-tiedanko.works": "0"}
    second = {"text-tiedanko.works": "Aino kirjoitti", "version-tiedanko.works": "0"}
    assert signed_in(matti).post(url, first, headers={"X-Autosave": "1"}).status_code == 200
    clash = signed_in(aino).post(url, second, headers={"X-Autosave": "1"})
    assert clash.status_code == 409
    assert "Matti kirjoitti" in clash.content.decode()
    assert "Aino kirjoitti" in clash.content.decode()
    assert Fork.objects.count() == 1
    signed_in(aino).post(
        url, {"text-tiedanko.works": "Aino kirjoitti", "version-tiedanko.works": "1", "keep-tiedanko.works": "both"}
    )
    assert Note.objects.get(slot="tiedanko.works").text.open(aino) == "Matti kirjoitti\n\nAino kirjoitti"
    assert Fork.objects.count() == 0


def test_a_waiting_text_stays_until_its_writer_chooses_also_when_they_write_on_in_another_tab(
    conversation, aino, matti, signed_in
):
    client, slot, script = signed_in(aino), "tiedanko.works", {"X-Autosave": "1"}
    url = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/tallenna/"

    def save(text, version, **more):
        form = {f"text-{slot}": text, f"version-{slot}": version} | more
        return client.post(url, form, headers=script).status_code

    Note.write(conversation, slot, "Matti kirjoitti", version=0, by=matti, note=conversation.notes.get(slot=slot))
    assert [save("Tästä välilehdestä", 0), save("Toisesta välilehdestä", 1)] == [409, 200]
    assert [fork.text.open(aino) for fork in conversation.forks.all()] == ["Tästä välilehdestä"]
    assert save("Kolmannesta välilehdestä", 0) == 409
    both = "Tästä välilehdestä\n\nKolmannesta välilehdestä"
    assert [fork.text.open(aino) for fork in conversation.forks.all()] == [both]
    assert save("Valittu", 2, **{f"keep-{slot}": "mine"}) == 200
    assert (conversation.forks.count(), Note.objects.get(slot=slot).text.open(aino)) == (0, "Valittu")


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
    signed_in(matti).get(f"/keskustelut/{confirmed.pk}/vaihe/tiedanko/")
    [row] = signed_in(aino).get("/mina/lukijat/").context["rows"]
    assert row["what"] == f"keskustelu, {formats.day(confirmed.starts_at, 'fi')}"
    confirmed.delete()
    [row] = signed_in(aino).get("/mina/lukijat/").context["rows"]
    assert row["what"] == "keskustelu"
