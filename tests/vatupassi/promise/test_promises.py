"""Promises on the start page: whose they are, who may tick them, what the other reads of it."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core.formats import short_day
from people.models import SupervisionLine, User
from tests.factories import make_person
from tests.html import flat
from vatupassi.conversation import ending
from vatupassi.models import Agreement, Conversation
from vatupassi.promise.page import has_promises, promises_of
from vatupassi.team.page import team_of


@pytest.fixture
def theirs(confirmed):
    """The supervisor's promise of a confirmed conversation."""
    return confirmed.agreements.get(side="supervisor")


@pytest.fixture
def hers(confirmed):
    """The employee's own part of it."""
    return confirmed.agreements.get(side="employee")


def tick(client, person, agreement, *, ticked=True):
    client.force_login(person)
    answer = client.post(f"/lupaukset/{agreement.pk}/", {"ticked": "1"} if ticked else {})
    agreement.refresh_from_db()
    return answer.status_code


def test_promises_to_me_come_first_and_then_my_own(aino, matti, confirmed):
    hers, his = promises_of(aino), promises_of(matti)
    assert [promise.text for promise in hers.to_me] == ["Enintään kaksi iltavuoroa"]
    assert [promise.text for promise in hers.mine] == ["Koulutuspäivä"]
    assert (his.to_me, [promise.text for promise in his.mine]) == ([], ["Enintään kaksi iltavuoroa"])
    assert (hers.to_me[0].other, his.mine[0].other) == (confirmed.supervisor_name, confirmed.employee_name)


def test_nothing_is_a_promise_before_the_memo_has_been_confirmed(aino, matti, two_agreements, client):
    assert promises_of(aino).to_me == promises_of(aino).mine == promises_of(matti).mine == []
    assert tick(client, aino, two_agreements.agreements.get(side="employee")) == 404


def test_whether_it_was_kept_the_employee_alone_says(client, aino, matti, theirs):
    assert tick(client, matti, theirs) == 302
    assert (theirs.done_at is None, theirs.kept_at, theirs.outcome) == (False, None, "under_way")
    page = flat(_home(client, aino))
    assert f"{matti.name} merkitsi tehdyksi" in page
    assert tick(client, aino, theirs) == 302
    assert (theirs.kept_at is None, theirs.outcome) == (False, "done")


def test_a_follow_up_does_not_say_it_for_the_employee(client, aino, matti, confirmed, theirs):
    def review(person, outcome):
        client.force_login(person)
        slot = f"follow-up.1.{theirs.pk.hex}"
        client.post(f"/keskustelut/{confirmed.pk}/seuranta/1/tallenna/", {f"outcome-{slot}": outcome})
        theirs.refresh_from_db()

    review(matti, "done")
    assert (theirs.kept_at, theirs.outcome) == (None, "under_way")
    assert [promise.agreement for promise in promises_of(aino).to_me] == [theirs]
    review(aino, "under_way")
    review(aino, "done")
    assert theirs.kept_at is not None
    review(aino, "dropped")
    assert (theirs.kept_at, promises_of(aino).to_me) == (None, [])


def test_nobody_ticks_the_employees_part_for_them(client, aino, matti, hers):
    assert tick(client, matti, hers) == 404
    assert (hers.done_at, hers.outcome) == (None, "under_way")
    assert tick(client, aino, hers) == 302
    assert (hers.done_at is None, hers.outcome) == (False, "done")


def test_a_tick_is_taken_back_and_a_second_press_changes_nothing(client, aino, hers):
    tick(client, aino, hers)
    first = hers.done_at
    tick(client, aino, hers)
    assert hers.done_at == first
    tick(client, aino, hers, ticked=False)
    assert (hers.done_at, hers.outcome) == (None, "under_way")


def test_what_was_ticked_stays_that_day_struck_through_and_is_gone_the_next(client, aino, hers):
    with time_machine.travel(datetime.datetime(2026, 12, 3, 9, tzinfo=datetime.UTC), tick=False):
        tick(client, aino, hers)
        assert [promise.text for promise in promises_of(aino).mine] == ["Koulutuspäivä"]
        assert 'aria-pressed="true"' in _home(client, aino)
    with time_machine.travel(datetime.datetime(2026, 12, 4, 9, tzinfo=datetime.UTC), tick=False):
        assert promises_of(aino).mine == []


def test_late_is_said_to_the_supervisor_alone(client, aino, matti, confirmed):
    confirmed.agreements.update(due_on=timezone.localdate() - datetime.timedelta(days=4))
    assert "4 päivää myöhässä" in _home(client, matti)
    assert "myöhässä" not in _home(client, aino)


def test_strangers_and_former_supervisors_do_not_find_it(client, aino, matti, leena, confirmed, theirs):
    stranger = make_person(name="Vieras Väinö", unit=aino.unit)
    for person in (stranger, leena):
        assert tick(client, person, theirs) == 404
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=yesterday)
    assert tick(client, matti, theirs) == 404
    assert promises_of(matti).mine == []
    assert theirs.done_at is None


def test_a_tick_changes_nothing_of_the_confirmed_text(client, aino, theirs, confirmed):
    tick(client, aino, theirs)
    before = confirmed.text_revision
    confirmed.refresh_from_db()
    assert (confirmed.text_revision, confirmed.status) == (before, "confirmed")


def test_one_party_cannot_end_the_promises_for_both(client, aino, matti, confirmed, theirs):
    """While the other may open again what one has ended they stand, and whether one was kept is still said."""
    late = timezone.localdate() - datetime.timedelta(days=1)
    confirmed.agreements.filter(pk=theirs.pk).update(due_on=late)
    ending.end(confirmed, by=matti)
    assert [[row.text for row in promises_of(aino).to_me], [row.text for row in promises_of(matti).mine]] == [
        ["Enintään kaksi iltavuoroa"]
    ] * 2
    assert User.objects.filter(pk=aino.pk).annotate(has=has_promises(aino)).get().has
    (line,) = [line for line in team_of(matti) if line.person == aino]
    assert (short_day(late), "lupaus myöhässä") in [(state.text, state.chip) for state in line.states]
    assert tick(client, aino, theirs) == 302
    assert theirs.kept_at
    ending.end(Conversation.objects.get(pk=confirmed.pk), by=aino)  # it closes
    assert promises_of(aino).to_me == promises_of(matti).mine == []


def test_what_was_never_confirmed_is_no_promise_once_it_ends(aino, matti, two_agreements):
    ending.end(two_agreements, by=matti)
    assert promises_of(aino).to_me == promises_of(matti).mine == []


def test_the_script_gets_the_row_alone(client, aino, hers):
    client.force_login(aino)
    answer = client.post(f"/lupaukset/{hers.pk}/", {"ticked": "1"}, headers={"HX-Request": "true"})
    assert answer.text.strip().startswith(f'<li id="promise-{hers.pk}"')
    assert 'aria-pressed="true"' in answer.text


def test_at_most_a_dozen_and_one_statement(aino, confirmed, django_assert_max_num_queries):
    for number in range(30):
        Agreement.objects.create(
            conversation=confirmed, text=f"Asia {number}", side="employee", due_on=timezone.localdate()
        )
    promises_of(aino)
    with django_assert_max_num_queries(1):
        found = promises_of(aino)
    assert len(found.to_me + found.mine) == 12


def test_who_is_asked_for_promises(aino, matti, leena, confirmed):
    """By the conversations of the two: by the agreements PostgreSQL went through those of the whole town."""
    people = User.objects.order_by("pk")
    asked = {each: people.filter(pk=each.pk).annotate(has=has_promises(each)) for each in (aino, matti, leena)}
    assert [rows.get().has for rows in asked.values()] == [True, True, False]
    assert "vatupassi_agreement" not in str(asked[aino].query)


def _home(client, person):
    client.force_login(person)
    return client.get("/").content.decode()
