"""Web workers are killed again and again while people write: what was acknowledged is there afterwards."""

import http.client
import re
import threading
import time

from tests.faults.site import Browser, Site
from vatupassi.models import Conversation, Note

WORDS = 10  # of each writer, at least
KILLS = 10


class Writer(threading.Thread):
    """Adds a word at a time to one text, sends again until it is acknowledged."""

    def __init__(self, browser, conversation, slot):
        super().__init__()
        step = slot.partition(".")[0]
        self.path = f"/keskustelut/{conversation.pk}/vaihe/{step}/tallenna/"
        self.browser, self.slot, self.acknowledged, self.strange, self.lost = browser, slot, [], [], 0
        self.ended = threading.Event()

    def run(self):
        text, version, number = "", 0, 0
        while not self.ended.is_set():
            number += 1
            text = f"{text} {self.slot}-{number}.".strip()
            while not self.ended.is_set():
                try:
                    answer = self.browser.autosave(self.path, self.slot, text, version, timeout=5)
                except (OSError, http.client.HTTPException):
                    self.lost += 1
                    time.sleep(0.05)
                    continue
                if answer.status == 200:
                    version = int(re.search(r'value="(\d+)"\s+data-version', answer.text)[1])
                    self.acknowledged.append(f"{self.slot}-{number}.")
                    break
                self.strange.append(answer.status)
                time.sleep(0.05)


def least(writers: list[Writer]) -> int:
    """How many words the slowest has been told are saved."""
    return min(len(writer.acknowledged) for writer in writers)


def wait_for_a_word(writers: list[Writer], seconds: float) -> None:
    """Until something more has been saved: a worker killed while it is still starting has not been writing."""
    before, end = sum(len(writer.acknowledged) for writer in writers), time.monotonic() + seconds
    while sum(len(writer.acknowledged) for writer in writers) == before and time.monotonic() < end:
        time.sleep(0.05)


def test_every_acknowledged_word_survives_killed_workers(postgresql, talk, aino, matti):
    site = Site(workers=4)
    try:
        writers = [
            Writer(Browser(site, person), talk, slot)
            for person, slot in [
                (aino, "tiedanko.works"),
                (matti, "tiedanko.change"),
                (aino, "osaanko.works"),
                (matti, "haluanko.try"),
            ]
        ]
        for writer in writers:
            writer.start()
        kills, end = 0, time.monotonic() + 120
        while (kills < KILLS or least(writers) < WORDS) and time.monotonic() < end:
            time.sleep(1)
            wait_for_a_word(writers, 20)
            site.kill_oldest()
            kills += 1
            if site.process.poll() is not None:  # granian itself gave up: the service manager starts it again
                site.start()
        for writer in writers:
            writer.ended.set()
        for writer in writers:
            writer.join(30)
    finally:
        site.stop()
    conversation = Conversation.objects.get(pk=talk.pk)
    for writer in writers:
        note = Note.objects.get(conversation=conversation, slot=writer.slot)
        assert [word for word in writer.acknowledged if word not in note.text.open_as_system("test").split()] == []
        assert writer.strange == []
    assert kills >= KILLS
    assert least(writers) >= WORDS, "the writers hardly got to write"
    assert sum(writer.lost for writer in writers) >= 1, "no request met a killed worker, so this proves little"
