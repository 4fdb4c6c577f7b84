"""The two see each other while both want it and have the talk open, and nothing is left of it."""

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.jobs import SCHEDULES
from tests.html import flat
from vatupassi.conversation import ending, invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.models import Agreement, Conversation, FollowUp, Note, Occasion, OpenPage
from vatupassi.presence.models import LIFE, MOST_PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(aino, matti):
    occasion = Occasion.objects.get(code="early-support")
    return invitations.start(
        employee=aino, supervisor=matti, by=aino, occasion=occasion, starts_at=timezone.now(), agreed=True
    )


class Page:
    """An open page, as static/js/presence.js keeps it."""

    def __init__(self, client, conversation, step="tiedanko", sitting=0):
        self.client, self.step, self.name = client, step, str(uuid.uuid4())
        self.address = f"/keskustelut/{conversation.pk}/{f'seuranta/{sitting}/' if sitting else ''}lasna/"

    def sign(self, wish="", slot="", **more):
        form = {"page": self.name, "step": self.step, "slot": slot} | ({wish: "1"} if wish else {}) | more
        return flat(self.client.post(self.address, form).content)

    def look(self, **asked):
        return self.client.get(self.address, {"step": self.step} | asked)

    def sees(self):
        return "</b> on täällä" in flat(self.look().content)


@pytest.fixture
def hers(aino, signed_in, conversation):
    return Page(signed_in(aino), conversation)


@pytest.fixture
def his(matti, signed_in, conversation):
    return Page(signed_in(matti), conversation, "osaanko")


def test_both_begin_and_both_see(hers, his):
    assert (hers.sees(), his.sees(), OpenPage.objects.count()) == (False, False, 0)  # open, and not begun
    hers.sign()
    assert OpenPage.objects.count() == 0  # a sign alone begins nothing
    assert "Kun Matti painaa myös Aloitetaan" in hers.sign("begin")
    assert (hers.sees(), his.sees()) == (False, False)  # he does not learn that she is waiting
    assert "Aino" not in flat(his.look().content)
    shown = his.sign("begin", slot="osaanko.works")
    assert "<b>Aino</b> on täällä: Tiedänkö?" in shown
    assert f'href="{his.address.replace("lasna/", "vaihe/tiedanko/")}"' in shown  # Siirry samaan kohtaan
    shown = flat(hers.look().content)
    assert "<b>Matti</b> on täällä: Osaanko?" in shown
    assert shown.partition('data-writing="osaanko.works"')[2].partition("</section>")[0].count("Matti kirjoittaa…") == 1
    assert "vaihe/osaanko/#field-osaanko.works" in shown
    his.step = "tiedanko"
    his.sign()
    shown = flat(hers.look().content)
    assert "<b>Matti</b> on täällä</span>" in shown
    assert ("kirjoittaa" in shown, "Siirry" in shown) == (False, False)


def test_a_closed_page_is_gone_within_ten_seconds_and_leaves_nothing(hers, his, time_machine):
    begun = timezone.now()
    time_machine.move_to(begun, tick=False)
    hers.sign("begin"), his.sign("begin")
    seconds = 0.0
    while hers.sees():
        seconds += 0.5
        time_machine.move_to(begun + datetime.timedelta(seconds=seconds), tick=False)
        if seconds % 2.5 == 0:
            hers.sign()
    assert seconds == LIFE.total_seconds() < 10
    shown = flat(hers.look().content)
    assert "Kun Matti painaa myös Aloitetaan" in shown  # as if he had never been here
    time_machine.move_to(begun + datetime.timedelta(seconds=30), tick=False)
    SCHEDULES["vatupassi.presence.jobs.forget_closed_pages"].job.call()
    assert OpenPage.objects.count() == 0


def test_leaving_looks_like_a_closed_page(hers, his):
    hers.sign("begin"), his.sign("begin")
    other = Page(hers.client, Conversation.objects.get(), "osaanko")  # on her phone
    other.sign("begin")
    assert "Keskusteletteko nyt?" in hers.sign("leave")
    assert (his.sees(), hers.sees(), OpenPage.objects.filter(side="employee").count()) == (False, False, 0)
    assert "Keskusteletteko nyt?" in other.sign()  # her phone's next sign does not bring her back
    assert his.sees() is False
    hers.sign("begin")
    assert his.sees() is True


def test_a_page_asks_for_what_is_new_with_four_statements(hers, his, conversation, matti):
    hers.sign("begin"), his.sign("begin")
    shown = flat(hers.look().content)
    mark = shown.partition('data-mark="')[2].partition('"')[0]
    asked = {"since": str(conversation.revision), "mark": mark}
    with CaptureQueriesContext(connection) as queries:
        assert hers.look(**asked).status_code == 204
    assert len(queries) == 3, [each["sql"][:80] for each in queries]  # session, user, the talk with its pages
    his.sign(slot="osaanko.try")
    assert hers.look(**asked).status_code == 200
    his.sign()
    assert hers.look(**asked).status_code == 204
    Note.in_slot(conversation, "osaanko.try").store("Uutta", by=matti)
    assert hers.look(**asked).status_code == 200  # the text has changed: live.js fetches it


def test_a_new_text_comes_with_the_answer_to_both_who_are_here(hers, his, conversation, matti, aino):
    hers.sign("begin")
    Note.in_slot(conversation, "tiedanko.works").store("Ei vielä", by=matti)
    assert "Ei vielä" not in flat(hers.look(since="0").content)  # he has not begun: the page itself has it
    his.sign("begin")
    page = flat(hers.client.get(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/").content)
    beside, answer = _beside(page), flat(hers.look(since="0").content)
    assert "Ei vielä" in answer
    assert _beside(answer) == beside
    Note.in_slot(conversation, "tiedanko.works").store("Aamut sujuvat", by=matti)
    Note.in_slot(conversation, "osaanko.try").store("Toisella vaiheella", by=matti)
    answer = flat(hers.look(since="0").content)
    assert "Aamut sujuvat" in answer
    assert "Toisella vaiheella" not in answer
    assert _beside(answer) == beside  # nothing but texts has changed
    conversation.refresh_from_db()
    conversation.touch(text=True)  # as an agreement or a mark does
    assert _beside(flat(hers.look(since="0").content)) != beside  # live.js fetches the page at once
    his.sign("leave")
    assert "Aamut sujuvat" not in flat(hers.look(since="0").content)


def _beside(page):
    return int(page.partition('data-beside="')[2].partition('"')[0])


def test_only_the_two_and_only_while_they_write(hers, his, conversation, timo, sari, signed_in):
    for person in (timo, sari):
        page = Page(signed_in(person), conversation)
        assert (page.look().status_code, page.client.post(page.address, {"page": page.name}).status_code) == (404, 404)
    hers.sign("begin"), his.sign("begin")
    ending.end(conversation, by=conversation.employee)
    assert [page.look().status_code for page in (hers, his)] == [404, 404]


@pytest.fixture
def agreement(conversation):
    """Its first follow-up is now, and what it comes back to."""
    follow_ups.plan(conversation, starts_at=timezone.now(), minutes=30)
    Conversation.objects.update(status=Conversation.Status.CONFIRMED)
    return Agreement.objects.create(
        conversation=conversation, text="Kaksi iltavuoroa", side="supervisor", due_on=timezone.localdate()
    )


def test_a_follow_up_is_begun_by_both_for_itself(conversation, agreement, aino, matti, signed_in):
    hers, his = (Page(signed_in(person), conversation, "", sitting=1) for person in (aino, matti))
    page = flat(hers.client.get(f"/keskustelut/{conversation.pk}/seuranta/1/").content)
    assert f'data-presence="{hers.address}"' in page
    assert "kumpikin näkee, että toinen on täällä ja mihin hän kirjoittaa" in page
    assert "Kun Matti painaa myös Aloitetaan" in hers.sign("begin")
    assert his.sees() is False
    slot = f"follow-up.1.{agreement.pk.hex}"
    shown = his.sign("begin", slot=slot)
    assert "<b>Aino</b> on täällä</span>" in shown
    shown = flat(hers.look().content)
    assert ("Matti kirjoittaa…" in shown, f'data-writing="{slot}"' in shown, "Siirry" in shown) == (True, True, False)
    his.sign(slot="follow-up.1.word")
    assert 'data-writing="follow-up.1.word"' in flat(hers.look().content)
    for odd in ("follow-up.2.word", "tiedanko.works", "follow-up.1.", f"{slot}x", "<b>"):
        his.sign(slot=odd, step="memo")
        row = OpenPage.objects.get(side="supervisor")
        assert (row.slot, row.step) == ("", "")
    his.sign("leave")
    assert (hers.sees(), OpenPage.objects.filter(side="supervisor").count()) == (False, 0)


def test_the_talk_and_its_follow_up_do_not_see_each_other(conversation, agreement, aino, matti, signed_in):
    Conversation.objects.update(status=Conversation.Status.AGREED)  # not confirmed yet, and the follow-up's day is here
    in_talk = Page(signed_in(aino), conversation)
    in_follow_up = Page(signed_in(matti), conversation, "", sitting=1)
    in_talk.sign("begin"), in_follow_up.sign("begin")
    assert (in_talk.sees(), in_follow_up.sees()) == (False, False)
    hers = Page(in_talk.client, conversation, "", sitting=1)
    hers.sign("begin")
    assert (in_talk.sees(), in_follow_up.sees()) == (False, True)
    with CaptureQueriesContext(connection) as queries:
        hers.look()
    assert len(queries) == 3, [each["sql"][:80] for each in queries]  # as in the talk


def test_only_the_two_and_only_while_the_follow_up_goes_on(conversation, agreement, aino, matti, timo, sari, signed_in):
    hers, his = (Page(signed_in(person), conversation, "", sitting=1) for person in (aino, matti))
    for person in (timo, sari):
        page = Page(signed_in(person), conversation, "", sitting=1)
        assert (page.look().status_code, page.client.post(page.address, {"page": page.name}).status_code) == (404, 404)
    hers.sign("begin"), his.sign("begin")
    assert [page.look().status_code for page in (hers, his)] == [200, 200]
    assert Page(hers.client, conversation, "", sitting=2).look().status_code == 404  # there is no such
    FollowUp.objects.update(held_at=timezone.now(), held_by="supervisor")
    assert [page.look().status_code for page in (hers, his)] == [404, 404]
    assert 'id="presence"' not in hers.client.get(f"/keskustelut/{conversation.pk}/seuranta/1/").content.decode()
    follow_ups.plan(conversation, starts_at=timezone.now(), minutes=30)
    assert [page.look().status_code for page in (hers, his)] == [404, 404]  # the next one is another
    assert Page(hers.client, conversation, "", sitting=2).sees() is False
    ending.end(conversation, by=conversation.employee)
    assert Page(hers.client, conversation, "", sitting=2).look().status_code == 404


def test_before_the_talk_no_page_speaks_of_it(hers, conversation):
    detail = hers.client.get(f"/keskustelut/{conversation.pk}/").content.decode()
    assert ("presence" in detail, "Aloitetaan" in detail) == (False, False)


def test_odd_signs_are_refused_and_bounded(hers):
    for name in ("", "x", "²", "0" * 5000):
        assert hers.client.post(hers.address, {"page": name, "begin": "1"}).status_code == 400
    hers.sign("begin", slot="'; DROP", step="<b>")
    row = OpenPage.objects.get()
    assert (row.step, row.slot) == ("", "")
    for _number in range(3 * MOST_PAGES):
        Page(hers.client, row.conversation).sign("begin")
    assert OpenPage.objects.count() == MOST_PAGES


@pytest.mark.both_databases
def test_on_postgresql_the_table_is_in_no_log(db):
    if connection.vendor != "postgresql":
        call_command("check")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'vatupassi_openpage'")
        assert cursor.fetchone() == ("u",)
