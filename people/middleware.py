"""What people's sign-in asks of every request."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

MISSING = "second_step_missing"  # in the session, from sign-in on (people/adapter.py): the check costs no query

# What works before the second step is on: turning it on, leaving, and understanding the page.
OPEN = {
    "mfa_activate_totp",
    "account_reauthenticate",
    "account_logout",
    "set_language",
    "healthz",
    "robots",
    "privacy",
    "accessibility",
}


def second_step(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """HR, system administrators and supervisors turn on the second step before anything else (not in the demo)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *view: object) -> HttpResponse | None:
        if not request.user.is_authenticated or not request.session.get(MISSING):
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            del request.session[MISSING]
            return None
        if request.resolver_match and request.resolver_match.url_name in OPEN:
            return None
        return redirect("mfa_activate_totp")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
