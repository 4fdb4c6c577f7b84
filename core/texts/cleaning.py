"""What people write, as it comes in: one way to clean it, for every form, autosaved text and line of a group work.

`clean_requests` passes all that a browser sends through `clean`, before any view or form reads it, so that no view has
to remember. What is already in the database is left as it was written, since confirmed texts do not change: the PDF
(`core.pdf`) and the exports (`core.cells`) clean once more.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from django.http import QueryDict, UnreadablePostError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Word's own line break (\x0b) and the like come with pasted text; without them words would run together
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Signs that show nothing, or a box: control characters but tab and line feed; half characters (lone surrogates); what
# turns the reading direction of all that follows (embeddings, overrides, isolates: a text could show other than it is);
# anchors of objects and notes; a byte order mark; private use; what is no character. The marks of one place (LRM,
# RLM), joiners and soft hyphens stay: they belong to languages, emoji and long words.
_NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffc"
    "\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_BULLETS = str.maketrans(dict.fromkeys("\uf0a7\uf0b7", "•"))  # Word's, in a face of its own


def clean(text: str) -> str:
    r"""As it was written, with \n as its only line break and without signs that show nothing (NUL, \x01, half emoji).

    The one door for people's words (issue 10, point 18). Line breaks of every kind count as one character here and in
    the browser, so that a limit is the same on both sides. Cleaning twice changes nothing.
    """
    return _NOTHING.sub("", _BREAKS.sub("\n", text).translate(_BULLETS))


def short(value: str, longest: int) -> str:
    """The beginning of a text, for a name made of it or only heard. (`truncatechars` weighs each character: 40 µs.)"""
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"


def clean_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, before CSRF reads the form: all that a form and an address say, but never a password."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: Any) -> None:
        if request.GET:
            request.GET = _cleaned(request.GET)
        if request.method == "POST":
            with contextlib.suppress(UnreadablePostError):  # the browser went away; the view notices
                request.POST = _cleaned(request.POST)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _cleaned(data: QueryDict) -> Any:
    """A copy, unless there is nothing to clean."""
    changed = {
        name: values
        for name, sent in data.lists()
        if "password" not in name and (values := [clean(value) for value in sent]) != sent
    }
    if not changed:
        return data
    copy = data.copy()
    for name, values in changed.items():
        copy.setlist(name, values)
    return copy
