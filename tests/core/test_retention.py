"""Periods, the nightly deletion and its log."""

import datetime
import uuid

import pytest
from django.utils import timezone

from core import access, outbox, retention
from core.models import AccessLog, AccessSeal, Disposal, Mail
from core.retention import Period
from tests.core.test_access import write
from tests.core.test_outbox import letter

pytestmark = pytest.mark.both_databases

NOW = datetime.datetime(2026, 11, 25, 2, 30, tzinfo=datetime.UTC)


def test_periods_go_by_the_calendar():
    months = Period(months=6)
    assert months.after(datetime.date(2026, 8, 31)) == datetime.date(2027, 2, 28)
    assert months.before(datetime.date(2027, 2, 28)) == datetime.date(2026, 8, 28)
    assert Period(months=24).after(datetime.date(2024, 2, 29)) == datetime.date(2026, 2, 28)
    assert Period(months=1, days=3).after(datetime.date(2026, 12, 31)) == datetime.date(2027, 2, 3)
    assert Period(months=1).after(datetime.date(2026, 11, 30)) == datetime.date(2026, 12, 30)
    summer = Period(months=6).after(datetime.datetime(2026, 1, 15, 7, 15, tzinfo=datetime.UTC))
    assert timezone.localtime(summer).isoformat() == "2026-07-15T09:15:00+03:00"


def test_the_defaults_are_the_tables(db):
    found = retention.periods()
    months = ["assessment_unshared", "conversation", "conversation_silent_closes", "access_log", "sign_in_log"]
    assert [found[name].months for name in months] == [12, 24, 12, 60, 12]
    assert found["backups"] == Period(days=35)


def test_hr_sets_its_own(db):
    retention.set_period("conversation", months=12)
    assert retention.period("conversation") == Period(months=12)
    retention.set_period("conversation", days=90)
    assert retention.period("conversation") == Period(days=90)
    with pytest.raises(LookupError):
        retention.set_period("convrsation", months=1)
    with pytest.raises(ValueError, match="a day"):
        retention.set_period("conversation")


def test_the_date_shown_counts_the_backups_in(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert retention.deleted_on("conversation", datetime.date(2026, 5, 18)) == datetime.date(2028, 6, 22)
    late = datetime.datetime(2026, 5, 17, 22, 0, tzinfo=datetime.UTC)
    assert retention.deleted_on("conversation", late) == datetime.date(2028, 6, 22)


def test_old_mail_is_deleted_and_logged(aino):
    old, new = (outbox.send("test", to=aino, number=number) for number in (1, 2))
    Mail.objects.filter(pk=old.pk).update(created_at=NOW - datetime.timedelta(days=366))
    Mail.objects.filter(pk=new.pk).update(created_at=NOW - datetime.timedelta(days=364))
    assert retention.dispose(NOW) == {"core.retention.old_mail": 1}
    assert Mail.objects.get() == new
    assert Disposal.objects.values_list("what", "rule", "count", "at").get() == (
        "old_mail",
        "mail: 12 months 0 days",
        1,
        NOW,
    )
    assert retention.dispose(NOW) == {}
    assert letter(aino, {"number": 1}).subject == "Keskustelukutsu 1"


def test_the_access_log_goes_in_whole_batches_and_the_chain_stays_whole(aino, matti):
    ages = [(2010, 3), (2020, 2), (2026, 1)]
    for year, count in ages:
        rows = [
            AccessLog(
                reader=matti, reader_role="r", subject=aino, kind="k", item=uuid.uuid4(), party=True,
                day=datetime.date(year, 1, 2), at=datetime.datetime(year, 1, 2, tzinfo=datetime.UTC),
            )
            for _number in range(count)
        ]  # fmt: skip
        AccessLog.objects.bulk_create(rows)
        access.seal()
    write(matti, aino, 1)
    assert retention.dispose(NOW) == {"core.retention.old_access_log": 5}
    assert sorted(row.at.year for row in AccessLog.objects.all()) == [2026, timezone.now().year]
    assert [seal.disposed_at is not None for seal in AccessSeal.objects.order_by("number")] == [True, True, False]
    assert list(access.verify()) == []


def test_a_rule_that_fails_stops_no_other(aino, monkeypatch):
    def fail(before):
        raise ZeroDivisionError("content")

    monkeypatch.setitem(retention.RULES, "tests.fail", retention.Rule("mail", 0, fail))
    outbox.send("test", to=aino, number=1)
    Mail.objects.update(created_at=NOW - datetime.timedelta(days=400))
    with pytest.raises(RuntimeError, match=r"deletion failed: tests\.fail"):
        retention.dispose(NOW)
    assert Mail.objects.count() == 0


def test_a_rule_needs_a_period():
    with pytest.raises(LookupError):
        retention.keeps("unheard of")
