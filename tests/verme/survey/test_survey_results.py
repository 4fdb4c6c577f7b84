"""What is told of answers leaves nobody alone: shares of one choice and of several, and an exact attacker."""

import itertools
from collections import defaultdict

import pytest

from verme.survey import questions, results


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ([10, 0, 0], ["≥ 80", "", ""]),
        ([9, 1, 0], ["≥ 80", "", ""]),
        ([8, 1, 1], ["≥ 80", "", ""]),
        ([8, 2, 0], [80, 20, "≤ 20"]),
        ([8, 8, 1], [50, 50, "≤ 20"]),  # the one is like none, in the other shares too
        ([8, 8, 0], [50, 50, "≤ 20"]),
        ([5, 4, 4], [40, 30, 30]),
        ([5, 4, 1], None),  # nine would be told, and so would the tenth
        ([7, 1, 1, 1], None),
    ],
)
def test_of_one_choice_nobody_stands_alone(counts, shares):
    question = questions.Question("q", "one", {"fi": "q"}, [{"fi": str(number)} for number in range(len(counts))])
    given = [{"q": str(choice)} for choice, count in enumerate(counts) for _n in range(count)]
    assert results.release([question], given)["questions"]["q"].get("shares") == shares


def compositions(count, parts):
    """Every way in which so many answers fall on so many choices."""
    for bars in itertools.combinations(range(count + parts - 1), parts - 1):
        places = (-1, *bars, count + parts - 1)
        yield [high - low - 1 for low, high in itertools.pairwise(places)]


def singled_out(told, parts):
    """Groups of choices of which what is told leaves no doubt that exactly one person chose them."""
    worlds = defaultdict(list)
    for count in range(10, 30):
        for counts in compositions(count, parts):
            worlds[results.band(count), str(told(counts))].append(counts)
    groups = [each for size in range(1, parts) for each in itertools.combinations(range(parts), size)]
    return [
        (said, group)
        for said, found in worlds.items()
        if "False" not in said[1]
        for group in groups
        if {sum(counts[choice] for choice in group) for counts in found} == {1}
    ]


def plain(counts):
    """The control: shares rounded to five and no more."""
    return [results._rounded(count, sum(counts)) for count in counts]


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_an_exact_attacker_finds_nobody_alone_in_a_question_of_one_choice(parts):
    assert singled_out(results._of_one, parts) == []
    assert singled_out(plain, parts) != []


def test_of_several_choices_nobody_stands_alone():
    question = questions.Question("q", "many", {"fi": "q"}, [{"fi": "a"}, {"fi": "b"}, {"fi": "c"}])
    given = [{"q": ["0"] + (["1"] if n == 3 else []) + (["2"] if n < 6 else [])} for n in range(12)]
    assert results.release([question], given)["questions"]["q"]["shares"] == ["≥ 80", "≤ 20", 50]
