"""Signing in with a work account, and linking one with one's user name."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.redirects import safe_address, safe_redirect
from core.request import Request
from core.views import action, page_or_action
from people.sign_in.known_browsers import SHARED_DEVICE
from people.work_account import found as findings
from people.work_account.actions import Refusal, link, unlink
from people.work_account.openid import WorkAccountFlow, flow
from people.work_account.providers import Provider, find_provider, providers


def _provider(name: str) -> Provider:
    provider = find_provider(name)
    if provider is None:
        raise Http404
    return provider


def leave_for(request: HttpRequest, provider: Provider, address: str) -> HttpResponse:
    """To a page of the provider. As a page of ours that goes on by itself: a redirect after a form would need the
    provider's address, and wherever it leads on to, in the policy of where forms may go.
    """
    response = render(request, "people/work_account/leaving.html", {"provider": provider, "address": address})
    response.headers["Refresh"] = f"0; url={address}"
    return response


def _begin(request: HttpRequest, provider: Provider, **state: Any) -> HttpResponse:
    """Remember this sign-in in the session, and go to the provider; or say why that is not possible."""
    response: HttpResponse = flow(provider).get_provider().redirect(request, **state)
    return leave_for(request, provider, response.url) if isinstance(response, HttpResponseRedirect) else response


@login_not_required
@never_cache
@require_POST
def work_account_sign_in(request: Request, provider: str) -> HttpResponse:
    """To the provider, to sign in."""
    chosen = _provider(provider)
    if request.user.is_authenticated:
        return safe_redirect(request)
    request.session[SHARED_DEVICE] = "shared" in request.POST
    there = safe_address(request, request.POST.get("next"))
    return _begin(request, chosen, process=AuthProcess.LOGIN, next_url=there)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def work_account_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider. The address only shows a page that goes on by itself: a GET never writes."""
    provider = _provider(provider_id)
    if request.method != "POST":
        return render(request, "people/work_account/back.html", {"provider": provider})
    response: HttpResponse = OAuth2CallbackView.adapter_view(WorkAccountFlow(request, provider.id))(request)
    return response


# ---- Under my account


@require_safe
def work_account_list(request: Request) -> HttpResponse:
    """My work accounts: which are linked, and since when."""
    accounts = {each.provider: each for each in SocialAccount.objects.filter(user=request.user)}
    rows = [(provider, accounts.pop(provider.id, None)) for provider in providers()]
    context = {"rows": rows, "others": list(accounts.values())}
    return render(request, "people/work_account/list.html", context)


@reauthentication_required(app="people.work_account")
@require_POST
def work_account_link(request: Request, provider: str) -> HttpResponse:
    """To the provider, to link its account with my user name."""
    state = {"process": AuthProcess.CONNECT, "data": {"user": str(request.user.pk)}}
    return _begin(request, _provider(provider), **state, auth_params={"prompt": "login"})


def _confirm_page(request: Request) -> HttpResponse:
    """Is this account mine?"""
    found = findings.kept(request)
    if found is None:
        return redirect("work_account_list")
    replaced = SocialAccount.objects.filter(user=request.user, provider=found.provider_id).exclude(uid=found.uid)
    return render(request, "people/work_account/confirm.html", {"found": found, "replaces": replaced.exists()})


def _confirm(request: Request) -> HttpResponse:
    found = findings.kept(request)
    if found is None:
        messages.error(request, _("That took more than ten minutes. Begin again."))
        return redirect("work_account_list")
    findings.forget(request)
    try:
        link(found, to=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal.why))
    else:
        messages.success(request, _("Linked. You can sign in with your work account from now on."))
    return redirect("work_account_list")


work_account_confirm = reauthentication_required(app="people.work_account")(
    never_cache(page_or_action(_confirm_page, _confirm))
)


@reauthentication_required(app="people.work_account")
@action
def work_account_unlink(request: Request, pk: int) -> HttpResponse:
    """My work account signs me in here no more."""
    account = get_object_or_404(SocialAccount, user=request.user, pk=pk)
    try:
        unlink(account, by=request.user, session=request.session.session_key)
    except Refusal as refusal:
        messages.error(request, str(refusal.why))
    else:
        messages.success(request, _("The link is gone. Other browsers were signed out."))
    return redirect("work_account_list")


# ---- Before anybody is known


@login_not_required
@never_cache
@require_safe
def work_account_first(request: HttpRequest) -> HttpResponse:
    """The provider named somebody whom nobody here is linked with."""
    found = findings.kept(request)
    if found is None:
        return redirect("account_login")
    return render(request, "people/work_account/first.html", {"found": found})
