"""Conversations that several tests start from."""

import datetime

import pytest
from django.utils import timezone

from core.models import Mail
from vatupassi.conversation import invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, BoardMark, Conversation, Occasion


@pytest.fixture
def two_agreements(aino, matti):
    """A conversation just held: two agreements, three marks shared, nothing confirmed."""
    found = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() - datetime.timedelta(hours=1),
    )
    Agreement.objects.create(
        conversation=found,
        text="Enintään kaksi iltavuoroa",
        side="supervisor",
        due_on="2027-01-31",
        question="kykenenko",
    )
    Agreement.objects.create(
        conversation=found, text="Koulutuspäivä", side="employee", due_on="2027-01-31", question="osaanko"
    )
    for question, now, target in [("tiedanko", 1, 2), ("osaanko", 0, 2), ("kykenenko", -2, 1)]:
        BoardMark.objects.create(conversation=found, side="employee", question=question, now=now, target=target)
    return found


@pytest.fixture
def confirmed(two_agreements, aino, matti):
    """The same, confirmed by both, with a follow-up the day after tomorrow. No mail so far."""
    follow_ups.plan(two_agreements, starts_at=timezone.now() + datetime.timedelta(days=2), minutes=30)
    for person in (aino, matti):
        confirmation.confirm(two_agreements, by=person, text_revision=two_agreements.text_revision)
    Mail.objects.all().delete()
    return Conversation.objects.get(pk=two_agreements.pk)
