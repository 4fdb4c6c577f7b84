"""An act that comes while somebody else's is being saved: it waits, and sees what the other one has done.

Each with a control that shows what the lock is for.
"""

import datetime
import threading

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from core.models import RetentionChange, SettingChange
from people.retained import views as retained
from support.models import HelpRequest
from support.request import actions as acts
from tests.factories import make_person
from tests.meeting import Meeting
from tests.people_fixtures import with_second_step

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time"),
]


def together(*posts):
    """Each in a thread of its own; their statuses, in this order."""
    statuses = {}

    def go(number, post):
        try:
            statuses[number] = post().status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=each) for each in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [statuses[number] for number in range(len(posts))]


def set_by_both(sari, hr_unit, signed_in, monkeypatch, seconds):
    kirsi = with_second_step(make_person(name="Kirsi Holm", unit=hr_unit, is_hr=True))
    met, real = Meeting(seconds), retained.change_period

    def change(*args, **kwargs):
        met.wait()
        return real(*args, **kwargs)

    monkeypatch.setattr(retained, "change_period", change)
    path = reverse("retention_edit", args=["mail"])

    def post(browser, number):
        data = {"number": number, "negotiated_on": "1.11.2026", "stands": "12 0", "sure": f"{number} 0"}
        return lambda: browser.post(path, data)

    return sorted(together(post(signed_in(sari), 6), post(signed_in(kirsi), 9)))


def test_of_two_who_set_a_period_the_later_one_is_told(sari, hr_unit, signed_in, monkeypatch):
    assert set_by_both(sari, hr_unit, signed_in, monkeypatch, 1.5) == [200, 302]
    assert (SettingChange.objects.count(), RetentionChange.objects.count()) == (1, 1)


def test_without_the_lock_one_period_goes_unseen(sari, hr_unit, signed_in, monkeypatch):
    monkeypatch.setattr(retained, "one_change_at_a_time", lambda: None)
    assert set_by_both(sari, hr_unit, signed_in, monkeypatch, 20) == [302, 302]
    assert (SettingChange.objects.count(), RetentionChange.objects.count()) == (2, 1)


@pytest.fixture
def asked(matti):
    day = timezone.localdate()
    return HelpRequest.objects.create(by=matti, kind="advising", question="Voinko sopia sen itse?", due_on=day)


@pytest.fixture
def without_locks(monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_how: self)


def meanwhile(monkeypatch, act, hers, his):
    """The asker's click comes when HR's act has written, and is not saved for good."""
    done, real = threading.Event(), getattr(acts, act)

    def slow(*args, **kwargs):
        real(*args, **kwargs)
        done.set()
        threading.Event().wait(1.5)

    def late():
        done.wait(30)
        return his()

    monkeypatch.setattr(acts, act, slow)
    return together(hers, late)


def taken_back(asked, matti, sari, signed_in, monkeypatch):
    hers, his, answer = signed_in(sari), signed_in(matti), {"answer": "Kyllä voit.", "revision": "0"}
    his.raise_request_exception = False
    return meanwhile(
        monkeypatch,
        "answer",
        lambda: hers.post(reverse("help_answer", args=[asked.pk]), answer),
        lambda: his.post(reverse("help_withdraw", args=[asked.pk])),
    )


def test_what_is_being_answered_is_not_taken_back(asked, matti, sari, signed_in, monkeypatch):
    assert taken_back(asked, matti, sari, signed_in, monkeypatch) == [302, 404]
    assert HelpRequest.objects.get().answer.open(matti) == "Kyllä voit."


def test_without_the_lock_the_answer_is_gone(asked, matti, sari, signed_in, monkeypatch, without_locks):
    assert taken_back(asked, matti, sari, signed_in, monkeypatch) == [302, 302]
    assert not HelpRequest.objects.exists()


def closed(asked, matti, sari, signed_in, monkeypatch):
    HelpRequest.objects.update(answered_at=timezone.now(), revision=1, owner=sari)
    hers, his, day = signed_in(sari), signed_in(matti), timezone.localdate() + datetime.timedelta(days=7)
    time = {"day": f"{day:%-d.%-m.%Y}", "clock": "9.15", "minutes": "30", "sequence": "0"}
    statuses = meanwhile(
        monkeypatch,
        "book",
        lambda: hers.post(reverse("help_book", args=[asked.pk]), time),
        lambda: his.post(reverse("help_helped", args=[asked.pk]), {"helped": "yes"}),
    )
    assert statuses == [302, 302]
    found = HelpRequest.objects.get()
    assert found.closed_on == timezone.localdate()
    return found


def test_a_time_that_is_being_booked_goes_with_the_closing(asked, matti, sari, signed_in, monkeypatch):
    assert closed(asked, matti, sari, signed_in, monkeypatch).meets_at is None


def test_without_the_lock_it_stays_in_two_calendars(asked, matti, sari, signed_in, monkeypatch, without_locks):
    assert closed(asked, matti, sari, signed_in, monkeypatch).meets_at is not None
