"""Which figures are told, and whether somebody who reckons can open them. No database."""

import itertools

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from core.organisation.thresholds import PEOPLE
from tests.vatupassi.figures.trees import make_tree
from vatupassi.figures import ranges
from vatupassi.figures.attacker import Attacker, Finding, safest
from vatupassi.figures.occasions import About, is_open, told_occasions
from vatupassi.figures.page import NARROWEST, Scale
from vatupassi.figures.rules import Choice, Limits, Team, Told, Tree, band, rounded, with_share

TREES = 2_000
LIMITS = Limits()


def test_bands_are_twice_as_wide_each() -> None:
    assert [band(count) for count in (5, 9, 10, 19, 20, 39, 40, 320)] == [
        *((5, 9), (5, 9), (10, 19), (10, 19), (20, 39), (20, 39), (40, 79), (320, 639)),
    ]


@given(st.integers(1, 400), st.integers(0, 20))
def test_a_share_is_that_of_each_number_in_its_range_and_of_no_other(people: int, twentieth: int) -> None:
    low, high = with_share(twentieth * 5, people)
    assert [count for count in range(people + 1) if rounded(count, people) == twentieth * 5] == list(
        range(low, high + 1)
    )


few = st.lists(st.tuples(st.integers(-6, 6), st.integers(0, 4)), min_size=1, max_size=3)


def numbers(found: ranges.Ranges) -> set[int]:
    return {number for low, high in found for number in range(low, high + 1)}


@given(few, few)
def test_ranges_reckon_as_sets_do(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    a, b = (ranges.joined([(low, low + more) for low, more in each]) for each in (one, other))
    assert numbers(ranges.both(a, b)) == numbers(a) & numbers(b)
    assert numbers(ranges.total(a, b)) == {x + y for x in numbers(a) for y in numbers(b)}
    assert numbers(ranges.difference(a, b)) == {x - y for x in numbers(a) for y in numbers(b)}


# ---- What is told of a small tree


def teams(*sizes: tuple[int, int, int], unit: int = 0) -> list[Team]:
    """(supervisor, people, count) in one unit."""
    return [Team(unit, *each) for each in sizes]


def told(parents: tuple[int, ...], found: list[Team]) -> dict[int, Told]:
    return safest(Tree(parents, tuple(found)), LIMITS)


def test_a_unit_of_four_inside_one_of_eight() -> None:
    """Neither the four nor, beside them, the other four are told; the eight are, where that gives nothing away."""
    large = teams((1, 10, 5), (2, 10, 5), (3, 10, 6))
    eight = [Team(1, 4, 2, 1), Team(1, 5, 2, 1), Team(2, 6, 2, 1), Team(2, 7, 1, 0), Team(2, 8, 1, 0)]
    tree = Tree((-1, 0, 1), (*large, *eight))
    assert tree.people == [38, 8, 4]
    assert told(tree.parents, list(tree.teams)).keys() == {0}


@pytest.mark.parametrize("count", range(41))
def test_nobody_of_few_is_told_of_the_whole(count: int) -> None:
    """Neither one to four who had a conversation, nor one to four who had none; and none or all is not said either."""
    each = [count // 4 + (number < count % 4) for number in range(4)]
    found = told((-1,), teams(*((number, 10, each[number]) for number in range(4))))
    assert set(found) <= ({0} if 5 <= count <= 35 else set())


def test_two_supervisors_are_too_few() -> None:
    assert told((-1,), teams((1, 40, 20), (2, 40, 20))) == {}
    assert told((-1,), teams((1, 40, 20), (2, 40, 20), (3, 1, 0))).keys() == {0}


def test_a_share_is_told_from_a_hundred_people_on() -> None:
    small, large = teams(*((n, 33, 15) for n in range(3))), teams(*((n, 33, 15) for n in range(4)))
    assert told((-1,), small)[0] == Told(40, 79, None)
    assert told((-1,), large)[0] == Told(40, 79, 45)


def test_what_is_left_outside_a_part_is_none_or_five() -> None:
    """All but three of the whole's twelve are in the one part: the part is hidden."""
    part = teams((1, 10, 3), (2, 10, 3), (3, 10, 3), unit=1)
    rest = teams((4, 20, 3), unit=0)
    assert told((-1, 0), part + rest).keys() == {0}
    assert Choice(Tree((-1, 0), tuple(part + rest)), atoms=False).told.keys() == {0, 1}


# ---- The attacker


def test_without_the_atom_rule_the_attacker_wins() -> None:
    """The negative control: band less band is between one and four."""
    part = teams((1, 10, 3), (2, 10, 3), (3, 10, 3), unit=1)
    rest = teams((4, 10, 1), unit=0)
    tree = Tree((-1, 0), tuple(part + rest))
    open_ones = Choice(tree, atoms=False).told
    assert open_ones == {0: Told(10, 19), 1: Told(5, 9)}
    everybody = [finding for finding in Attacker(tree, open_ones, atoms=False).findings() if finding.by is None]
    assert everybody == []  # not surely: one to fourteen
    closer = Tree((-1, 0), (*part, Team(0, 4, 4, 1)))  # four people are left, and one of them surely
    assert Finding(0, None) in set(Attacker(closer, Choice(closer, atoms=False).told, atoms=False).findings())


def test_a_supervisor_knows_the_own_people() -> None:
    """Of ten, five or more; mine are six with four of them: the other four have one, two, three or all."""
    tree = Tree((-1,), tuple(teams((1, 6, 4), (2, 2, 1), (3, 2, 0))))
    assert Choice(tree).told == {0: Told(5, 9)}
    assert Finding(0, 1) in set(Attacker(tree, Choice(tree).told).findings())
    assert safest(tree, LIMITS) == {}


def exhaustive(tree: Tree, found: dict[int, Told], least: int) -> set[tuple[int, int | None]]:
    """By trying every number of every team: what surely is one to four, or all but one to four; four is `least` - 1."""
    open_ones, few = set(), set(range(1, least))
    worlds = [
        counts
        for counts in itertools.product(*(range(team.people + 1) for team in tree.teams))
        if fits(tree, counts, found, least)
    ]
    below = {unit: inside(tree, unit) for unit in found}
    for by in [None, *{team.supervisor for team in tree.teams}]:
        mine = [number for number, team in enumerate(tree.teams) if by is not None and team.supervisor == by]
        alike = [world for world in worlds if all(world[number] == tree.teams[number].count for number in mine)]
        for unit, all_of in below.items():
            rest = all_of.difference(*(below[other] for other in found if below[other] < all_of))
            groups = [all_of, rest] + ([all_of.difference(mine), rest.difference(mine)] if rest & set(mine) else [])
            groups += [all_of.difference(mine)] if all_of & set(mine) else []
            for group in groups:
                people = sum(tree.teams[number].people for number in group)
                sums = {sum(world[number] for number in group) for world in alike}
                if sums <= few or {people - each for each in sums} <= few:
                    open_ones.add((unit, by))
    return open_ones


def inside(tree: Tree, unit: int) -> set[int]:
    """The numbers of the teams in a unit and below."""
    found = set()
    for number, team in enumerate(tree.teams):
        at = team.unit
        while at >= 0 and at != unit:
            at = tree.parents[at]
        if at == unit:
            found.add(number)
    return found


def fits(tree: Tree, counts: tuple[int, ...], found: dict[int, Told], least: int) -> bool:
    other = Tree(
        tree.parents, tuple(Team(t.unit, t.supervisor, t.people, n) for t, n in zip(tree.teams, counts, strict=True))
    )
    below = {unit: inside(tree, unit) for unit in found}
    for unit, each in found.items():
        count, people = other.counts[unit], tree.people[unit]
        if not (each.low <= count <= each.high and least <= count <= people - least):
            return False
        rest = below[unit].difference(*(below[one] for one in found if below[one] < below[unit]))
        of_rest, rest_people = sum(counts[n] for n in rest), sum(tree.teams[n].people for n in rest)
        if rest_people and not least <= of_rest <= rest_people - least:
            return False
    return True


@pytest.mark.parametrize("number", range(60))
@pytest.mark.parametrize("least", [5, 6, 8])
def test_the_attacker_finds_exactly_what_trying_everything_finds(number: int, least: int) -> None:
    """On trees so small that every number of every team can be tried; with figures that the last rule would hide."""
    tree, limits = small_tree(number), Limits(least=least)
    found = Choice(tree, limits).told
    attacker = {(finding.unit, finding.by) for finding in Attacker(tree, found, limits).findings()}
    everybody = {unit for unit, by in attacker if by is None}
    tried = exhaustive(tree, found, least)
    assert {unit for unit, by in tried if by is None} == everybody
    assert {each for each in tried if each[0] not in everybody} == {e for e in attacker if e[0] not in everybody}


def small_tree(number: int) -> Tree:
    """Four teams in two or three units."""
    import random

    rnd = random.Random(number)
    parents = rnd.choice(((-1, 0), (-1, 0, 0), (-1, 0, 1)))
    units = [1, 1, 1, rnd.randrange(len(parents))]
    sizes = [rnd.randint(2, 7) for _unit in units]
    found = [Team(unit, n, size, rnd.randint(0, size)) for n, (unit, size) in enumerate(zip(units, sizes, strict=True))]
    return Tree(parents, tuple(found))


@pytest.fixture(scope="module")
def generated() -> list[Tree]:
    return [make_tree(number) for number in range(TREES)]


@pytest.mark.parametrize(("least", "trees"), [(PEOPLE.least, TREES), (7, 700), (10, 700), (PEOPLE.most, 700)])
def test_nobody_opens_what_is_told_of_any_tree(generated: list[Tree], least: int, trees: int) -> None:
    """By the limit that the application comes with, and by those that HR may set."""
    opened, units, limits = [], 0, Limits(least=least)
    for number, tree in enumerate(generated[:trees]):
        found = safest(tree, limits)
        units += len(found)
        opened += [number] if any(Attacker(tree, found, limits).findings()) else []
        assert all(told.high >= least for told in found.values())
    assert opened == []
    assert units > trees / 2 if least > PEOPLE.least else units > trees  # something is told


def test_a_larger_limit_tells_no_more_units(generated: list[Tree]) -> None:
    told = [sum(len(safest(tree, Limits(least=least))) for tree in generated[:300]) for least in (5, 8, 12, 20)]
    assert told == sorted(told, reverse=True)
    assert told[-1] < told[0]


@pytest.mark.parametrize("least", [5, 10])
def test_with_either_rule_turned_off_the_attacker_wins(generated: list[Tree], least: int) -> None:
    """The negative controls: without the atom rule everybody does, without the last one supervisors do."""
    without_atoms, without_last, limits = 0, 0, Limits(least=least)
    for tree in generated[:1000]:
        without_atoms += any(Attacker(tree, Choice(tree, limits, atoms=False).told, limits, atoms=False).findings())
        without_last += any(Attacker(tree, Choice(tree, limits).told, limits).findings())
    assert (without_atoms > 40, without_last > 40) == (True, True), (without_atoms, without_last)


def test_what_is_told_depends_on_nothing_but_the_numbers() -> None:
    assert safest(make_tree(7), LIMITS) == safest(make_tree(7), LIMITS)


# ---- Occasions, of the whole organisation


def about(*counts: int) -> list[About]:
    return [About({"fi": str(number)}, count, {}) for number, count in enumerate(counts)]


def whole(count: int) -> Tree:
    return Tree((-1,), tuple(Team(0, number, 50, count // 4) for number in range(4)))


def test_an_occasion_of_few_is_not_told() -> None:
    found = told_occasions(about(40, 3, 0), whole(40), Told(40, 79), LIMITS)
    assert [each["held"] for each in found] == [[40, 79], None, None]


def test_an_occasion_that_the_others_give_away_takes_one_with_it() -> None:
    """Forty people at least had a conversation; of the two told occasions at most 28: at least twelve of the third."""
    tree, told_whole = whole(40), Told(40, 79)
    shown = [each for each in about(19, 9, 3) if each.count >= 5]
    assert is_open(about(19, 9, 3), shown, tree, told_whole, LIMITS)
    assert [each["held"] for each in told_occasions(about(35, 9, 3), tree, told_whole, LIMITS)][2] is None


def test_without_the_whole_no_occasion_is_told() -> None:
    assert [each["held"] for each in told_occasions(about(40, 9), whole(40), None, LIMITS)] == [None, None]


HEAD = 16  # pixels: of the letters in a table's head


@pytest.mark.parametrize("count", range(5, 12))
def test_the_numbers_of_the_axis_do_not_touch(count: int) -> None:
    """In the face of the pages, at the size of a table's head, where the picture is shortest; all where they fit."""
    face = TTFont(settings.FONTS_DIR / "pdf" / "SourceSans3-Regular.ttf")
    letters, widths, em = face.getBestCmap(), face["hmtx"], face["head"].unitsPerEm
    scale = Scale([5 << number for number in range(count)])
    band = NARROWEST / count
    found = [(number * band, tick) for number, tick in enumerate(scale.marked) if tick]
    ends = [x + sum(widths[letters[ord(digit)]][0] for digit in tick) * HEAD / em for x, tick in found]
    rooms = [x - end for end, (x, _tick) in zip(ends, found[1:], strict=False)]
    assert min(rooms) >= HEAD / 4, scale.marked  # more than a space
    every = 1 if count < 6 else 2 if count < 9 else 3 if count < 10 else 4
    assert [tick for _x, tick in found] == [str(tick) for tick in scale.ticks[::every]]
