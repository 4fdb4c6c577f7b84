"""The texts of a group as its pages show them for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.texts.versioned import writing_of

if TYPE_CHECKING:
    from core.texts.writing import Writing
    from people.models import User
    from verme.models import DiaryEntry, Expectation, GroupMessage, Idea, Reflection, SharedText


def expectation(row: Expectation | None, user: User) -> Writing:
    """What a member or the mentor hopes for."""
    return writing_of(
        row, user, key="expectation", label=_("What I hope for"), hint=_("The members and the mentor see it.")
    )


def goals(row: SharedText | None, user: User) -> Writing:
    """What the group aims at."""
    hint = _("Written together; everybody in the group can edit this.")
    return writing_of(row, user, key="goals", label=_("Our common goals"), hint=hint)


def feedback(row: SharedText | None, user: User) -> Writing:
    """What the group says at the end of a meeting."""
    hint = _("Said together, written by one. It stays in the group.")
    return writing_of(row, user, key="feedback", label=_("How was this meeting for us?"), hint=hint)


def plan(row: SharedText | None, user: User) -> Writing:
    """How a meeting goes: written by those who lead it."""
    hint = _("The members see it. For instance: news 15 min, then the objects, a quarter of an hour left for the end.")
    return writing_of(row, user, key="plan", label=_("How we go about it"), hint=hint, rows=3)


def reflection(row: Reflection | None, user: User) -> Writing:
    """What one member thinks of a meeting."""
    hint = _("Only you see it until you show it to the group. HR never sees it.")
    return writing_of(row, user, key="reflection", label=_("What I take along from this meeting"), hint=hint, rows=4)


def idea(row: Idea | None, user: User) -> Writing:
    """An idea before it is put to the group."""
    hint = _("Write it so that no person can be recognised from it.")
    return writing_of(row, user, key="idea", label=_("An idea"), hint=hint, rows=2, longest=1000)


def diary(row: DiaryEntry | None, user: User) -> Writing:
    """What stayed in the mentor's mind of a meeting."""
    label = _("What stayed in my mind of this meeting")
    return writing_of(row, user, key="diary", label=label, rows=8, longest=20000)


def message(row: GroupMessage, user: User) -> Writing:
    """A mentor's message before it is sent."""
    hint = _("Only you see it until you send it. Then the members get a letter that it is here.")
    return writing_of(row, user, key="message", label=_("Message"), hint=hint, rows=5, is_optional=False)
