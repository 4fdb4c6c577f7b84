"""Queries do not grow with rows, and stay within speed.md."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import access
from vatupassi.conversation import invitations
from vatupassi.models import Agreement, Conversation, Note, Occasion

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def queries(client, url):
    client.get(url)  # the access log's row of today is written once
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return [row["sql"] for row in seen.captured_queries]


@pytest.fixture
def remembered(monkeypatch):
    """Tests roll back, so what `record` remembers on commit is remembered here at once."""
    access.forget()
    monkeypatch.setattr(access.transaction, "on_commit", lambda act: act())
    yield
    access.forget()


@pytest.mark.parametrize("step", ["tiedanko", "kykenenko", "agreements"])
def test_a_step_of_the_conversation_takes_six_queries(step, aino, matti, signed_in, remembered):
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
    )
    locked = Conversation.objects.with_side(matti).get(pk=conversation.pk)
    for slot in ("works", "change", "try"):
        Note.in_slot(locked, f"{step}.{slot}" if step != "agreements" else f"tiedanko.{slot}").store("Sana", by=matti)
    for number in range(10):
        Agreement.objects.create(conversation=conversation, text=f"Asia {number}", side="employee", due_on="2027-01-01")
    seen = queries(signed_in(matti), f"/keskustelut/{conversation.pk}/vaihe/{step}/")
    assert len(seen) <= 6, "\n\n".join(seen)
