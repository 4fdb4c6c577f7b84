"""Guides: each opens in three languages, leads on, and says nothing that the product forbids."""

import pytest

from support.guide.pages import GUIDES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_each_opens_with_all_that_it_says(aino, signed_in, language):
    aino.language = language
    aino.save()
    hers = signed_in(aino)
    listed = hers.get("/tuki/oppaat/").content.decode()
    for guide in GUIDES:
        assert f'href="/tuki/oppaat/{guide.code}/"' in listed
        page = hers.get(f"/tuki/oppaat/{guide.code}/").content.decode()
        assert page.count("<li>") >= sum(len(points) for _title, points in guide.parts if len(points) > 1)


def test_what_is_none_is_not_found(aino, signed_in):
    assert signed_in(aino).get("/tuki/oppaat/muu/").status_code == 404


def test_the_path_leads_to_them(aino, signed_in):
    assert 'href="/tuki/oppaat/"' in signed_in(aino).get("/tuki/polku/").content.decode()
