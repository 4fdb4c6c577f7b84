"""Phones in a live room, over HTTP and without a browser: they join, poll every two seconds, and some write."""

from __future__ import annotations

import http.client
import re
import secrets
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

PACE = 2.0
LINE = re.compile(r'<span class="line-text" translate="no">(.*?)</span>', re.S)


@dataclass
class Room:
    """What is written and seen in one room by all phones together."""

    port: int
    code: str
    acknowledged: dict[str, float] = field(default_factory=dict)  # text → when the server had acknowledged it
    polls: list[float] = field(default_factory=list)  # ms
    writes: list[float] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)  # s from acknowledging to being seen, of each line on each phone
    refused: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


class Phone(threading.Thread):
    """One phone of a group. A writer writes a line each ``every`` seconds and polls as well."""

    def __init__(
        self, room: Room, number: int, group: int, task: str, *, every: float = 0, starts_in: float = 0
    ) -> None:
        super().__init__(daemon=True)
        self.room, self.number, self.group, self.task, self.every = room, number, group, task, every
        self.starts_in, self.version, self.newest, self.seen = starts_in, "0", "0", set[str]()
        self.connection = http.client.HTTPConnection("127.0.0.1", room.port, timeout=60)
        token = secrets.token_hex(16)
        self.headers = {
            "Cookie": f"csrftoken={token}",
            "X-CSRFToken": token,
            "X-Line": "1",
            "Accept-Encoding": "identity",
        }

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str, float]:
        """One request on the phone's own connection, and how long it took in ms."""
        began = time.perf_counter()
        if data is None:
            self.connection.request("GET", path, headers=self.headers)
        else:
            body, kind = urllib.parse.urlencode(data), {"Content-Type": "application/x-www-form-urlencoded"}
            self.connection.request("POST", path, body, self.headers | kind)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        return answer, text, (time.perf_counter() - began) * 1000

    def join_room(self) -> None:
        """With the code, as from the QR picture."""
        answer, _text, took = self.ask("/huone/", {"code": self.room.code})
        self.room.joins.append(took)
        cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
        if answer.status != 302:
            self.room.refused.append(answer.status)
        self.headers["Cookie"] += f"; {cookie}"

    def poll(self) -> None:
        """What is new in the group's lists."""
        path = f"/huone/{self.room.code}/elossa?v={self.version}&n={self.newest}&p=group-{self.group}&l=fi"
        answer, text, took = self.ask(path)
        self.room.polls.append(took)
        if answer.status == 200:
            now = time.monotonic()
            self.version = answer.headers["X-Version"]
            for line in set(LINE.findall(text)) - self.seen:
                self.seen.add(line)
                if at := self.room.acknowledged.get(line):
                    self.room.delays.append(now - at)
        elif answer.status != 204:
            self.room.refused.append(answer.status)

    def write(self, count: int) -> None:
        """One line."""
        text = f"Puhelin {self.number}, ryhmä {self.group}, rivi {count}."
        path = f"/huone/{self.room.code}/tehtavat/ryhma/{self.group}/{self.task}/"
        answer, _text, took = self.ask(path, {"text": text, "key": str(uuid4())})
        self.room.writes.append(took)
        if answer.status == 204:
            self.room.acknowledged[text] = time.monotonic()
            self.newest = answer.headers["X-Version"]
            self.poll()  # the page looks at once at what it has written
        else:
            self.room.refused.append(answer.status)

    def run(self) -> None:
        """Until the room says that it is enough; the last look comes after everybody has stopped writing."""
        time.sleep(self.starts_in)
        self.join_room()
        count, next_write, next_poll = 0, time.monotonic() + self.starts_in, time.monotonic()
        while not self.room.ended.is_set():
            now = time.monotonic()
            if self.every and now >= next_write:
                count, next_write = count + 1, now + self.every
                self.write(count)
            if now >= next_poll:
                next_poll = now + PACE
                self.poll()
            soonest = min(next_poll, next_write) if self.every else next_poll
            self.room.ended.wait(max(0.005, soonest - time.monotonic()))


def crowd(
    room: Room, task: str, *, phones: int = 200, writers: int = 20, groups: int = 10, every: float = 1.0
) -> list[Phone]:
    """So many phones in so many groups, some of whom write."""
    return [
        Phone(
            room,
            number,
            1 + number % groups,
            task,
            every=every if number < writers else 0,
            starts_in=PACE * number / phones,
        )
        for number in range(phones)
    ]


def live(room: Room, made: list[Phone], seconds: float, until: Callable[[], bool] = lambda: True) -> None:
    """All of them for a while, on a slow machine for longer; at the end each looks once more, after the last line."""
    for phone in made:
        phone.start()
    time.sleep(seconds)
    end = time.monotonic() + 120
    while not until() and time.monotonic() < end:
        time.sleep(0.1)
    room.ended.set()
    for phone in made:
        phone.join(60)
    time.sleep(1)
    for phone in made:
        phone.poll()
        phone.connection.close()
