"""The day as a picture: its hours stand far enough from the beginning and the end."""

import datetime
from zoneinfo import ZoneInfo

from workshops.day.bar import NEAR_THE_END, time_bar
from workshops.day.start_times import Slot

HELSINKI = ZoneInfo("Europe/Helsinki")


class Part:
    """What a slot is of, as far as the picture asks."""

    kind = "talk"


def labels(begins: tuple[int, int], ends: tuple[int, int]) -> list[str]:
    start, end = (datetime.datetime(2027, 5, 18, *clock, tzinfo=HELSINKI) for clock in (begins, ends))
    bar = time_bar([Slot(Part(), start, end)])
    assert bar
    return [tick.label for tick in bar.ticks]


def test_an_hour_that_would_touch_an_end_is_left_out():
    assert labels((9, 0), (14, 45)) == ["9.00", "10", "11", "12", "13", "14.45"]
    assert labels((9, 15), (15, 0)) == ["9.15", "11", "12", "13", "14", "15.00"]


def test_every_day_keeps_the_distance():
    for minutes in range(15, 720, 15):
        start = datetime.datetime(2027, 5, 18, 9, 20, tzinfo=HELSINKI)
        bar = time_bar([Slot(Part(), start, start + datetime.timedelta(minutes=minutes))])
        assert bar
        inside = [float(tick.x.removesuffix("%")) for tick in bar.ticks[1:-1]]
        assert all(NEAR_THE_END <= x <= 100 - NEAR_THE_END for x in inside)
