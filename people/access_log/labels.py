"""The words for rows of the access log: what was read and in which role.

The apps above register their kinds (`label_kind("conversation", _("conversation"))` in `AppConfig.ready`), and where
there may be several of a kind, how they are told apart (`label_items("conversation", days)`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from core.models import AccessLog
    from people.models import User

Labels = Callable[["User", set[UUID]], dict[UUID, str]]
KINDS: dict[str, str | Promise] = {"conversation": _("conversation"), "assessment": _("assessment")}
ROLES: dict[str, str | Promise] = {
    "employee": _("employee"),
    "supervisor": _("supervisor"),
    "deputy": _("deputy"),
    "hr": _("HR"),
    "opened": _("somebody to whom you opened it"),
}
OTHER = _("other")
_LABELS_OF: dict[str, Labels] = {}


def label_kind(kind: str, label: str | Promise) -> None:
    """Say how a kind of item is called in the list of readers."""
    KINDS[kind] = label


def label_role(role: str, label: str | Promise) -> None:
    """Say how a reader's role is called in the list of readers."""
    ROLES[role] = label


def label_items(kind: str, labels_of: Labels) -> None:
    """Say which ones were read: for a user and ids, some words of each that is still there."""
    _LABELS_OF[kind] = labels_of


def item_labels(rows: Iterable[AccessLog], user: User) -> dict[UUID, str]:
    """What was read, by the item's id: "conversation, Tue 24 Nov 2026". One query for each kind."""
    items: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        items[row.kind].add(row.item)
    words: dict[UUID, str] = {}
    for kind, ids in items.items():
        own = _LABELS_OF[kind](user, ids) if kind in _LABELS_OF else {}
        label = KINDS.get(kind, OTHER)
        words |= {pk: f"{label}, {own[pk]}" if pk in own else str(label) for pk in ids}
    return words
