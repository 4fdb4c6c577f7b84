"""Who leads a training's days is told to all who lead them with the trainer, by name."""

import pytest

from core.models import Mail
from core.outbox import letter
from tests.verme.training.test_training import at, make_training, set_days
from verme.models import SeminarDay
from verme.training.actions import take_in
from workshops.models import GroupWork, Task
from workshops.task import actions as acts

pytestmark = pytest.mark.django_db


def told(person):
    """The letters of trainers that a person has got, in their words, the newest first."""
    rows = Mail.objects.filter(to=person, kind__startswith="verme_trainer").order_by("-created_at")
    return [f"{found.subject} {found.body} {found.link}" for row in rows.select_related("to") if (found := letter(row))]


def begun(owner, block):
    work = GroupWork.objects.create(title="Iltapäivä", owner=owner, block=block)
    acts.set_groups(work, 1)
    Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    acts.open_room(work, by=owner)
    return work


@pytest.fixture
def training(matti):
    made = make_training(trainer=matti)
    set_days(made, 7)
    return made


@pytest.fixture
def days(training):
    return list(SeminarDay.objects.filter(seminar__training=training).order_by("starts_at").select_related("agenda"))


def test_who_leads_now_and_who_has_left_is_told_by_name(training, days, matti, leena, pekka, timo, sari, signed_in):
    for day in days[:2]:
        day.agenda.facilitatings.create(person=pekka)
    work = begun(timo, days[3].agenda.blocks.first())
    form = {"name": training.name, "language": "fi", "credits": "", "signer": "", "revision": "0"}
    hers = signed_in(sari)
    assert hers.post(at("koulutukset", training, "muokkaa/"), form | {"trainer": leena.pk}).status_code == 302
    for person in (pekka, timo):
        (one,) = told(person)  # one of all days
        assert {name for name in ("Leena Šimek", "Matti Laine", "Sari Koskinen") if name in one} == {
            "Leena Šimek", "Matti Laine", "Sari Koskinen"}  # fmt: skip
    assert [work.get_absolute_url() in told(person)[0] for person in (timo, pekka)] == [True, False]
    (ended,) = told(matti)
    assert ("Sari Koskinen" in ended, "poistuvat kalenteristasi" in ended) == (True, True)
    assert len(told(leena)) == 1
    assert told(sari) == []
    hers.post(
        at("koulutukset", training, "muokkaa/"), form | {"trainer": leena.pk, "revision": "1"}
    )  # saved as it stands
    assert len(told(pekka)) == 1
    hers.post(at("koulutukset", training, "muokkaa/"), form | {"trainer": "", "revision": "2"})
    assert ("Leena Šimek" in told(pekka)[0], "Matti" in told(pekka)[0]) == (True, False)
    assert ["Sari Koskinen" in ended for ended in told(leena)] == [True]  # and she is its trainer no more


def test_a_trainer_hears_by_whom_also_when_they_take_part_or_groups_wrote_for_them(
    training, days, matti, leena, sari, signed_in
):
    work = begun(matti, days[0].agenda.blocks.first())
    take_in(training, matti)
    form = {"name": training.name, "language": "fi", "credits": "", "signer": "", "trainer": leena.pk}
    signed_in(sari).post(at("koulutukset", training, "muokkaa/"), form | {"revision": "0"})
    (ended,) = told(matti)
    assert ("Sari Koskinen" in ended, work.get_absolute_url() in ended) == (True, True)
    assert "kalenteristasi" not in ended  # the days stay
