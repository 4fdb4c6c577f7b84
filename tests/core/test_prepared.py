"""Prepared queries give what the plain ones give, whoever asks, and refuse what would go stale."""

import datetime
import inspect
import threading
import uuid
from collections import Counter

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, connection, connections, models, transaction
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from core.models import Mail
from core.prepared import known, prepared
from core.sealed import Sealed
from people.models import SupervisionLine, User
from tests import demo_copy
from tests.factories import make_person
from vatupassi.models import Assessment, AssessmentItem, Conversation

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def mail(to, **fields):
    return Mail.objects.create(to=to, kind="test", message_id=str(uuid.uuid4()), **fields)


@prepared(related=["to"])
def own(user):
    return Mail.objects.filter(to=user).order_by("created_at")


@pytest.fixture
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite the query is asked as it is")


def test_each_caller_gets_their_own_rows(aino, matti):
    first, second, third = mail(aino), mail(matti), mail(aino)
    assert own(aino) == [first, third]
    assert own(matti) == [second]
    assert own(aino) == list(Mail.objects.filter(to=aino).order_by("created_at"))


def test_related_rows_and_annotations_come_along(aino, matti, django_assert_num_queries):
    @prepared(related=["unit"])
    def people(pk):
        lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"))
        return User.objects.filter(pk=pk).annotate(leads_now=Exists(lines))

    with django_assert_num_queries(2):
        found = [(person.leads_now, person.unit.name) for pk in (aino.pk, matti.pk) for person in people(pk)]
    assert found == [(False, "Ruokapalvelut"), (True, "Ruokapalvelut")]


def test_it_is_built_once_a_day(postgresql, aino, matti):
    built = []

    @prepared()
    def lines(user):
        built.append(timezone.localdate())
        return SupervisionLine.objects.live().filter(supervisor=user)

    with time_machine.travel(datetime.datetime(2026, 12, 3, 12, tzinfo=datetime.UTC), tick=False):
        assert len(lines(matti)) == 1
        assert lines(aino) == []
    SupervisionLine.objects.update(ends_on=datetime.date(2026, 12, 3))
    with time_machine.travel(datetime.datetime(2026, 12, 4, 12, tzinfo=datetime.UTC), tick=False):
        assert lines(matti) == []
    assert built == [datetime.date(2026, 12, 3), datetime.date(2026, 12, 4)]


def test_now_is_the_moment_of_the_call(aino):
    @prepared()
    def due(user):
        return Mail.objects.filter(to=user, due_at__lte=timezone.now())

    assert due(aino) == []
    late = mail(aino)
    assert due(aino) == [late]


def test_another_moment_is_refused(postgresql, aino):
    @prepared()
    def old(user):
        return Mail.objects.filter(to=user, created_at__lt=timezone.now() - datetime.timedelta(days=1))

    with pytest.raises(ValueError, match="stay as it was"):
        old(aino)


def test_what_the_builder_reads_of_a_person_is_refused(postgresql, aino):
    """It would be baked in, and shown to everybody."""

    @prepared()
    def colleagues(user):
        return User.objects.filter(unit=user.unit_id)

    with pytest.raises(ObjectDoesNotExist):
        colleagues(aino)


def test_a_query_locks_its_own_rows_within_a_transaction(postgresql, aino):
    @prepared(only=["id"])
    def locked(pk):
        return User.objects.filter(pk=pk).order_by().select_for_update(of=("self",))

    with CaptureQueriesContext(connection) as asked:
        assert [row.pk for row in locked(aino.pk)] == [aino.pk]
    assert asked[0]["sql"].endswith('FOR UPDATE OF "people_user"')

    @prepared(related=["unit"])
    def with_another(pk):
        return User.objects.filter(pk=pk).order_by().select_for_update(of=("self",))

    for _time in range(2):  # when Django asks, and when the statement is known
        with CaptureQueriesContext(connection) as asked:
            assert [row.unit for row in with_another(aino.pk)] == [aino.unit]
        assert asked[0]["sql"].endswith('FOR UPDATE OF "people_user"')


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_locked_in_vain(postgresql, aino):
    @prepared(only=["id"])
    def locked(pk):
        return User.objects.filter(pk=pk).order_by().select_for_update()

    with transaction.atomic():
        locked(aino.pk)
    with pytest.raises(AssertionError, match="a lock ends with its transaction"):
        locked(aino.pk)


def test_nobody_sees_nothing(aino):
    mail(aino)
    assert own(None) == []
    assert own(AnonymousUser()) == []


@pytest.mark.django_db(transaction=True)
def test_threads_use_their_own_connections(kitchen):
    people = [make_person(unit=kitchen) for _number in range(4)]
    rows = {person.pk: [mail(person).pk] for person in people}
    own(people[0])
    found = {}

    def ask(person):
        found[person.pk] = [row.pk for row in own(person)]
        connections.close_all()

    threads = [threading.Thread(target=ask, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == rows


def test_fields_may_be_left_for_later(aino):
    @prepared(only=["id", "first_name"])
    def person(pk):
        return User.objects.filter(pk=pk)

    (found,) = person(aino.pk)
    assert {"title_fi", "sort_key"} <= found.get_deferred_fields()
    assert "first_name" not in found.get_deferred_fields()
    assert (found.title, found._state.adding, found._state.db) == (aino.title, False, "default")


def test_a_related_object_that_is_missing_is_none(aino):
    @prepared(related=["unit"])
    def person(pk):
        return User.objects.filter(pk=pk)

    User.objects.filter(pk=aino.pk).update(unit=None)
    (found,) = person(aino.pk)
    assert (found.unit, found.unit_id) == (None, None)


def test_moments_are_aware_and_in_utc(aino):
    moment = datetime.datetime(2026, 10, 25, 0, 59, 59, 123456, tzinfo=datetime.UTC)  # in the doubled hour
    mail(aino, due_at=moment)
    (read,) = own(aino)
    assert (read.due_at, read.due_at.utcoffset()) == (moment, datetime.timedelta(0))


def test_values_are_made_what_the_field_makes_of_them(aino):
    mail(aino, ids={"list": ["ä", 1], "none": None})
    (read,) = own(aino)
    assert read.ids == {"list": ["ä", 1], "none": None}


def test_sealed_text_of_a_row_stays_sealed(aino):
    assessment = Assessment.start(by=aino)
    item = assessment.items.get(question="tiedanko")
    item.text = "Ş ja ŋ"
    item.save()

    @prepared()
    def items(user):
        return AssessmentItem.objects.filter(assessment__owner=user, question="tiedanko")

    (found,) = items(aino)
    assert str(found.text) == "[sealed]"
    assert found.text.open(aino) == "Ş ja ŋ"


def test_when_today_began_is_renewed_with_the_day(aino):
    @prepared()
    def todays(user):
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return Mail.objects.filter(to=user, created_at__gte=start)

    with time_machine.travel(datetime.datetime(2026, 12, 3, 21, tzinfo=datetime.UTC), tick=False):
        kept = mail(aino)
        assert todays(aino) == [kept]
    with time_machine.travel(datetime.datetime(2026, 12, 3, 22, 30, tzinfo=datetime.UTC), tick=False):
        assert todays(aino) == []  # half past midnight in Finland


# ---- Each of them against the query as it is


def content(row):
    """What an object holds, and the objects that came along."""
    return {name: value for name, value in (vars(row) | row._state.fields_cache).items() if name != "_state"}


def differences(row, plain, given):
    """Names of what a plain object holds otherwise. A prepared one may have read more, or left something for later.

    Of what the query was asked with, a plain one from a reverse manager holds the very object.
    """
    for name, value in content(plain).items():
        got = content(row).get(name)
        if name in row.get_deferred_fields() or (got is None and any(value is each for each in given)):
            continue
        if isinstance(value, models.Model):
            yield from (f"{name}.{each}" for each in differences(got, value, given)) if got else [name]
        elif isinstance(value, Sealed):
            if got.ciphertext() != value.ciphertext():
                yield name
        elif (type(got), got) != (type(value), value):
            yield name


def test_each_gives_what_its_query_gives(postgresql):
    """Of the demo's people and conversations; `related` and `only` change what is read at once, not what is there."""
    assert get_resolver().url_patterns  # whoever has one has been imported
    demo_copy.load()
    subjects = {"user": list(User.objects.all()), "conversation": list(Conversation.objects.all())}
    pairs = [(each.employee, each.pk) for each in subjects["conversation"]]
    found = Counter()
    for ask in known():
        build = ask.__wrapped__
        if build.__module__.startswith("tests."):
            continue
        (first, *rest) = inspect.signature(build).parameters
        asked = pairs if rest else [(each,) for each in subjects.get(first) or [user.pk for user in subjects["user"]]]
        for values in asked:
            rows, plain = ask(*values), list(build(*values))
            assert [row.pk for row in rows] == [row.pk for row in plain], build
            for row, expected in zip(rows, plain, strict=True):
                assert list(differences(row, expected, values)) == [], build
            found[f"{build.__module__}.{build.__qualname__}"] += len(rows)
    assert len(found) >= 15
    assert [name for name, count in found.items() if not count] == []


# ---- On PostgreSQL


def statements():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            ['%FROM "core_mail" INNER JOIN "people_user"%'],
        )
        return [count for (count,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_postgresql_keeps_the_plan(postgresql, aino):
    connection.close()
    for _time in range(4):
        own(aino)
    assert statements() == [3]  # it is prepared when it comes for the second time


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_anew(postgresql, aino):
    row = mail(aino)
    for _time in range(2):
        assert [own(aino) for _again in range(3)] == [[row]] * 3
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rolled_back_takes_the_prepared_statements_along(postgresql, aino):
    row = mail(aino)
    for _time in range(3):
        own(aino)
    with transaction.atomic():
        assert own(aino) == [row]
        written = mail(aino)
        assert own(aino) == [row, written]
        transaction.set_rollback(True)
    assert statements() == []  # psycopg has let go of all of them
    assert [own(aino) for _time in range(3)] == [[row]] * 3


def cut():
    """The server ends this process's connection."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_between_requests_is_not_felt(postgresql, aino):
    row = mail(aino)
    assert own(aino) == [row]
    connection.close_if_unusable_or_obsolete()  # as before each request: the first statement looks whether it is there
    cut()
    assert own(aino) == [row]
    cut()
    for _time in range(2):  # when it is found to be lost, and once it is known to be
        with pytest.raises(OperationalError):
            own(aino)
    connection.close_if_unusable_or_obsolete()
    assert own(aino) == [row]
