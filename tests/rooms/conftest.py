"""Phones, and a group work that is open."""

import re

import pytest
from django.test import Client

from core.rooms import live
from workshops.actions import tasks as acts
from workshops.models import GroupWork, Task


@pytest.fixture(autouse=True)
def nothing_remembered():
    live.forget()


class Phone(Client):
    """A phone that has joined a room."""

    def __init__(self, room, **options):
        super().__init__(**options)
        self.code = room.code
        assert self.post("/huone/", {"code": room.code}).status_code == 302

    def write(self, group, task, text, key="", **headers):
        path = f"/huone/{self.code}/tehtavat/ryhma/{group}/{task.pk}/"
        return self.post(path, {"text": text, "key": key}, headers=headers)

    def change(self, line, text, version, key="", **headers):
        data = {"text": text, "version": version, "key": key}
        return self.post(f"/huone/{self.code}/tehtavat/rivi/{line.pk}/", data, headers=headers)

    def page(self, group=1, query=""):
        return self.get(f"/huone/{self.code}/tehtavat/ryhma/{group}/{query}")

    def poll(self, part, version=0):
        return self.get(f"/huone/{self.code}/elossa", {"v": version, "p": part, "l": "fi", "n": 99999})


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
    return re.findall(r'<span class="line-text">(.*?)</span>', page, re.S)
