"""Whatever a season looks like, a proposal breaks no rule of its own; the rules are read here from what was generated.

`COMPOSED_SEASONS` of them: a few in `make test`, a thousand in `make wide`.
"""

import itertools
import os
import random
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from people.models import Unit, User
from tests.factories import make_line, make_person, make_unit
from tests.verme.conftest import make_group, make_season
from verme.composing.conflicts_of_interest import SMALL_TEAM, Interests
from verme.composing.proposal import propose
from verme.models import Group, Mentoring, Season, SignUp

pytestmark = pytest.mark.django_db
SEASONS = int(os.environ.get("COMPOSED_SEASONS", "25"))
SIZES = (2, 5, 6, 7, 12, 30, 30)  # people in the units: small teams and large ones


@dataclass
class Town:
    """Everybody, and what the generator knows of them."""

    people: list[User] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    led_by: dict[Unit, User] = field(default_factory=dict)

    def leads(self, one: User, other: User) -> bool:
        unit = other.unit
        while unit is not None:
            if self.led_by.get(unit) == one != other:
                return True
            unit = unit.parent
        return False

    def is_of_a_small_team(self, one: User, other: User) -> bool:
        there = sum(person.unit == one.unit for person in self.people)
        return one.unit == other.unit and there <= SMALL_TEAM


@pytest.fixture
def town(db) -> Town:
    """A town hall with its head, two departments, and units of several sizes, each with its supervisor in it."""
    town = Town()
    hall = make_unit(name="Kaupunki")
    departments = [make_unit(name=f"Toimiala {number}", parent=hall) for number in range(2)]
    units = [make_unit(name=f"Yksikkö {n}", parent=departments[n % 2]) for n in range(len(SIZES))]
    for unit, size in zip([hall, *departments, *units], [1, 1, 1, *SIZES], strict=True):
        team = [make_person(unit=unit, language="sv" if n % 4 == 3 else "fi") for n in range(size)]
        make_line(unit=unit, supervisor=team[0])
        town.led_by[unit] = team[0]
        town.people += team
        town.units.append(unit)
    return town


@dataclass
class Generated:
    """A season: its groups, mentors, sign-ups, and who is in a group elsewhere at the same time."""

    season: Season
    groups: list[Group]
    mentors: dict[Group, User]
    sign_ups: list[SignUp]
    elsewhere: set[User]


def generated(town: Town, chance: random.Random) -> Generated:
    season = make_season(name="Syksy")
    groups = [
        make_group(
            season,
            name=f"Ryhmä {number}",
            capacity=chance.randint(1, 9),
            language=chance.choice(["fi", "fi", "sv"]),
            target=chance.choice(["other", "other", "supervisors", "new"]),
            state=Group.State.CONFIRMED if number == 0 and chance.random() < 0.3 else Group.State.FORMING,
        )
        for number in range(chance.randint(1, 7))
    ]
    mentors = {group: chance.choice(town.people) for group in groups if chance.random() < 0.7}
    Mentoring.objects.bulk_create(Mentoring(group=group, person=person) for group, person in mentors.items())
    there = chance.sample(town.people, chance.randint(0, 60))
    other = make_group(make_season(name="Kevät"), name="Muualla")
    elsewhere = {person for person in there if chance.random() < 0.05}
    rows = [SignUp(season=other.season, person=one, group=other, state=SignUp.State.PLACED) for one in elsewhere]
    sign_ups = []
    for person in there:
        wish = chance.choice([None, None, *groups])
        place = chance.choice([None, None, *groups])
        state = SignUp.State.PLACED if place else SignUp.State.WAITLIST
        sign_ups.append(SignUp(season=season, person=person, wish=wish, group=place, state=state))
    SignUp.objects.bulk_create([*rows, *sign_ups])
    return Generated(season, groups, mentors, sign_ups, elsewhere)


def broken(town: Town, made: Generated, found: dict[str, str]) -> list[str]:
    """Each rule of the page that the proposal breaks."""
    wrong = []
    groups = {str(group.pk): group for group in made.groups}
    members: dict[Group, list[SignUp]] = {group: [] for group in made.groups}
    if set(found) != {str(row.pk) for row in made.sign_ups}:
        wrong.append("somebody is forgotten, or is not of the season")
    for row in made.sign_ups:
        to = groups.get(found[str(row.pk)])
        is_kept = row.group is not None and to == row.group
        if to:
            members[to].append(row)
        if row.group and row.group.state == Group.State.CONFIRMED and not is_kept:
            wrong.append("a confirmed group is touched")
        if to is None or is_kept:
            continue
        leads = row.person in town.led_by.values()
        if row.wish and row.wish != to:
            wrong.append("somebody gets another group than they wish")
        if not row.wish and to.language != row.person.language:
            wrong.append("somebody gets a group in another language")
        if not row.wish and to.target != "other" and not (to.target == "supervisors" and leads):
            wrong.append("somebody gets a group that is for others")
    for group in made.groups:
        if group.state == Group.State.CONFIRMED:
            continue
        new = [row for row in members[group] if row.group != group]
        if new and len(members[group]) > group.capacity:
            wrong.append("a group is too full")
        people, mentor = [row.person for row in members[group]], made.mentors.get(group)
        if mentor in people:
            wrong.append("a mentor is a member of the own group")
        if set(people) & made.elsewhere:
            wrong.append("somebody is in two groups at the same time")
        for one, other in itertools.permutations([*people, *([mentor] if mentor else [])], 2):
            if town.leads(one, other):
                wrong.append("somebody is beside their own supervisor")
        if any(town.is_of_a_small_team(*pair) for pair in itertools.combinations(people, 2)):
            wrong.append("two of a small team are together")
    return wrong


def proposed(made: Generated) -> dict[str, str]:
    rows = SignUp.objects.filter(season=made.season).select_related("person__unit", "wish").order_by("at", "pk")
    groups = Group.objects.filter(season=made.season).order_by("sort_key", "pk")
    return propose(list(rows), list(groups), Interests(made.season))


def test_no_rule_is_broken_in_any_generated_season(town):
    placed = 0
    for number in range(SEASONS):
        made = generated(town, random.Random(number))
        found = proposed(made)
        assert broken(town, made, found) == [], f"season {number}"
        placed += sum(bool(to) for to in found.values())
        Season.objects.all().delete()
    assert placed > SEASONS  # a proposal that leaves everybody waiting breaks no rule either


@pytest.mark.parametrize(
    "rule",
    ["forgotten", "too full", "own supervisor", "small team", "two groups", "own group", "another group", "language"],
)
def test_a_proposal_that_breaks_a_rule_is_seen(town, rule):
    """Each rule's control: random seats instead of proposed ones break every one of them in some season."""
    seen: list[str] = []
    for number in range(30):
        chance = random.Random(number)
        made = generated(town, chance)
        choices = ["", *(str(group.pk) for group in made.groups)]
        found = {str(row.pk): chance.choice(choices) for row in made.sign_ups} | ({str(uuid4()): ""} if number else {})
        found = {**{str(row.pk): "" for row in made.sign_ups}, **found}
        seen += broken(town, made, found)
        if any(rule in each for each in seen):
            return
    raise AssertionError(f"{rule}: never seen in {set(seen)}")
