"""What is asked about one's own data, in HR's inbox: who, what, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.desk import inbox
from people.desk.handled import in_small_letters
from people.desk.inbox import Entry, Kind
from people.models import RightsRequest
from people.rights.forms import STATES

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from people.models import User


def _rows(user: User) -> QuerySet[Any]:
    first = Coalesce(NullIf("by__calling_name", Value("")), "by__first_name")
    name = Concat(first, Value(" "), F("by__last_name"))
    return inbox.plain(RightsRequest.objects.answerable_by(user), came_at="asked_at", what=F("kind"), of=name)


def _title(entry: Entry) -> str:
    return str(RightsRequest.Kind(entry.what).label).capitalize()


def _url(pk: UUID) -> str:
    return reverse("rights_request", args=[pk])


def register() -> None:
    """The kind."""
    inbox.register(
        Kind(
            code="rights",
            tab="5-rights",
            tab_label=_("Requests about one’s own data"),
            word=pgettext_lazy("in the inbox", "request about one’s own data"),
            rows=_rows,
            title=_title,
            states=STATES,
            found_in=in_small_letters("by__last_name", "by__first_name", "by__calling_name"),
            url=_url,
        )
    )
