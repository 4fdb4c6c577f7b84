"""How work accounts (allauth.socialaccount) meet our people: nobody is made, no address opens anything."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.http import HttpRequest
from django.shortcuts import redirect

from people.second_step import elsewhere
from people.work_account import found, providers, trouble
from people.work_account.asking import Trouble
from people.work_account.openid import has_second_step, name_in

# what a provider may answer instead of a code (OAuth 2.0, section 4.1.2.1): it will pass by itself
PASSES = {"temporarily_unavailable", "server_error"}


class WorkAccountAdapter(DefaultSocialAccountAdapter):
    """Providers come from the environment alone; a person from the register alone."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """As the environment names them; the library's table of them stays empty."""
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=each.id,
                name=each.title,
                client_id=each.client_id,
                secret=each.secret,
                settings={
                    "server_url": each.metadata_url,
                    "scope": list(each.scope),
                    "oauth_pkce_enabled": True,
                    **({"token_auth_method": each.token_auth} if each.token_auth else {}),
                },
            )
            for each in providers.providers()
            if provider in (None, "openid_connect", each.id) and client_id in (None, each.client_id)
        ]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """An address may have been somebody else's yesterday."""
        return

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """HR adds people."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The provider has said who it is. Whoever is linked goes on signing in; all others to a page that asks."""
        provider = providers.find_provider(sociallogin.account.provider)
        assert provider
        account: SocialAccount = sociallogin.account
        owner = account.user if account.pk else None
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if str(request.user.pk) != (sociallogin.state.get("data") or {}).get("user"):
                raise ImmediateHttpResponse(trouble.page(request, provider, Trouble.STALE))
            found.keep(request, account, name_in(sociallogin.claims))
            raise ImmediateHttpResponse(redirect("work_account_confirm"))
        if owner is None:
            found.keep(request, account, name_in(sociallogin.claims))
            raise ImmediateHttpResponse(redirect("work_account_first"))
        if not owner.is_active:
            raise ImmediateHttpResponse(redirect("account_inactive"))
        again = (sociallogin.state.get("data") or {}).get("again")
        if again and again != str(owner.pk):
            raise ImmediateHttpResponse(trouble.page(request, provider, Trouble.STALE))
        elsewhere.note(request, owner if has_second_step(provider, sociallogin.claims) else None)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """A page that says what to do."""
        which = providers.find_provider(provider.sub_id)
        assert which
        if isinstance(exception, Trouble):
            kind, why = exception.kind, exception.why
        elif error == AuthError.CANCELLED:
            kind, why = trouble.CANCELLED, ""
        elif "state" not in (extra_context or {}):
            kind, why = Trouble.STALE, ""
        elif exception is None:
            passes = request.GET.get("error") in PASSES
            kind, why = (Trouble.DOWN if passes else Trouble.REFUSED), "the provider gave an error instead of a code"
        else:
            kind, why = Trouble.NONSENSE, type(exception).__name__
        raise ImmediateHttpResponse(trouble.page(request, which, kind, why))
