"""A model with sealed fields for the ground floor's own tests."""

import uuid

import pytest
from django.db import connection, models

from core.access import ReadItem
from core.sealed import SealedBytesField, SealedTextField


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="+", db_constraint=False)
    text = SealedTextField()
    other = SealedTextField()
    file = SealedBytesField()
    title = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "tests"

    def read_item(self, reader):
        return ReadItem(kind="note", item=self.pk, subject=self.owner_id, role="supervisor", party=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)
