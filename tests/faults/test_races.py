"""Several requests at the same moment: one result. With a control that shows what the lock is for."""

import datetime
import threading
import uuid

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from core import prepared
from core.models import Mail
from tests.meeting import Meeting
from vatupassi.conversation.models import ConversationQuerySet
from vatupassi.models import Agreement, Confirmation, Conversation, Memo, Occasion


def at_once(requests):
    """Make the requests from threads that start together; their statuses."""
    start, statuses = threading.Barrier(len(requests)), []

    def go(client, path, data):
        try:
            start.wait(30)
            statuses.append(client.post(path, data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=request) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return statuses


def browser(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def meeting(monkeypatch):
    """Both requests stand inside at the same moment, if nothing keeps them apart: they wait for each other there."""
    met, real = Meeting(), Conversation.require_open

    def together(self):
        met.wait()
        real(self)

    monkeypatch.setattr(Conversation, "require_open", together)
    return met


def confirm_both(talk, aino, matti):
    data = {"text_revision": talk.text_revision}
    return at_once([(browser(user), f"/keskustelut/{talk.pk}/muistio/vahvista/", data) for user in (aino, matti)])


def test_both_confirm_at_the_same_moment(talk, aino, matti, meeting):
    assert confirm_both(talk, aino, matti) == [302, 302]
    assert Confirmation.objects.count() == 2
    assert [memo.number for memo in Memo.objects.all()] == [1]
    assert Conversation.objects.get().status == "confirmed"


def test_without_the_lock_neither_sees_the_other(talk, aino, matti, meeting, monkeypatch):
    """The control: the test above notices when the row is not locked."""
    monkeypatch.setattr(ConversationQuerySet, "for_update", lambda self: self)
    prepared.forget()  # a statement that locks has been kept
    meeting.seconds = 20
    both_counted, touch = Meeting(seconds=20), Conversation.touch

    def touch_together(self, **changes):  # the row is written only when the other has counted, too
        both_counted.wait()
        touch(self, **changes)

    monkeypatch.setattr(Conversation, "touch", touch_together)
    try:
        confirm_both(talk, aino, matti)
    finally:
        prepared.forget()
    assert Confirmation.objects.count() == 2
    assert (Memo.objects.count(), Conversation.objects.get().status) == (0, "agreed")


def test_a_double_click_on_confirm(talk, aino, matti):
    client = browser(aino)
    data = {"text_revision": talk.text_revision}
    assert at_once([(client, f"/keskustelut/{talk.pk}/muistio/vahvista/", data)] * 4) == [302] * 4
    assert Confirmation.objects.count() == 1


def test_the_same_agreement_sent_many_times(talk, aino):
    client = browser(aino)
    day = timezone.localdate() + datetime.timedelta(30)
    data = {
        "id": str(uuid.uuid4()),
        "text": "Viikkopalaveri maanantaisin",
        "side": "employee",
        "due_on": f"{day:%-d.%-m.%Y}",
        "kind": "act",
    }
    assert at_once([(client, f"/keskustelut/{talk.pk}/vaihe/agreements/sovi/", data)] * 6) == [302] * 6
    assert Agreement.objects.count() == 1


def test_two_invite_each_other_at_the_same_moment(postgresql, aino, matti):
    day = timezone.localdate() + datetime.timedelta(7)
    data = {
        "occasion": str(Occasion.objects.get(code="early-support").pk),
        "day": f"{day:%-d.%-m.%Y}",
        "clock": "9.15",
        "minutes": "45",
        "memo_language": "fi",
    }
    hers = data | {"id": str(uuid.uuid4()), "partner": str(matti.pk)}
    his = data | {"id": str(uuid.uuid4()), "partner": str(aino.pk)}
    requests = [
        (browser(aino), "/keskustelut/uusi/kutsu/", hers),
        (browser(matti), f"/keskustelut/uusi/kutsu/?with={aino.pk}", his),
    ]
    assert sorted(at_once(requests)) == [200, 302]  # the later one is told of the earlier one
    assert (Conversation.objects.count(), Mail.objects.count()) == (1, 1)
    assert connection.vendor == "postgresql"


def test_the_same_invitation_sent_many_times(postgresql, aino, matti):
    client = browser(aino)
    day = timezone.localdate() + datetime.timedelta(7)
    data = {
        "id": str(uuid.uuid4()),
        "partner": str(matti.pk),
        "occasion": str(Occasion.objects.get(code="early-support").pk),
        "day": f"{day:%-d.%-m.%Y}",
        "clock": "9.15",
        "minutes": "45",
        "memo_language": "fi",
    }
    assert at_once([(client, "/keskustelut/uusi/kutsu/", data)] * 6) == [302] * 6
    assert Conversation.objects.count() == 1
    assert Mail.objects.count() == 1
    assert connection.vendor == "postgresql"
