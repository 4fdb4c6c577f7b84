"""What other apps put beside one's own data: whom an employee may turn to, for instance.

    asides.register(10, "support/path/_beside.html", beside)

where `beside()` gives the template's context, in one query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from core.request import Request

Context = Callable[[], dict[str, Any]]
_asides: dict[str, tuple[int, Context]] = {}


def register(order: int, template: str, context: Context) -> None:
    """Add one; smaller `order` comes first."""
    _asides[template] = (order, context)


def asides(request: Request) -> list[SafeString]:
    """All of them, as HTML."""
    found = sorted(_asides.items(), key=lambda item: item[1][0])
    return [
        mark_safe(render_to_string(template, context(), request))  # noqa: S308  # templates of ours
        for template, (_order, context) in found
    ]
