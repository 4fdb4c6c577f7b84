"""A group work that is open, and phones in its room."""

import re

import pytest

from tests.rooms.phones import Phone
from workshops.models import GroupWork, Task
from workshops.task import actions as acts


@pytest.fixture
def work(matti):
    """Matti's group work: two groups, two tasks, the room open."""
    work = GroupWork.objects.create(title="Iltapäivä", owner=matti)
    acts.set_groups(work, 2)
    for number, title in ((1, "Mikä auttaa?"), (2, "Mikä estää?")):
        Task.objects.create(work=work, number=number, title=title)
    acts.open_room(work, by=matti)
    return work


@pytest.fixture
def room(work):
    return work.room


@pytest.fixture
def task(work):
    return work.tasks.get(number=1)


@pytest.fixture
def phone(room):
    return Phone(room)


@pytest.fixture
def phones(room):
    return [Phone(room) for _phone in range(3)]


def lines_on(page):
    """The lines of a page, in order."""
    return re.findall(r'<span class="line-text" translate="no">(.*?)</span>', page, re.S)
