"""While somebody has asked that their data is restricted: the two read their conversations, and nobody writes."""

import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.backup.journal import WATCHED
from core.models import Mail
from core.outbox import letter
from core.retention import dispose
from people.models import RightsRequest, SupervisionLine, User
from people.rights import actions as rights
from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.models import Conversation, DifferingView, HandOver, Note, Occasion, Opening, Restricted
from vatupassi.opening import actions as openings

pytestmark = pytest.mark.django_db
TEXT = "Tätä olin juuri kirjoittamassa."
ONLY_READ = "Tätä keskustelua voi toistaiseksi vain lukea"


@pytest.fixture
def restricted(two_agreements, aino, matti, sari):
    """As it is after Aino has asked for it."""
    Mail.objects.all().delete()
    rights.ask(aino, kind="rajoitus", text="")
    return Conversation.objects.get(pk=two_agreements.pk)


def told(person):
    return sorted(Mail.objects.filter(to=person, kind__startswith="restrict").values_list("kind", flat=True))


def step(conversation, code="tiedanko"):
    return reverse("conversation_step", args=[conversation.pk, code])


def test_from_my_data_at_once_and_both_are_told(signed_in, two_agreements, aino, matti, sari):
    Mail.objects.all().delete()
    hers, revision = signed_in(aino), two_agreements.revision
    assert "Rajoita käyttöä" in hers.get("/mina/tiedot/").text
    assert hers.post("/mina/tiedot/pyynto/rajoitus/", {"text": ""}).status_code == 302
    assert (told(aino), told(matti), told(sari)) == (["restricted"], ["restricted"], [])
    found = letter(Mail.objects.get(to=matti))
    assert found
    assert "Virtanen" not in found.subject + found.body
    for browser in (hers, signed_in(matti)):
        for page in (two_agreements.get_absolute_url(), step(two_agreements)):
            assert ONLY_READ in browser.get(page).text
        assert "<textarea" not in browser.get(step(two_agreements)).text
    assert Conversation.objects.get().revision == revision + 1  # open pages look anew


def test_what_was_being_typed_comes_back(signed_in, restricted, matti):
    his, url = signed_in(matti), step(restricted) + "tallenna/"
    slot = next(note.slot for note in Note.objects.all() if note.slot.startswith("tiedanko."))
    sent = {f"text-{slot}": TEXT, f"version-{slot}": "0"}
    answer = his.post(url, sent)
    assert TEXT in answer.text
    assert "Ei tallennettu: tätä keskustelua voi toistaiseksi vain lukea." in flat(answer.content)
    by_script = his.post(url, sent, headers={"X-Autosave": "1", "X-User": str(matti.pk)})
    assert "Ei tallennettu: tätä keskustelua voi toistaiseksi vain lukea." in flat(by_script.content)
    assert all(note.version == 0 for note in Note.objects.all())


def test_an_agreement_that_was_being_written_comes_back(signed_in, restricted, aino):
    form = {"text": TEXT, "side": "supervisor", "due_on": "1.3.2027", "kind": "act"}
    answer = signed_in(aino).post(step(restricted, "agreements") + "sovi/", form)
    assert (answer.status_code, TEXT in answer.text, ONLY_READ in answer.text) == (423, True, True)
    one_word = signed_in(aino).post(step(restricted, "agreements") + "sovi/", form | {"text": "Tauotus"}).text
    assert ("Tauotus" in one_word, 'class="written"' in one_word, "1.3.2027" in one_word) == (True, True, False)
    mine = restricted.agreements.filter(side="supervisor").get()
    answer = signed_in(aino).post(reverse("agreement_save", args=[mine.pk]), form)
    assert (answer.status_code, TEXT in answer.text) == (423, True)
    assert restricted.agreements.count() == 2


def test_no_act_of_either_changes_anything(restricted, aino, matti):
    aino.refresh_from_db()
    before = Conversation.objects.values().get(pk=restricted.pk)
    view = DifferingView(conversation=restricted, side="employee")
    for act in (
        lambda: view.store(TEXT, by=aino),
        lambda: Note.in_slot(restricted, "tiedanko.works").store(TEXT, by=matti),
        lambda: invitations.accept(restricted, by=aino),
        lambda: follow_ups.plan(restricted, starts_at=timezone.now(), minutes=30),
        restricted.close,
        lambda: restricted.touch(text=True),
    ):
        with pytest.raises(Restricted):
            act()
    assert Conversation.objects.values().get(pk=restricted.pk) == before


BEGINS = "/keskustelut/uusi/kutsu/", "/keskustelut/uusi/kayty/"
NOT_NOW = "Aino Virtanen: keskustelua ei voi nyt aloittaa täällä. Mitään ei lähetetty eikä tallennettu."


def invitation(partner, place):
    return {
        "id": uuid.uuid4(),
        "partner": partner,
        "occasion": Occasion.objects.get(code="how-are-you").pk,
        "day": (timezone.localdate() + datetime.timedelta(days=7)).strftime("%d.%m.%Y"),
        "clock": "9.15",
        "place": place,
        "memo_language": "fi",
    }


@pytest.mark.parametrize("url", BEGINS)
def test_whoever_suggests_another_one_learns_not_why_it_cannot(url, signed_in, aino, matti, timo, sari):
    """The deputy has no conversation with Aino: a restriction told to them would be a thing of hers told."""
    rights.ask(aino, kind="rajoitus", text="")
    Mail.objects.all().delete()
    for person in (matti, timo):
        form = invitation(f"supervisor:{aino.pk}", place="Keittiön kabinetti") | {"held_on": ""}
        answer = signed_in(person).post(url, form)
        page = flat(answer.content).partition("<main")[2]
        assert answer.status_code == 200
        assert NOT_NOW in page
        assert [word for word in ("rajoit", "vain lukea") if word in page] == []
        assert url == BEGINS[1] or "Keittiön kabinetti" in page  # what was typed stays
    assert not Conversation.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("url", BEGINS)
def test_the_one_who_asked_for_it_is_told_why(url, signed_in, aino, matti, sari):
    rights.ask(aino, kind="rajoitus", text="")
    answer = signed_in(aino).post(url, invitation(f"employee:{matti.pk}", place="") | {"held_on": ""})
    assert "Olet pyytänyt rajoittamaan tietojesi käyttöä" in flat(answer.content)
    assert not Conversation.objects.exists()


def test_what_one_leads_may_begin(signed_in, aino, matti, sari):
    rights.ask(matti, kind="rajoitus", text="")
    signed_in(matti).post(BEGINS[0], invitation(f"supervisor:{aino.pk}", place=""))
    assert Conversation.objects.get().employee == aino


def test_confirmed_is_not_opened_again_and_no_follow_up_is_written(signed_in, confirmed, aino, matti):
    rights.ask(aino, kind="rajoitus", text="")
    his = signed_in(matti)
    base = confirmed.get_absolute_url()
    assert his.post(f"{base}muistio/avaa/").status_code in (302, 404, 423)
    assert ONLY_READ in his.get(f"{base}seuranta/1/").text
    assert Conversation.objects.get().status == "confirmed"


def test_it_ends_with_the_request_and_both_are_told(signed_in, restricted, aino, matti, sari):
    Mail.objects.all().delete()
    mine = RightsRequest.objects.get()
    url = f"{reverse('rights_request', args=[mine.pk])}vastaus/"
    signed_in(sari).post(url, {"handling": "looking", "answer": "Selvitämme.", "revision": "0"})
    assert User.objects.get(pk=aino.pk).restricted_since
    signed_in(sari).post(url, {"handling": "done", "answer": "Selvitetty.", "revision": "1"})
    assert User.objects.get(pk=aino.pk).restricted_since is None
    assert (told(aino), told(matti)) == (["restriction_over"], ["restriction_over"])
    assert "<textarea" in signed_in(matti).get(step(restricted)).text


def test_taken_back_it_is_over(signed_in, restricted, aino):
    mine = RightsRequest.objects.get()
    assert signed_in(aino).post(f"{reverse('rights_request', args=[mine.pk])}peru/").status_code == 302
    assert User.objects.get(pk=aino.pk).restricted_since is None


def test_what_one_leads_goes_on(signed_in, two_agreements, matti):
    rights.ask(matti, kind="rajoitus", text="")
    assert "<textarea" in signed_in(matti).get(step(two_agreements)).text


def test_hr_sees_the_same_with_and_without_a_conversation(signed_in, restricted, sari, stranger):
    rights.ask(stranger, kind="rajoitus", text="")
    pages = []
    for mine in RightsRequest.objects.select_related("by"):
        page = flat(signed_in(sari).get(reverse("rights_request", args=[mine.pk])).content)
        page = page.partition("<main")[2].partition("</main>")[0]
        pages.append(page.replace(str(mine.pk), "").replace(mine.by.name, "").split("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]
    assert Mail.objects.filter(to=sari).exclude(kind="rights_asked").count() == 0


def test_meanwhile_age_deletes_nothing_of_it(restricted, aino):
    old = timezone.localdate() - datetime.timedelta(days=2000)
    Conversation.objects.update(status="closed", closed_on=old)
    dispose(only="conversation")
    assert Conversation.objects.exists()
    User.objects.update(restricted_since=None)
    dispose(only="conversation")
    assert not Conversation.objects.exists()


def test_a_restored_backup_knows_of_it():
    assert "restricted_since" in WATCHED["people.User"]


@pytest.fixture
def opened(two_agreements, aino, timo, sari):
    """Aino has let the deputy read it, and then asked that her data is restricted."""
    opening = openings.open_to_supervisor(two_agreements, to=timo, by=aino)
    rights.ask(aino, kind="rajoitus", text="")
    Mail.objects.all().delete()
    return opening


def test_a_reading_is_taken_back_all_the_same(signed_in, opened, aino, timo):
    url = opened.conversation.get_absolute_url()
    assert signed_in(timo).get(url).status_code == 200
    assert signed_in(aino).post(reverse("opening_end", args=[opened.pk])).status_code == 302
    assert signed_in(timo).get(url).status_code == 404


def test_a_line_that_hr_ends_closes_it_and_hr_hears_nothing(signed_in, opened, aino, timo, sari):
    """Otherwise a failure in the register would tell HR that the person has a conversation."""
    line = SupervisionLine.objects.get(supervisor=timo)
    answer = signed_in(sari).post(reverse("line_end", args=[line.pk]))
    assert (answer.status_code, "vain lukea" in answer.text) == (302, False)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        openings.end_by_date.func()
        assert signed_in(timo).get(opened.conversation.get_absolute_url()).status_code == 404


def test_nothing_is_made_to_take_along_and_nobody_is_let_in(signed_in, restricted, aino, matti, leena):
    form = {"to": "hr", "parts": ["agreements"], "text_revision": restricted.text_revision}
    url = restricted.get_absolute_url()
    for person, path, sent in (
        (matti, "eteenpain/ehdota/", form),
        (aino, "eteenpain/hyvaksy/", form),
        (aino, "avaa/esihenkilo/", {"reader": leena.pk, "scope": "whole"}),
    ):
        assert signed_in(person).post(url + path, sent).status_code == 423
    assert not HandOver.objects.exists()
    assert not Opening.objects.exists()


def test_its_pages_offer_nothing_that_would_be_refused(signed_in, restricted, aino, matti):
    url = restricted.get_absolute_url()
    for person, other in ((aino, matti), (matti, aino)):
        for path in (f"{url}eteenpain/", f"{url}avaa/", reverse("pair", args=[other.pk]), "/"):
            page = signed_in(person).get(path).text.partition("<main")[2].partition("</main>")[0]
            assert 'method="post"' not in page.replace("/kirjaudu/esittely/sulje/", ""), path
            assert path == "/" or ONLY_READ in page, path


def test_of_a_confirmed_memo_only_the_reading_is_offered(signed_in, confirmed, aino, matti):
    rights.ask(aino, kind="rajoitus", text="")
    for person in (aino, matti):
        page = flat(signed_in(person).get(confirmed.get_absolute_url()).text)
        assert ("> Lue muistio <" in page, "avaa se muutettavaksi" in page) == (True, False)
