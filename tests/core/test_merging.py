"""Two edits of one text become one text: what each has written is there once, and nothing else is."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.texts.merging import Clash, Merged, merge, moved, pieces, sentences, without

FI = "Esim. tilaukset tehdään klo 9.30. Sujuuko? ”Joo!” sanoi Matti…  Uusi rivi\n\n- luettelo (a.)  \nloppu"


@pytest.mark.parametrize(
    "text, found",
    [
        ("", []),
        (" \n ", []),
        ("Aamut sujuvat. Illat eivät!", ["Aamut sujuvat.", "Illat eivät!"]),
        ("Eka rivi\ntoka rivi", ["Eka rivi", "toka rivi"]),
        ("Klo 9.30 alkaa. ”Hyvä!” Sitten…", ["Klo 9.30 alkaa.", "”Hyvä!”", "Sitten…"]),
        ("Fungerar det? (Ja.) Bra", ["Fungerar det?", "(Ja.)", "Bra"]),
    ],
)
def test_sentences(text, found):
    assert sentences(text) == found


@settings(derandomize=True)
@given(st.text(alphabet="aB.!?…\n ”’)\t\u00a0", max_size=80) | st.text(max_size=80) | st.just(FI))
def test_the_pieces_of_a_text_are_the_text(text):
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize(
    "base, saved, mine, merged",
    [
        ("A. B.", "A. B2.", "A. B. C.", "A. B2. C."),  # one rewrites the last sentence, the other writes on after it
        ("A. B.", "A2. B.", "A. B2.", "A2. B2."),  # two that stand side by side
        ("A. B. C.", "A2. B. C2.", "A. B2. C.", "A2. B2. C2."),
        ("", "Tilaukset suj", "Vuorolista on", "Tilaukset suj\nVuorolista on"),  # both begin
        ("", "Tilaukset sujuvat.", "Vuorolista on.", "Tilaukset sujuvat. Vuorolista on."),
        ("A suj", "A suj\nB on", "A sujuvat.", "A sujuvat.\nB on"),  # each goes on with their own
        ("A. B.", "A. B. D.", "A. B. C.", "A. B. D. C."),  # both write on at the end
        ("A. B.", "X. A. B.", "Y. A. B.", "X. Y. A. B."),
        ("A. B.", "A.", "A. B. C.", "A. C."),  # one deletes what the other has not touched
        ("A. B.", "A.", "A. B2.", "A. B2."),  # one deletes what the other rewrites: it stays
        ("A. B.", "A. X. B.", "A. X. Y. B.", "A. X. Y. B."),  # the same sentence by both: once
        ("A. B.", "A. B2.", "A. B2.", "A. B2."),
        ("A. B.", "A.\nB.", "A.\n\nB.", "A.\n\nB."),  # only the gap
        ("A. B.", "A. B.", "", ""),
        ("A.\nB.", "A.\nB2.", "A. B.", "A. B2."),  # one changes the gap, the other the sentence after it
        ("A. B. C.", "B. C.", "A. C.", "C."),
        ("a\nb\nc", "a\nb2\nc", "a\nb\nc\nd", "a\nb2\nc\nd"),
    ],
)
def test_two_edits_in_different_sentences(base, saved, mine, merged):
    assert merge(base, saved, mine) == Merged(merged)


def test_the_same_sentence_rewritten_by_both_stays_in_both_versions():
    found = merge("A. B. C.", "A2. B2. C2.", "A. B3. C.")
    assert found == Merged("A2. B2. B3. C2.", (Clash("B2.", "B3."),))
    assert merge("Tilaukset", "Tilaukset su", "Tilaukset teh") == Merged(
        "Tilaukset su\nTilaukset teh", (Clash("Tilaukset su", "Tilaukset teh"),)
    )


def test_a_sentence_to_choose_from_is_followed_while_it_is_written_on():
    assert moved(["B2.", "A."], "A. B2. B3.", "A. B22. B3.") == ["B22.", "A."]
    assert moved(["B3"], "A. B2.\nB3", "X. A. B2.\nB3 jatkuu.") == ["B3 jatkuu."]
    assert moved(["B2."], "A. B2. B3.", "A. B3.") == [""]
    assert moved(["Ei ole."], "A. B.", "A.") == [""]
    assert moved(["T teh", "T vie m"], "T teh \nT vie m", "T teh \nT vie ma") == ["T teh", "T vie ma"]
    assert moved(["T vie"], "T teh\nT vie ", "T teh\nT vie m") == ["T vie m"]  # saved at a pause between two words
    assert (without("A. B2. B3. C.", "B2."), without("A. B.", "B."), without("A.", "Ei.")) == ("A. B3. C.", "A.", "A.")
    assert (without("T teh \nT vie m", "T teh"), without("T teh \nT vie ", "T vie")) == ("T vie m", "T teh ")


# ---- Whatever two do, each written sentence is there

SENTENCE = st.sampled_from([f"{word} {end}." for word in ["Aamu", "Ilta", "Vuoro", "Tilaus"] for end in "abcdefg"])
GAP = st.sampled_from([" ", "\n", "\n\n"])


@st.composite
def texts(draw):
    """A text of up to eight sentences, and two edits of it."""
    base = draw(st.lists(SENTENCE, max_size=8, unique=True))
    edited = []
    for who in ("saved", "mine"):
        now = list(base)
        for number in range(draw(st.integers(0, 4))):
            at, kind = draw(st.integers(0, len(now))), draw(st.sampled_from(["insert", "rewrite", "delete"]))
            new = draw(st.sampled_from([f"{who} {number}.", "Sama uusi."]))
            if kind == "insert" or at == len(now):
                now.insert(at, new)
            elif kind == "rewrite":
                now[at] = new
            else:
                del now[at]
        edited.append(now)
    gap = draw(GAP)
    return gap.join(base), gap.join(edited[0]), gap.join(edited[1])


@settings(max_examples=250, deadline=None, derandomize=True)
@given(texts())
def test_no_sentence_is_lost_and_the_order_of_the_two_changes_none(three):
    base, saved, mine = three
    found, turned = merge(base, saved, mine), merge(base, mine, saved)
    old, there = Counter(sentences(base)), Counter(sentences(found.text))
    for text in (saved, mine):
        assert set(sentences(text)) - set(old) <= set(there)  # what somebody has written
    assert set(sentences(saved)) & set(sentences(mine)) <= set(there)  # what nobody has taken out
    assert set(there) <= set(sentences(saved)) | set(sentences(mine))  # and nothing that nobody has left
    assert there == Counter(sentences(turned.text))
    assert Counter(frozenset((one.saved, one.mine)) for one in found.clashes) == Counter(
        frozenset((one.saved, one.mine)) for one in turned.clashes
    )


@settings(max_examples=200, deadline=None, derandomize=True)
@given(texts())
def test_identical_edits_and_no_edits(three):
    base, saved, _mine = three
    assert merge(base, saved, saved) == Merged(saved)
    assert merge(base, saved, base) == merge(base, base, saved) == Merged(saved)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(*[st.text(alphabet="ab. !\n”", max_size=40)] * 3)
def test_any_three_texts(base, saved, mine):
    found = merge(base, saved, mine)
    new = {each for text in (saved, mine) for each in sentences(text)} - set(sentences(base))
    assert [each for each in new if each not in found.text] == []


# ---- Long texts


def timed(base, saved, mine):
    begun = time.process_time()
    found = merge(base, saved, mine)
    return found, time.process_time() - begun


def test_twenty_thousand_lines_are_merged_at_once():
    lines = [f"Rivi {number}." for number in range(20_000)]
    saved, mine = list(lines), list(lines)
    saved[100], mine[15_000] = "Matti.", "Aino."
    mine.insert(7, "Vielä yksi.")
    found, seconds = timed("\n".join(lines), "\n".join(saved), "\n".join(mine))
    assert {"Matti.", "Aino.", "Vielä yksi."} <= set(sentences(found.text))
    assert (len(sentences(found.text)), found.clashes) == (20_001, ())
    assert seconds < 2


@pytest.mark.parametrize("shape", ["every second", "shuffled", "few words", "all"])
def test_the_worst_that_two_can_write_does_not_take_long(shape):
    luck = random.Random(7)
    lines = [f"Rivi {number}." if shape != "few words" else luck.choice("abcdefgh") + "." for number in range(7_000)]
    saved, mine = list(lines), list(lines)
    if shape == "every second":
        saved[::2], mine[1::2] = [f"s{n}." for n in range(3500)], [f"m{n}." for n in range(3500)]
    elif shape == "all":
        saved, mine = [f"s{n}." for n in range(7000)], [f"m{n}." for n in range(7000)]
    else:
        luck.shuffle(saved), luck.shuffle(mine)
    found, seconds = timed(" ".join(lines), " ".join(saved), " ".join(mine))
    assert set(sentences(found.text)) >= set(saved) - set(lines) | set(mine) - set(lines)
    assert seconds < 4


def test_beyond_the_bound_nothing_is_merged():
    assert merge("a\n" * 30_001, "b", "c") is None
