"""What an export holds is decided for each table, and docs/privacy.md says what it leaves out and why."""

import re

import pytest
from django.db.models import BinaryField
from django.utils.functional import Promise

from core import records
from core.sealed import SealedBytesField
from people.my_data.gather import all_tellings
from people.my_data.tellings import GROUPS, LEFT_OUT, TELLINGS, is_about_nobody, undecided
from people.my_data.words import FIELDS, TECHNICAL
from tests.conftest import ROOT


def test_every_table_is_decided():
    assert [model._meta.label for model in undecided()] == []
    said = [*TELLINGS, *LEFT_OUT]
    assert len(said) == len(set(said))
    assert {one.group for one in TELLINGS.values()} == set(GROUPS)


def test_a_new_table_is_told_by_itself(monkeypatch):
    """A model of which nobody has said anything."""
    one = next(iter(TELLINGS))
    telling = TELLINGS[one]
    monkeypatch.delitem(TELLINGS, one)
    assert undecided() == [one]
    assert [each.model for each in all_tellings()][-1] is one
    monkeypatch.setitem(TELLINGS, one, telling)
    assert undecided() == []


def test_what_is_about_nobody_is_so_by_its_record():
    """Nothing that names somebody hides behind its record."""
    keys = {
        model._meta.label: [
            one.name
            for one in model._meta.concrete_fields
            if one.related_model and one.related_model._meta.label == "people.User"
        ]
        for model, _record in records.everything()
        if is_about_nobody(model)
    }
    assert {label: names for label, names in keys.items() if names} == {}


def test_every_field_has_words_or_is_for_programs():
    nameless = [
        f"{model._meta.label}.{one.name}"
        for model, telling in TELLINGS.items()
        for one in model._meta.concrete_fields
        if one.name not in TECHNICAL | telling.apart.keys() | telling.words.keys() | FIELDS.keys()
        and not isinstance(one.verbose_name, Promise)
    ]
    assert nameless == []


def test_no_field_is_a_file_that_json_cannot_hold():
    files = [
        f"{model._meta.label}.{one.name}"
        for model, telling in TELLINGS.items()
        for one in model._meta.concrete_fields
        if one.name not in telling.apart
        and (isinstance(one, SealedBytesField) or (isinstance(one, BinaryField) and not hasattr(one, "seal")))
    ]
    assert files == []


def left_out() -> dict[str, str]:
    """What no export holds, and why, as docs/privacy.md is to say it."""
    fields = {
        f"{model._meta.label}.{name}": why for model, telling in TELLINGS.items() for name, why in telling.apart.items()
    }
    return {model._meta.label: why for model, why in LEFT_OUT.items()} | fields


def test_the_document_says_what_is_left_out_and_why():
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.+?) \|$", text, re.MULTILINE))
    assert rows == left_out()


@pytest.mark.parametrize("label", ["vatupassi.NoteVersion", "people.Activation", "verme.SharedText"])
def test_some_that_must_stay_out_do(label):
    assert label in {model._meta.label for model in LEFT_OUT}
