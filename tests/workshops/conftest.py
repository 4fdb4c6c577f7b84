"""Agendas of the kitchen, led by Matti."""

import datetime

import pytest
from django.utils import timezone

from workshops.agenda.patterns import PATTERNS
from workshops.block import actions as blocks
from workshops.models import Agenda

DAY = ["9.15", "9.45", "10.15", "10.30", "11.30", "12.15", "13.15", "13.30", "14.00", "15.00"]


def at(day: str, clock: str) -> datetime.datetime:
    """A local moment: at("18.5.2027", "9.15")."""
    naive = datetime.datetime.strptime(f"{day} {clock}", "%d.%m.%Y %H.%M")
    return timezone.make_aware(naive)


def make_agenda(leader, *, pattern="active-support", language="fi", title="Aktiivisen tuen päivä", **fields):
    """An agenda of the leader's unit, with the blocks of a ready-made day."""
    values = {"unit": leader.unit, "starts_at": timezone.now().replace(second=0, microsecond=0)}
    values["starts_at"] += datetime.timedelta(days=7)
    agenda = Agenda.objects.create(title=title, language=language, created_by=leader, **(values | fields))
    agenda.facilitatings.create(person=leader)
    if pattern:
        blocks.add_first_blocks(agenda, PATTERNS[pattern].blocks(language))
    return agenda


def times(agenda):
    """The planned times as the programme shows them."""
    return [f"{local.hour}.{local.minute:02}" for slot in agenda.slots() for local in [timezone.localtime(slot.start)]]


def titles(agenda):
    return [block.title for block in agenda.blocks.all()]


@pytest.fixture
def agenda(matti):
    """The source's own day, a draft, on a Tuesday in May."""
    return make_agenda(matti, starts_at=at("18.5.2027", "9.15"), place="Valtuustosali")


@pytest.fixture
def published(agenda):
    agenda.state = Agenda.State.PUBLISHED
    agenda.takes_sign_ups = True
    agenda.save()
    return agenda


@pytest.fixture
def his(signed_in, matti):
    """Matti's browser."""
    return signed_in(matti)
