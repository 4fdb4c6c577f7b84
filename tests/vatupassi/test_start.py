"""The start page: what is first for whom."""

import datetime

from django.utils import timezone

from core.outbox import send
from vatupassi.actions import invitations
from vatupassi.models import Assessment, Occasion


def primary(client):
    """The address behind the one primary button."""
    page = client.get("/").content.decode()
    assert page.count('class="btn" href=') == 1
    return page.split('class="btn" href="')[1].split('"')[0]


def test_a_newcomer_begins_with_the_own_assessment_also_when_there_are_notices(client, aino, matti):
    client.force_login(aino)
    assert primary(client) == "/vatupassi/"
    send("letter_made", to=aino)
    assert primary(client) == "/vatupassi/"
    assert "/mina/ilmoitukset/" in client.get("/").content.decode()
    Assessment.objects.create(owner=aino)
    assert primary(client) == "/mina/ilmoitukset/"


def test_an_invitation_comes_before_that(client, aino, matti):
    soon = timezone.now() + datetime.timedelta(days=1)
    occasion = Occasion.objects.get(code="how-are-you")
    conversation = invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=soon)
    client.force_login(aino)
    assert primary(client) == conversation.get_absolute_url()
