"""The ribbon of one's own history: true distances, a curve that never passes a mark, gaps."""

import datetime
import itertools
import random
import re

import pytest

from vatupassi.level.ribbon import FIRST, LAST, ribbon, y_of

TODAY = datetime.date(2026, 11, 29)


def days_ago(*days: int) -> list[datetime.date]:
    return [TODAY - datetime.timedelta(days=each) for each in days]


def numbers(path: str) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d+\.?\d*", path)]


def test_days_stand_at_their_true_distance():
    drawn = ribbon(zip(days_ago(400, 300, 0), (0, 1, 2), strict=True), TODAY)
    first, second, last = (bubble.x for bubble in drawn.bubbles)
    assert (first, last) == (FIRST, LAST)
    assert (second - first) / (last - first) == pytest.approx(100 / 400, abs=0.001)
    assert [bubble.y for bubble in drawn.bubbles] == [y_of(0), y_of(1), y_of(2)]
    assert [bubble.is_newest for bubble in drawn.bubbles] == [False, False, True]


def test_not_marked_is_a_gap_and_a_mark_alone_a_dot():
    drawn = ribbon(zip(days_ago(400, 300, 200, 100, 0), (0, 1, None, 2, None), strict=True), TODAY)
    assert [path.count("C") for path in drawn.paths] == [1, 0]
    assert len(drawn.bubbles) == 3
    assert drawn.paths[1].endswith("h.01")


def test_of_one_day_the_last_counts_and_nothing_marked_draws_nothing():
    drawn = ribbon([(TODAY, -3), (TODAY, 3)], TODAY, goal=3)
    assert [(bubble.x, bubble.y) for bubble in drawn.bubbles] == [(LAST, y_of(3))]
    assert drawn.goal == y_of(3)
    empty = ribbon([(TODAY, None)], TODAY)
    assert (empty.paths, empty.bubbles, empty.goal) == ((), (), None)


def test_years_are_named_where_there_is_room():
    drawn = ribbon(zip(days_ago(720, 0), (0, 0), strict=True), TODAY)
    assert [year for _x, year in drawn.years] == ["2025", "2026"]
    assert drawn.first_day is None
    lately = ribbon(zip(days_ago(90, 0), (0, 0), strict=True), TODAY)
    assert (lately.years, lately.first_day) == ((), days_ago(90)[0])
    long = ribbon(zip(days_ago(365 * 20, 0), (0, 0), strict=True), TODAY)
    named = [x for x, year in long.years if year]
    assert min(right - left for left, right in itertools.pairwise(named)) >= 40


@pytest.mark.parametrize("seed", range(20))
def test_between_two_marks_the_curve_stays_between_them(seed):
    chance = random.Random(seed)
    days = sorted(chance.sample(range(700), 9), reverse=True)
    values = [chance.randint(-3, 3) for _ in days]
    (path,) = ribbon(zip(days_ago(*days), values, strict=True), TODAY).paths
    start, *pieces = path.split("C")
    x0, y0 = numbers(start)
    for piece in pieces:
        x1, y1, x2, y2, x3, y3 = numbers(piece)
        assert x0 <= x1 <= x2 <= x3
        for t in (step / 20 for step in range(21)):
            y = (1 - t) ** 3 * y0 + 3 * (1 - t) ** 2 * t * y1 + 3 * (1 - t) * t * t * y2 + t**3 * y3
            assert min(y0, y3) - 0.2 <= y <= max(y0, y3) + 0.2
        x0, y0 = x3, y3
