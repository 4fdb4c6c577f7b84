"""A conversation of Aino's and Matti's with a word in everything, and its page."""

import datetime

import pytest
from django.utils import timezone

from core.models import Mail
from vatupassi.conversation import invitations
from vatupassi.models import Agreement, BoardMark, DifferingView, Note, Occasion

NOTE, HERS, HIS, AGREED, VIEW, HIS_VIEW = (f"kanarialintu-{n}" for n in "abcdef")


@pytest.fixture
def conversation(aino, matti):
    made = invitations.start(
        employee=aino,
        supervisor=matti,
        by=aino,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() - datetime.timedelta(days=1),
        place="keittiön toimisto",
    )
    made.touch(status="agreed", awaiting="")
    Note.in_slot(made, "tiedanko.works").store(NOTE, by=aino)
    for side, text in (("employee", HERS), ("supervisor", HIS)):
        BoardMark.objects.create(conversation=made, side=side, question="tiedanko", now=1, target=2, text=text)
    due = timezone.localdate() + datetime.timedelta(days=14)
    Agreement.objects.create(conversation=made, text=AGREED, side="supervisor", due_on=due, question="tiedanko")
    for side, author, text in (("employee", aino, VIEW), ("supervisor", matti, HIS_VIEW)):
        DifferingView.objects.create(conversation=made, side=side, author=author, text=text)
    Mail.objects.all().delete()
    return made


@pytest.fixture
def page(conversation):
    return f"/keskustelut/{conversation.pk}/"
