"""Whatever an error of a lost database looks like, it is known for one: a 503, not a 500, and no session "ended"."""

import time

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from core.sessions import SessionStore
from core.views import passes_by_itself
from people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postgresql(aino, matti):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is no server")


def cut():
    """The server ends this process's connection."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    other.close()


def said(act):
    """The error."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 (of which kind is the question)
        act()
    connection.close()
    return caught.value


def in_a_transaction():
    with transaction.atomic():
        User.objects.count()
        cut()
        User.objects.count()


def at_commit():
    with transaction.atomic():
        User.objects.update(title_fi="kokki")
        cut()


def at_the_start():
    cut()
    with transaction.atomic():
        User.objects.count()


def idle_too_long():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 20")
        time.sleep(0.1)
        User.objects.count()


def as_the_driver_says_it():
    """Django closes a cursor of the server's outside of what makes errors its own."""
    cut()
    connection.connection.execute("SELECT 1")


def without_a_code():
    """What psycopg makes of a connection that ends in the middle of an answer."""
    with connection.wrap_database_errors:
        raise connection.Database.DatabaseError("server closed the connection unexpectedly")


@pytest.mark.parametrize(
    "act", [in_a_transaction, at_commit, at_the_start, idle_too_long, as_the_driver_says_it, without_a_code]
)
def test_a_lost_connection_is_known_for_one(postgresql, act):
    connection.ensure_connection()
    assert passes_by_itself(said(act))


def test_a_session_that_cannot_be_saved_was_not_ended_by_anybody(postgresql):
    session = SessionStore()
    session.create()

    def save():
        session["word"] = 1
        cut()
        session.save()

    assert passes_by_itself(said(save))


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("SELECT nothing_like_it", ProgrammingError),
        ("SELECT 1 / 0", DataError),
        ("INSERT INTO people_user (id) VALUES (NULL)", IntegrityError),
    ],
)
def test_a_fault_of_the_pages_own_is_not(postgresql, statement, kind):
    def ask():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    error = said(ask)
    assert (type(error), passes_by_itself(error)) == (kind, False)


def test_what_django_says_itself_is_not(aino):
    User.objects.filter(pk=aino.pk).delete()
    error = said(lambda: aino.save(update_fields=["title"]))
    assert not passes_by_itself(error)
    session = SessionStore()
    session.create()
    Session.objects.all().delete()
    ended = said(session.save)
    assert (type(ended), passes_by_itself(ended)) == (UpdateError, False)
