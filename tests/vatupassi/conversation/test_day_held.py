"""The memo carries the day on which the conversation was really held; nothing in it gives Kykenenkö away."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from core.formats import date_only, day, moment
from people.models import SupervisionLine
from tests.html import flat
from tests.jobs import run_jobs
from tests.pdfs import text_of
from vatupassi.conversation import ending, invitations
from vatupassi.conversation.page import histories
from vatupassi.follow_up import actions as follow_ups
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, BoardMark, Conversation, Memo, Note, Occasion, Opening
from vatupassi.opening import actions as openings

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def talk(aino, matti, *, days, occasion="early-support"):
    starts_at = timezone.now().replace(second=0, microsecond=0) + days * DAY
    found = Occasion.objects.get(code=occasion)
    return invitations.start(
        employee=aino, supervisor=matti, by=matti, occasion=found, starts_at=starts_at, agreed=True
    )


def confirm(conversation, *people):
    for person in people:
        found = Conversation.objects.get(pk=conversation.pk)
        confirmation.confirm(found, by=person, text_revision=found.text_revision)
    run_jobs()


def memo_text(conversation, reader):
    return text_of(Memo.objects.filter(conversation=conversation).first().pdf.open(reader))


def say(client, conversation, when):
    sent = {"held_on": f"{when.day}.{when.month}.{when.year}"}
    return client.post(f"{conversation.get_absolute_url()}muistio/paiva/", sent)


def test_the_booked_day_is_the_default_and_today_before_it(aino, matti):
    today = timezone.localdate()
    for days, held in ((-5, today - 5 * DAY), (0, today), (9, today)):
        assert talk(aino, matti, days=days).held_day == held


def test_a_draft_has_the_booked_day_until_one_has_said_another(aino, matti, signed_in):
    today, conversation = timezone.localdate(), talk(aino, matti, days=9)
    assert conversation.day_so_far == today + 9 * DAY
    step = signed_in(aino).get(f"{conversation.get_absolute_url()}vaihe/osaanko/").content.decode()
    assert day(today + 9 * DAY) in step
    say(signed_in(matti), conversation, today - DAY)
    assert Conversation.objects.get(pk=conversation.pk).day_so_far == today - DAY
    assert talk(aino, matti, days=-2).day_so_far == today - 2 * DAY


def test_the_memo_carries_the_day_that_one_has_said(aino, matti, signed_in):
    conversation = talk(aino, matti, days=-9)
    booked, held = timezone.localdate() - 9 * DAY, timezone.localdate() - 2 * DAY
    hers, his = signed_in(aino), signed_in(matti)
    assert say(hers, conversation, held).status_code == 302
    step = his.get(f"{conversation.get_absolute_url()}vaihe/memo/").content.decode()
    assert day(held) in step
    confirm(conversation, aino, matti)
    text = memo_text(conversation, aino)
    assert (date_only(held) in text, date_only(booked) in text) == (True, False)
    answer = hers.get(f"{conversation.get_absolute_url()}muistio.pdf")
    assert f"{held:%Y-%m-%d}" in answer.headers["Content-Disposition"]
    assert f"{day(held)} klo" not in text  # the booked hours are of another day
    listed = hers.get("/keskustelut/").content.decode()
    assert (day(held) in listed, moment(conversation.starts_at) in listed) == (True, False)


def test_the_draft_is_named_by_the_day_that_one_has_said(aino, matti, signed_in):
    conversation, held = talk(aino, matti, days=-9), timezone.localdate() - 2 * DAY
    hers = signed_in(aino)
    say(hers, conversation, held)
    answer = hers.get(f"{conversation.get_absolute_url()}muistio.pdf")
    assert f"muistio-{held:%Y-%m-%d}.pdf" in answer.headers["Content-Disposition"]
    assert date_only(held) in text_of(answer.content)


def test_the_team_and_the_history_of_marks_have_the_day_that_one_has_said(aino, matti, signed_in):
    conversation, held = talk(aino, matti, days=-9), timezone.localdate() - 2 * DAY
    say(signed_in(aino), conversation, held)
    confirm(conversation, aino, matti)
    (row,) = [line for line in signed_in(matti).get("/tiimi/").context["page"] if line.person == aino]
    assert row.person.held == held
    for sitting in (0, 1):
        BoardMark.objects.create(
            conversation=conversation, side="employee", question="osaanko", now=sitting, sitting=sitting
        )
    ahead = follow_ups.plan(conversation, starts_at=timezone.now() + DAY, minutes=30)
    ((_question, history),) = histories(Conversation.objects.with_side(aino).get(pk=conversation.pk), [ahead])
    assert history.moments[-1].label == date_only(held)


def test_one_that_is_ended_before_its_time_keeps_the_day_of_the_ending(aino, matti):
    """Nobody is there who could open it again, so it closes at once; its booked time comes later."""
    conversation, today = talk(aino, matti, days=20), timezone.localdate()
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=today - DAY)
    ending.end(Conversation.objects.get(pk=conversation.pk), by=aino)
    with time_machine.travel(timezone.now() + 30 * DAY):
        assert Conversation.objects.get(pk=conversation.pk).held_day == today


def test_a_change_of_the_day_asks_both_to_confirm_anew(aino, matti, signed_in):
    conversation = talk(aino, matti, days=-9)
    confirm(conversation, aino)
    before = Conversation.objects.get(pk=conversation.pk).text_revision
    say(signed_in(matti), conversation, timezone.localdate() - DAY)
    assert Conversation.objects.get(pk=conversation.pk).text_revision == before + 1


def test_what_the_first_has_read_is_what_is_frozen(aino, matti):
    """Held before its booked time, confirmed by one on that day and by the other a week later."""
    conversation = talk(aino, matti, days=30)
    confirm(conversation, aino)
    first = timezone.localdate()
    with time_machine.travel(timezone.now() + 7 * DAY):
        confirm(conversation, matti)
    assert Conversation.objects.get(pk=conversation.pk).held_on == first
    assert date_only(first) in memo_text(conversation, aino)


@pytest.mark.parametrize(("days", "words"), [(1, "ei ole vielä tullut"), (-400, "yli vuosi")])
def test_a_day_that_cannot_be_is_told(days, words, aino, matti, signed_in):
    conversation = talk(aino, matti, days=-9)
    answer = say(signed_in(aino), conversation, timezone.localdate() + days * DAY)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert Conversation.objects.get(pk=conversation.pk).held_on is None


def test_earlier_holds_no_conversation_of_the_future(aino, matti, signed_in):
    hers = signed_in(aino)
    cancelled, early = talk(aino, matti, days=20), talk(aino, matti, days=25)
    invitations.decline(cancelled, by=aino)
    confirm(early, aino, matti)
    context = hers.get("/keskustelut/").context
    assert [one.pk for one in context["ahead"]] == [cancelled.pk]
    assert [one.pk for one in context["held"]] == [early.pk]
    assert day(timezone.localdate()) in hers.get("/keskustelut/").content.decode()
    with time_machine.travel(timezone.now() + 21 * DAY):
        context = signed_in(aino).get("/keskustelut/").context
        assert {one.pk for one in context["held"]} == {cancelled.pk, early.pk}
        assert list(context["ahead"]) == []


def test_the_memo_on_screen_has_the_day_of_the_follow_up(two_agreements, aino, signed_in):
    hers, path = signed_in(aino), f"{two_agreements.get_absolute_url()}vaihe/memo/"
    assert "Seurannasta ei sovittu" in hers.get(path).content.decode()
    at = timezone.now().replace(second=0, microsecond=0) + 40 * DAY
    follow_ups.plan(two_agreements, starts_at=at, minutes=30)
    text = hers.get(path).content.decode()
    assert moment(at) in text.split('id="memo-text"')[1].split("</section>")[0]


# ---- Kykenenkö


def twin(aino, matti, *, moves="", ability=False, nine="", occasion="early-support"):
    """A conversation with two agreements, the second of which moves a question; perhaps a mark and a note of it."""
    conversation = talk(aino, matti, days=-1, occasion=occasion)
    for number, moved in enumerate(("osaanko", moves)):
        made = Agreement(conversation=conversation, text=f"Asia {number}", side="employee", question=moved)
        made.due_on, made.created_at = datetime.date(2027, 1, 31), timezone.now() + datetime.timedelta(seconds=number)
        made.save()
    BoardMark.objects.create(conversation=conversation, side="employee", question="osaanko", now=1, target=2)
    if ability:
        BoardMark.objects.create(conversation=conversation, side="employee", question="kykenenko", now=-2)
        write(conversation, "kykenenko.works", "kuormitus")
    if nine:
        write(conversation, "nine.1", nine)
    return conversation


def write(conversation, slot, text):
    Note.objects.filter(conversation=conversation, slot=slot).update(version=1)
    note = Note.objects.get(conversation=conversation, slot=slot)
    note.text = text
    note.save()


def papers(conversation, aino, matti, signed_in):
    """What outsiders may get: the draft, the memo and the summary for the next step."""
    hers = signed_in(aino)
    draft = text_of(hers.get(f"{conversation.get_absolute_url()}muistio.pdf").content)
    parts = {"to": "oh", "parts": ["marks", "agreements"], "text_revision": conversation.text_revision}
    summary = text_of(hers.post(f"{conversation.get_absolute_url()}eteenpain/katso/", parts).content)
    confirm(conversation, aino, matti)
    return [draft, memo_text(conversation, aino), summary]


def test_no_paper_tells_whether_there_was_anything_of_kykenenko(aino, matti, signed_in):
    """Neither an agreement that moves it nor a mark; not one beside agreements that move another question either."""
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        with_it = twin(aino, matti, moves="kykenenko", ability=True)
        others = [twin(aino, matti, moves=moves) for moves in ("", "haluanko")]
        found = [papers(conversation, aino, matti, signed_in) for conversation in (with_it, *others)]
    assert found[1:] == [found[0]] * 2
    assert all("Asia 1" in text for text in found[0])
    assert [text for text in found[0] if re.search(r"\bMihin auttaa\b", text)] == []  # nor a column that stands empty


def test_no_paper_tells_whether_the_nine_questions_were_answered(aino, matti, signed_in):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        twins = [twin(aino, matti, nine=nine, occasion="development") for nine in ("Selkä ei kestä", "")]
        found = [papers(conversation, aino, matti, signed_in) for conversation in twins]
    assert found[0] == found[1]
    assert ["työkykykysymykset" in text.lower() for text in found[0][:2]] == [True, True]


def test_the_memo_on_screen_is_what_the_paper_will_be(aino, matti, signed_in):
    """No step is drawn there either, and the tick is offered whether or not there is anything to tick in."""
    for conversation in (twin(aino, matti, moves="kykenenko", ability=True), twin(aino, matti)):
        page = signed_in(aino).get(f"{conversation.get_absolute_url()}vaihe/memo/")
        paper = page.context["paper"]
        assert paper.count('class="drawn"') == 1
        assert "<title>Osaanko? Aino Virtanen" in paper
        assert "sovittu askel" not in paper
        assert '<input type="checkbox" id="tick-ability" name="ability">' in flat(page.content)


def test_with_both_ticks_the_questions_and_steps_are_there(aino, matti, signed_in):
    conversation = twin(aino, matti, moves="kykenenko", ability=True)
    for person in (aino, matti):
        signed_in(person).post(f"{conversation.get_absolute_url()}muistio/mukaan/", {"ability": "on"})
    confirm(conversation, aino, matti)
    text = memo_text(conversation, aino)
    assert re.search(r"Asia 1.*\bKykenenkö\b", text.partition("Mihin auttaa")[2], re.DOTALL)  # beside the agreement
    assert "1 sovittu askel" in text
    assert "kuormitus" in text


def test_hrs_excerpt_draws_no_steps_unless_kykenenko_is_in_it(aino, matti, sari, signed_in):
    pages = []
    for ability in (False, True):
        conversation = twin(aino, matti, moves="kykenenko" if ability else "", ability=ability)
        conversation.marks.filter(question="kykenenko").delete()
        opening = openings.open_to_hr(conversation, to=sari, scope=Opening.Scope.OWN, by=aino)
        page = signed_in(sari).get(f"/avatut/{opening.pk}/").context["part"]
        pages.append([(level.name, level.steps) for level in page.sittings[0].board.levels])
    assert pages[0] == pages[1] == [("osaanko", [])]
