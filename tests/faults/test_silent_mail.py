"""A mail server that accepts the connection and then says nothing: no page waits for it."""

import datetime
import socket
import time
import uuid

from django.conf import settings
from django.utils import timezone

from core.models import Mail
from tests.faults.site import Browser, Site
from vatupassi.models import Conversation, Occasion


def test_an_invitation_does_not_wait_for_the_mail_server(postgresql, aino, matti):
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
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0.2)
        site = Site(EMAIL_URL=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        try:
            browser = Browser(site, aino)
            browser.ask("/")
            start = time.monotonic()
            answer = browser.ask("/keskustelut/uusi/kutsu/", data)
            taken = time.monotonic() - start
        finally:
            site.stop()
        try:
            silent.accept()[0].close()
            called = True
        except TimeoutError:
            called = False
    assert answer.status == 302
    assert taken < settings.EMAIL_TIMEOUT  # on a busy machine, too
    assert not called  # the outbox keeps it for the worker
    assert [mail.state for mail in Mail.objects.filter(to=matti)] == ["pending"]
    assert Conversation.objects.count() == 1
