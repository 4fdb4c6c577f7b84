"""Three things to try, on the start page of the demo's people; nothing of it exists elsewhere."""

import re

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import path, reverse
from django.utils.translation import override

from config.urls import urlpatterns as ours
from people.models import User
from people.sign_in.demo import TO_TRY, demo_sign_in
from people.sign_in.demo_tour import TOUR, demo_tour_close
from tests.factories import make_person

pytestmark = pytest.mark.django_db
urlpatterns = [
    *ours,
    path("kirjaudu/esittely/", demo_sign_in, name="demo_sign_in"),
    path("kirjaudu/esittely/sulje/", demo_tour_close, name="demo_tour_close"),
]


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = __name__


def links(client):
    """Where the card leads; none without it."""
    card = re.search(r'aria-labelledby="tour".*?</section>', client.get("/").text, re.DOTALL)
    return re.findall(r'href="([^"]+)"', card[0]) if card else []


def test_everybody_whom_one_may_choose_has_three_in_three_languages():
    assert TOUR.keys() == TO_TRY.keys()
    assert {len({page for _text, page in three}) for three in TOUR.values()} == {3}
    for text, _page in {pair for three in TOUR.values() for pair in three}:
        said = set()
        for language in ("fi", "sv", "en"):
            with override(language):
                said.add(str(text))
        assert len(said) == 3


def test_the_card_leads_to_pages_that_open_until_it_is_closed(client, demo, aino, matti):
    for who in (aino, matti):
        client.post(reverse("demo_sign_in"), {"username": who.username})
        found = links(client)
        assert found == [reverse(page) for _text, page in TOUR[who.username]]
        assert [client.get(address).status_code for address in found] == [200] * 3
        assert client.post(reverse("demo_tour_close")).url == "/"
        assert links(client) == []


ROLES = {"sari": {"is_hr": True}, "liisa": {"is_data_protection_officer": True}, "mikael": {"is_admin": True}}


@pytest.mark.parametrize("name", ["sari", "liisa", "mikael", "otto", "johanna", "raija", "ilkka"])
def test_each_finds_pages_that_their_task_opens(client, demo, name):
    person = make_person(username=name)
    User.objects.filter(pk=person.pk).update(**ROLES.get(name, {"is_active": True}))
    client.post(reverse("demo_sign_in"), {"username": name})
    found = links(client)
    assert len(found) == 3
    assert [client.get(address).status_code for address in found] == [200] * 3


def test_somebody_who_is_not_of_the_demo_has_none(client, demo, stranger):
    client.force_login(stranger)
    assert links(client) == []


def test_outside_the_demo_there_is_no_card_and_no_address(client, aino):
    client.force_login(aino)
    assert links(client) == []
    assert client.post("/kirjaudu/esittely/sulje/").status_code == 404
    with pytest.raises(Http404):
        demo_tour_close(RequestFactory().post("/"))
