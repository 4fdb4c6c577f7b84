"""Texts of Verme as their pages show them for writing (core.autosave)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.autosave import Sent, Writing, taken

if TYPE_CHECKING:
    from django.http import QueryDict

    from people.models import User
    from verme.models.written import Written


def writing(row: Written | None, reader: User, *, key: str, **shown: Any) -> Writing:
    """The text as it is saved. ``shown``: label, hint, rows, longest."""
    if row is None or row._state.adding:
        return Writing(key, **shown)
    by = getattr(row, "by", None)
    return Writing(
        key,
        text=row.text.open(reader),
        version=row.version,
        edited_at=row.edited_at,
        edited_by=by.name if by and by != reader else "",
        **shown,
    )


def save(row: Written, now: Writing, data: QueryDict, *, by: User) -> Writing | None:
    """Save what a form sends of this text, if anything; the text as its page shows it after that."""
    sent = Sent.of(data, now.key)
    if sent is None:
        return None
    after = taken(now, sent)
    if after.changed:
        row.write(after.text, by=by, version=now.version)
    return after
