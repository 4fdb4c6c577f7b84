"""A request to delete that is accepted: one's own goes, what both confirmed stays, nobody learns how much it was."""

import pytest
from django.urls import reverse

from core.models import Disposal, Mail
from people.models import RightsRequest
from people.rights import actions as rights
from tests.html import flat
from tests.workshops.conftest import make_agenda
from vatupassi.models import Agreement, Assessment, BoardMark, Confirmation, Conversation, HandOver, Memo
from workshops.models import Presence

pytestmark = pytest.mark.django_db


def accept(client, **more):
    mine = RightsRequest.objects.get()
    data = {"handling": "done", "answer": "Poistamme sääntöjen mukaan.", "revision": "0"} | more
    return client.post(f"{reverse('rights_request', args=[mine.pk])}vastaus/", data)


def test_the_rules_stand_on_the_page_before_one_asks(signed_in, aino, sari):
    page = flat(signed_in(aino).get("/mina/tiedot/pyynto/poisto/").content)
    for line in (
        "<li>omat arviosi</li>",
        "nimesi työpajojen läsnäolijoista",
        "ja muistio.",
        "ilmoituksesi kuormituksesta",
    ):
        assert line in page
    rights.ask(aino, kind="poisto", text="")
    answer = signed_in(sari).get(reverse("rights_request", args=[RightsRequest.objects.get().pk]))
    assert "<li>omat arviosi</li>" in flat(answer.content)


def test_own_items_go_and_the_joint_record_stays(signed_in, confirmed, aino, matti, sari, stranger):
    Assessment.objects.create(owner=aino), Assessment.objects.create(owner=matti)
    BoardMark.objects.create(conversation=confirmed, side="supervisor", question="tiedanko", now=1)
    memo, agreed = Memo.objects.get().content.open_as_system("a test"), Agreement.objects.count()
    workshop = make_agenda(matti)
    Presence.objects.create(agenda=workshop, person=aino, name=aino.list_name, sort_key=aino.sort_key)
    Presence.objects.create(agenda=workshop, person=matti, name=matti.list_name, sort_key=matti.sort_key)
    rights.ask(aino, kind="poisto", text="")
    before = Disposal.objects.count()
    assert accept(signed_in(sari)).status_code == 302
    assert [row.owner for row in Assessment.objects.all()] == [matti]
    assert list(BoardMark.objects.values_list("side", flat=True)) == ["supervisor"]
    assert Memo.objects.get().content.open_as_system("a test") == memo
    assert (Agreement.objects.count(), Conversation.objects.get().status) == (agreed, "confirmed")
    assert sorted(Presence.objects.values_list("name", flat=True)) == ["Laine Matti", "–"]
    assert Disposal.objects.count() == before
    assert list(Mail.objects.filter(to=aino).values_list("kind", flat=True)) == ["rights_answered"]


def test_a_text_that_is_open_is_confirmed_anew(signed_in, two_agreements, aino, matti, sari):
    Confirmation.objects.all().delete()
    before = Conversation.objects.get()
    rights.ask(aino, kind="poisto", text="")
    accept(signed_in(sari))
    after = Conversation.objects.get()
    assert (after.text_revision, after.revision) == (before.text_revision + 1, before.revision + 1)
    assert not BoardMark.objects.exists()


def test_not_accepted_nothing_goes(signed_in, two_agreements, aino, sari):
    rights.ask(aino, kind="poisto", text="")
    accept(signed_in(sari), handling="not_now")
    assert BoardMark.objects.count() == 3


def test_hr_gets_the_same_answer_with_and_without_anything(signed_in, confirmed, aino, stranger, sari):
    pages = []
    for person in (aino, stranger):
        rights.ask(person, kind="poisto", text="")
        his = signed_in(sari)
        accept(his)
        mine = RightsRequest.objects.get()
        page = flat(his.get(reverse("rights_request", args=[mine.pk])).content)
        pages.append(page.partition("<main")[2].partition("</main>")[0].replace(person.name, ""))
        RightsRequest.objects.all().delete()
    assert pages[0] == pages[1]


def test_a_summary_that_was_made_to_take_along_goes_too(signed_in, confirmed, aino, matti, sari):
    """Its paper holds what the employee marked and wrote, and the supervisor could print it."""
    form = {"to": "oh", "parts": ["marks"], "text_revision": confirmed.text_revision}
    signed_in(aino).post(f"{confirmed.get_absolute_url()}eteenpain/hyvaksy/", form)
    made = HandOver.objects.get()
    rights.ask(aino, kind="poisto", text="")
    accept(signed_in(sari))
    assert signed_in(matti).get(reverse("hand_over_pdf", args=[made.pk])).status_code == 404
    assert not HandOver.objects.exists()
