"""What of each table a person's own export holds, and what it leaves out and why.

Every table is in it by itself: the rows with a key to the person, or, where there is none, the rows of such a row. The
app that owns the table says in its `my_data.py` what it is called and whose its rows are, or why it is left out:

    tell(SignIn, "sign_ins", _("Sign-ins"))
    tell(BoardMark, "conversations", _("Marks"), whose=own_marks)
    leave_out("how a text stood before: …", NoteVersion)

tests/people/my_data/test_tellings.py fails for a table of which neither is said, and compares what is left out with
docs/privacy.md. What is about nobody (`Data.TECHNICAL`, `Data.ANONYMOUS`, public without a ground) needs no word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import CASCADE, ForeignKey, Model, Q
from django.utils.functional import Promise

from core import records
from core.records import Data, Ground

if TYPE_CHECKING:
    from people.user.models import User

Words = str | Promise
Whose = Callable[["User"], Q]
Value = Callable[[Any, "User"], Any]


@dataclass(frozen=True)
class Group:
    """A heading under which tables stand, as a person thinks of them."""

    code: str
    title: Words
    seen_by: Words
    purpose: Words = ""  # why it is kept, for the record of processing
    period: str = ""  # of `core.retention`
    since: Words = ""  # counted from when; without a period all that there is to say
    order: int = 1000
    besides: Callable[[], str] = str  # where several periods hold: the others, in words


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Of one table."""

    model: type[Model]
    group: str
    title: Words
    whose: Whose | None = None
    words: Mapping[str, Words] = field(default_factory=dict)  # field → what it is called here
    values: Mapping[str, Value] = field(default_factory=dict)  # field → what is said instead of what it holds
    apart: Mapping[str, str] = field(default_factory=dict)  # field → why no export holds it
    counted: bool = False  # its rows are what the page counts of the group


GROUPS: dict[str, Group] = {}
TELLINGS: dict[type[Model], Telling] = {}
LEFT_OUT: dict[type[Model], str] = {}
CALLED: dict[type[Model], Callable[[Any], str]] = {}


def group(
    code: str,
    title: Words,
    *,
    purpose: Words,
    seen_by: Words,
    order: int,
    period: str = "",
    since: Words = "",
    besides: Callable[[], str] = str,
) -> None:
    """A heading, why what stands under it is kept, and where it stands among the others."""
    GROUPS[code] = Group(code, title, seen_by, purpose, period, since, order, besides)


def call(model: type[Model], words: Callable[[Any], str]) -> None:
    """How a row of the table is called in the row of another one."""
    CALLED[model] = words


def tell(model: type[Model], group: str, title: Words, **more: Any) -> None:
    """What of the table is told, and under which heading."""
    TELLINGS[model] = Telling(model=model, group=group, title=title, **more)


def leave_out(why: str, *models: type[Model]) -> None:
    """Nobody's export holds rows of these tables. The reason stands in docs/privacy.md, word for word."""
    LEFT_OUT.update(dict.fromkeys(models, why))


def is_about_nobody(model: type[Model]) -> bool:
    """By its record: nothing in it is anybody's."""
    record = records.of(model)
    if record is None:
        return False
    return record.data in (Data.TECHNICAL, Data.ANONYMOUS) or record.ground is Ground.NOBODY


def undecided() -> list[type[Model]]:
    """Tables of which nobody has said anything: they are told by the rule, under the last heading."""
    known = TELLINGS.keys() | LEFT_OUT.keys()
    return [model for model, _record in records.everything() if model not in known and not is_about_nobody(model)]


def whose_by_rule(model: type[Model]) -> Whose:
    """Rows with a key to the person; where there is none, the rows of a row that is theirs and takes them along."""
    keys = [one for one in model._meta.concrete_fields if isinstance(one, ForeignKey)]
    people = [one.name for one in keys if one.related_model._meta.label == settings.AUTH_USER_MODEL]
    parents = [one for one in keys if one.remote_field.on_delete is CASCADE and one.related_model is not model]

    def theirs(user: User) -> Q:
        found = Q()
        for name in people:
            found |= Q(**{name: user})
        for key in () if people else parents:
            rows = key.related_model._base_manager.filter(whose(key.related_model)(user))
            found |= Q(**{f"{key.name}__in": rows.order_by().values("pk")})
        return found or Q(pk__in=())

    return theirs


def whose(model: type[Model]) -> Whose:
    """Which rows of the table are in a person's export."""
    if model in LEFT_OUT or is_about_nobody(model):
        return lambda user: Q(pk__in=())
    said = TELLINGS[model].whose if model in TELLINGS else None
    return said or whose_by_rule(model)
