"""One party cannot end for both: the other may open again for 14 days, or until they have signed in, at most 60."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from core import start
from core.formats import date_only
from core.models import Mail
from core.outbox import letter
from core.retention import deleted_on, dispose
from people.models import SignIn, SupervisionLine
from tests.jobs import run_jobs
from vatupassi.conversation import ending
from vatupassi.follow_up.models import planned_follow_up
from vatupassi.models import Conversation, FollowUp
from vatupassi.reminders import close_ended

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)


def at(days):
    """Noon so many days from now."""
    day = timezone.localdate() + days * DAY
    return datetime.datetime.combine(day, NOON, timezone.get_current_timezone())


def end(client, conversation):
    return client.post(f"{conversation.get_absolute_url()}paata/")


def open_again(client, conversation):
    return client.post(f"{conversation.get_absolute_url()}jatka/")


def status(conversation):
    return Conversation.objects.get(pk=conversation.pk).status


def kinds(person):
    return [row.kind for row in Mail.objects.filter(to=person).order_by("created_at")]


def nightly(days):
    with time_machine.travel(at(days)):
        close_ended.func()


@pytest.fixture
def his(signed_in, matti):
    client = signed_in(matti)
    SignIn.objects.all().delete()
    return client


@pytest.fixture
def hers(signed_in, aino):
    client = signed_in(aino)
    SignIn.objects.all().delete()
    return client


def test_what_one_ends_the_other_opens_again_with_its_follow_up(confirmed, aino, matti, his, hers):
    sitting = confirmed.follow_ups.get()
    end(his, confirmed)
    assert status(confirmed) == "ending"
    page = hers.get(confirmed.get_absolute_url()).content.decode()
    until = timezone.localdate() + 14 * DAY
    assert f"{until.day}.{until.month}." in page
    assert "Avaa uudelleen" in page
    things = {thing.title: str(thing.group.label) for thing in start.things(aino)}
    assert things["Matti Laine on merkinnyt keskustelunne päättyneeksi"] == "Nyt"  # its days are counted
    assert "Matti Laine on merkinnyt keskustelunne päättyneeksi" in hers.get("/").content.decode()
    assert kinds(aino)[-1] == "ending"
    assert "päättyneeksi" in letter(Mail.objects.filter(to=aino, kind="ending").get()).body
    assert open_again(his, confirmed).status_code == 302  # not the one who ended it
    assert status(confirmed) == "ending"
    open_again(hers, confirmed)
    assert status(confirmed) == "confirmed"
    assert FollowUp.objects.get() == sitting
    assert FollowUp.objects.get().is_open
    assert kinds(matti)[-1] == "opened_again"
    assert letter(Mail.objects.get(kind="ending")) is None  # it says nothing any more
    assert "on merkinnyt keskustelunne päättyneeksi" not in hers.get("/").content.decode()


def test_nothing_is_written_meanwhile(confirmed, aino, matti, his, hers):
    end(his, confirmed)
    sitting = confirmed.follow_ups.get()
    for client in (his, hers):
        client.post(
            f"{sitting.get_absolute_url()}tallenna/", {"text-follow-up.1.word": "x", "version-follow-up.1.word": "0"}
        )
        client.post(f"{confirmed.get_absolute_url()}seuranta/ei/")
        assert client.post(f"{confirmed.get_absolute_url()}muistio/avaa/").status_code == 302
    assert status(confirmed) == "ending"
    assert FollowUp.objects.get().is_open is False
    assert not confirmed.notes.filter(slot="follow-up.1.word").exclude(version=0).exists()


def test_both_end_it_and_it_closes_at_once(confirmed, aino, matti, his, hers):
    end(his, confirmed)
    end(his, confirmed)  # twice is once
    assert status(confirmed) == "ending"
    end(hers, confirmed)
    found = Conversation.objects.get(pk=confirmed.pk)
    assert (found.status, found.closed_on, found.ended_by) == ("closed", timezone.localdate(), "")
    assert not FollowUp.objects.exists()
    assert "follow_up_cancelled" in kinds(matti)
    open_again(hers, confirmed)
    assert status(confirmed) == "closed"


@pytest.mark.parametrize(
    ("signs_in", "open_on", "closed_on"),
    [
        (0, 14, 15),  # within the fourteen days: they are enough
        (13, 14, 15),
        (20, 34, 35),  # on the twentieth day: fourteen from then
        (50, 60, 61),  # never more than sixty
        (None, 60, 61),
    ],
)
def test_how_long_it_can_be_opened(signs_in, open_on, closed_on, confirmed, aino, matti, his, hers):
    end(his, confirmed)
    if signs_in is not None:
        moment = at(signs_in) if signs_in else timezone.now() + datetime.timedelta(minutes=1)
        SignIn.objects.create(user=aino, how="password", at=moment)
    for day in range(1, open_on + 1):
        nightly(day)
    assert status(confirmed) == "ending"
    with time_machine.travel(at(open_on)):
        assert ending.may_open_again(Conversation.objects.get(pk=confirmed.pk), "employee")
    with time_machine.travel(at(closed_on)):
        assert not ending.may_open_again(Conversation.objects.get(pk=confirmed.pk), "employee")
    nightly(closed_on)
    found = Conversation.objects.get(pk=confirmed.pk)
    assert (found.status, found.closed_on) == ("closed", timezone.localdate() + closed_on * DAY)
    assert kinds(aino)[-1] == "closed"


def test_who_ended_it_does_not_learn_when_the_other_was_here(confirmed, aino, matti, his, signed_in):
    """No last-seen: whoever has ended sees the shortest and the longest time, whatever the other did."""
    end(his, confirmed)
    before = his.get(confirmed.get_absolute_url()).content.decode()
    with time_machine.travel(at(20)):
        later = signed_in(matti)
        SignIn.objects.filter(user=aino).delete()
        absent = later.get(confirmed.get_absolute_url()).content.decode()
        SignIn.objects.create(user=aino, how="password", at=at(19))
        present = later.get(confirmed.get_absolute_url()).content.decode()
    for page in (before, absent, present):
        assert "Olet merkinnyt keskustelun päättyneeksi." in page
    assert without_proof(absent) == without_proof(present)


def without_proof(page):
    return re.sub(r'(csrfmiddlewaretoken" value="|nonce=")[^"]*', "", page)


def test_the_clock_of_deletion_starts_when_it_closes(confirmed, aino, matti, his, hers):
    end(his, confirmed)
    rule = hers.get(confirmed.get_absolute_url()).context["seen"]["deleted"]
    assert date_only(deleted_on("conversation", timezone.localdate())) not in rule
    end(hers, confirmed)
    shown = hers.get(confirmed.get_absolute_url()).context["seen"]["deleted"]
    assert date_only(deleted_on("conversation", timezone.localdate())) in shown
    gone = deleted_on("conversation", timezone.localdate()) - 35 * DAY
    for days, left in ((-1, 1), (0, 0)):
        night = datetime.datetime.combine(gone + days * DAY, datetime.time(2, 30), timezone.get_current_timezone())
        dispose(night, only="conversation")
        assert Conversation.objects.filter(pk=confirmed.pk).count() == left


def test_it_closes_at_once_where_nobody_could_open_it(confirmed, aino, matti, hers):
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - DAY)
    end(hers, confirmed)
    assert status(confirmed) == "closed"


def test_a_draft_that_one_ends_goes_on_as_a_draft(two_agreements, his, hers):
    end(his, two_agreements)
    assert status(two_agreements) == "ending"
    page = hers.get(f"{two_agreements.get_absolute_url()}vaihe/memo/").content.decode()
    assert "Vahvistan muistion" not in page
    open_again(hers, two_agreements)
    assert status(two_agreements) == "invited"


# ---- A follow-up


def finish(client, sitting, then="next"):
    day = timezone.localdate() + 60 * DAY
    planned = {"day": f"{day.day}.{day.month}.{day.year}", "clock": "9", "minutes": "30"}
    data = {"then": "end"} if then == "end" else planned
    return client.post(f"{sitting.get_absolute_url()}pidetty/", data)


def reopen(client, sitting):
    return client.post(f"{sitting.get_absolute_url()}jatka/")


def test_a_follow_up_that_one_finishes_the_other_opens_again(confirmed, aino, matti, his, hers):
    sitting = confirmed.follow_ups.get()
    finish(his, sitting)
    assert "follow_up_finished" in kinds(aino)
    assert "Avaa seuranta uudelleen" in hers.get(sitting.get_absolute_url()).content.decode()
    assert "Avaa seuranta uudelleen" not in his.get(sitting.get_absolute_url()).content.decode()
    reopen(his, sitting)
    assert not FollowUp.objects.get(pk=sitting.pk).is_open
    reopen(hers, sitting)
    assert FollowUp.objects.get(pk=sitting.pk).is_open
    assert kinds(matti)[-1] == "follow_up_opened_again"
    assert confirmed.follow_ups.count() == 2  # what has been planned since stays
    finish(hers, sitting)
    assert confirmed.follow_ups.count() == 2


@pytest.mark.parametrize(("days", "may"), [(14, True), (15, False)])
def test_not_after_its_time(days, may, confirmed, aino, his, signed_in):
    sitting = confirmed.follow_ups.get()
    finish(his, sitting)
    SignIn.objects.create(user=aino, how="password", at=timezone.now() + datetime.timedelta(minutes=1))
    with time_machine.travel(at(days)):
        hers = signed_in(aino)
        page = hers.get(sitting.get_absolute_url())
        assert (page.status_code, "Avaa seuranta uudelleen" in page.content.decode()) == (200, may)
        reopen(hers, sitting)
    assert FollowUp.objects.get(pk=sitting.pk).is_open is may


def test_a_follow_up_finished_with_the_conversation_comes_back_with_it(confirmed, aino, matti, his, hers):
    """The attack of the report: one party pressed one button, and both the sitting and the conversation were over."""
    sitting = confirmed.follow_ups.get()
    finish(his, sitting, then="end")
    assert (status(confirmed), FollowUp.objects.get().is_open) == ("ending", False)
    open_again(hers, confirmed)
    assert (status(confirmed), FollowUp.objects.get().is_open) == ("confirmed", True)


def test_no_reminder_of_a_follow_up_while_it_is_ending(confirmed, aino, his, hers):
    sitting = confirmed.follow_ups.get()
    end(his, confirmed)
    assert not FollowUp.objects.ahead().exists()
    assert sitting.conversation_id == confirmed.pk
    assert "Seuranta" not in hers.get("/").content.decode().split("on merkinnyt keskustelunne")[-1].split("</main>")[0]


def test_a_worker_that_comes_late_closes_on_its_own_day(confirmed, his):
    end(his, confirmed)
    nightly(90)
    assert Conversation.objects.get(pk=confirmed.pk).closed_on == timezone.localdate() + 90 * DAY
    run_jobs()
    assert planned_follow_up(Conversation.objects.get(pk=confirmed.pk)) is None
