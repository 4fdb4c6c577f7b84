"""The navigation of every page: each app registers its items, `core.context.site` hands them to the template.

An app registers in its `AppConfig.ready`::

    navigation.register(20, _("Conversations"), "conversation_list")
    navigation.register(30, _("My team"), "team", visible=lambda user: user.leads_somebody)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise

from core.addresses import address


class Item(NamedTuple):
    """One link of the navigation as the template shows it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class _Entry:
    order: int
    url_name: str
    label: str | Promise
    visible: Callable[[Any], bool]
    prefix: str


_entries: dict[str, _Entry] = {}


def _everybody(user: Any) -> bool:
    return True


def register(
    order: int,
    label: str | Promise,
    url_name: str,
    visible: Callable[[Any], bool] = _everybody,
    prefix: str = "",
) -> None:
    """Add an item. Smaller `order` comes first; `visible` is asked for each signed-in user.

    The item is the current one on its own page and on all pages whose path begins with `prefix`
    (the item's own path when not given; give one where the own path is "/").
    """
    _entries[url_name] = _Entry(order, url_name, label, visible, prefix)


def items(request: HttpRequest) -> list[Item]:
    """The items for this request's user, none for somebody who has not signed in.

    At most one is current: of several that fit, the one with the longest prefix.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries = [e for e in sorted(_entries.values(), key=lambda e: (e.order, e.url_name)) if e.visible(user)]
    urls = [address(entry.url_name) for entry in entries]
    fits = [_fit(request.path, url, entry.prefix or url) for entry, url in zip(entries, urls, strict=True)]
    best = max(fits, default=0)
    return [Item(str(e.label), url, 0 < fit == best) for e, url, fit in zip(entries, urls, fits, strict=True)]


def _fit(path: str, url: str, prefix: str) -> int:
    """How closely an item fits a path: the length of what agrees, nothing when it does not."""
    if path == url:
        return len(path) + 1
    return len(prefix) if prefix != "/" and path.startswith(prefix) else 0
