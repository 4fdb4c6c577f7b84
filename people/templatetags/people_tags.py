"""Showing people's matters in templates."""

from django import template

from people.browsers import browser_name

register = template.Library()


@register.filter
def browser(user_agent: str) -> str:
    """Firefox, Windows."""
    return browser_name(user_agent)
