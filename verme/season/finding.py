"""Which seasons HR's list shows: what the address asks for, and the same for a file of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.names import MOST_WORDS
from core.pages import sort_head
from verme.models import Group, Season, SignUp

if TYPE_CHECKING:
    from django.http import QueryDict

    from people.models import User

SORTS = ("name", "starts_on", "group_count", "placed", "queue")
NEWEST = "-starts_on"
LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """The filters of the address, those that mean something."""

    q: str = ""
    state: str = ""
    sort: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> Asked:
        """As an address says it."""
        said = {name: data.get(name, "").strip()[:LONGEST] for name in cls.__dataclass_fields__}
        if said["state"] not in Season.State.values:
            said["state"] = ""
        if said["sort"].removeprefix("-") not in SORTS:
            said["sort"] = ""
        return cls(**said)

    def __bool__(self) -> bool:
        """Whether anything is asked for but an order."""
        return bool(self.q or self.state)

    def pairs(self, *without: str) -> dict[str, str]:
        """What stands in an address."""
        return {name: value for name, value in asdict(self).items() if value and name not in without}

    @property
    def query(self) -> str:
        """The same, ready for what follows it."""
        found = urlencode(self.pairs())
        return f"{found}&" if found else ""

    def head(self, column: str) -> dict[str, str]:
        """For the head of a column."""
        return sort_head(column, self.sort or NEWEST, self.pairs("sort"))

    def seasons(self, by: User) -> QuerySet[Any]:
        """Them in order, with their numbers: one statement."""
        places = SignUp.objects.editable_by(by)  # placed, waiting: a leaver is neither
        found = Season.objects.editable_by(by).annotate(
            group_count=_counted(Group.objects.editable_by(by)),
            placed=_counted(places.placed()),
            queue=_counted(places.waiting()),
        )
        for word in self.q.split()[:MOST_WORDS]:
            found = found.filter(name__icontains=word)
        if self.state:
            found = found.filter(state=self.state)
        sort = self.sort or NEWEST
        name = sort.removeprefix("-")
        column = F("sort_key" if name == "name" else name)
        return found.order_by(column.desc() if sort.startswith("-") else column.asc(), "-starts_on", "sort_key", "pk")


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many rows of a season, inside a query of seasons."""
    counted = rows.filter(season=OuterRef("pk")).order_by().values("season").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
