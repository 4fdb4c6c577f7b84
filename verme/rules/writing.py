"""The ground rules for writing, and their template (product.md §2): confidentiality, openness, silence, equality."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.content import edited, group
from core.texts.versioned import writing_of

if TYPE_CHECKING:
    from core.texts.writing import Writing
    from people.models import User
    from verme.models import SharedText


group(
    "ground-rules",
    gettext_lazy("Ground rules of a Verme group"),
    gettext_lazy("A new group begins its own rules with these."),
    gettext_lazy("Groups keep the rules that they have accepted."),
)
TEMPLATE = edited(
    "ground-rules",
    "template",
    gettext_lazy(
        "What is told here stays here. Outside the group we speak only of our own thoughts.\n"
        "We speak openly and of ourselves, and let the others finish.\n"
        "One may be silent. Nobody has to explain why.\n"
        "We are equals here, whatever our jobs are.\n"
        "We keep to what we have agreed, come on time, and tell if we cannot come."
    ),
    gettext_lazy("A rule on a line"),
    in_lines=True,
)


def template() -> str:
    """In the reader's language; the group makes its own of it."""
    return str(TEMPLATE)


def rules(row: SharedText, user: User, in_force: str) -> Writing:
    """A draft of the ground rules, which starts from those in force or from the template."""
    hint = _("One rule on a line. After a change everybody is asked to accept them again.")
    now = writing_of(row, user, key="rules", label=_("Our ground rules"), hint=hint, rows=8)
    return replace(now, text=in_force or template()) if row._state.adding else now
