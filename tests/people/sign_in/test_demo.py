"""One click in the demo; nothing of it exists elsewhere."""

import os
import subprocess
import sys

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import NoReverseMatch, path, reverse

from config.urls import urlpatterns as ours
from people.models import SignIn
from people.sign_in.demo import TO_TRY, demo_people, demo_sign_in

urlpatterns = [*ours, path("kirjaudu/esittely/", demo_sign_in, name="demo_sign_in")]


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = __name__


def test_one_click(client, demo, aino, matti):
    page = client.get(reverse("account_login"))
    assert [person.user for person in demo_people()] == [aino, matti]
    assert 'value="aino"' in page.text
    answer = client.post(reverse("demo_sign_in"), {"username": "aino", "next": reverse("access_list")})
    assert answer.url == reverse("access_list")
    assert client.get(reverse("account_settings")).context["user"] == aino
    assert SignIn.objects.get().how == SignIn.How.DEMO


def test_only_the_invented_people(client, demo, stranger):
    assert client.post(reverse("demo_sign_in"), {"username": "outi"}).status_code == 404
    assert client.post(reverse("demo_sign_in")).status_code == 404
    assert client.get(reverse("demo_sign_in")).status_code == 302


def test_outside_the_demo_there_is_no_address_no_list_and_no_view(client, aino):
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in")
    assert demo_people() == []
    assert client.post("/kirjaudu/esittely/", {"username": "aino"}).status_code == 404
    request = RequestFactory().post("/", {"username": "aino"})
    with pytest.raises(Http404):
        demo_sign_in(request)


@pytest.mark.parametrize(("demo", "there"), [("true", "True"), ("false", "False")])
def test_the_address_follows_the_setting(demo, there):
    code = (
        "import django; django.setup(); from people.urls import urlpatterns;"
        "print(any(pattern.name == 'demo_sign_in' for pattern in urlpatterns))"
    )
    run = subprocess.run([sys.executable, "-c", code], env=os.environ | {"DEMO": demo}, capture_output=True, text=True)
    assert run.stdout.strip() == there, run.stderr


def test_everybody_on_the_list_has_something_to_try():
    names = ["aino", "matti", "sari", "johanna", "pekka", "leena", "timo", "otto", "liisa", "raija", "ilkka", "mikael"]
    assert list(TO_TRY) == names
