"""Saving a text from its page: the server's side of `static/js/autosave.js`.

The script gets the text's own piece of the page back (`templates/_writing.html`): with 409 and both texts when another
was saved meanwhile, with 422 and the reason when it cannot be saved. Without a script the form saves by its button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

    from core.request import Request
    from core.texts.versioned import VersionedText
    from core.texts.writing import Writing

HEADER = "X-Autosave"


def by_script(request: HttpRequest) -> bool:
    """Whether the page's script asks, which wants the text's piece and no page."""
    return HEADER in request.headers


def status_of(writings: Iterable[Writing]) -> int:
    """The status of an answer that shows these texts after saving."""
    return max((writing.failure for writing in writings), default=0) or 200


def piece(request: HttpRequest, writing: Writing) -> HttpResponse:
    """The script's answer."""
    return render(request, "_writing.html", {"writing": writing}, status=status_of([writing]))


def save_text(
    request: Request,
    row: VersionedText,
    now: Writing,
    again: Callable[[Writing], HttpResponse],
    *,
    told: str,
    then: str,
    refused: str = "",
) -> HttpResponse:
    """Save one text as its form sends it: to the script its piece, to others the page ``then`` and what is ``told``.

    A text that met another one, is too long or ``refused``, comes back on its page: ``again``.
    """
    after = row.save_from(request.POST, now, by=request.user, refused=refused)
    if after is None:
        raise Http404
    if by_script(request):
        return piece(request, after)
    if after.failure:
        return again(after)
    messages.success(request, told)
    return redirect(then)
