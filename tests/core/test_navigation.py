"""The navigation: who sees an item, and which one is current."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from core import navigation


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three items of our own, whatever the apps have registered."""
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(20, "Robots", "robots", prefix="/robots")
    navigation.register(10, "Health", "healthz")
    navigation.register(30, "Language", "set_language", visible=lambda user: user.is_hr)


def shown(path: str, **user: bool) -> list[navigation.Item]:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=True, **user)
    return navigation.items(request)


@pytest.mark.usefixtures("entries")
def test_items_come_in_order_and_only_to_whom_they_concern() -> None:
    assert [item.label for item in shown("/", is_hr=False)] == ["Health", "Robots"]
    assert [item.label for item in shown("/", is_hr=True)] == ["Health", "Robots", "Language"]


@pytest.mark.usefixtures("entries")
def test_one_item_is_current_also_below_it() -> None:
    assert [item.current for item in shown("/healthz", is_hr=False)] == [True, False]
    assert [item.current for item in shown("/robots/more", is_hr=False)] == [False, True]
    assert [item.current for item in shown("/", is_hr=False)] == [False, False]


@pytest.mark.usefixtures("entries")
def test_an_item_is_current_on_its_pages_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [item.current for item in shown("/times/1/", is_hr=False)] == [False, False]
    monkeypatch.setattr(navigation, "_elsewhere", {"robots": ["/times/"]})
    assert [item.current for item in shown("/times/1/", is_hr=False)] == [False, True]


@pytest.mark.usefixtures("entries")
def test_places_stand_below_their_item_and_one_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_places", {})
    navigation.register_place("healthz", 20, "Keys", "keys")
    navigation.register_place("healthz", 10, "All", "healthz")
    request = RequestFactory().get("/healthz")
    request.user = SimpleNamespace(is_authenticated=True, is_hr=False)
    assert [(place.label, place.current) for place in navigation.places(request)] == [("All", True), ("Keys", False)]
    request.path = navigation.address("keys")
    assert [item.current for item in navigation.items(request)] == [True, False]
    assert [place.current for place in navigation.places(request)] == [False, True]
    request.path = "/robots"
    assert navigation.places(request) == []


@pytest.mark.usefixtures("entries")
def test_nobody_signed_in_sees_none() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert navigation.items(request) == []
