"""The drill of new keys over all that is encrypted: what was written before stays readable, and the old key can go.

As docs/operations.md tells it: a new key first, a restart, `reseal`, the old one out.
"""

import base64
import hashlib
import secrets

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command

from core.sealed import CannotOpen, SealedField
from people.second_step import authenticator
from tests.demo_copy import load
from tests.people_fixtures import SECRET
from vatupassi.models import Note

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def sealed_fields():
    """Of every model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field


def all_texts() -> dict[str, str]:
    """Where → a digest of what is written there, for each sealed value that is not empty."""
    found = {}
    for model, field in sealed_fields():
        for row in model._base_manager.all():
            if value := getattr(row, field.attname):
                clear = field.to_bytes(value.open_as_system("a drill"))
                found[f"{model._meta.label}.{field.name} {row.pk}"] = hashlib.sha256(clear).hexdigest()
    for row in Authenticator.objects.all():
        for name in authenticator.SECRETS:
            if name in row.data:
                found[f"second step {row.pk} {name}"] = authenticator.decrypt(row.data[name])
    return found


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def test_a_new_key_takes_over(settings, capsys):
    load()
    [old], new = settings.TEXT_KEYS, new_key()
    before = all_texts()
    places = {where.partition(" ")[0] for where in before}
    assert len(before) > 60
    assert len(places) > 10
    assert SECRET in before.values()

    settings.TEXT_KEYS = [new, old]  # restarted with both: all that is old opens, what is new takes the first
    assert all_texts() == before
    note = Note.objects.exclude(text=b"").order_by("pk")[0]
    words = note.text.open_as_system("a drill")
    note.text = words
    note.save(update_fields=["text"])
    assert all_texts() == before

    settings.TEXT_KEYS = [new]  # too early: the new one opens what it has written, and nothing else
    assert Note.objects.get(pk=note.pk).text.open_as_system("a drill") == words
    with pytest.raises(CannotOpen):
        all_texts()

    settings.TEXT_KEYS = [new, old]
    call_command("reseal")
    changed = sum(int(line.partition(": ")[2]) for line in capsys.readouterr().out.splitlines())
    assert changed > 60
    call_command("reseal")  # again, as after a break: nothing is left
    assert {line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()} == {"0"}

    settings.TEXT_KEYS = [new]
    assert all_texts() == before
    settings.TEXT_KEYS = [old]  # and the old one opens nothing any more
    with pytest.raises(CannotOpen):
        Note.objects.get(pk=note.pk).text.open_as_system("a drill")
