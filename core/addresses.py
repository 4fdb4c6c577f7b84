"""Addresses: `reverse`, asked once for each kind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.signals import setting_changed
from django.urls import reverse
from django.utils.safestring import SafeString

_addresses: dict[Any, list[str]] = {}
MOST_ADDRESSES = 5000
STAND_INS = [UUID(int=0x5EED << 112 | number) for number in range(1, 5)]
PLAIN = {UUID, str, SafeString, int}


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """`reverse`, which asks the resolver once for each kind of address: an id is put into its place."""
    values = (*args, *kwargs.values()) if kwargs else args
    key = (name, tuple(kwargs), *[UUID if value.__class__ is UUID else value for value in values])
    try:
        pieces = _addresses.get(key)
    except TypeError:  # a value that is no key is nothing plain either
        pieces = None
    if pieces is None:
        pieces = _found(name, args, kwargs, key)
        if pieces is None:
            return reverse(name, args=args, kwargs=kwargs)
    if len(pieces) == 1:
        return pieces[0]
    ids = [str(value) for value in values if value.__class__ is UUID]
    return "".join([text for pair in zip(pieces, [*ids, ""], strict=True) for text in pair])


def _found(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], key: Any) -> list[str] | None:
    """What stands around the ids of such addresses, kept; None where the resolver has to be asked each time."""
    values = [*args, *kwargs.values()]
    ids = [value for value in values if value.__class__ is UUID]
    if len(ids) > len(STAND_INS) or any(value.__class__ not in PLAIN for value in values):
        return None
    stand_ins = iter(STAND_INS)
    values = [next(stand_ins) if value.__class__ is UUID else value for value in values]
    names = dict(zip(kwargs, values[len(args) :], strict=True))
    url = reverse(name, args=values[: len(args)], kwargs=names)
    pieces = _pieces(url, [str(each) for each in STAND_INS[: len(ids)]])
    if pieces is None or len(_addresses) > MOST_ADDRESSES:
        return None
    _addresses[key] = pieces
    return pieces


def _pieces(url: str, ids: list[str]) -> list[str] | None:
    """What stands around the ids, if they stand in the order of the arguments."""
    pieces = []
    for each in ids:
        before, found, url = url.partition(each)
        if not found:
            return None
        pieces.append(before)
    return [*pieces, url]


def _forget(**_kwargs: Any) -> None:
    """In tests, which change the addresses that there are."""
    _addresses.clear()


setting_changed.connect(_forget)


def as_id(text: str) -> UUID | None:
    """An id, where the text of an address or a form is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
