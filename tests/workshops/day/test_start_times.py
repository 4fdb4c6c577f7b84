"""How times follow from blocks: examples, and generated days (times chain, pinned ones hold, what happened stays)."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.day.start_times import Item, live, pinned_moment, planned, reordered

HELSINKI = ZoneInfo("Europe/Helsinki")
UTC = datetime.UTC


def at(day: int, hour: int, minute: int = 0, *, month: int = 5) -> datetime.datetime:
    return datetime.datetime(2027, month, day, hour, minute, tzinfo=HELSINKI)


def clocks(slots) -> list[str]:
    return [f"{slot.start.astimezone(HELSINKI):%-H.%M}" for slot in slots]


def test_times_chain_from_the_first():
    lengths = [30, 30, 15, 60, 45, 60, 15, 30, 60, 0]  # the source's own day
    slots = planned(at(18, 9, 15), [Item(place, minutes) for place, minutes in enumerate(lengths)])
    assert clocks(slots) == ["9.15", "9.45", "10.15", "10.30", "11.30", "12.15", "13.15", "13.30", "14.00", "15.00"]


def test_a_pin_leaves_a_gap_or_is_run_into():
    lunch = at(18, 11, 30)
    early = planned(at(18, 9), [Item("talk", 120), Item("lunch", 45, lunch), Item("talk", 30)])
    assert clocks(early) == ["9.00", "11.30", "12.15"]
    assert [(slot.gap, slot.over) for slot in early] == [(0, 0), (30, 0), (0, 0)]
    late = planned(at(18, 9), [Item("talk", 160), Item("lunch", 45, lunch)])
    assert [(slot.gap, slot.over) for slot in late] == [(0, 0), (0, 10)]
    assert clocks(late) == ["9.00", "11.30"]
    before = planned(at(18, 9, 15), [Item("first", 30, at(18, 9, 30)), Item("second", 30)])
    assert clocks(before) == ["9.30", "10.00"]
    assert before[0].gap == 15


@pytest.mark.parametrize(
    ("start", "clock", "expected"),
    [
        (at(18, 9), datetime.time(11, 30), at(18, 11, 30)),
        (at(18, 13), datetime.time(12, 15), at(18, 12, 15)),  # before the beginning: shown as an over-run
        (at(18, 18), datetime.time(0, 30), at(19, 0, 30)),  # over midnight
        (at(28, 1, month=3), datetime.time(3, 30), at(28, 4, 30, month=3)),  # left out that night
        (at(31, 1, month=10), datetime.time(3, 30), at(31, 3, 30, month=10)),  # twice that night: the first
    ],
)
def test_a_pinned_clock_time_is_a_moment(start, clock, expected):
    assert pinned_moment(clock, start, HELSINKI) == expected.astimezone(UTC)


def test_over_the_clock_change_lengths_hold_and_the_clock_jumps():
    spring = planned(at(28, 2, month=3), [Item(1, 60), Item(2, 60), Item(3, 60)])
    assert clocks(spring) == ["2.00", "4.00", "5.00"]
    autumn = planned(at(31, 2, month=10), [Item(1, 60), Item(2, 60), Item(3, 60)])
    assert clocks(autumn) == ["2.00", "3.00", "3.00"]


def test_over_midnight():
    slots = planned(at(18, 22), [Item(1, 150), Item(2, 30)])
    assert clocks(slots) == ["22.00", "0.30"]
    assert slots[1].start.astimezone(HELSINKI).day == 19


# ---- The day as it goes

START = at(18, 9)


def later(minutes: int) -> datetime.datetime:
    return START + datetime.timedelta(minutes=minutes)


def test_a_talk_that_runs_late_moves_what_is_ahead_but_not_what_is_pinned():
    items = [Item(1, 30, started=START), Item(2, 30), Item("lunch", 45, at(18, 10, 30)), Item(4, 30)]
    assert clocks(live(START, items, later(10))) == ["9.00", "9.30", "10.30", "11.15"]
    slots = live(START, items, later(50))
    assert clocks(slots) == ["9.00", "9.50", "10.30", "11.15"]
    assert slots[0].end == later(30)  # it should have ended
    assert slots[2].gap == 10
    assert live(START, items, later(75))[2].over == 15


def test_extra_minutes_move_what_is_ahead():
    items = [Item(1, 30, started=START, extra=5), Item(2, 30)]
    assert clocks(live(START, items, later(10))) == ["9.00", "9.35"]


def test_a_skipped_one_takes_no_time_and_moves_no_frontier():
    items = [Item(1, 30, started=START), Item(2, 30), Item(3, 30, skipped=True), Item(4, 30)]
    slots = live(START, items, later(10))
    assert [slot.state for slot in slots] == ["now", "ahead", "skipped", "ahead"]
    assert clocks(slots) == ["9.00", "9.30", "10.00", "10.00"]


def test_marking_the_second_one_done_does_not_move_the_first():
    before = live(START, [Item(1, 30), Item(2, 30), Item(3, 30)], later(20))
    second = Item(2, 30, started=later(20), ended=later(20))
    after = live(START, [Item(1, 30), second, Item(3, 30)], later(20))
    assert (after[0].start, after[0].end, after[0].state) == (before[0].start, before[0].end, "passed")
    on = live(START, [Item(1, 30, started=START), second, Item(3, 30)], later(20))
    assert (on[0].start, on[0].state, on[2].start) == (START, "now", later(30))


def test_when_nothing_is_on_the_next_one_is_now():
    items = [Item(1, 30, started=START, ended=later(25)), Item(2, 30)]
    assert clocks(live(START, items, later(40))) == ["9.00", "9.40"]


def test_an_empty_day():
    assert planned(START, []) == live(START, [], START) == []


# ---- Generated days

starts = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2030, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC, second=0, microsecond=0)
)
clock = st.builds(datetime.time, st.integers(0, 23), st.integers(0, 59))


@st.composite
def days(draw):
    """A beginning and up to sixty blocks, some of them pinned."""
    start = draw(starts)
    items = []
    for key in range(draw(st.integers(0, 60))):
        pin = draw(st.one_of(st.none(), clock))
        pinned = pinned_moment(pin, start, HELSINKI) if pin else None
        items.append(Item(key, draw(st.integers(0, 600)), pinned))
    return start, items


@st.composite
def running_days(draw):
    """The same, with things that have happened, in any order, and the present moment."""
    start, items = draw(days())
    items, now = list(items), start + datetime.timedelta(minutes=draw(st.integers(-60, 900)))
    for place, item in enumerate(items):
        what = draw(st.sampled_from(["", "", "done", "skipped", "on"]))
        begun = now - datetime.timedelta(minutes=draw(st.integers(0, 300)))
        happened = {
            "": {},
            "skipped": {"skipped": True},
            "done": {"started": begun, "ended": min(now, begun + datetime.timedelta(minutes=7))},
            "on": {"started": begun, "extra": draw(st.integers(-10, 30))},
        }[what]
        items[place] = Item(item.key, item.minutes, item.pinned, **happened)
    return start, items, now


@settings(max_examples=60, deadline=None)
@given(days())
def test_times_always_chain(day):
    start, items = day
    slots = planned(start, items)
    assert [slot.key for slot in slots] == [item.key for item in items]
    at = start
    for item, slot in zip(items, slots, strict=True):
        assert slot.start == (item.pinned or at)  # a pinned one never moves
        assert slot.end - slot.start == datetime.timedelta(minutes=item.minutes)
        assert datetime.timedelta(minutes=slot.gap - slot.over) == slot.start - at
        assert min(slot.gap, slot.over) == 0
        at = slot.end


@settings(max_examples=60, deadline=None)
@given(running_days())
def test_the_live_day_keeps_what_happened_and_chains_what_is_ahead(day):
    start, items, now = day
    slots = live(start, items, now)
    assert [slot.key for slot in slots] == [item.key for item in items]
    at = None
    for item, slot in zip(items, slots, strict=True):
        if item.started:
            assert slot.start == item.started
            assert slot.state == ("done" if item.ended else "now")
        elif slot.state == "ahead":
            assert slot.start == (item.pinned or at or slot.start)
            at = slot.end
        elif slot.state == "skipped" and at:
            assert (slot.start, slot.end) == (at, at)
    plan = planned(start, [Item(item.key, item.minutes, item.pinned) for item in items])
    for slot, as_planned in zip(slots, plan, strict=True):
        if slot.state == "passed":
            assert (slot.start, slot.end) == (as_planned.start, as_planned.end)


@settings(max_examples=60, deadline=None)
@given(running_days(), st.data())
def test_marking_one_done_moves_nothing_before_it(day, data):
    start, items, now = day
    if not items:
        return
    place = data.draw(st.integers(0, len(items) - 1))
    marked = [*items]
    marked[place] = Item(items[place].key, items[place].minutes, items[place].pinned, started=now, ended=now)
    before, after = live(start, items, now), live(start, marked, now)
    frontier = max((n for n, item in enumerate(items) if item.started), default=-1)
    for n in range(min(place, frontier + 1)):
        assert (before[n].start, before[n].end) == (after[n].start, after[n].end)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(), unique=True, min_size=1, max_size=60), st.data())
def test_moving_loses_nothing(order, data):
    key, place = data.draw(st.sampled_from(order)), data.draw(st.integers(-5, 70))
    found = reordered(order, key, place)
    assert sorted(found) == sorted(order)
    assert found.index(key) == max(0, min(place, len(order) - 1))
    assert [one for one in found if one != key] == [one for one in order if one != key]
