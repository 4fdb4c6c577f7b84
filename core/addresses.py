"""Addresses: `reverse`, asked once for each kind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString

_addresses: dict[Any, list[str]] = {}
MOST_ADDRESSES = 5000
STAND_INS = [UUID(int=0x5EED << 112 | number) for number in range(1, 5)]


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """`reverse`, which asks the resolver once for each kind of address: an id is put into its place."""
    values = [*args, *kwargs.values()]
    ids = [str(value) for value in values if value.__class__ is UUID]
    if len(ids) > len(STAND_INS) or any(value.__class__ not in (UUID, str, SafeString, int) for value in values):
        return reverse(name, args=args, kwargs=kwargs)
    rest = tuple((value.__class__, None if value.__class__ is UUID else value) for value in values)
    key = (settings.ROOT_URLCONF, get_script_prefix(), name, tuple(kwargs), rest)
    pieces = _addresses.get(key)
    if pieces is None:
        stand_ins = iter(STAND_INS)
        values = [next(stand_ins) if value.__class__ is UUID else value for value in values]
        names = dict(zip(kwargs, values[len(args) :], strict=True))
        url = reverse(name, args=values[: len(args)], kwargs=names)
        pieces = _pieces(url, [str(each) for each in STAND_INS[: len(ids)]])
        if pieces is None or len(_addresses) > MOST_ADDRESSES:
            return reverse(name, args=args, kwargs=kwargs)
        _addresses[key] = pieces
    if not ids:
        return pieces[0]
    return "".join([text for pair in zip(pieces, [*ids, ""], strict=True) for text in pair])


def _pieces(url: str, ids: list[str]) -> list[str] | None:
    """What stands around the ids, if they stand in the order of the arguments."""
    pieces = []
    for each in ids:
        before, found, url = url.partition(each)
        if not found:
            return None
        pieces.append(before)
    return [*pieces, url]
