"""The one way to read a whole number that somebody has sent: a version, a place in a list, a booked time."""

from collections.abc import Mapping

from django.core.exceptions import BadRequest

MOST = 2_147_483_647  # what an integer column of either database holds
NO_VERSION = -1  # a version that no text has: what was sent meets what is saved, and both are shown


def whole_number(text: str | None, *, most: int = MOST, otherwise: int | None = None) -> int:
    """The number, 0…most, in plain digits. Anything else is `otherwise`; where that is not given, the answer is a 400.

    `str.isdigit` is no such test: it takes ``²``, and `int` then fails, as it does for 4,400 digits.
    """
    if text and text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and int(text) <= most:
        return int(text)
    if otherwise is None:
        raise BadRequest("no whole number")
    return otherwise


def sent_version(data: Mapping[str, str], name: str = "version") -> int:
    """The version that a form was made of; `NO_VERSION` where it says none."""
    return whole_number(data.get(name), otherwise=NO_VERSION)
