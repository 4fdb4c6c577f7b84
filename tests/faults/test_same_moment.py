"""Two clicks at the same moment: what breaks on a constraint is done once more, and nobody gets a 500."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from core import views
from people.models import SignInChange, User
from verme.models import Mentor
from workshops.models import Facilitator

CLICKS = 4
NEW = {"last_name": "Uusi", "first_name": "Ulla", "username": "ulla.uusi", "language": "fi"}
FORMS = {
    "facilitator_add": (Facilitator.objects.all, lambda aino: {"person": aino.pk}),
    "mentor_new": (Mentor.objects.all, lambda aino: {"person": aino.pk}),
    "person_add": (lambda: User.objects.filter(username="ulla.uusi"), lambda aino: NEW),
    "rule_change": (SignInChange.objects.all, lambda aino: {"wanted": "rule_off"}),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
@pytest.mark.parametrize("name", FORMS)
def test_clicks_at_the_same_moment_are_one(name, sari, aino, signed_in):
    rows, data = FORMS[name]
    for _turn in range(4):
        rows().delete()
        gate, browsers = threading.Barrier(CLICKS), [signed_in(sari) for _browser in range(CLICKS)]

        def click(browser, gate=gate):
            browser.raise_request_exception = False
            gate.wait()
            try:
                return browser.post(reverse(name), data(aino)).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(CLICKS) as many:
            assert set(many.map(click, browsers)) <= {200, 302}
        assert rows().count() == 1


@pytest.mark.django_db
def test_it_is_done_once_more_and_no_oftener(rf, aino):
    """What breaks each time is a fault of ours, and stays one."""
    tried = []

    @views.action
    def breaks(request):
        tried.append(1)
        User.objects.create_user("uusi")
        if len(tried) < 2 or request.POST.get("always"):
            User.objects.create_user("uusi")
        return HttpResponse("ok")

    assert breaks(rf.post("/")).status_code == 200
    assert User.objects.filter(username="uusi").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        breaks(rf.post("/", {"always": "1"}))
    assert len(tried) == 4
