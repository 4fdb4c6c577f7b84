"""The real server and a conversation for the tests of faults."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from tests.faults.site import Site
from vatupassi.conversation import invitations
from vatupassi.models import Occasion


@pytest.fixture
def postgresql(transactional_db) -> None:
    """Locks, kills and lost connections are PostgreSQL's matter: SQLite is one file and one writer."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: tests/throwaway_pg.py")


@pytest.fixture(scope="session")
def shared_site(django_db_setup, django_db_blocker):
    """One server for all: starting it takes seconds."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("needs PostgreSQL: tests/throwaway_pg.py")
        site = Site()
    yield site
    site.stop()


@pytest.fixture
def site(postgresql, shared_site) -> Site:
    """The server on this test's database."""
    return shared_site


@pytest.fixture
def talk(postgresql, aino, matti):
    """Aino's and Matti's conversation, agreed and empty."""
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        agreed=True,
    )


@pytest.fixture
def shared_talk(db, aino, matti):
    """The same on either database, rolled back after the test."""
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        agreed=True,
    )
