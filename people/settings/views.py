"""My account."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.models import Mail
from core.request import Request
from people.models import SignIn


@require_safe
def account_settings(request: Request) -> HttpResponse:
    """My account: who I am here, my language, my sign-in."""
    context = {
        "supervisor": request.user.supervisor,
        "second_step": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        "last_sign_in": SignIn.objects.visible_to(request.user).first(),
        "unread": Mail.objects.visible_to(request.user).unread().count(),
        "languages": [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")],
        "default_language": settings.LANGUAGE_CODE,
    }
    return render(request, "people/settings/account.html", context)
