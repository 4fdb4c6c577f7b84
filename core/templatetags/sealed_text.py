"""Showing sealed text: `{{ item.note|opened:user }}`."""

from typing import TYPE_CHECKING

from django import template

from core.sealed import Sealed

if TYPE_CHECKING:
    from people.models import User

register = template.Library()


@register.filter
def opened(value: Sealed, reader: "User") -> str:
    """The text for this reader, which the access log then knows."""
    return value.open(reader)
