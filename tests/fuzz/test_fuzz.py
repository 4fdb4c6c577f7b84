"""No request to any address gives a 5xx. `make fuzz` sends 50,000 for each role, the suite a hundred.

The suite sends the same ones each time, so that it refuses no change for what another change brought; `make fuzz` looks
further each time. What it finds becomes a test of its own beside the code.

FUZZ_REQUESTS, FUZZ_SEED and FUZZ_FROM (how many to pass over first) ask for more, for the same again, for its end.
"""

import logging
import os
import random
from collections import Counter

import pytest
from django.db import transaction

from rooms import tokens
from rooms.models import Phone, Room
from tests.access.table import ROLES
from tests.access.visits import Undo, sessions
from tests.fuzz.asking import Answer
from tests.fuzz.requests import Generator
from tests.states import World, make_world

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "0"))
SHORT = 100  # of each role, in the suite
STATES = ("talk", "invited", "confirmed", "hr whole", "changed")


def phones() -> dict[str, str]:
    """A phone that has joined each open room: code → its token."""
    found = {}
    for room in Room.objects.exclude(code=""):
        found[room.code] = tokens.make(room.pk)
        token = tokens.read(found[room.code])
        assert token
        Phone.objects.create(hash=token.phone, room=room)
    return found


def failures(
    world: World, role: str, count: int, seed: str, *, first: int = 0, reads_pages: bool = True
) -> tuple[list[str], Counter[int]]:
    """What was answered with a 5xx, each place in the code once, and how many answers there were of each kind."""
    generator = Generator(world, role, sessions(world)[role], phones(), seed, reads_pages=reads_pages)
    found: dict[str, str] = {}
    statuses: Counter[int] = Counter()
    logging.disable()  # a line for each refusal would bury what is told at the end
    for number in range(count):
        tried = generator.attempt()
        if number < first:
            continue
        try:
            with transaction.atomic():
                answer = generator.send(tried)
                raise Undo
        except Undo:
            pass
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            found.setdefault(place(answer), f"{seed!r} {world.state} {role} {number}: {answer.status_code} {tried}")
    logging.disable(logging.NOTSET)
    return [f"{where}\n    {told}" for where, told in found.items()], statuses


def place(answer: Answer) -> str:
    """Where it broke: the error, and the last lines of it that are ours."""
    error, lines = answer.error, []
    if error is None:
        return f"{answer.status_code} without an error"
    link = error.__traceback__
    while link:
        code = link.tb_frame.f_code
        lines.append(f"{code.co_filename.rpartition('/site-packages/')[2]}:{link.tb_lineno}")
        link = link.tb_next
    ours = [line for line in lines if "/wt/" in line or not line.startswith(("django/", "psycopg", "/usr"))]
    return f"{type(error).__name__}: {str(error)[:200]} | {' '.join(ours[-2:])} | {lines[-1]}"


@pytest.mark.skipif(bool(REQUESTS), reason="make fuzz does more of it")
def test_a_few_semi_valid_requests_of_each_role() -> None:
    seed = os.environ.get("FUZZ_SEED", "the suite's")
    worlds = [make_world("talk"), make_world("changed", tag="2")]
    found: list[str] = []
    for role in sorted(ROLES):
        world = next(world for world in worlds if role in world.people or role == "anonymous")
        found += failures(world, role, SHORT, seed, reads_pages=False)[0]
    assert not found, f"FUZZ_SEED={seed}\n" + "\n".join(found)


@pytest.mark.skipif(not REQUESTS, reason="make fuzz")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_many_semi_valid_requests(role: str) -> None:
    seed = os.environ.get("FUZZ_SEED") or str(random.randrange(10**9))
    worlds = [make_world(state, tag=str(number)) for number, state in enumerate(STATES)]
    mine = [world for world in worlds if role in world.people or role == "anonymous"]
    found: list[str] = []
    statuses: Counter[int] = Counter()
    first = int(os.environ.get("FUZZ_FROM", "0"))
    for world in mine:
        more, counted = failures(world, role, REQUESTS // len(mine), seed, first=first, reads_pages=world is mine[0])
        found += more
        statuses += counted
    print(f"{role}: FUZZ_SEED={seed}, {sum(statuses.values())} requests, {dict(sorted(statuses.items()))}")
    assert not found, f"FUZZ_SEED={seed}\n" + "\n".join(found)
