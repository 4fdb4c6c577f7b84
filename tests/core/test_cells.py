"""No cell of an export is a formula, whatever hides its first sign; numbers stay numbers."""

import datetime

import pytest

from core.cells import cell
from tests.core.test_texts import CONTROLS, HIDDEN, TURNING

BEFORE = [
    "",
    "\t",
    "\r",
    "\n",
    "\r\n",
    " ",
    "   ",
    "\xa0",
    "\u200b",
    "\u200e",
    "\ufeff",
    "\u2060",
    "\xad",
    " \n\u200b\t",
]
BEFORE += [*CONTROLS, *HIDDEN, *TURNING]
SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_formula_stays_a_text(sign):
    formula = f'{sign}HYPERLINK("http://paha.example")'
    made = [str(cell(f"{before}{formula}")) for before in BEFORE]
    assert [text for text in made if not text.startswith("'") or not text.endswith(formula)] == []


@pytest.mark.parametrize("value", [0, -1, 35, 1.5, None, True, datetime.date(2026, 12, 3)])
def test_what_is_no_text_stays_what_it_is(value):
    assert cell(value) is value


@pytest.mark.parametrize("text", ["", " ", "Aino", "1 + 1", "a=b", "työ-kyky", "’lainaus’", "35 %", "–"])
def test_an_ordinary_text_is_left_alone(text):
    assert cell(text) == text


@pytest.mark.parametrize("text", ["\ta", "\na", "\ra", "\x0ba"])
def test_a_tab_or_a_line_break_in_front_is_guarded(text):
    assert cell(text).startswith("'")
