"""The address of every act leads a visitor to a page."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, get_resolver, resolve, reverse

from core.views import page_above


def acts():
    """Each act's address, with any ids."""
    for name in sorted(name for name in get_resolver().reverse_dict if isinstance(name, str)):
        for kwargs in ({}, {"pk": uuid4()}, {"pk": 1}):
            try:
                path = reverse(name, kwargs=kwargs)
            except NoReverseMatch:
                continue
            if getattr(resolve(path).func, "is_action", False):
                yield path


def test_there_is_a_page_above_each():
    above = {path: page_above(path) for path in acts()}
    assert len(above) > 40
    assert [path for path, page in above.items() if getattr(resolve(page).func, "is_action", False)] == []


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/keskustelut/uusi/kutsu/", "/keskustelut/uusi/"),
        (
            "/keskustelut/b2b216e0-49bb-45e0-afb3-2b94140deff8/muistio/vahvista/",
            "/keskustelut/b2b216e0-49bb-45e0-afb3-2b94140deff8/",
        ),
        ("/vatupassi/tallenna/", "/vatupassi/"),
        ("/kieli/", "/"),
    ],
)
def test_it_is_the_nearest_one(path, page):
    assert page_above(path) == page


def test_another_language_on_a_form_that_came_back(aino, matti, signed_in):
    client = signed_in(aino)
    came_back = client.post("/keskustelut/uusi/kutsu/?osa=2", {"partner": str(matti.pk), "day": "31.2."})
    assert came_back.status_code == 200
    after = client.post("/kieli/", {"language": "sv", "next": "/keskustelut/uusi/kutsu/?osa=2"}, follow=True)
    assert after.redirect_chain[-1] == ("/keskustelut/uusi/?osa=2", 302)
    assert "Föreslå ett samtal" in after.content.decode()
