"""Generated organisations for the rules of figures: the same number gives the same one."""

from __future__ import annotations

import random

from vatupassi.figures.rules import Team, Tree

SIZES = (1, 2, 3, 4, 5, 6, 8, 12, 20, 40)


def make_tree(number: int, *, units: int = 0) -> Tree:
    """Units in a tree with their teams: flat or deep, full, empty or in between; some supervisors lead two teams."""
    rnd = random.Random(number)
    parents, teams = [-1], list[Team]()
    reach = rnd.choice((3, 8, 50))  # how far above a unit the one is that it is part of
    for unit in range(1, units or rnd.randint(3, 40)):
        parents.append(rnd.randint(max(0, unit - reach), unit - 1))
    share = rnd.choice((0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97))
    for unit in range(len(parents)):
        for _team in range(rnd.choice((0, 1, 1, 1, 2))):
            people, own_share = rnd.choice(SIZES), rnd.gauss(share, 0.2)
            supervisor = len(teams) if rnd.random() < 0.85 or not teams else rnd.randrange(len(teams))
            count = sum(rnd.random() < own_share for _person in range(people))
            teams.append(Team(unit, supervisor, people, count))
    return Tree(tuple(parents), tuple(teams))
