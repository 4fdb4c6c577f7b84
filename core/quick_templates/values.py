"""Variables and filters."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django.template import Context, VariableDoesNotExist
from django.template.base import FilterExpression, Variable, render_value_in_context
from django.utils import translation
from django.utils.safestring import SafeData, SafeString, mark_safe

Getter = Callable[[Context], Any]
NOTHING: Any = object()
SIMPLE = {str, SafeString, int, bool, type(None), datetime.datetime, datetime.date, list, dict, UUID}  # never callable


def getter(variable: Variable, missing: Any = NOTHING) -> Getter:
    """A variable's value, found as Django finds it; `missing` for one that does not exist, or VariableDoesNotExist.

    Dictionaries give items, other plain objects attributes, callables are called. Whatever is neither (forms, what must
    not be called, what fails) is asked once more in Django's own way, so that its answer or its error is Django's.
    """
    assert variable.lookups
    first, rest = variable.lookups[0], variable.lookups[1:]

    def slow(context: Context) -> Any:
        try:
            return variable.resolve(context)
        except VariableDoesNotExist:
            if missing is NOTHING:
                raise
            return missing

    def found(context: Context) -> Any:
        for scope in reversed(context.dicts):
            if first in scope:
                return scope[first]
        return NOTHING

    def get(context: Context) -> Any:
        value = found(context)
        if value is NOTHING or (value.__class__ not in SIMPLE and callable(value)):
            return slow(context)
        return value

    def get_attribute(context: Context) -> Any:
        """Most lookups: one thing of one object."""
        for scope in reversed(context.dicts):
            if first in scope:
                value = scope[first]
                break
        else:
            return slow(context)
        kind = value.__class__
        if kind not in _plain_kinds or not _plain_kinds[kind] or callable(value):
            return get_deep(context)
        try:
            value = getattr(value, bit)
            if value.__class__ in SIMPLE or not callable(value):
                return value
            if not getattr(value, "do_not_call_in_templates", False) and not getattr(value, "alters_data", False):
                return value()
        except Exception:
            return slow(context)
        return slow(context)

    def get_deep(context: Context) -> Any:
        value = found(context)
        if value is NOTHING or callable(value):
            return slow(context)
        try:
            for bit in rest:
                kind = value.__class__  # of what a lazy object holds, too
                if kind is dict and bit in value:
                    value = value[bit]
                elif kind is dict or (_plain_kinds[kind] if kind in _plain_kinds else has_no_items(kind)):
                    value = getattr(value, bit)
                else:
                    return slow(context)
                if value.__class__ not in SIMPLE and callable(value):
                    if getattr(value, "do_not_call_in_templates", False) or getattr(value, "alters_data", False):
                        return slow(context)
                    value = value()
        except Exception:
            return slow(context)
        return value

    if not rest:
        return get
    bit = rest[0]
    return get_attribute if len(rest) == 1 else get_deep


_plain_kinds: dict[type, bool] = {}


def has_no_items(kind: type) -> bool:
    """Objects of this class have attributes only. A named tuple's items have no names, so it counts as such."""
    _plain_kinds[kind] = not hasattr(kind, "__getitem__") or hasattr(kind, "_fields")
    return _plain_kinds[kind]


def value_of(expression: FilterExpression, *, missing: Any = "") -> Getter:
    """A variable or a constant with its filters; what does not exist is `missing`."""
    base = _base(expression, missing)
    if not expression.filters:
        return base
    steps = [_filter(function, args) for function, args in expression.filters]

    def get(context: Context) -> Any:
        value = base(context)
        for step in steps:
            value = step(value, context)
        return value

    return get


def _base(expression: FilterExpression, missing: Any) -> Getter:
    variable = expression.var
    if not expression.is_var:
        return lambda context: variable
    if variable.lookups is None or variable.translate:
        return variable.resolve  # type: ignore[no-any-return]
    return getter(variable, missing)


def _filter(function: Callable[..., Any], args: Sequence[tuple[bool, Any]]) -> Callable[[Any, Context], Any]:
    """One filter with its argument, which may be a variable."""
    local, autoescapes, is_safe = (
        getattr(function, name, False) for name in ("expects_localtime", "needs_autoescape", "is_safe")
    )
    if local or len(args) > 1:
        return lambda value, context: _slowly(function, args, value, context)
    if getattr(function, "needs_language", False) and not args:
        language = translation.get_language()  # the chain's own
        return lambda value, context: function(value, language)
    given: Getter | None = None
    if args:
        lookup, arg = args[0]
        constant = None if lookup else mark_safe(arg)  # noqa: S308 - as Django: a constant of the template
        given = (getter(arg) if arg.lookups is not None else arg.resolve) if lookup else lambda context: constant

    def step(value: Any, context: Context) -> Any:
        more = {"autoescape": context.autoescape} if autoescapes else {}
        result = function(value, given(context), **more) if given else function(value, **more)
        safe = is_safe and isinstance(value, SafeData)
        return mark_safe(result) if safe else result  # noqa: S308 - as Django: the filter keeps what is safe

    return step


def _slowly(function: Callable[..., Any], args: Sequence[tuple[bool, Any]], value: Any, context: Context) -> Any:
    """A filter that is rare: by Django's own expression."""
    expression = FilterExpression.__new__(FilterExpression)
    expression.var, expression.is_var, expression.filters = value, False, [(function, args)]
    return expression.resolve(context)


def shown(value: Any, context: Context) -> str:
    """A value as it stands in the page."""
    if context.autoescape:
        if value.__class__ is str:
            return escape(value)
        if value.__class__ is SafeString:
            return value  # type: ignore[no-any-return]
    if value.__class__ is int and -1000 < value < 1000:
        return str(value)
    return render_value_in_context(value, context)  # type: ignore[no-any-return]
