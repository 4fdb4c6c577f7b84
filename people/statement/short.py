"""The first layer of the privacy notice: what one should know before writing anything, and the way to the rest.

It stands on the start page until its reader has put it away, and always first on the whole notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core import organisation, retention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

KEPT = [
    (_("Own assessment"), "assessment_unshared", _("from the last edit")),
    (_("Conversation and its memo"), "conversation", _("from the end of the conversation")),
    (_("A light conversation"), "conversation_light", _("from the end of the conversation")),
    (_("Texts of a Verme group"), "verme_texts", _("from the end of the season")),
]


@dataclass(frozen=True)
class Kept:
    """One row: what, for how long, counted from when."""

    what: str
    period: str
    since: str


def rows(kept: Sequence[tuple[str | Promise, str, str | Promise]]) -> list[Kept]:
    """With the periods of what starts today."""
    return [Kept(str(what), retention.period(name).words, str(since)) for what, name, since in kept]


@dataclass(frozen=True)
class Short:
    """What the short notice tells, in the employer's words."""

    employer: str
    contact: str
    negotiated: str  # where a change of a period is talked through first: by the type of employer
    kept: list[Kept]


def short() -> Short:
    """As it is today; asks the database at most for the employer and the periods, which are remembered."""
    employer = organisation.current()
    return Short(
        employer=employer.name,
        contact=employer.privacy_contact,
        negotiated=str(organisation.law().where),
        kept=rows(KEPT),
    )
