"""How long data is kept, and the nightly job that deletes it and writes the disposal log.

The app that owns the data registers its deletion, in its `retention.py`:

    @keeps("sign_in_log", order=50)
    def old_sign_ins(before: datetime) -> int:
        return SignIn.objects.filter(at__lt=before).delete()[0]

Everything is counted in whole days by the local calendar, from the day on which the clock started, as the pages show it
(`deleted_on`): `before` is the midnight after the last starting day whose period is over. So moments and days alike are
asked with `__lt`, days as `__lt=before.date()`. Periods are HR's settings (RetentionChange); the defaults stand here.

A period that HR sets holds for what starts from the next day on, and for what exists only where it is shorter: nothing
that was promised is kept longer (`History`).
"""

from __future__ import annotations

import datetime
import logging
import time
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from core.jobs import every_minute, nightly
from core.models import AccessLog, AccessSeal, Disposal, Limit, Mail, PaperOrder, RetentionChange, SettingChange

log = logging.getLogger("retention")
Day = TypeVar("Day", datetime.date, datetime.datetime)


@dataclass(frozen=True)
class Period:
    """Months and days by the calendar; for moments, by the local one."""

    months: int = 0
    days: int = 0

    def after(self, start: Day) -> Day:
        """The day or moment when the period is over."""
        return self._shift(start, 1)

    def before(self, end: Day) -> Day:
        """What is older than this has outlived the period at `end`."""
        return self._shift(end, -1)

    def last_day_over(self, today: datetime.date) -> datetime.date:
        """The last starting day whose period is over today: `after` turned round, on every day of the calendar.

        Months are of unequal length: six months from 31 August are over on the last of February, though the last of
        February less six months is 28 August.
        """
        day = self.before(today)
        while self.after(day) > today:
            day -= datetime.timedelta(days=1)
        while self.after(day + datetime.timedelta(days=1)) <= today:
            day += datetime.timedelta(days=1)
        return day

    @property
    def words(self) -> str:
        """“24 months”, “5 years”, “30 days”."""
        years = self.months // 12 if self.months % 12 == 0 and self.months > 24 else 0
        parts = [
            (years, ngettext("%(count)d year", "%(count)d years", years)),
            (0 if years else self.months, ngettext("%(count)d month", "%(count)d months", self.months)),
            (self.days, ngettext("%(count)d day", "%(count)d days", self.days)),
        ]
        return " ".join(words % {"count": count} for count, words in parts if count)

    def _shift(self, start: Day, sign: int) -> Day:
        if isinstance(start, datetime.datetime):
            start = timezone.localtime(start)
        years, month = divmod(start.year * 12 + start.month - 1 + sign * self.months, 12)
        day = min(start.day, monthrange(years, month + 1)[1])  # 31.8. and six months: the last of February
        return start.replace(year=years, month=month + 1, day=day) + sign * datetime.timedelta(days=self.days)


DEFAULTS = {
    "assessment_unshared": Period(months=12),  # from the last edit
    "assessment_longer": Period(months=24),  # the same, where its owner has chosen so
    "conversation": Period(months=24),  # from closing
    "conversation_light": Period(months=6),  # the same of a light occasion
    "conversation_longest": Period(months=36),  # from the day held, whatever goes on in it
    "conversation_declined": Period(days=30),  # a conversation that is not held
    "offer": Period(months=12),  # that one was offered, for counting
    "figures": Period(months=60),  # of a term, from its last day, for comparison
    "remainder": Period(months=12),  # what a deleted conversation counts in a term that nobody releases
    "round": Period(months=12),  # from offering the times
    "conversation_silent_closes": Period(months=12),  # then it closes by itself, after a notice
    "forum_meeting": Period(months=60),  # a forum's meetings, from the day; of its table what has been done
    "help_request": Period(months=6),  # a request for help with its answer, from closing
    "rights_request": Period(months=24),  # what somebody asked about their own data, with the answer, from closing
    "load_notice": Period(months=24),  # an employee's notice of load with its answer, from closing
    "measure_proposal": Period(months=12),  # a measure that somebody suggested and HR never took
    "verme_texts": Period(months=6),  # what a group wrote, from the end of its season
    "verme_training_diary": Period(months=6),  # from the last day of the mentors' training
    "verme_training": Period(months=24),  # and the training, with attendance, tasks and certificates
    "verme_kooste": Period(months=24),  # and its summaries and attendance
    "survey_raw": Period(days=90),  # anonymous answers and tickets, from the release of the results
    "survey_results": Period(months=60),  # what was released, for comparison between terms
    "room_marks": Period(days=1),  # a live room's phones and marks, from closing; to the minute
    "room": Period(months=24),  # what was written and released in it, from closing
    "workshop": Period(months=24),  # a programme with its files, from its day
    "workshop_sign_ups": Period(months=1),  # who had a place and who waited
    "workshop_presence": Period(months=12),  # who was there
    "access_log": Period(months=60),
    "sign_in_log": Period(months=12),
    "sign_in_change": Period(months=24),  # who asked for a new way into an account and who agreed, from asking
    "roster_import": Period(days=1),  # a file of people that HR brings, and its preview; to the minute
    "my_data_export": Period(days=1),  # a copy of somebody's own data, from asking for it; to the minute
    "setting_change": Period(months=60),  # who of HR changed which setting, for the review at five years
    "mail": Period(months=12),
    "paper_orders": Period(days=1),  # long PDFs that the worker made
    "jobs": Period(days=14),  # finished rows of the queue: ids only
    "backups": Period(days=35),  # how long a deleted text still lies in backups; the shown date counts it in
}


REMEMBERED = 60  # seconds: every page shows a period, and HR changes one once a year


@dataclass(frozen=True)
class History:
    """The periods of one kind of data, the default first, each with the first day whose starts it holds for.

    A start is bound by the period of its day and by every later one, so that the shortest of them ends it. Later starts
    are bound by fewer, so they never end earlier: what is over up to a day is one stretch (`last_day_over`).
    """

    periods: tuple[tuple[datetime.date, Period], ...]

    def _until(self) -> Iterator[tuple[Period, datetime.date]]:
        """Each period with the last day whose starts it binds."""
        nexts = [since - datetime.timedelta(days=1) for since, _period in self.periods[1:]]
        return zip((each for _since, each in self.periods), [*nexts, datetime.date.max], strict=True)

    def after(self, start: datetime.date) -> datetime.date:
        """The day when what started on that day has been kept long enough."""
        return min(each.after(start) for each, until in self._until() if start <= until)

    def last_day_over(self, today: datetime.date) -> datetime.date:
        """The last starting day whose time is over today."""
        return max(min(each.last_day_over(today), until) for each, until in self._until())

    def of(self, start: datetime.date) -> Period:
        """The period that holds for what starts on that day."""
        if len(self.periods) == 1:
            return self.newest
        return min((each for each, until in self._until() if start <= until), key=lambda each: each.after(start))

    @property
    def newest(self) -> Period:
        """What HR has set last."""
        return self.periods[-1][1]

    def with_change(self, since: datetime.date, new: Period) -> History:
        """As it would be with a change; one of the same day takes the place of an earlier one."""
        return History((*(one for one in self.periods if one[0] < since), (since, new)))


_remembered: tuple[float, dict[str, History]] = (0.0, {})


def _histories() -> dict[str, History]:
    global _remembered
    if time.monotonic() - _remembered[0] > REMEMBERED or not _remembered[1]:
        _remembered = (time.monotonic(), histories())
    return _remembered[1]


def period(name: str) -> Period:
    """The period of what starts today: HR's, or the default. Another process's change shows within a minute."""
    return _histories()[name].of(timezone.localdate())


def forget() -> None:
    """Ask the database anew."""
    global _remembered
    _remembered = (0.0, {})


def histories(*names: str) -> dict[str, History]:
    """The periods with what HR has set, in one query; all of them without names."""
    found = {name: [(datetime.date.min, DEFAULTS[name])] for name in names or tuple(DEFAULTS)}
    for row in RetentionChange.objects.filter(name__in=found).order_by("since"):
        found[row.name].append((row.since, Period(row.months, row.days)))
    return {name: History(tuple(each)) for name, each in found.items()}


def in_force(*names: str) -> dict[str, History]:
    """The same for pages, asked anew: a colleague may have changed one this minute."""
    return histories(*names)


def periods(*names: str) -> dict[str, Period]:
    """The periods of what starts today, in one query; all of them without names."""
    today = timezone.localdate()
    return {name: each.of(today) for name, each in histories(*names).items()}


def set_period(name: str, *, months: int = 0, days: int = 0) -> None:
    """HR's own period, from tomorrow's starts on, and for what exists where it is shorter."""
    if name not in DEFAULTS:
        raise LookupError(name)
    if months + days < 1:
        raise ValueError("a period is at least a day")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    RetentionChange.objects.update_or_create(name=name, since=tomorrow, defaults={"months": months, "days": days})
    forget()
    transaction.on_commit(forget)


def deleted_on(name: str, start: datetime.date) -> datetime.date:
    """The day to show to people: the period from `start`, and the backups after it."""
    found = histories(name, "backups")
    if isinstance(start, datetime.datetime):
        start = timezone.localtime(start).date()
    return found["backups"].newest.after(found[name].after(start))


@dataclass(frozen=True)
class Rule:
    """A registered deletion: gets the moment before which data has outlived its period, returns how many it deleted."""

    name: str
    order: int
    delete: Callable[[datetime.datetime], int]
    to_the_minute: bool = False

    def before(self, now: datetime.datetime) -> datetime.datetime:
        """The midnight after the last day that is over; where a night is too long to wait, the very moment."""
        return self.before_by(_histories()[self.name], now)

    def before_by(self, history: History, now: datetime.datetime) -> datetime.datetime:
        """The same by other periods than those in force."""
        if self.to_the_minute:  # HR sets none of these
            return history.newest.before(now)
        day = history.last_day_over(timezone.localdate(now)) + datetime.timedelta(days=1)
        return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())


RULES: dict[str, Rule] = {}
Delete = Callable[[datetime.datetime], int]


def keeps(name: str, *, order: int = 50, to_the_minute: bool = False) -> Callable[[Delete], Delete]:
    """Register the deletion of one kind of data; lower orders run first."""
    if name not in DEFAULTS:
        raise LookupError(f"{name} has no period in DEFAULTS")

    def register(delete: Delete) -> Delete:
        key = f"{delete.__module__}.{delete.__qualname__}"
        RULES[key] = Rule(name, order, delete, to_the_minute)
        return delete

    return register


def dispose(now: datetime.datetime | None = None, *, only: str = "") -> dict[str, int]:
    """Delete all that has outlived its period; returns what and how many. A rule that fails stops no other.

    ``only``: one period's rules, where a night is too long to wait.
    """
    now, done, failed = now or timezone.now(), dict[str, int](), list[str]()
    for key, rule in sorted(RULES.items(), key=lambda item: (item[1].order, item[0])):
        if only and rule.name != only:
            continue
        found = _histories()[rule.name].newest
        try:
            with transaction.atomic():
                count = rule.delete(rule.before(now))
                if count:
                    done[key] = count
                    words = f"{rule.name}: {found.months} months {found.days} days"
                    Disposal.objects.create(what=key.rpartition(".")[2], rule=words, count=count, at=now)
        except Exception as error:
            log.error("rule %s: %s", key, type(error).__name__)
            failed.append(key)
    if failed:
        raise RuntimeError(f"deletion failed: {', '.join(failed)}")
    return done


class _Undo(Exception):
    """Nothing of it happens."""


def foresee(now: datetime.datetime, *, only: str = "", instead: History | None = None) -> dict[str, int]:
    """What `dispose` would delete at that moment, by period: the same rules run, and everything is undone.

    ``instead``: by other periods of ``only`` than those in force.
    """
    found = dict[str, int]()
    try:
        with transaction.atomic():
            for _key, rule in sorted(RULES.items(), key=lambda item: (item[1].order, item[0])):
                if only and rule.name != only:
                    continue
                try:
                    with transaction.atomic():
                        count = rule.delete(rule.before_by(instead or _histories()[rule.name], now))
                except Exception as error:  # the nightly job says so too, and stops for none
                    log.error("looking ahead, rule of %s: %s", rule.name, type(error).__name__)
                    count = 0
                found[rule.name] = found.get(rule.name, 0) + count
            raise _Undo
    except _Undo:
        return found


@nightly(2, 30)
def dispose_nightly() -> None:
    """The deletion job."""
    dispose()


@keeps("mail", order=80)
def old_mail(before: datetime.datetime) -> int:
    """Notices and their delivery."""
    return Mail.objects.filter(created_at__lt=before).delete()[0]


@keeps("paper_orders", order=85)
def old_paper_orders(before: datetime.datetime) -> int:
    """Papers that somebody ordered."""
    return PaperOrder.objects.filter(ordered_at__lt=before).delete()[0]


@keeps("setting_change", order=86)
def old_setting_changes(before: datetime.datetime) -> int:
    """Who changed which setting."""
    return SettingChange.objects.filter(at__lt=before).delete()[0]


@keeps("access_log", order=90)
def old_access_log(before: datetime.datetime) -> int:
    """Whole sealed batches, so that the chain stays whole."""
    over = AccessSeal.objects.filter(last_at__lt=before, disposed_at=None)
    numbers = list(over.values_list("pk", flat=True)[:1000])
    AccessSeal.objects.filter(pk__in=numbers).update(disposed_at=timezone.now())
    return AccessLog.objects.filter(seal__in=numbers).delete()[0]


@keeps("jobs", order=95)
def finished_jobs(before: datetime.datetime) -> int:
    """Rows of the queue."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]


@every_minute
def drop_expired_limits() -> None:
    """Counters of guesses go when their few minutes are over; nothing else takes them away."""
    Limit.objects.expired().delete()
