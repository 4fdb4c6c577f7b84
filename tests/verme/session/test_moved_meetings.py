"""Moving a meeting opens nothing that was written of it before."""

import pytest
from django.utils import timezone

from core.formats import clock, date_only
from tests.verme.conftest import ago, at, make_mentor, name_mentor, sent
from verme.models import Mentoring, Reflection

pytestmark = pytest.mark.django_db
BIRD = "kanarialintu-7130"


def test_a_new_mentor_reads_no_reflection_by_moving_its_meeting(held, confirmed, hers, matti, signed_in, eight):
    """The attack: named a day ago, they give a meeting of three days ago a time after their own coming."""
    hers.post(at(held, "pohdinta/nayta"), sent("reflection", BIRD) | {"show": "1"})
    Reflection.objects.update(begun_at=ago(48))
    held.starts_at = ago(72)
    held.save()
    name_mentor(confirmed, make_mentor(matti))
    Mentoring.objects.filter(person=matti).update(came_at=ago(24))
    his = signed_in(matti)
    assert BIRD not in his.get(at(held)).content.decode()
    day = timezone.localtime(ago(2))
    moved = {"day": date_only(day.date()), "clock": clock(day), "minutes": "120"}
    assert his.post(at(held, "muokkaa"), moved).status_code == 302
    held.refresh_from_db()
    assert held.starts_at > ago(3)
    assert BIRD not in his.get(at(held)).content.decode()
    assert BIRD in signed_in(eight[1]).get(at(held)).content.decode()
