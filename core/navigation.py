"""The navigation of every page: each app registers its items, `core.context.site` hands them to the template.

An app registers in its `AppConfig.ready`::

    navigation.register(20, _("Conversations"), "conversation_list")
    navigation.register(30, _("My team"), "team", visible=lambda user: user.leads_somebody)

Below an item there may be places with a row of their own under the bar (`register_place`). A page whose path begins
otherwise is given to an item (`register_elsewhere`) or to a place by its name (`register_pages`), and a page that
belongs to one item for some people and to another for others says so itself: ``request.navigation_item = "team"``.
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
_places: dict[str, dict[str, _Entry]] = {}  # the item of the navigation → its places
_elsewhere: dict[str, list[str]] = {}  # the item of the navigation → prefixes of its pages elsewhere


_pages: dict[str, tuple[str, str]] = {}  # the name of a page → the item and the place that are current on it


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


def register_place(
    item: str,
    order: int,
    label: str | Promise,
    url_name: str,
    visible: Callable[[Any], bool] = _everybody,
    prefix: str = "",
) -> None:
    """Add a place below an item of the navigation, by the item's `url_name`. The item is current on all its places."""
    _places.setdefault(item, {})[url_name] = _Entry(order, url_name, label, visible, prefix)


def register_elsewhere(item: str, prefix: str) -> None:
    """Make an item, by its `url_name`, the current one also on pages whose path does not begin with its own prefix."""
    _elsewhere.setdefault(item, []).append(prefix)


def register_pages(item: str, place: str, *names: str) -> None:
    """Make a place the current one on these pages, by their `url_name`, whatever their path begins with."""
    _pages.update(dict.fromkeys(names, (item, place)))


def items(request: HttpRequest) -> list[Item]:
    """The items for this request's user, none for somebody who has not signed in.

    At most one is current: of several that fit, the one with the longest prefix.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries = _in_order(_entries, user)
    return _items(entries, request.path, own=_own_item(request, entries), with_places=True)


def places(request: HttpRequest) -> list[Item]:
    """The places of the item that is current, none where it has none."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries = _in_order(_entries, user)
    current = next((e for e, item in zip(entries, items(request), strict=True) if item.current), None)
    below = _in_order(_places.get(current.url_name, {}), user) if current else []
    return _items(below, request.path, own=_pages.get(_name_of(request), ("", ""))[1])


def all_places(request: HttpRequest) -> list[Item]:
    """The places of all items that this request's user has."""
    rows = [_in_order(_places.get(entry.url_name, {}), request.user) for entry in _in_order(_entries, request.user)]
    return [item for below in rows for item in _items(below, request.path)]


def _name_of(request: HttpRequest) -> str:
    return getattr(request.resolver_match, "url_name", None) or ""


def _own_item(request: HttpRequest, entries: list[_Entry]) -> str:
    """The item that the page names, or that is named for it, if this user has it."""
    own = getattr(request, "navigation_item", "") or _pages.get(_name_of(request), ("", ""))[0]
    return own if own in {entry.url_name for entry in entries} else ""


def _in_order(entries: dict[str, _Entry], user: Any) -> list[_Entry]:
    return [e for e in sorted(entries.values(), key=lambda e: (e.order, e.url_name)) if e.visible(user)]


def _items(entries: list[_Entry], path: str, *, own: str = "", with_places: bool = False) -> list[Item]:
    """The entries as links. ``own``: the one that is current; without it the one that fits the path best."""
    urls = [address(entry.url_name) for entry in entries]
    if own:
        return [Item(str(e.label), url, e.url_name == own) for e, url in zip(entries, urls, strict=True)]
    above = [
        max(_fit(path, url, prefix) for prefix in (entry.prefix or url, *_elsewhere.get(entry.url_name, ())))
        for entry, url in zip(entries, urls, strict=True)
    ]
    below = [_fit_below(entry, path) if with_places else 0 for entry in entries]
    fits = [max(pair) for pair in zip(above, below, strict=True)]
    best = max(fits, default=0)
    return [Item(str(e.label), url, 0 < fit == best) for e, url, fit in zip(entries, urls, fits, strict=True)]


def _fit_below(entry: _Entry, path: str) -> int:
    below = _places.get(entry.url_name, {}).values()
    urls = [(address(place.url_name), place.prefix) for place in below]
    return max((_fit(path, url, prefix or url) for url, prefix in urls), default=0)


def _fit(path: str, url: str, prefix: str) -> int:
    """How closely an item fits a path: the length of what agrees, nothing when it does not."""
    if path == url:
        return len(path) + 1
    return len(prefix) if prefix != "/" and path.startswith(prefix) else 0
