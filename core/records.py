"""What is kept of people and why, as data beside each model: the pieces of the record of processing (GDPR, article 30).

    class Note(models.Model):
        record = replace(Conversation.record, data=Data.CONFIDENTIAL, sealed=("text",))

What belongs to another row says so with `dataclasses.replace`. Tables of Django and of other libraries get theirs with
`declare`. tests/core/test_records.py finds a model without one, and one that says what is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model


class Data(Enum):
    """The most private thing that a row holds, from what everybody may read to what is one person's alone."""

    TECHNICAL = "-"  # about nobody
    PUBLIC = "P0"
    DIRECTORY = "P1"  # names, units, who leads what
    PROCESS = "P2"  # that something takes place, when, its status; the marks of a conversation
    CONFIDENTIAL = "P3"  # what people write together
    PRIVATE = "P4"  # what somebody writes for themselves
    ANONYMOUS = "PA"  # answers and marks that nobody is joined to
    ACCESS_LOG = "PX"


class Ground(Enum):
    """On what ground of the GDPR the data is processed. Never consent: it is weak between an employer and staff."""

    NOBODY = ""  # no personal data
    WORK_SAFETY = "6(1)(c): Occupational Safety and Health Act 738/2002"
    WORK_SAFETY_SPECIAL = "6(1)(c) and 9(2)(b): Occupational Safety and Health Act 738/2002"
    EMPLOYMENT = "6(1)(b): the employment contract"
    SECURITY = "6(1)(c): security and proof of it, GDPR 5(2) and 32"

    @property
    def allows_objection(self) -> bool:
        """One may object to what is done for a public task or a legitimate interest, not to a duty (GDPR 21)."""
        return self.value.startswith(("6(1)(e)", "6(1)(f)"))


@dataclass(frozen=True, kw_only=True)
class Record:
    """Of one table."""

    data: Data
    readers: str
    purpose: str
    ground: Ground
    kept: tuple[str, ...] = ()  # periods of `core.retention`: with several, which of them holds depends on the row
    until: str = ""  # what else ends it; alone, why there is no period
    sealed: tuple[str, ...] = ()  # fields that the database holds encrypted


_declared: dict[str, Record] = {}


def declare(label: str, record: Record) -> None:
    """For a model that is not ours, by its label: "sessions.Session"."""
    _declared[label] = record


def of(model: type[Model]) -> Record | None:
    """The model's own record. A table between two has that of the model which made it."""
    made_by = model._meta.auto_created
    owner = made_by if isinstance(made_by, type) else model
    found = owner.__dict__.get("record", _declared.get(owner._meta.label))
    return found if isinstance(found, Record) else None


def everything() -> Iterator[tuple[type[Model], Record | None]]:
    """Each table with its record."""
    for model in apps.get_models(include_auto_created=True):
        yield model, of(model)
