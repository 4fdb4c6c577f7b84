"""Django's sessions in the database, read with a prepared query: every page asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Database
from django.utils import timezone

from core import views
from core.prepared import prepared

if TYPE_CHECKING:
    from django.contrib.sessions.models import Session
    from django.db.models import QuerySet


@prepared
def _live(key: str) -> QuerySet[Session]:
    from django.contrib.sessions.models import Session  # not while the settings are being read

    return Session.objects.filter(session_key=key, expire_date__gt=timezone.now())


class SessionStore(Database):
    """A session that is found faster; everything else is Django's."""

    def _get_session_from_db(self) -> Session | None:
        found = _live(self.session_key)
        if not found:
            self._session_key = None
        return found[0] if found else None

    def save(self, must_create: bool = False) -> None:
        """Django takes every error for a session that another request has ended; a lost database is not that."""
        try:
            super().save(must_create)
        except UpdateError as error:
            cause = error.__context__
            if cause and views.passes_by_itself(cause):
                raise cause from cause.__cause__
            raise
