"""Two people and three tabs on the same texts, in every order: each saved sentence can be found afterwards."""

import random
import re

import pytest
from django.test import Client

from core.texts.merging import sentences
from tests.html import flat
from vatupassi.models import Note

SLOTS = ["tiedanko.works", "tiedanko.change"]


class Tab:
    """One page as static/js/autosave.js keeps it: the text area, and the version that it goes on from."""

    def __init__(self, user, conversation):
        self.client, self.user = Client(), user
        self.client.force_login(user)
        self.page = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/"
        self.text, self.version = {}, {}
        self.load()

    def load(self):
        """Open the page anew, or let it take in what the other has saved."""
        page = self.client.get(self.page).content.decode()
        for slot in SLOTS:
            self.take(slot, page)

    def part(self, slot, page):
        return page.partition(f'id="field-{slot}"')[2].partition('id="field-')[0]

    def take(self, slot, page):
        """The server's text and version."""
        part = self.part(slot, page)
        self.text[slot] = re.search(rf'name="text-{slot}"[^>]*>\n(.*?)</textarea>', part, re.S)[1]
        self.version[slot] = int(re.search(rf'name="version-{slot}"\s+value="(\d+)"', part)[1])

    def save(self, slot, *, lost=False, types_on=""):
        """Send the text area. Its answer is lost, or comes when more has been typed already."""
        answer = self.client.post(
            f"{self.page}tallenna/",
            {f"text-{slot}": self.text[slot], f"version-{slot}": self.version[slot]},
            headers={"X-Autosave": "1", "X-User": str(self.user.pk)},
        )
        page = answer.content.decode()
        if lost:
            return answer.status_code
        if not types_on:
            self.take(slot, page)
            return answer.status_code
        part = self.part(slot, page)
        found = re.search(r'data-base="(\d+)"', part) or re.search(rf'name="version-{slot}"\s+value="(\d+)"', part)
        self.version[slot] = int(found[1])
        self.text[slot] += types_on
        return answer.status_code


def edit(luck, text, number):
    """Write a sentence somewhere, rewrite one or take one out; what was written, and what was taken out."""
    found = sentences(text)
    kind, at = luck.choice(["add", "add", "add", "rewrite", "delete"]), luck.randrange(len(found) + 1)
    new = f"Lause {number}."
    if kind == "add" or at == len(found):
        found.insert(at, new)
        return " ".join(found), new, None
    old = found[at]
    if kind == "rewrite":
        found[at] = new
        return " ".join(found), new, old
    del found[at]
    return " ".join(found), None, old


def in_text(slot):
    note = Note.objects.filter(slot=slot).first()
    return set(sentences(note.text.open_as_system("test"))) if note else set()


@pytest.mark.parametrize("seed", range(12))
def test_every_saved_sentence_can_be_found(seed, db, aino, matti, shared_talk):
    luck = random.Random(seed)
    tabs = [Tab(aino, shared_talk), Tab(matti, shared_talk), Tab(matti, shared_talk)]
    written, taken_out, unsaved = {slot: {} for slot in SLOTS}, {slot: set() for slot in SLOTS}, {}
    for number in range(40):
        tab, slot = luck.choice(tabs), luck.choice(SLOTS)
        if luck.random() < 0.15:
            if (tab, slot) not in unsaved:
                tab.load()
            continue
        if (tab, slot) in unsaved:  # what has no answer is sent again as it was
            assert tab.save(slot) == 200
            del unsaved[tab, slot]
        tab.text[slot], new, old = edit(luck, tab.text[slot], number)
        lost = luck.random() < 0.15
        assert tab.save(slot, lost=lost) == 200
        if lost:
            unsaved[tab, slot] = True
        if new:
            written[slot][new] = tab.user
        if old:
            taken_out[slot].add(old)
        for one in SLOTS:
            assert set(written[one]) - taken_out[one] <= in_text(one)
    for slot in SLOTS:
        note = Note.objects.get(slot=slot)
        gone = {user: {each.text for each in note.gone(user)} for user in (aino, matti)}
        for sentence, writer in written[slot].items():
            assert sentence in in_text(slot) or sentence in gone[writer]
            assert sentence not in gone[matti if writer == aino else aino]


def test_a_save_that_ignores_the_version_would_be_caught(db, aino, matti, shared_talk, monkeypatch):
    """The control: if the last one simply won, sentences would be lost and the test above would say so."""
    tabs = [Tab(aino, shared_talk), Tab(matti, shared_talk)]
    real = Note.save_from

    def last_one_wins(note, post, now, **more):
        return real(note, post.dict() | {f"version-{now.key}": str(now.version)}, now, **more)

    monkeypatch.setattr(Note, "save_from", last_one_wins)
    for place, tab in enumerate(tabs):
        tab.text[SLOTS[0]] = f"Lause {place}."
        assert tab.save(SLOTS[0]) == 200
    assert in_text(SLOTS[0]) == {"Lause 1."}


def test_what_was_typed_before_the_answer_came_goes_on_from_what_was_sent(db, aino, matti, shared_talk):
    hers, his = Tab(aino, shared_talk), Tab(matti, shared_talk)
    slot = SLOTS[0]
    hers.text[slot], his.text[slot] = "Tilaukset suj", "Vuorolista on"
    assert (hers.save(slot, types_on="uvat."), his.save(slot, types_on=" selkeä.")) == (200, 200)
    assert (hers.save(slot), his.save(slot), hers.save(slot)) == (200, 200, 200)
    note = Note.objects.get(slot=slot)
    assert note.text.open_as_system("test") == "Tilaukset sujuvat.\nVuorolista on selkeä."
    assert (note.gone(aino), note.gone(matti)) == ([], [])  # half a sentence that goes on is none


def test_a_minute_in_the_same_sentence_ends_in_two_sentences_and_no_more(db, aino, matti, shared_talk):
    """Each goes on with their own version; the two are shown with their names until somebody chooses."""
    hers, his = Tab(aino, shared_talk), Tab(matti, shared_talk)
    slot = SLOTS[0]
    hers.text[slot] = "Alku. Tilaukset"
    hers.save(slot)
    his.load()
    lines = {hers: "Tilaukset", his: "Tilaukset"}
    for number in range(15):
        for tab, word in ((hers, "torstaisin"), (his, "tiistaisin")):
            line = f"{lines[tab]} {word}{number}"
            tab.text[slot] = tab.text[slot].replace(lines[tab], line)
            lines[tab] = line
            assert tab.save(slot) == 200
    assert in_text(slot) == {"Alku.", *lines.values()}
    for tab in (hers, his):
        shown = flat(tab.client.get(tab.page).content)
        assert shown.count("data-sentence") == 1
        assert [f'translate="no">{line}</p>' in shown for line in lines.values()] == [True, True]
