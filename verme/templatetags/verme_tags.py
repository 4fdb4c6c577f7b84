"""Lengths and other small things in the pages of Verme."""

from django import template

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """1½ h, 2 h, 45 min: the same in the three languages."""
    whole, rest = divmod(minutes, 60)
    if rest == 30:
        return f"{whole or ''}½ h"
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest} min" if rest else f"{whole} h"
