"""What a database connection refuses."""

import re
from collections.abc import Callable
from typing import Any


class WriteOnGet(Exception):
    """A GET tried to change a row."""


WRITES = re.compile(
    r"""\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO)\s+"""
    r"""["`]?(\w+)""",
    re.IGNORECASE,
)
# The access log is part of reading; the others are the session's and the sign-in limits' own bookkeeping.
MAY_BE_WRITTEN = {"core_accesslog", "django_session", "core_limit", "usersessions_usersession"}


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """An execute wrapper for the time of a GET."""
    found = WRITES.match(sql)
    if found and found[1].lower() not in MAY_BE_WRITTEN:
        raise WriteOnGet(f"a GET may not write {found[1]}")
    return execute(sql, params, many, context)
