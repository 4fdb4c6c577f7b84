"""Recovery codes. The rest of the second step is allauth's (people/urls.py)."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.request import Request
from people.models import User


def _codes(user: User) -> list[str]:
    """The unused recovery codes; 404 when there is no second step."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if found is None:
        raise Http404
    return found.wrap().get_unused_codes()


@reauthentication_required(app="allauth.mfa")
@never_cache
@require_safe
def recovery_codes(request: Request) -> HttpResponse:
    """The codes for the day when the phone is not at hand. (allauth's own page writes on GET.)"""
    return render(request, "mfa/recovery_codes/index.html", {"codes": _codes(request.user)})


@reauthentication_required(app="allauth.mfa")
@never_cache
@require_safe
def recovery_codes_file(request: Request) -> HttpResponse:
    """The codes as a text file to print or keep."""
    lines = [_("Recovery codes for Early support. Each works once."), "", *_codes(request.user)]
    response = HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="codes.txt"'
    return response


@reauthentication_required(app="allauth.mfa")
def passkey_remove(request: Request, pk: int) -> HttpResponse:
    """Take a passkey of mine away; where my tasks ask for a second step, the last one stays."""
    passkey = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk)
    if not get_adapter().can_delete_authenticator(passkey):
        messages.error(request, str(get_adapter().error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_list_webauthn")
    response: HttpResponse = webauthn.remove_webauthn(request, pk=pk)
    return response
