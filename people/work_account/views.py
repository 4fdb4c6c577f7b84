"""Signing in with a work account, and linking one with one's user name."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.account.views import logout
from allauth.core import ratelimit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.redirects import safe_address, safe_redirect
from core.request import Request
from core.views import action, page_or_action
from people.sign_in.actions import void_codes
from people.sign_in.allowances import LETTER, take_try
from people.sign_in.known_browsers import SHARED_DEVICE
from people.sign_in.ways import own_way, ways_of
from people.work_account import asking, trouble
from people.work_account import found as findings
from people.work_account.actions import Refusal, link, unlink
from people.work_account.asking import Trouble
from people.work_account.forms import LinkWithCodeForm
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
    try:
        response: HttpResponse = flow(provider).get_provider().redirect(request, **state)
    except Trouble as error:
        return trouble.page(request, provider, error.kind, error.why)
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
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(WorkAccountFlow(request, provider.id))(request)
    except Trouble as error:  # before allauth's own flow minds errors
        return trouble.page(request, provider, error.kind, error.why)
    return response


# ---- Under my account


@require_safe
def work_account_list(request: Request) -> HttpResponse:
    """My work accounts: which are linked, and since when."""
    accounts = {each.provider: each for each in SocialAccount.objects.filter(user=request.user)}
    rows = [(provider, accounts.pop(provider.id, None)) for provider in providers()]
    context = {"rows": rows, "others": list(accounts.values())}
    return render(request, "people/work_account/list.html", context)


@require_POST
@reauthentication_required(app="people.work_account")
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


work_account_confirm = require_http_methods(["GET", "HEAD", "POST"])(
    reauthentication_required(app="people.work_account")(never_cache(page_or_action(_confirm_page, _confirm)))
)


@require_http_methods(["GET", "HEAD", "POST"])  # by GET to the page above
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


def _first_page(request: HttpRequest, form: LinkWithCodeForm | None = None) -> HttpResponse:
    """The provider named somebody whom nobody here is linked with."""
    found = findings.kept(request)
    if found is None:
        return redirect("account_login")
    return render(request, "people/work_account/first.html", {"found": found, "form": form or LinkWithCodeForm()})


def _use_code(request: HttpRequest) -> HttpResponse:
    found, form = findings.kept(request), LinkWithCodeForm(request.POST)
    if found is None or not form.is_valid() or form.activation is None:
        return _first_page(request, form)
    person = form.activation.user
    try:
        link(found, to=person)
    except Refusal as refusal:
        form.add_error(None, str(refusal.why))
        return _first_page(request, form)
    void_codes(person)
    findings.forget(request)
    messages.success(request, _("Linked. You can sign in with your work account from now on."))
    return perform_login(request, person, signal_kwargs=own_way("socialaccount", provider=found.provider_id))


_first = page_or_action(_first_page, _use_code)


@login_not_required
@never_cache
def work_account_first(request: Request) -> HttpResponse:
    """Whose is it? With a code on paper it is said here. A try is counted before and outside of what it does."""
    tries = request.method == "POST" and findings.kept(request) is not None
    if tries and take_try(request, LETTER, request.POST.get("username", "").strip()) is None:
        return ratelimit.respond_429(request)
    return _first(request)


# ---- Once more, and out


def _again_page(request: Request) -> HttpResponse:
    """Before something that matters, for whoever has no password: sign in at the directory anew."""
    linked = set(SocialAccount.objects.filter(user=request.user).values_list("provider", flat=True))
    found = [provider for provider in providers() if provider.id in linked]
    there = safe_address(request, request.GET.get("next")) or ""
    return render(request, "people/work_account/again.html", {"providers": found, "next": there})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def work_account_again(request: Request) -> HttpResponse:
    """Make sure that it is the person: the directory is asked to let them sign in anew."""
    if request.method != "POST":
        return _again_page(request)
    wanted = request.POST.get("provider", "")
    account = get_object_or_404(SocialAccount, user=request.user, provider=wanted)
    there = safe_address(request, request.POST.get("next"))
    state = {"process": AuthProcess.LOGIN, "next_url": there, "data": {"again": str(request.user.pk)}}
    return _begin(request, _provider(account.provider), **state, auth_params={"prompt": "login"})


def _sign_out_address(request: HttpRequest, provider: Provider) -> str:
    """Where one signs out at the provider (RP-initiated logout); empty where it offers none or does not answer.

    Without a token to recall the sign-in, since none is kept: the provider asks whether one means it.
    """
    try:
        address = asking.metadata(provider).get("end_session_endpoint")
    except Trouble:
        return ""
    if not asking.is_safe(address):
        return ""
    back = request.build_absolute_uri(reverse("account_login"))
    return f"{address}?{urlencode({'client_id': provider.client_id, 'post_logout_redirect_uri': back})}"


@login_not_required  # whoever is out already is led on
def sign_out(request: Request) -> HttpResponse:
    """allauth's signing out; then the way to do the same at the provider, at once where others use the device."""
    ways = ways_of(request, request.user) if request.user.is_authenticated else []
    used = [way["provider"] for way in ways if way["method"] == "socialaccount"]
    shared = getattr(request, "is_shared_device", False)
    response: HttpResponse = logout(request)
    provider = find_provider(used[-1]) if used else None
    if provider is None or request.method != "POST" or provider.sign_out == "never":
        return response
    address = _sign_out_address(request, provider) if shared or provider.sign_out == "always" else ""
    return leave_for(request, provider, address) if address else redirect("work_account_signed_out", provider.id)


@login_not_required
@never_cache
@require_safe
def work_account_signed_out(request: HttpRequest, provider: str) -> HttpResponse:
    """Signed out here; at the provider not yet."""
    found = _provider(provider)
    context = {"provider": found, "address": _sign_out_address(request, found)}
    return render(request, "people/work_account/signed_out.html", context)
