"""What the server tells of a text in the field of a day or a time, and what one has oneself then."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.dates import own_time
from core.dates.own_time import Taken
from core.dates.strip import strip
from tests.html import flat

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 30, 7, tzinfo=datetime.UTC)


def at(hour, minute=0, day=8):
    return timezone.make_aware(datetime.datetime(2026, 12, day, hour, minute))


@pytest.fixture
def told(signed_in, aino):
    """Ask as Aino on a Monday; what comes is on one line."""
    with time_machine.travel(MONDAY, tick=False):
        client = signed_in(aino)
        yield lambda name, **query: flat(client.get(reverse(name), query).content)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("fi", "huomenna", "ti 1.12.2026, viikko 49"),
        ("sv", "30.11", "mån 30.11.2026, vecka 49"),
        ("en", "om 2 veckor", "Mon 14 December 2026, week 51"),
    ],
)
def test_a_day_is_read_back_in_the_reader_s_language(told, aino, language, text, shown):
    aino.language = language
    aino.save()
    assert f"</svg>{shown}</p>" in told("day_told", _of="day", day=text)


def test_of_two_days_one_is_chosen(told):
    page = told("day_told", _of="day0", day0="ensi ti")
    assert page.count('type="radio" name="day0-which"') == 2
    assert 'value="2026-12-01"><span>ti 1.12.2026</span>' in page
    assert 'value="2026-12-08"><span>ti 8.12.2026</span>' in page


def test_what_is_not_understood_says_what_to_write(told):
    for text in ("²", "9" * 5000):
        assert "huomenna tai ensi ti." in told("day_told", _of="day", day=text)
    assert "9, 9.30 tai 930." in told("clock_told", _of="clock", clock="aamulla")
    assert told("day_told", _of="day", day="") == told("clock_told", _of="clock") == ""


def test_a_field_that_looks_back(told):
    assert "31.12.2025" in told("day_told", _of="held_on", _look="back", held_on="31.12.")
    assert "31.12.2026" in told("day_told", _of="held_on", _look="<b>", held_on="31.12.")


@pytest.mark.parametrize("name", ["a b", '"><script>', "x" * 61])
def test_a_field_has_a_plain_name(signed_in, aino, name):
    assert signed_in(aino).get(reverse("day_told"), {"_of": name}).status_code == 404


def test_a_time_is_read_back_to_its_end(told):
    assert "</svg>klo 9.30</p>" in told("clock_told", _of="clock", clock="930")
    names = {"_of": "clock", "_day": "day", "_minutes": "minutes", "day": "ti", "clock": "930"}
    assert "</svg>klo 9.30–10.15</p>" in told("clock_told", **names, minutes="45")
    assert "</svg>klo 9.30</p>" in told("clock_told", **names, minutes="9" * 5000)
    names = {"_of": "from1", "_day": "day1", "_until": "until1", "day1": "ti", "from1": "9", "until1": "15"}
    assert "</svg>klo 9–15</p>" in told("clock_told", **names)


def test_the_nights_when_clocks_change(told):
    names = {"_of": "clock", "_day": "day", "clock": "3.30"}
    assert "eikä kellonaikaa 3.30 ole" in told("clock_told", **names, day="28.3.2027")
    assert "3.30 tulee kahdesti" in told("clock_told", **names, day="31.10.2027")


@pytest.fixture
def busy(monkeypatch, aino, matti):
    """Aino has two things on Tuesday 8 December, and Matti one."""
    mine = [
        Taken("talk:1", "keskustelu", "Elina Kettunen", at(9), at(10)),
        Taken("talk:2", "Verme-tapaaminen", "Tiimi", at(13), at(14)),
    ]
    days = {aino: mine, matti: [Taken("talk:3", "keskustelu", "Salainen Nimi", at(9), at(10))]}
    monkeypatch.setattr(own_time, "_providers", [lambda user, _begin, _end: days[user]])
    return mine


DAY = {"_day": "day", "_clock": "clock", "_minutes": "minutes", "day": "8.12."}


def test_a_clash_is_shown_with_what_else_would_do(told, busy):
    page = told("own_day", **DAY, clock="930", minutes="15")
    assert "Sinulla on jo keskustelu: Elina Kettunen, klo 9–10." in page
    assert "Tiimi, klo" not in page
    assert 'data-fill="clock" value="10.00">Valitse 10.00</button>' in page
    assert "Pidä 9.30</button>" in page
    assert "Päiväsi ti 8.12.: keskustelu: Elina Kettunen klo 9–10, Verme-tapaaminen: Tiimi klo 13–14." in page
    assert page.count("<rect") == 3
    assert 'x="12.5%"' in page
    assert "Salainen" not in page


def test_a_day_without_a_clash_is_told_in_a_line(told, busy):
    for clock in ("10", "8", "", "aamulla"):
        page = told("own_day", **DAY, clock=clock, minutes="60")
        assert "Oma päiväsi ti 8.12.: keskustelu: Elina Kettunen klo 9–10" in page
        assert "<svg" not in page
    assert told("own_day", **DAY | {"day": "9.12."}, clock="9") == ""
    assert told("own_day", **DAY | {"day": "ensi ti"}, clock="9") == ""
    assert "<svg" in told("own_day", **DAY | {"day": "ensi ti", "day-which": "2026-12-08"}, clock="9")


def test_what_is_moved_does_not_clash_with_itself(told, busy):
    page = told("own_day", **DAY, _own="talk:1", clock="930", minutes="15")
    assert "<svg" not in page
    assert "Elina" not in page


@pytest.mark.parametrize("clock", ["930", ""])
def test_where_two_may_look_it_does_not_say_with_whom(told, busy, clock):
    page = told("own_day", **DAY, _two="1", clock=clock, minutes="15")
    assert "keskustelu klo 9–10, Verme-tapaaminen klo 13–14." in page
    for secret in ("Elina", "Tiimi", "Vain sinä näet"):
        assert secret not in page


def test_nothing_is_proposed_late_in_the_evening(told, monkeypatch):
    evening = [Taken("talk:1", "keskustelu", "Elina", at(18), at(20, 30))]
    monkeypatch.setattr(own_time, "_providers", [lambda *_asked: evening])
    page = told("own_day", **DAY, clock="19", minutes="60")
    assert "Pidä 19.00" in page
    assert "Valitse" not in page


def test_the_next_free_time_is_free(busy):
    busy.insert(1, Taken("talk:4", "keskustelu", "Juho", at(10), at(11)))
    hour = datetime.timedelta(hours=1)
    assert own_time.free_from(busy, at(9, 30), hour) == at(11)
    assert own_time.free_from(busy, at(9, 30), 3 * hour) == at(14)


def test_the_strip_holds_the_day(busy):
    drawn = strip(busy, at(9, 30), at(9, 45))
    assert [hour for _x, hour in drawn.hours] == [8, 9, 10, 11, 12, 13, 14, 15]
    assert [(bar.x, bar.width, bar.room) for bar in drawn.bars] == [(12.5, 12.5, 50.0), (62.5, 12.5, 37.5)]
    assert [bar.text for bar in drawn.bars] == ["Elina Kettunen", "Tiimi"]
    assert (drawn.new.x, drawn.new.width, drawn.late) == (18.75, 3.13, False)
    twice = [*busy, Taken("talk:4", "keskustelu", "Juho", at(9, 15), at(9, 30))]
    assert len({bar.y for bar in strip(sorted(twice, key=lambda one: one.starts_at), at(9), at(10)).bars}) == 2
    night = strip([Taken("talk:5", "keskustelu", "Yö", at(22, day=7), at(2))], at(1), at(1, 30))
    assert night.hours[0] == (0, 0)
    assert night.bars[0].x == 0
