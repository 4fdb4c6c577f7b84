"""Web workers are killed again and again while people write: what was acknowledged is there afterwards."""

import http.client
import os
import re
import threading
import time
from functools import partial

from tests.faults.site import Browser, Site
from vatupassi.models import Conversation, Note

MOST_WORDS = 150  # in a text, before it is read and begun anew
WORDS = 10  # of each writer, at least
# Saves that may be answered 503, for each kill: in the line for a conversation's lock stand four writers and what
# writers have given up, and 8 s of waiting end it (`lock_timeout`). Pages send such a save again by themselves.
MOST_REFUSED = 0.02
KILLS = int(os.environ.get("FAULT_KILLS", "10"))  # `make faults` asks for more


class Writer(threading.Thread):
    """Adds a word at a time to one text, sends again until it is acknowledged.

    A text of many words is read from its page and begun anew: a field is no book, and a long drill has more words.
    """

    def __init__(self, browser, conversation, slot, passing=(), pause=0.0, patience=5):
        super().__init__(daemon=True)
        step = slot.partition(".")[0]
        self.page = f"/keskustelut/{conversation.pk}/vaihe/{step}/"
        self.browser, self.slot, self.passing, self.pause = browser, slot, passing, pause
        self.patience = patience  # seconds; of a process that was killed no answer comes
        self.acknowledged, self.strange, self.missing = [], [], []
        self.count, self.lost, self.refused = 0, 0, 0  # words; requests sent again; those of them that were answered
        self.longest, self.last = 0.0, time.monotonic()  # seconds in which nothing was saved
        self.ended = threading.Event()

    def run(self):
        text, version, number = "", 0, 0
        while not self.ended.is_set():
            if len(self.acknowledged) >= MOST_WORDS and self.is_read():
                text = ""
            number += 1
            word = f"{self.slot}-{number}."
            text = f"{text} {word}".strip()
            while not self.ended.is_set():
                answer = self.asked(partial(self.save, text, version))
                if answer is None:
                    continue
                version = int(re.search(r'value="(\d+)"\s+data-version', answer.text)[1])
                self.acknowledged.append(word)
                self.count, now = self.count + 1, time.monotonic()
                self.longest, self.last = max(self.longest, now - self.last), now
                break
            time.sleep(self.pause)

    def save(self, text, version):
        return self.browser.autosave(f"{self.page}tallenna/", self.slot, text, version, self.patience)

    def asked(self, ask):
        """The answer, if it is a good one."""
        try:
            answer = ask()
        except (OSError, http.client.HTTPException):
            self.lost += 1
        else:
            if answer.status == 200:
                return answer
            if answer.status in self.passing:
                self.lost, self.refused = self.lost + 1, self.refused + 1
            else:
                self.strange.append(answer.status)
        time.sleep(0.05)
        return None

    def is_read(self):
        """Whether the page could be read; what is missing on it is noted."""
        page = self.asked(lambda: self.browser.ask(self.page, timeout=self.patience))
        if page is None:
            return False
        there = set(re.findall(r"[\w.]+-\d+\.", page.text))
        self.missing += [word for word in self.acknowledged if word not in there]
        self.acknowledged = []
        return True


def least(writers: list[Writer]) -> int:
    """How many words the slowest has been told are saved."""
    return min(writer.count for writer in writers)


def wait_for_a_word(writers: list[Writer], seconds: float) -> None:
    """Until something more has been saved: a worker killed while it is still starting has not been writing."""
    before, end = sum(writer.count for writer in writers), time.monotonic() + seconds
    while sum(writer.count for writer in writers) == before and time.monotonic() < end:
        time.sleep(0.05)


def writers_of(site: Site, talk: Conversation, aino: object, matti: object, **options) -> list[Writer]:
    """Two writers of each of the two, each in a text of their own."""
    slots = [(aino, "tiedanko.works"), (matti, "tiedanko.change"), (aino, "osaanko.works"), (matti, "haluanko.try")]
    return [Writer(Browser(site, person), talk, slot, **options) for person, slot in slots]


def nothing_is_lost(writers: list[Writer], talk: Conversation) -> None:
    """End them; each acknowledged word is in its text."""
    for writer in writers:
        writer.ended.set()
    for writer in writers:
        writer.join(30)
    for writer in writers:
        note = Note.objects.get(conversation=talk, slot=writer.slot)
        words = set(note.text.open_as_system("test").split())
        assert [word for word in writer.acknowledged if word not in words] == []
        assert writer.missing == []
        assert writer.strange == []


def told(writers: list[Writer], what: str) -> None:
    """For `make faults`, which shows it. While it goes on, of the words that have been read on a page so far."""
    answered, missing = sum(writer.refused for writer in writers), sum(len(writer.missing) for writer in writers)
    print(
        f"{what}; {sum(writer.count for writer in writers)} words acknowledged, {missing} lost, "
        f"{sum(writer.lost for writer in writers)} requests to send again, {answered} of them answered 503, "
        f"longest {max(writer.longest for writer in writers):.1f} s without a save"
    )


def test_every_acknowledged_word_survives_killed_workers(postgresql, talk, aino, matti):
    site = Site(workers=4)
    try:
        writers = writers_of(site, talk, aino, matti, passing=(503,))
        for writer in writers:
            writer.start()
        kills, begun = 0, time.monotonic()
        end = begun + 120 + 6 * KILLS
        while (kills < KILLS or least(writers) < WORDS) and time.monotonic() < end:
            time.sleep(1)
            wait_for_a_word(writers, 20)
            site.kill_oldest()
            kills += 1
            if kills % 100 == 0:
                told(writers, f"{kills} web workers killed in {(time.monotonic() - begun) / 60:.0f} min")
            if site.process.poll() is not None:  # granian itself gave up: the service manager starts it again
                site.start()
        for writer in writers:
            writer.ended.set()
        for writer in writers:
            writer.join(30)
    finally:
        site.stop()
    nothing_is_lost(writers, talk)
    assert kills >= KILLS
    assert least(writers) >= WORDS, "the writers hardly got to write"
    assert sum(writer.lost for writer in writers) >= 1, "no request met a killed worker, so this proves little"
    assert sum(writer.refused for writer in writers) <= MOST_REFUSED * kills
    told(writers, f"{kills} web workers killed in {(time.monotonic() - begun) / 60:.0f} min")
