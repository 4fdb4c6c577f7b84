"""A hundred pairs in their talks at once, each on a page of their own: how soon each sees what the other has written.

Each page does what static/js/autosave.js, presence.js and live.js do: it gives a sign of life, asks what is new (more
often while the other writes), takes the text that comes with the answer and fetches the rest of the page later, sooner
where a desk shows the memo beside the talk: every second pair. A sentence takes `TYPED` to write: twelve letters or so.
From its end the script waits a moment before it saves (`HEARD`).
"""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field

from bench.pages import SLOT, Served
from bench.report import Report
from bench.serving import percentile

PACE, QUIET, SIGN, WRITING, HEARD = 0.6, 1.5, 3.5, 4.0, 0.25  # s, as in presence.js and autosave.js
BESIDE, MEMO = 8.0, 1.5  # s until the rest of the page is fetched: after the other's text, and one's own at a desk
TYPED, EVERY, SECONDS, ARRIVING = 2.0, 5.0, 25, 15
SENTENCE = re.compile(r"Sivu [\w-]+, lause \d+\.")


@dataclass
class Measured:
    """What all pages have seen."""

    delays: list[float] = field(default_factory=list)  # s from the end of a sentence until the other has it
    polls: list[float] = field(default_factory=list)  # ms
    saves: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        """Everybody is here: what came before does not count."""
        for each in (self.delays, self.polls, self.saves):
            each.clear()


class Page(threading.Thread):
    """One page of a pair. ``written`` is the pair's own: sentence → when it ended."""

    def __init__(self, port: int, talk: str, person: str, cookie: str, written: dict[str, float], found: Measured):
        super().__init__(daemon=True)
        self.talk, self.written, self.found = talk, written, found
        self.name, self.writes, self.seen = str(uuid.uuid4()), False, set[str]()
        self.version, self.revision, self.mark, self.text = "", "", "", ""
        self.slot, self.told, self.signed, self.other_writes = "", "", 0.0, False
        self.beside, self.at_desk, self.due = "", False, float("inf")
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Cookie": cookie, "X-CSRFToken": "c" * 32, "X-User": person, "Accept-Encoding": "identity"}

    def ask(self, path: str, data: dict[str, str] | None = None, **headers: str) -> tuple[int, str, float]:
        """The status, the page and how long it took in ms."""
        began = time.perf_counter()
        if data is None:
            self.connection.request("GET", self.talk + path, headers=self.headers)
        else:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            body = urllib.parse.urlencode(data)
            self.connection.request("POST", self.talk + path, body, self.headers | kind | headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status not in (200, 204):
            self.found.wrong.append(answer.status)
        return answer.status, page, (time.perf_counter() - began) * 1000

    def take(self, page: str) -> None:
        """The text as the page has it now, and what is new in it."""
        now = time.monotonic()
        self.revision = value(r'data-(?:revision|now)="(\d+)"', page) or self.revision
        self.beside = value(r'data-beside="(\d+)"', page) or self.beside
        part = page.partition(f'id="field-{SLOT}"')[2].partition('id="field-')[0]
        self.version = value(r'value="(\d+)"\s+data-version', part)
        self.text = value(r"<textarea[^>]*>\n(.*?)</textarea>", part)
        for sentence in set(SENTENCE.findall(self.text)) - self.seen:
            self.seen.add(sentence)
            if (ended := self.written.get(sentence)) and self.name not in sentence:
                self.found.delays.append(now - ended)

    def look(self, wish: str = "") -> None:
        """Ask, with a sign of life where one is due."""
        asked = {"step": "tiedanko", "slot": self.slot, "since": self.revision, "mark": self.mark}
        if wish or self.slot != self.told or time.monotonic() - self.signed > SIGN:
            self.signed, self.told = time.monotonic(), self.slot
            status, piece, took = self.ask("lasna/", asked | {"page": self.name} | ({wish: "1"} if wish else {}))
        else:
            status, piece, took = self.ask(f"lasna/?{urllib.parse.urlencode(asked)}")
        self.found.polls.append(took)
        if status == 200:
            self.mark = value(r'data-mark="([^"]*)"', piece)
            self.other_writes = "data-writing" in piece
            if value(r'data-now="(\d+)"', piece) != self.revision:
                if value(r'data-beside="(\d+)"', piece) == self.beside:
                    self.take(piece)
                    self.due = min(self.due, time.monotonic() + BESIDE)
                else:
                    self.fetch()

    def fetch(self) -> None:
        """The whole page."""
        self.due = float("inf")
        self.take(self.ask("vaihe/tiedanko/")[1])

    def write(self, count: int) -> None:
        """A sentence at the end of the text; the last but one goes, so that it does not grow."""
        sentence, ended = f"Sivu {self.name}, lause {count}.", time.monotonic()
        self.written[sentence] = ended
        time.sleep(HEARD)
        mine = [each for each in SENTENCE.findall(self.text) if self.name in each]
        text = self.text
        for each in mine:
            text = text.replace(each, "").rstrip()
        sent = {f"text-{SLOT}": f"{text} {sentence}", f"version-{SLOT}": self.version}
        status, page, took = self.ask("vaihe/tiedanko/tallenna/", sent, **{"X-Autosave": "1"})
        self.found.saves.append(took)
        if status == 200:
            self.take(page)
            if self.at_desk:
                self.due = min(self.due, time.monotonic() + MEMO)

    def run(self) -> None:
        """Until the measuring ends. Who writes tells so with the first letter."""
        self.fetch()
        self.look("begin")
        count, at = 0, time.monotonic()
        time.sleep(hash(self.name) % 100 / 100 * PACE)
        next_look, next_end = time.monotonic(), at + EVERY * (hash(self.name) % 1000 / 1000)
        if not self.writes:
            next_end = float("inf")
        while not self.found.ended.is_set():
            now = time.monotonic()
            if now >= next_end:
                count, next_end = count + 1, next_end + EVERY
                self.write(count)
            self.slot = SLOT if self.is_writing(now, next_end) else ""
            if now >= next_look or self.slot != self.told:
                self.look()
                next_look = time.monotonic() + (PACE if self.other_writes else QUIET)
            if now >= self.due:
                self.fetch()
            soonest = min(next_look, self.due, next_end - TYPED if now < next_end - TYPED else next_end)
            self.found.ended.wait(max(0.005, soonest - time.monotonic()))

    @staticmethod
    def is_writing(now: float, next_end: float) -> bool:
        """From a sentence's first letter until a while after its last."""
        return now >= next_end - TYPED or now <= next_end - EVERY + WRITING


def value(pattern: str, text: str) -> str:
    """What the pattern finds."""
    found = re.search(pattern, text, re.S)
    return found[1] if found else ""


def together(served: Served, pairs: int) -> tuple[Measured, list[Page]]:
    """So many pairs."""
    found, pages = Measured(), []
    for place, conversation in enumerate(served.people.conversations[:pairs]):
        written: dict[str, float] = {}
        for person in (conversation.employee_id, conversation.supervisor_id):
            cookie, talk = served.people.cookie(person), f"/keskustelut/{conversation.pk}/"
            pages.append(Page(served.app.port, talk, str(person), cookie, written, found))
            pages[-1].at_desk = place % 4 < 2
        pages[-1 - place % 2].writes = True  # one of the two writes, the other follows
    return found, pages


def measure(report: Report, served: Served) -> None:
    """One pair, then a hundred."""
    for pairs in (1, len(served.people.conversations)):
        found, pages = together(served, pairs)
        for page in pages:  # two hundred do not come in the same second
            page.start()
            time.sleep(ARRIVING / 2 / len(pages))
        time.sleep(ARRIVING / 2)
        found.begin()
        used = served.app.cpu()
        time.sleep(SECONDS)
        used = (served.app.cpu() - used) / SECONDS
        found.ended.set()
        for page in pages:
            page.join(60)
        if found.wrong:
            raise SystemExit(f"a page was answered with {found.wrong[0]}")
        what = f"{pairs} pair{'s' if pairs > 1 else ''} in the talk"
        if pairs > 1:
            report.limit(f"{what}: what one writes is seen, p95", percentile(found.delays, 95), 1, "s", digits=2)
            report.limit(f"{what}: asked what is new, p95", percentile(found.polls, 95), 150, "ms")
            report.limit(f"{what}: saved, p95", percentile(found.saves, 95), 150, "ms")
        else:
            report.limit(f"{what}: what one writes is seen, longest", max(found.delays), 1, "s", digits=2)
        print(f"    {used:.2f} processors of the web workers, {len(found.polls) / SECONDS:.0f} questions a second,")
        print(f"    {len(found.delays)} sentences seen, median {sorted(found.delays)[len(found.delays) // 2]:.2f} s")
