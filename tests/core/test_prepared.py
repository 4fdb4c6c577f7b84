"""Prepared queries give what the plain ones give, whoever asks, and refuse what would go stale."""

import datetime
import threading
import uuid

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.models import Mail
from core.prepared import prepared
from people.models import SupervisionLine, User
from tests.factories import make_person
from vatupassi.models import Assessment, AssessmentItem

pytestmark = pytest.mark.django_db


def mail(to, **fields):
    return Mail.objects.create(to=to, kind="test", message_id=str(uuid.uuid4()), **fields)


@prepared
def own(user):
    return Mail.objects.filter(to=user).select_related("to").order_by("created_at")


def test_each_caller_gets_their_own_rows(aino, matti):
    first, second, third = mail(aino), mail(matti), mail(aino)
    assert own(aino) == [first, third]
    assert own(matti) == [second]
    assert own(aino) == list(Mail.objects.filter(to=aino).order_by("created_at"))


def test_related_rows_and_annotations_come_along(aino, matti, django_assert_num_queries):
    @prepared
    def people(pk):
        lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"))
        return User.objects.filter(pk=pk).select_related("unit").annotate(leads_now=Exists(lines))

    with django_assert_num_queries(2):
        found = [(person.leads_now, person.unit.name) for pk in (aino.pk, matti.pk) for person in people(pk)]
    assert found == [(False, "Ruokapalvelut"), (True, "Ruokapalvelut")]


def test_it_is_built_once_a_day(aino, matti):
    built = []

    @prepared
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
    @prepared
    def due(user):
        return Mail.objects.filter(to=user, due_at__lte=timezone.now())

    assert due(aino) == []
    late = mail(aino)
    assert due(aino) == [late]


def test_another_moment_is_refused(aino):
    @prepared
    def old(user):
        return Mail.objects.filter(to=user, created_at__lt=timezone.now() - datetime.timedelta(days=1))

    with pytest.raises(ValueError, match="stay as it was"):
        old(aino)


def test_what_the_builder_reads_of_a_person_is_refused(aino):
    """It would be baked in, and shown to everybody."""

    @prepared
    def colleagues(user):
        return User.objects.filter(unit=user.unit_id)

    with pytest.raises(ObjectDoesNotExist):
        colleagues(aino)


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


def test_postgresql_keeps_the_plan(aino):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps statements by itself")
    for _time in range(2):
        own(aino)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [MAIL]
        )
        assert cursor.fetchall() == [(2,)]


MAIL = '%FROM "core_mail" INNER JOIN "people_user"%'


def test_rows_that_share_a_related_row_share_its_object(aino, matti):
    mail(matti), mail(matti)

    @prepared
    def letters(user):
        return Mail.objects.filter(to=user).select_related("to__unit").defer("to__title")

    first, second = letters(matti)
    assert first.to is second.to
    assert first.to.unit.name == "Ruokapalvelut"
    assert (first._state.adding, first._state.db) == (False, "default")
    assert first.to.get_deferred_fields() == {"title"}
    assert first.to.title == matti.title


def test_sealed_text_of_a_row_stays_sealed(aino):
    assessment = Assessment.start(by=aino)
    item = assessment.items.get(question="tiedanko")
    item.note = "Ş ja ŋ"
    item.save()

    @prepared
    def items(user):
        return AssessmentItem.objects.filter(assessment__owner=user, question="tiedanko")

    (found,) = items(aino)
    assert str(found.note) == "[sealed]"
    assert found.note.open(aino) == "Ş ja ŋ"


def test_when_today_began_is_renewed_with_the_day(aino):
    @prepared
    def todays(user):
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return Mail.objects.filter(to=user, created_at__gte=start)

    with time_machine.travel(datetime.datetime(2026, 12, 3, 21, tzinfo=datetime.UTC), tick=False):
        kept = mail(aino)
        assert todays(aino) == [kept]
    with time_machine.travel(datetime.datetime(2026, 12, 3, 22, 30, tzinfo=datetime.UTC), tick=False):
        assert todays(aino) == []  # half past midnight in Finland
