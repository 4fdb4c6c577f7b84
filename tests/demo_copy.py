"""The demo's data for tests that look at its pages: made once in each process, which takes seconds, then put back."""

from django.db import connection

from config import demo
from people.models import User
from tests import kept_rows
from tests.people_fixtures import with_recovery_codes, with_second_step

KEPT = "demo_copy"


def load() -> None:
    """As `config.demo.load` into a database without people; the rows keep their ids from one time to the next."""
    if connection.vendor != "postgresql":
        make()
    elif kept_rows.is_kept(KEPT):
        kept_rows.put_back(KEPT)
    else:
        make()
        kept_rows.keep(KEPT)


def make() -> None:
    """All of it anew, into a database without people."""
    demo.load()
    for person in User.objects.active():  # the demo asks nobody for a second step; the tests' settings do
        if person.needs_second_step:
            with_recovery_codes(with_second_step(person))  # as the page does that turns it on
