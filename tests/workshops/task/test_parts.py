"""Which parts of a room's pages the poll gives to a phone."""

import pytest

from tests.workshops.task.conftest import lines_on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shown", [False, True])
def test_a_phone_gets_no_part_of_the_owners_pages(phone, task, work, signed_in, matti, shown):
    """Not before the lists are shown, and not after: then it has a part of its own."""
    phone.write(2, task, "Kakkosten")
    if shown:
        signed_in(matti).post(f"/tyopajat/ryhmatyot/{work.pk}/nayta/")
    for part in ("board", "screen", "board-1", "screen-"):
        answer = phone.poll(part)
        assert (answer.status_code, b"Kakkosten" in answer.content) == (404, False), part
    assert len(lines_on(phone.poll("all").content.decode())) == int(shown)
