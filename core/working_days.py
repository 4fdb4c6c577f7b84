"""Working days in Finland: when people are reminded, and when something that may not wait is done."""

import datetime

FIXED = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 25), (12, 26)}
FROM_EASTER = {-2, 1, 39}  # Good Friday, Easter Monday, Ascension Day
DAY = datetime.timedelta(days=1)


def easter(year: int) -> datetime.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return datetime.date(year, month, day + 1)


def is_midsummer(day: datetime.date) -> bool:
    """The Saturday between 20 and 26 June."""
    return day.month == 6 and day.weekday() == 5 and 20 <= day.day <= 26


def is_public_holiday(day: datetime.date) -> bool:
    """On a weekday, or the Saturday of Midsummer or of All Saints; Sundays and eves are none here."""
    all_saints = day.weekday() == 5 and datetime.date(day.year, 10, 31) <= day <= datetime.date(day.year, 11, 6)
    from_easter = (day - easter(day.year)).days in FROM_EASTER
    return (day.month, day.day) in FIXED or from_easter or is_midsummer(day) or all_saints


def is_working_day(day: datetime.date) -> bool:
    """Neither a weekend nor a public holiday; the eves of Christmas and Midsummer are days off."""
    eve = (day.month, day.day) == (12, 24) or is_midsummer(day + DAY)
    return not (day.weekday() >= 5 or is_public_holiday(day) or eve)


def working_day_from(day: datetime.date) -> datetime.date:
    """The day itself, or the next working day."""
    while not is_working_day(day):
        day += DAY
    return day


def working_day_before(day: datetime.date) -> datetime.date:
    """The last working day before the day."""
    day -= DAY
    while not is_working_day(day):
        day -= DAY
    return day


def working_day_after(day: datetime.date) -> datetime.date:
    """The next working day after the day."""
    return working_day_from(day + DAY)


def working_days_after(day: datetime.date, count: int) -> datetime.date:
    """The day that is so many working days later: three after a Thursday is Tuesday."""
    for _each in range(count):
        day = working_day_after(day)
    return day
