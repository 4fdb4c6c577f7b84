"""Django's sessions in the database, where a cookie may hold anything, and the database may be lost."""

import re

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Database

from core import views

KEY = re.compile("[a-z0-9]{32}")  # as Django makes them


class SessionStore(Database):
    """Everything else is Django's."""

    def __init__(self, session_key: str | None = None) -> None:
        """No other cookie is looked for: PostgreSQL refuses the NUL that a quoted cookie may hold ("\\000")."""
        super().__init__(session_key if session_key and KEY.fullmatch(session_key) else None)

    def save(self, must_create: bool = False) -> None:
        """Django takes every error for a session that another request has ended; a lost database is not that."""
        try:
            super().save(must_create)
        except UpdateError as error:
            cause = error.__context__
            if cause and views.passes_by_itself(cause):
                raise cause from cause.__cause__
            raise
