"""Two people of HR at the same moment. On a database with row locks; SQLite takes one writer at a time anyway."""

from functools import partial

import pytest
from django.db import connection
from django.urls import reverse

from core.models import Mail
from people.models import SignInChange, User
from people.second_person import actions
from people.second_person.actions import ask
from people.second_person.keepers import Keepers
from people.second_person.models import SignInChangeQuerySet
from tests.factories import make_person
from tests.meeting import Meeting
from tests.people.races import at_once
from tests.people.register_form import edit
from tests.people_fixtures import PASSWORD, with_second_step

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time"),
]


# ---- A change of the way to sign in, with two second persons


@pytest.fixture
def change(sari, aino):
    aino.set_password(PASSWORD)
    aino.save()
    return ask(SignInChange.Kind.NAMES, person=aino, by=sari, username="aino", email="uusi@kotikunta.example")


@pytest.fixture
def seconds(hr_unit):
    return [with_second_step(make_person(unit=hr_unit, is_hr=True)) for _number in range(2)]


@pytest.fixture
def meeting(monkeypatch):
    """Both stand inside at the same moment, if nothing keeps them apart: they wait for each other there."""
    met, real = Meeting(), Keepers.read

    def together():
        met.wait()
        return real()

    monkeypatch.setattr(Keepers, "read", together)
    return met


def both_agree(signed_in, change, seconds):
    address = reverse("change_agree", args=[change.pk])
    at_once(*(partial(signed_in(second).post, address) for second in seconds))
    return Mail.objects.filter(to=change.person, kind="sign_in_change_done").count()


def test_two_second_persons_at_once_are_one(signed_in, change, seconds, meeting):
    assert both_agree(signed_in, change, seconds) == 1
    change.refresh_from_db()
    assert change.state == "done"
    assert change.settled_by in seconds


def test_without_the_lock_it_is_done_twice(signed_in, change, seconds, meeting, monkeypatch):
    """The control: the test above notices when the rows are not locked."""
    meeting.seconds = 20
    monkeypatch.setattr(SignInChangeQuerySet, "select_for_update", lambda self: self, raising=False)
    monkeypatch.setattr(actions, "_lock_people", lambda people: User.objects.in_bulk([pk for pk in people if pk]))
    assert both_agree(signed_in, change, seconds) == 2


def test_agreeing_and_stopping_at_once_is_one_of_them(signed_in, change, seconds, aino):
    agree, stop = (reverse(name, args=[change.pk]) for name in ("change_agree", "own_change_stop"))
    at_once(partial(signed_in(seconds[0]).post, agree), partial(signed_in(aino).post, stop))
    change.refresh_from_db()
    aino.refresh_from_db()
    assert (change.state, aino.email) in {("done", "uusi@kotikunta.example"), ("stopped", "aino@kotikunta.example")}


def test_a_double_click_asks_once(signed_in, sari, johanna):
    johanna.set_password(PASSWORD)
    johanna.save()
    browser = signed_in(sari)
    at_once(*[partial(browser.post, reverse("person_letter", args=[johanna.pk]))] * 4)
    assert SignInChange.objects.count() == 1


def test_the_second_persons_right_is_taken_at_the_same_moment(signed_in, change, seconds, mikael, aino):
    """Whichever comes first: it is never done by somebody who had lost the right before."""
    second = seconds[0]
    agree = partial(signed_in(second).post, reverse("change_agree", args=[change.pk]))
    taken = partial(edit, signed_in(mikael), second, is_hr=None)
    at_once(agree, taken)
    change.refresh_from_db()
    second.refresh_from_db()
    assert not second.is_hr
    assert change.state in {"done", "waiting"}


def test_the_person_leaves_at_the_same_moment(signed_in, change, seconds, mikael, aino):
    agree = partial(signed_in(seconds[0]).post, reverse("change_agree", args=[change.pk]))
    leave = partial(signed_in(mikael).post, reverse("person_leave", args=[aino.pk]))
    at_once(agree, leave)
    change.refresh_from_db()
    aino.refresh_from_db()
    assert not aino.is_active
    assert change.state in {"done", "void"}
