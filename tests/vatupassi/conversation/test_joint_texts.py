"""What is kept of the versions of a text that several write, and who finds a sentence again."""

import time

import pytest
from django.utils import timezone

from core.texts import joint
from vatupassi.conversation import invitations
from vatupassi.conversation.models import renew_names
from vatupassi.models import Note, NoteVersion, Occasion

pytestmark = pytest.mark.django_db
SLOT = "tiedanko.works"


@pytest.fixture
def shared_talk(aino, matti):
    occasion = Occasion.objects.get(code="early-support")
    return invitations.start(
        employee=aino, supervisor=matti, by=aino, occasion=occasion, starts_at=timezone.now(), agreed=True
    )


@pytest.fixture
def save(shared_talk, aino, matti):
    """Save a text as the one who has the newest page."""

    def act(by, text, version=None):
        note = Note.in_slot(shared_talk, SLOT)
        text_now = note.text.open(by) if note.version else ""
        now = joint.Writing(SLOT, "", text=text_now, version=note.version, longest=20_000)
        known = note.version if version is None else version
        return note.save_from({f"text-{SLOT}": text, f"version-{SLOT}": str(known)}, now, by=by)

    return act


def gone(shared_talk, reader):
    return [each.text for each in Note.in_slot(shared_talk, SLOT).gone(reader)]


def test_a_sentence_that_was_taken_out_is_found_by_its_writer_alone(save, shared_talk, aino, matti):
    save(aino, "Aino eka.")
    save(matti, "Aino eka. Matti toka.")
    save(aino, "Aino eka. Matti toka. Aino kolmas.")
    save(matti, "Aino kolmas.")  # both of their sentences, his own too
    assert (gone(shared_talk, aino), gone(shared_talk, matti)) == (["Aino eka."], ["Matti toka."])
    save(matti, "Aino kolmas. Aino eka.")
    assert gone(shared_talk, aino) == []


def test_half_a_sentence_that_was_written_on_is_not_missed(save, shared_talk, aino, matti):
    for text in ("Tilaukset", "Tilaukset suju", "Tilaukset sujuvat."):
        save(aino, text)
    assert gone(shared_talk, aino) == []
    save(matti, "")
    assert gone(shared_talk, aino) == ["Tilaukset sujuvat."]


def test_wherever_a_text_is_cut_on_its_way_the_others_sentence_stays(save, shared_talk, aino, matti):
    """A phone on a train: what had gone out and was not answered is sent first, and it may be a mere space."""
    whole = "Alku. Aino junassa. Tunneli."
    for cut in range(len("Alku."), len(whole)):
        Note.objects.all().delete()
        save(aino, "Alku.")
        save(matti, "Alku. Matti toimistossa.")
        after = save(aino, whole[:cut], version=1)
        after = save(aino, whole, version=after.version if after.base is None else after.base)
        assert after.text == "Alku. Matti toimistossa. Aino junassa. Tunneli.", whole[:cut]


def test_versions_are_thinned_out_and_no_sentence_with_them(save, shared_talk, aino, matti, monkeypatch):
    monkeypatch.setattr(joint, "RECENT", 10)
    monkeypatch.setattr(joint, "THIN_EVERY", 10)
    text = ""
    for number in range(60):
        text = f"{text} Lause {number}.".strip()
        save(aino, text)
    assert NoteVersion.objects.count() < 25  # each of which the next one has gone on from
    save(matti, "Lause 59.")
    assert sorted(gone(shared_talk, aino)) == sorted(f"Lause {number}." for number in range(59))
    monkeypatch.setattr(joint, "MOST_KEPT", 15)
    for number in range(60):
        save((aino, matti)[number % 2], f"Aivan muuta {number}.")
    assert NoteVersion.objects.count() <= 15 + joint.THIN_EVERY


def test_a_page_from_which_the_versions_are_gone_shows_both_texts(save, shared_talk, aino, matti):
    save(aino, "Eka.")
    save(aino, "Eka. Toka.")
    shared_talk.forget_versions()
    after = save(matti, "Eka. Kolmas.", version=1)
    assert (after.failure, after.text, after.saved_text) == (409, "Eka. Kolmas.", "Eka. Toka.")


def test_two_that_do_not_fit_into_one_are_told_and_nothing_is_lost(save, shared_talk, aino, matti):
    save(aino, "")
    save(aino, "Alku.", version=0)
    long = "\n".join(f"Rivi {number}." for number in range(250))
    save(matti, f"Alku.\n{long}")
    after = save(aino, "Alku.\n" + long.replace("Rivi", "Ainon rivi"), version=1)
    assert (after.failure, "riviä liikaa" in after.problem, "Ainon rivi 249." in after.text) == (422, True, True)
    assert after.saved_text == f"Alku.\n{long}"


def test_a_thousand_clashes_hold_up_no_save(save, shared_talk, aino, matti):
    """Nobody stops the site by writing: of so many sentences twenty are asked about, and all of them stay."""
    lines = [f"{number}." for number in range(1700)]
    save(aino, "")
    save(aino, " ".join(lines), version=0)
    his, hers = ([f"{who}{n}." if n % 2 else line for n, line in enumerate(lines)] for who in "mn")
    save(matti, " ".join(his), version=1)
    after = save(aino, " ".join(hers), version=1)
    assert len(after.clashes) == joint.MOST_CLASHES
    assert {"m1.", "n1.", "m1699.", "n1699."} <= set(after.text.split())
    begun = time.process_time()
    save(matti, f"{after.text} Vielä.")
    assert time.process_time() - begun < 3  # half a minute, when each was looked for by itself


def test_a_clash_has_the_names_of_today(save, shared_talk, aino, matti):
    save(aino, "")
    save(aino, "Alku.", version=0)
    save(matti, "Matin alku.", version=1)
    (clash,) = save(aino, "Ainon alku.", version=1).clashes
    assert [name for name, _text, _mine in clash.parts] == [matti.name, aino.name]
    aino.last_name = "Salo"
    aino.save()
    renew_names(aino)
    shared_talk.refresh_from_db()
    (clash,) = Note.in_slot(shared_talk, SLOT).shown_clashes(matti)
    assert [name for name, _text, _mine in clash.parts] == [matti.name, "Aino Salo"]


def test_whoever_has_written_very_much_finds_the_newest(save, shared_talk, aino, signed_in, monkeypatch):
    for number in range(6):
        save(aino, " ".join(f"{number}.{n}" + "a" * 8 + "." for n in range(1000)))
    begun = time.process_time()
    missed = gone(shared_talk, aino)
    assert time.process_time() - begun < 2
    assert len(missed) == joint.MOST_GONE
    assert all(each.startswith("4.") for each in missed)
    monkeypatch.setattr(joint, "MOST_LETTERS", 40_000)
    monkeypatch.setattr(joint, "THIN_EVERY", 1)
    save(aino, "Lyhyt.")
    assert NoteVersion.objects.filter(of__slot=SLOT).count() == 2
    monkeypatch.setattr("vatupassi.conversation.views.MOST_LETTERS", 10)
    Note.in_slot(shared_talk, "osaanko.works").versions.create(number=0, text="Vanha ilta.", writer="employee")
    page = signed_in(aino).get(f"/keskustelut/{shared_talk.pk}/omat-lauseet/").text
    assert "liian pitkiä" in page
    assert "Vanha ilta." not in page
