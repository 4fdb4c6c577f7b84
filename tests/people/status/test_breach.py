"""What to do in a breach: for the system administrator and the data protection officer, with nothing to fill in."""

import pytest

from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
PAGE = "/yllapito/tietoturvaloukkaus/"


def test_both_find_it_from_their_own_page(signed_in, mikael, liisa):
    for person, page in ((mikael, "/yllapito/tila/"), (with_second_step(liisa), "/tietosuojavastaava/")):
        client = signed_in(person)
        assert f'href="{PAGE}"' in client.get(page).content.decode()
        told = client.get(PAGE).content.decode()
        assert "72 tunnin" in told
        assert f'href="{page}"' in told  # and back


def test_hr_and_a_supervisor_do_not(signed_in, sari, matti):
    assert {signed_in(person).get(PAGE).status_code for person in (sari, matti)} == {404}


def test_nothing_is_filled_in(signed_in, mikael):
    main = signed_in(mikael).get(PAGE).content.decode().partition("<main")[2].partition("</main>")[0]
    assert [word for word in ("<form", "<input", "<textarea", "<select") if word in main] == []
