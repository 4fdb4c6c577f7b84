"""Two people in a talk: what several tests of browsers begin with."""

import datetime

import pytest
from django.utils import timezone

from vatupassi.conversation import invitations
from vatupassi.models import Conversation, Occasion


@pytest.fixture
def conversation(transactional_db, aino, matti) -> Conversation:
    """Aino's and Matti's talk of early support, agreed, in an hour."""
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(hours=1),
        agreed=True,
    )


@pytest.fixture
def pair(conversation, aino, matti, page_for):
    """Aino's and Matti's page on the first step: hers a phone in Finnish, his a desk in Swedish."""
    pages = page_for(aino, width=390), page_for(matti, language="sv")
    for page in pages:
        page.goto(f"/keskustelut/{conversation.pk}/vaihe/tiedanko/")
    return pages
