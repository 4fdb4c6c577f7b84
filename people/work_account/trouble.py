"""The page when a sign-in through a provider does not come about: what happened, and what to do now."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.work_account.asking import REST, Trouble
from people.work_account.providers import Provider

log = logging.getLogger("work_account")
CANCELLED = "cancelled"
HARMLESS = {CANCELLED, Trouble.STALE, Trouble.BUSY}

# what happened, and what to do
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    Trouble.DOWN: (
        _("The work account’s own sign-in does not answer"),
        _("This is not your fault. Try again in a few minutes. If you have a password here, you can use it meanwhile."),
    ),
    Trouble.BUSY: (
        _("Many are signing in just now"),
        _("Wait a moment and try again."),
    ),
    Trouble.STALE: (
        _("That sign-in is out of date"),
        _("It was begun more than ten minutes ago or in another browser, or it has been used. Begin again."),
    ),
    CANCELLED: (
        _("You stopped signing in"),
        _("Nothing has happened. You can begin again."),
    ),
    Trouble.REFUSED: (
        _("Your work account was not let in"),
        _("Ask your organisation’s IT support whether your work account may be used here."),
    ),
    Trouble.CLOCK: (
        _("The clocks do not agree"),
        _("Tell your organisation’s IT support that the clocks of the two services differ. They can set it right."),
    ),
    Trouble.NONSENSE: (
        _("The answer about your work account could not be trusted"),
        _("Try once more. If this comes again, tell your organisation’s IT support."),
    ),
    Trouble.SETTINGS: (
        _("The work account is not set up right"),
        _("You cannot mend this yourself. Tell your organisation’s IT support; use a password here if you have one."),
    ),
}


def page(request: HttpRequest, provider: Provider, kind: str, why: str = "") -> HttpResponse:
    """In the reader's language. The log gets the kind and our own words for why, nothing that anybody sent."""
    if kind not in HARMLESS:
        log.warning("sign-in at %s did not come about: %s (%s)", provider.id, kind, why or "no more is known")
    passes = kind in (Trouble.DOWN, Trouble.BUSY)
    title, todo = WORDS[kind]
    context = {"provider": provider, "what": title, "todo": todo}
    response = render(request, "people/work_account/trouble.html", context, status=503 if passes else 400)
    if passes:
        response.headers["Retry-After"] = str(REST)
    return response
