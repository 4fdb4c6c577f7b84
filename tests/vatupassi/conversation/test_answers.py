"""Other answers than yes: another time, not now, on paper, without the tool; and what a change of it does."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from vatupassi import reminders
from vatupassi.conversation import invitations
from vatupassi.models import BoardMark, Conversation, Locked, Note, Occasion

pytestmark = pytest.mark.django_db


def occasion(code="how-are-you"):
    return Occasion.objects.get(code=code)


@pytest.fixture
def invited(aino, matti):
    """Matti has invited Aino; she has shared an item."""
    made = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=occasion(),
        starts_at=timezone.now() + datetime.timedelta(days=3),
        minutes=15,
        place="kahvio",
    )
    BoardMark.objects.create(conversation=made, side="employee", question="tiedanko", now=1, text="salainen")
    Mail.objects.all().delete()
    return made


@pytest.fixture
def letters():
    """Who has got which letter since the last time that one asked."""

    def found():
        rows = [(mail.kind, mail.to.first) for mail in Mail.objects.select_related("to").order_by("created_at")]
        Mail.objects.all().delete()
        return rows

    return found


def change(talk, by, **changes):
    now = {"starts_at": talk.starts_at, "minutes": talk.minutes, "place": talk.place, "video_link": talk.video_link}
    return invitations.propose(talk, by=by, **(now | changes))


def state(talk):
    talk.refresh_from_db()
    return talk.status, talk.awaiting, talk.time_refused, talk.way


def test_the_seven_occasions_in_their_groups_with_their_lengths():
    found = {row.code: (row.weight, row.minutes) for row in Occasion.objects.all()}
    assert found == {
        "how-are-you": ("light", 15),
        "all-well": ("light", 30),
        "early-support": ("thorough", 45),
        "not-going-well": ("thorough", 45),
        "change": ("thorough", 45),
        "development": ("thorough", 60),
        "debriefing": ("debriefing", 30),
    }
    assert [row.line for row in Occasion.objects.filter(code__in=["how-are-you", "development"])] == [
        "neljä kysymystä yhdellä sivulla",
        "yhdeksän kysymystä lisäksi",
    ]
    own = Occasion(code="own-1", steps=occasion("development").steps)
    assert own.line == "yhdeksän kysymystä lisäksi"


@pytest.mark.parametrize(("changes", "kind", "shared"), [
    ({"place": "toimisto"}, "new_time", 1),
    ({"starts_at": timezone.now() + datetime.timedelta(days=9)}, "new_time", 1),
    ({"minutes": 45}, "invitation_changed", 0),
])  # fmt: skip
def test_another_length_is_a_new_invitation_and_another_time_is_not(
    invited, aino, matti, letters, changes, kind, shared
):
    invitations.accept(invited, by=aino)
    letters()
    assert change(invited, matti, **changes) is True
    assert (invited.status, invited.awaiting) == ("invited", "employee")
    assert letters() == [(kind, "Aino")]
    assert invited.marks.count() == shared


def test_another_occasion_is_a_new_invitation_with_its_own_steps(invited, aino, letters):
    assert change(invited, aino, occasion=occasion("debriefing")) is True
    assert (state(invited)[:2], letters()) == (("invited", "supervisor"), [("invitation_changed", "Matti")])
    assert set(invited.notes.values_list("slot", flat=True)) == {
        "debriefing.happened", "debriefing.well", "debriefing.learn",
    }  # fmt: skip
    assert invited.marks.count() == 0


def test_another_occasion_once_they_have_written_is_another_conversation(invited, aino, matti):
    Note.in_slot(invited, "together.works").store("Yhdessä kirjoitettu", by=aino)
    with pytest.raises(invitations.AlreadyWritten):
        change(invited, matti, occasion=occasion("debriefing"))
    assert change(invited, matti, occasion=occasion()) is False


def test_a_time_that_does_not_suit_the_shift_asks_for_another(invited, aino, matti, letters):
    for _click in range(2):
        invitations.refuse_time(invited, by=aino)
    assert state(invited) == ("invited", "supervisor", True, "")
    found = letter(Mail.objects.get())
    assert (found.link, "Aino Virtanen ilmoittaa, että aika ei sovi" in found.body) == (
        f"{invited.get_absolute_url()}#another-time",
        True,
    )
    assert letters() == [("time_refused", "Matti")]
    invitations.accept(invited, by=matti)  # his own time, which does not suit her
    assert state(invited) == ("invited", "supervisor", True, "")
    change(invited, matti, starts_at=invited.starts_at + datetime.timedelta(hours=3))
    assert (state(invited), letters()) == (("invited", "employee", False, ""), [("new_time", "Aino")])
    assert invited.marks.count() == 1


def test_an_agreed_time_may_turn_out_not_to_suit_and_ones_own_proposal_is_not_refused(invited, aino, matti, letters):
    invitations.refuse_time(invited, by=matti)
    assert state(invited) == ("invited", "employee", False, "")
    invitations.accept(invited, by=aino)
    letters()
    invitations.refuse_time(invited, by=matti)
    assert (state(invited)[:3], letters()) == (("invited", "employee", True), [("time_refused", "Aino")])


def test_nobody_is_reminded_of_a_time_that_does_not_suit(invited, aino, letters):
    invitations.refuse_time(invited, by=aino)
    letters()
    with time_machine.travel(invited.starts_at - datetime.timedelta(minutes=5), tick=False):
        reminders.remind.func()
    assert letters() == []


def test_on_paper_accepts_the_time_and_keeps_nothing_here(invited, aino, matti, letters):
    invitations.use_paper(invited, by=aino)
    assert state(invited) == ("agreed", "", False, "paper")
    assert sorted(letters()) == [("on_paper", "Matti"), ("time_agreed", "Aino")]
    assert invited.marks.count() == 0
    with pytest.raises(Locked):
        invited.require_open()
    invitations.use_tool(invited, by=matti)  # whoever chose paper says otherwise, nobody else
    assert state(invited)[3] == "paper"
    invitations.use_tool(invited, by=aino)
    assert (state(invited)[3], invited.said_by) == ("", "")


def test_the_one_who_proposed_it_may_choose_paper_before_the_answer(invited, matti, letters):
    invitations.use_paper(invited, by=matti)
    assert (state(invited), letters()) == (("invited", "employee", False, "paper"), [("on_paper", "Aino")])


def test_not_on_paper_once_they_have_written_here(invited, aino, matti):
    Note.in_slot(invited, "together.works").store("Yhdessä kirjoitettu", by=aino)
    for act in (invitations.use_paper, lambda talk, by: invitations.say_held(talk, by=by, day=timezone.localdate())):
        with pytest.raises(invitations.AlreadyWritten):
            act(invited, by=matti)
    assert state(invited)[3] == ""


def test_nothing_is_written_in_one_on_paper_over_http(invited, aino, signed_in):
    invitations.use_paper(invited, by=aino)
    hers, base = signed_in(aino), invited.get_absolute_url()
    answers = [
        hers.get(f"{base}vaihe/together/").status_code,
        hers.post(f"{base}vaihe/together/tallenna/", {"text-together.works": "x"}).status_code,
        hers.post(f"{base}vaihe/together/sovi/", {"text": "x"}).status_code,
        hers.post(f"{base}jaa/osaanko/").status_code,
        hers.post(f"{base}muistio/vahvista/", {"text_revision": invited.text_revision}).status_code,
    ]
    assert (answers, invited.notes.exclude(text=b"").count(), invited.memos.count()) == (
        [404] * 5,
        0,
        0,
    )


def test_held_without_the_tool_keeps_the_day_and_the_occasion(invited, matti, letters):
    day = timezone.localdate()
    for _click in range(2):
        invitations.say_held(invited, by=matti, day=day)
    assert state(invited) == ("closed", "", False, "without")
    assert (invited.held_on, invited.is_held, invited.marks.count()) == (day, True, 0)
    assert letters() == [("held_without", "Aino")]


@pytest.mark.parametrize(("who", "told"), [("aino", [("held_denied", "Matti")]), ("matti", [])])
def test_the_other_denies_it_and_who_said_it_takes_it_back(invited, matti, letters, who, told, request):
    invitations.say_held(invited, by=matti, day=timezone.localdate())
    letters()
    by = request.getfixturevalue(who)
    assert (invitations.deny_held(invited, by=by), invitations.deny_held(invited, by=by)) == (True, False)
    assert (state(invited)[0], invited.held_on, invited.is_denied) == ("declined", None, True)
    assert letters() == told


def test_one_that_nobody_had_invited_to(aino, matti, letters):
    day = timezone.localdate() - datetime.timedelta(days=2)
    made = invitations.start_held(employee=aino, supervisor=matti, by=matti, occasion=occasion(), day=day)
    assert (state(made)[0], made.held_day, made.minutes, made.started_by) == ("closed", day, 15, "supervisor")
    assert letters() == [("held_without", "Aino")]


def test_a_memo_signed_on_paper_is_marked_and_unmarked(invited, aino, matti):
    assert invitations.sign_on_paper(invited, signed=True) is False
    invitations.say_held(invited, by=matti, day=timezone.localdate())
    assert invitations.sign_on_paper(invited, signed=True) is True
    assert Conversation.objects.get().signed_on_paper is True
    invitations.sign_on_paper(invited, signed=False)
    assert Conversation.objects.get().signed_on_paper is False


def test_one_on_paper_of_which_nobody_says_anything_is_as_not_held(invited, aino, letters):
    invitations.use_paper(invited, by=aino)
    letters()
    for days, status in ((29, "agreed"), (31, "declined")):
        with time_machine.travel(invited.starts_at + datetime.timedelta(days=days), tick=False):
            reminders.close_papers.func()
        assert state(invited)[0] == status
    assert letters() == []


def test_a_new_partner_does_not_read_what_was_said_to_the_former_one(aino, matti, leena):
    talk = invitations.start(
        employee=aino, supervisor=matti, by=matti, occasion=occasion(), message="Puhutaan vuoroista",
        starts_at=timezone.now() + datetime.timedelta(days=3),
    )  # fmt: skip
    assert talk.message.text.open(aino) == "Puhutaan vuoroista"
    invitations.change_partner(talk, to=leena, by=aino)
    assert not hasattr(Conversation.objects.get(), "message")
