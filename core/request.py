"""The request as every view of ours gets it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from people.models import User


class Request(HttpRequest):
    """A signed-in person's request; LoginRequiredMiddleware lets no other reach a view that is not marked public."""

    user: "User"  # type: ignore[assignment]
    htmx: HtmxDetails
    navigation_item: str = ""  # the item of the navigation that is current, where the page says so itself
