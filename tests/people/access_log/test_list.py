"""Who has read my data: the name of a reader who was a party, and none of one who is gone."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog
from people.models import User
from tests.factories import make_person

pytestmark = pytest.mark.both_databases


def test_the_name_of_a_reader_shows_only_for_a_party(signed_in, aino, matti, sari):
    for reader, role, party in ((matti, "supervisor", True), (sari, "hr", False)):
        AccessLog.objects.create(
            reader=reader,
            subject=aino,
            reader_role=role,
            kind="conversation",
            item=aino.pk,
            party=party,
            day=timezone.localdate(),
            at=timezone.now(),
        )
    answer = signed_in(aino).get(reverse("access_list"))
    assert "Matti Laine" in answer.text
    assert "Sari" not in answer.text
    assert [row["role"] for row in answer.context["rows"]] == ["HR", "esihenkilö"]
    for other in (matti, sari):
        assert signed_in(other).get(reverse("access_list")).context["rows"] == []


def test_a_reader_who_was_deleted_still_has_a_row(signed_in, aino, kitchen):
    gone = make_person(unit=kitchen)
    AccessLog.objects.create(
        reader=gone,
        subject=aino,
        reader_role="supervisor",
        kind="conversation",
        item=aino.pk,
        party=True,
        day=timezone.localdate(),
        at=timezone.now(),
    )
    User.objects.filter(pk=gone.pk).delete()
    [row] = signed_in(aino).get(reverse("access_list")).context["rows"]
    assert (row["role"], row["name"]) == ("esihenkilö", "")


def test_texts_that_one_reader_read_on_a_day_are_one_row(signed_in, aino, matti):
    """Otherwise four texts of a Verme group are four rows that cannot be told apart."""
    for _ in range(4):
        AccessLog.objects.create(
            reader=matti,
            subject=aino,
            reader_role="verme_group",
            kind="verme",
            item=uuid4(),
            party=True,
            day=timezone.localdate(),
            at=timezone.now(),
        )
    answer = signed_in(aino).get(reverse("access_list"))
    [row] = answer.context["rows"]
    assert row["count"] == 4
    assert "teksti Verme-ryhmässä (4 kpl)" in answer.text
    assert "Matti Laine</span>, samasta Verme-ryhmästä" in answer.text
