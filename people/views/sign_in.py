"""Signing in for the first time, and recovery codes. The rest of sign-in is allauth's (people/urls.py)."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from core.outbox import send
from core.request import Request
from people.activation import find_user
from people.forms import ActivationForm, NewPasswordForm
from people.models import Activation, User
from people.views import View, page_or_action


def _activated(request: Request, user: User, password: str) -> HttpResponse:
    """The first password is set: every code and link for it is void, and the person is signed in."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Activation.objects.filter(user=user).delete()
    send("password_changed", to=user)
    messages.success(request, _("Your password is set. Welcome!"))
    record_authentication(request, user, method="activation")
    return perform_login(request, user)


def _code_page(request: Request, form: ActivationForm | None = None) -> HttpResponse:
    """Set the first password with the code on a letter."""
    form = form or ActivationForm()
    return render(request, "account/activate.html", {"form": form})


def _use_code(request: Request) -> HttpResponse:
    username = request.POST.get("username", "").strip().lower()
    if refused := ratelimit.consume_or_429(request, action="activate", key=username):
        return refused
    form = ActivationForm(request.POST)
    if not form.is_valid() or form.activation is None:
        return _code_page(request, form)
    return _activated(request, form.activation.user, form.cleaned_data["password1"])


def _link_page(request: Request, token: str, form: NewPasswordForm | None = None) -> HttpResponse:
    """Set the first password with the link in a letter by e-mail."""
    user = find_user(token)
    if user is None:
        return render(request, "account/activate_failed.html", status=404)
    form = form or NewPasswordForm(user=user)
    context = {"form": form, "username": user.username}
    return render(request, "account/activate.html", context)


def _use_link(request: Request, token: str) -> HttpResponse:
    if refused := ratelimit.consume_or_429(request, action="activate", key=token):
        return refused
    user = find_user(token)
    form = NewPasswordForm(request.POST, user=user)
    if user is None or not form.is_valid():
        return _link_page(request, token, form)
    return _activated(request, user, form.cleaned_data["password1"])


def _opened(view: View) -> View:
    """Before sign-in, uncached, with passwords kept out of error reports."""
    return login_not_required(never_cache(sensitive_post_parameters()(view)))


activate = _opened(page_or_action(_code_page, _use_code))
activate_link = _opened(page_or_action(_link_page, _use_link))


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
