"""Two people and three tabs on the same texts, in every order: each saved word can be found afterwards."""

import random
import re

import pytest
from django.test import Client

from vatupassi.models import Fork, Note

SLOTS = ["tiedanko.works", "tiedanko.change"]


class Tab:
    """One page as static/js/autosave.js keeps it: the text area, and the version that it started from."""

    def __init__(self, user, conversation):
        self.client, self.user = Client(), user
        self.client.force_login(user)
        self.page = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/"
        self.text, self.version, self.clash = {}, {}, {}
        self.load()

    def load(self):
        """Open the page anew: texts that wait for a choice come back with it."""
        page = self.client.get(self.page).content.decode()
        for slot in SLOTS:
            found = re.search(rf'name="text-{slot}"[^>]*>\n(.*?)</textarea>', page, re.S)
            self.text[slot] = found[1]
            self.read(slot, page)

    def read(self, slot, fragment):
        """Take the version and the clash from what the server answered."""
        part = fragment.partition(f'id="field-{slot}"')[2].partition("data-field>")[2].partition('id="field-')[0]
        self.version[slot] = int(re.search(rf'name="version-{slot}" value="(\d+)"', part)[1])
        saved = re.search(r"data-saved>(.*?)</div>", part, re.S)
        self.clash[slot] = saved[1] if saved else None

    def save(self, slot):
        """Send the text area; on a conflict it stays and the other text is shown."""
        answer = self.client.post(
            f"{self.page}tallenna/",
            {f"text-{slot}": self.text[slot], f"version-{slot}": self.version[slot]},
            headers={"X-Autosave": "1", "X-User": str(self.user.pk)},
        )
        self.read(slot, answer.content.decode())
        return answer.status_code

    def choose(self, slot):
        """Keep both: the script puts them into the text area and saves."""
        self.text[slot] = f"{self.clash[slot]} {self.text[slot]}"
        return self.save(slot)


@pytest.mark.parametrize("seed", range(12))
def test_every_saved_word_can_be_found(seed, db, aino, matti, shared_talk):
    luck = random.Random(seed)
    tabs = [Tab(aino, shared_talk), Tab(matti, shared_talk), Tab(matti, shared_talk)]
    typed = {slot: set() for slot in SLOTS}
    statuses = set()

    def held(slot):
        """Words in the saved text, and in those that wait for a choice."""
        rows = [*Note.objects.filter(slot=slot), *Fork.objects.filter(slot=slot)]
        return {word for row in rows for word in row.text.open_as_system("test").split()}

    acknowledged = {slot: set() for slot in SLOTS}
    for number in range(25):
        tab, slot = luck.choice(tabs), luck.choice(SLOTS)
        if tab.clash[slot]:
            status = tab.choose(slot)
        elif luck.random() < 0.15:
            tab.load()
            continue
        else:
            word = f"sana{number}"
            typed[slot].add(word)
            tab.text[slot] = f"{tab.text[slot]} {word}".strip()
            status = tab.save(slot)
        statuses.add(status)
        if status == 200:
            acknowledged[slot] |= set(tab.text[slot].split())
        assert acknowledged[slot] - held(slot) == set()
    for slot in SLOTS:  # everybody makes their choice in the end
        for _turn in range(6):
            for tab in tabs:
                if tab.clash[slot]:
                    tab.choose(slot)
        assert typed[slot] - held(slot) == set()
    assert statuses == {200, 409}


def test_a_save_that_ignores_the_version_would_be_caught(db, aino, matti, shared_talk, monkeypatch):
    """The control: if the last one simply won, words would be lost and the test above would say so."""
    tabs = [Tab(aino, shared_talk), Tab(matti, shared_talk)]
    real = Note.write.__func__

    def last_one_wins(cls, conversation, slot, text, *, version, by, **more):
        return real(cls, conversation, slot, text, version=Note.objects.get(slot=slot).version, by=by, **more)

    monkeypatch.setattr(Note, "write", classmethod(last_one_wins))
    for place, tab in enumerate(tabs):
        tab.text[SLOTS[0]] = f"sana{place}"
        assert tab.save(SLOTS[0]) == 200
    assert Note.objects.get(slot=SLOTS[0]).text.open_as_system("test") == "sana1"
