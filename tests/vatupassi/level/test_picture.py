"""The level as data: its words, and a drawing whose marks stay inside."""

import re
from itertools import product

import pytest
from django.utils import translation

from vatupassi.level.picture import POSITIONS, WIDTH, Board, Level, Moment, words

VALUES = [None, *range(-3, 4)]


def level(**given: object) -> Level:
    return Level("skills", "Osaanko?", now_label="Aino", other_label="Matti", **given)


@pytest.mark.parametrize(
    "given, expected",
    [
        ({}, "Aino: not marked"),
        ({"now": 0}, "Aino: in between"),
        ({"now": 2, "other": 2}, "Aino and Matti: on the plus side"),
        ({"now": 2, "other": -1}, "Aino: on the plus side. Matti: slightly on the minus side"),
        ({"now": 1, "target": 1, "other": 1}, "Aino: slightly on the plus side, target slightly on the plus side. "
         "Matti: slightly on the plus side"),
        ({"now": 1, "target": 3, "other": 2, "steps": (True, False)}, "Aino: slightly on the plus side, "
         "target clearly on the plus side, 2 steps, 1 done. Matti: on the plus side"),
        ({"now": -2, "steps": (True,), "previous": -3, "previous_label": "2.6.2026"},
         "Aino: on the minus side, 1 step, 1 done. 2.6.2026: clearly on the minus side"),
    ],
)  # fmt: skip
def test_words_name_each_party(given: dict[str, object], expected: str) -> None:
    with translation.override("en"):
        assert words(level(**given)) == expected


def test_own_level_says_now_but_not_on_a_past_day() -> None:
    own = Level("skills", "Osaanko?", now=1)
    with translation.override("en"):
        assert (own.words, Moment("2.6.2026", own).words) == (
            "Now: slightly on the plus side",
            "slightly on the plus side",
        )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_positions_have_seven_different_words_and_no_digits(language: str) -> None:
    with translation.override(language):
        labels = [str(label) for _value, label in POSITIONS]
    assert len(set(labels)) == 7
    assert [label for label in labels if re.search(r"\d", label)] == []


def test_marks_stay_inside_the_drawing() -> None:
    for now, target, count in product(VALUES, VALUES, range(11)):
        picture = Level("skills", "", now=now, target=target, steps=[True] * count).picture
        places = [dot.x for dot in picture.dots] + list(picture.rail or ())
        assert len(picture.dots) == count
        assert [x for x in places if not 8 <= x <= WIDTH - 8] == []
        assert sorted({dot.x for dot in picture.dots}) == sorted(dot.x for dot in picture.dots)
        if target is not None:
            assert [dot.x for dot in picture.dots if abs(dot.x - picture.target) < 18] == []


def test_not_marked_is_not_the_middle() -> None:
    assert (Level("a", "").picture.now, Level("a", "", now=0).picture.now) == (None, WIDTH / 2)


def test_legend_names_only_what_is_drawn() -> None:
    board = Board([level(now=1, previous_label="2.6.2026"), level(steps=(False,))])
    assert (board.now_label, board.other_label, board.previous_label) == ("Aino", "", "")
    assert (board.has_target, board.has_open_step, board.has_done_step) == (False, True, False)
