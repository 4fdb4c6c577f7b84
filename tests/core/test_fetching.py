"""Statements asked by the short way give what Django's cursor gives, and fail as its errors do."""

import datetime

import pytest
from django.db import DataError, OperationalError, ProgrammingError, connection, transaction
from django.utils import timezone

from core.fetching import fetched
from core.prepared import prepared
from people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
ALL = "SELECT id, username, is_hr, last_login FROM people_user WHERE username = %s AND '100%%' = '100%%'"


@pytest.fixture
def direct():
    """As in a request for a page: outside a transaction, and statements are not recorded."""
    if connection.vendor != "postgresql":
        pytest.skip("the short way is PostgreSQL's")
    assert connection.get_autocommit()


def plainly(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_the_rows_are_those_of_djangos_cursor(direct, aino, matti):
    assert fetched(connection, ALL, ["aino"]) == plainly(ALL, ["aino"])
    assert fetched(connection, ALL, ["matti"]) == plainly(ALL, ["matti"])
    assert fetched(connection, ALL, ["nobody"]) == []


def test_moments_are_aware_and_in_utc(direct, aino):
    moment = datetime.datetime(2026, 10, 25, 0, 59, 59, 123456, tzinfo=datetime.UTC)  # in the doubled hour
    User.objects.filter(pk=aino.pk).update(last_login=moment)
    ((*_others, read),) = fetched(connection, ALL, ["aino"])
    assert (read, read.utcoffset()) == (moment, datetime.timedelta(0))
    assert timezone.localtime(read).utcoffset() == datetime.timedelta(hours=3)


def test_a_new_connection_prepares_anew(direct, aino):
    first = fetched(connection, ALL, ["aino"])
    connection.close()
    assert fetched(connection, ALL, ["aino"]) == first


def test_none_is_a_value_too(direct, aino):
    sql = "SELECT coalesce(%s::text, 'none') FROM people_user WHERE username = %s"
    assert fetched(connection, sql, [None, "aino"]) == [("none",)]
    assert fetched(connection, sql, ["some", "aino"]) == [("some",)]


def test_within_a_transaction_it_sees_what_was_written_there(direct, aino):
    with transaction.atomic():
        User.objects.filter(pk=aino.pk).update(username="aino2")
        assert len(fetched(connection, ALL, ["aino2"])) == 1
        transaction.set_rollback(True)
    assert fetched(connection, ALL, ["aino2"]) == []


def test_a_transaction_rolled_back_takes_the_prepared_statements_along(direct, aino):
    first = fetched(connection, ALL, ["aino"])
    with transaction.atomic():
        assert fetched(connection, ALL, ["aino"]) == first
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)  # psycopg has let go of all of them
    assert fetched(connection, ALL, ["aino"]) == first
    assert fetched(connection, ALL, ["aino"]) == first


def test_errors_are_djangos_and_the_connection_goes_on(direct, aino):
    with pytest.raises(ProgrammingError):
        fetched(connection, "SELECT nothing_like_it FROM people_user", [])
    with pytest.raises(DataError):
        fetched(connection, "SELECT 1 / (length(username) - %s) FROM people_user WHERE username = 'aino'", [4])
    assert len(fetched(connection, ALL, ["aino"])) == 1


def test_a_cut_connection_is_an_operational_error_and_the_next_request_has_a_new_one(direct, aino):
    @prepared
    def people(key):
        return User.objects.filter(username=key)

    assert people("aino") == [aino]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()
    for _time in range(2):  # when it is found to be lost, and once it is known to be
        with pytest.raises(OperationalError):
            people("aino")
    connection.close_if_unusable_or_obsolete()  # as between requests
    assert people("aino") == [aino]


def test_a_connection_cut_between_requests_is_not_felt(direct, aino):
    """The first statement of a request is its own health check; a later one that is lost is an error."""
    first = fetched(connection, ALL, ["aino"])
    for begins, expected in ((True, first), (False, None)):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        other.close()
        if begins:
            connection.close_if_unusable_or_obsolete()
        assert (connection.health_check_enabled, connection.health_check_done) == (True, not begins)
        if expected:
            assert fetched(connection, ALL, ["aino"]) == expected
        else:
            with pytest.raises(OperationalError):
                fetched(connection, ALL, ["aino"])
    connection.close()


def test_a_statement_that_fails_by_itself_is_not_asked_again(direct, aino):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 100")
    connection.close_if_unusable_or_obsolete()
    raw = connection.connection
    with pytest.raises(OperationalError):
        fetched(connection, "SELECT pg_sleep(%s)", [5])
    assert connection.connection is raw  # a second go would have begun with a new one
    connection.close()
