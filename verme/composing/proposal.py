"""A proposal of who goes where: a plain greedy whose rule stands on the page. It moves nobody; HR does.

Whoever has a place in a group being formed keeps it, unless it would put them beside somebody whom they should not
meet there. Then, in the order of signing up, each of the others gets the group that they wish, and whoever wishes any
gets one that is for them and in their language, the emptiest first. A group is passed over where it is full or where
there would be something to look at; who fits nowhere stays on the waiting list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verme.composing.actions import seat
from verme.models import Group, SignUp
from verme.sign_up.actions import fits, who_leads

if TYPE_CHECKING:
    from uuid import UUID

    from people.models import User
    from verme.composing.conflicts_of_interest import Interests


def propose(sign_ups: list[SignUp], groups: list[Group], known: Interests) -> dict[str, str]:
    """Sign-up → where it would go; "" is the waiting list. Who signed up first comes first."""
    forming = [group for group in groups if group.state == Group.State.FORMING]
    members: dict[UUID, list[User]] = {group.pk: [] for group in forming}
    found, others = {}, []
    for row in sign_ups:
        there = members.get(row.group_id) if row.group_id and row.state == SignUp.State.PLACED else None
        if seat(row) and there is None:
            found[str(row.pk)] = seat(row)  # in a confirmed group
        elif there is None or row.group_id is None or known.keep_apart(row.person, row.group_id, there):
            others.append(row)
        else:
            there.append(row.person)
            found[str(row.pk)] = str(row.group_id)
    leaders = who_leads(forming)
    for row in others:
        fitting = [
            group
            for group in forming
            if len(members[group.pk]) < group.capacity
            and fits(row, group, leaders)
            and not known.keep_apart(row.person, group.pk, members[group.pk])
        ]
        best = min(fitting, key=lambda group: (len(members[group.pk]), group.sort_key), default=None)
        if best:
            members[best.pk].append(row.person)
        found[str(row.pk)] = str(best.pk) if best else ""
    return found
