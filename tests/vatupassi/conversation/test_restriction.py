"""While somebody has asked that their data is restricted: the two read their conversations, and nobody writes."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.backup.journal import WATCHED
from core.models import Mail
from core.outbox import letter
from core.retention import dispose
from people.models import RightsRequest, User
from people.rights import actions as rights
from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.models import Conversation, DifferingView, Note, Occasion, Restricted

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
        lambda: invitations.start(
            employee=aino, supervisor=matti, by=matti, occasion=Occasion.objects.first(), starts_at=timezone.now()
        ),
    ):
        with pytest.raises(Restricted):
            act()
    assert Conversation.objects.values().get(pk=restricted.pk) == before


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
