"""Signing in for the first time, one's sessions and sign-ins. The rest of sign-in is allauth's (people/urls.py)."""

from collections.abc import Callable

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from core.outbox import send
from core.pages import paged
from core.request import Request
from core.views import action, page_or_action
from people.models import SignIn, User
from people.sign_in.actions import end_session, void_codes
from people.sign_in.activation import find_user
from people.sign_in.allowances import LETTER, take_try
from people.sign_in.forms import ActivationForm, NewPasswordForm
from people.sign_in.ways import own_way


def _activated(request: Request, user: User, password: str) -> HttpResponse:
    """The first password is set: every code and link for it is void, and the person is signed in."""
    user.set_password(password)
    user.save(update_fields=["password"])
    void_codes(user)
    send("password_changed", to=user)
    messages.success(request, _("Your password is set. Welcome!"))
    return perform_login(request, user, signal_kwargs=own_way("activation"))


def _code_page(request: Request, form: ActivationForm | None = None) -> HttpResponse:
    """Set the first password with the code on a letter."""
    form = form or ActivationForm()
    return render(request, "account/activate.html", {"form": form})


def _use_code(request: Request) -> HttpResponse:
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
    user = find_user(token)
    form = NewPasswordForm(request.POST, user=user)
    if user is None or not form.is_valid():
        return _link_page(request, token, form)
    return _activated(request, user, form.cleaned_data["password1"])


def _for_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before sign-in, uncached, with passwords kept out of error reports."""
    return login_not_required(never_cache(sensitive_post_parameters()(view)))


_activate = page_or_action(_code_page, _use_code)
_activate_link = page_or_action(_link_page, _use_link)


@_for_visitors
def activate(request: Request) -> HttpResponse:
    """Set the first password with a code. A try is counted before and outside of what it does."""
    if request.method == "POST":
        typed = request.POST.get("username", "").strip()
        if take_try(request, LETTER, typed) is None:
            return ratelimit.respond_429(request)
    return _activate(request)


@_for_visitors
def activate_link(request: Request, token: str) -> HttpResponse:
    """Set the first password with a link."""
    if request.method == "POST" and take_try(request, LETTER, find_user(token) or token) is None:
        return ratelimit.respond_429(request)
    return _activate_link(request, token)


@action
def session_end(request: Request, pk: int) -> HttpResponse:
    """Sign out one other browser."""
    end_session(pk=pk, by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@require_safe
def sign_in_list(request: Request) -> HttpResponse:
    """When and how I have signed in."""
    return render(
        request, "people/sign_in/list.html", {"page": paged(request, SignIn.objects.visible_to(request.user))}
    )
