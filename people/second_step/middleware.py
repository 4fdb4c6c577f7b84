"""Whoever must have a second step turns it on before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.middleware import SIGN_IN_HEADER, is_by_script
from people.second_step import elsewhere

# What works before the second step is on: turning it on, leaving, and understanding the page.
OPEN = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "work_account_again",
    "openid_connect_callback",
    "account_logout",
    "set_language",
    "healthz",
    "robots",
    "privacy",
    "accessibility",
}


def second_step(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whose tasks ask for a second step turns it on before anything else (not in the demo).

    From the next request on, also when the task comes in the middle of a session: the person has been read with what
    decides it (people/backend.py), so it costs no query.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *view: object) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or user.second_step_is_on or not user.needs_second_step:
            return None
        if elsewhere.had(request, user):
            return None
        if request.resolver_match and request.resolver_match.url_name in OPEN:
            return None
        if is_by_script(request):  # as when a session has ended: the text stays in the page
            return HttpResponse(status=401, headers={SIGN_IN_HEADER: reverse("mfa_activate_totp")})
        return redirect("mfa_activate_totp")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
