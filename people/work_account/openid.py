"""allauth's OpenID Connect with what it leaves to others: signature, nonce, clocks, and no word of an address."""

from __future__ import annotations

import hashlib
from typing import Any

import jwt
from allauth.core import context
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from people.work_account import asking
from people.work_account.asking import Trouble
from people.work_account.providers import Provider, find_provider

SKEW = 120  # seconds that the provider's clock and ours may differ
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LONGEST = 200  # letters of such a name; a longer one is none
NAMES = "preferred_username", "upn", "unique_name", "email", "name"  # by which people know their own account


def nonce_of(verifier: str) -> str:
    """Of the secret of one sign-in (PKCE's, which never leaves our session): the token must carry it back."""
    return hashlib.sha256(f"nonce:{verifier}".encode()).hexdigest()


class Client(OAuth2Client):
    """Exchanges the code, with our bounds on time and size."""

    provider: Provider

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        """What the provider answers; of it the id token alone is used."""
        form = {"redirect_uri": self.callback_url, "grant_type": "authorization_code", "code": code}
        form["code_verifier"] = pkce_code_verifier or ""
        if not self.basic_auth:
            form |= {"client_id": self.consumer_key, "client_secret": self.consumer_secret}
        filled = {name: value for name, value in form.items() if value}
        return asking.ask(self.provider, self.access_token_url, form=filled, basic=self.basic_auth)


class WorkAccountFlow(OpenIDConnectOAuth2Adapter):
    """One sign-in at one provider."""

    client_class = Client
    expected_nonce = ""

    @property
    def provider(self) -> Provider:
        """As the environment names it."""
        found = find_provider(self.provider_id)
        if found is None:
            raise Trouble(Trouble.SETTINGS, "there is no such provider")
        return found

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, kept for a while."""
        return asking.metadata(self.provider)

    def get_client(self, request: HttpRequest, app: Any) -> Client:
        """One that knows whom it asks."""
        client: Client = super().get_client(request, app)
        client.provider = self.provider
        return client

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """The answer for the code; the nonce that must come with it is remembered."""
        if not pkce_code_verifier:
            raise Trouble(Trouble.STALE, "the sign-in has no secret of its own")
        self.expected_nonce = nonce_of(pkce_code_verifier)
        answer: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return answer

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """Nothing is kept that opens anything at the provider."""
        return SocialToken(token="")

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Whom the id token names, once everything in it has been checked."""
        claims = self.claims_of(kwargs["response"].get("id_token"))
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def claims_of(self, token: object) -> dict[str, Any]:
        """What the token says: signed by the provider for us, for this sign-in, now."""
        if not isinstance(token, str):
            raise Trouble(Trouble.NONSENSE, "no id token")
        provider = self.provider
        try:
            header = jwt.get_unverified_header(token)
            key = asking.key_of(provider, header.get("kid"))
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[header["alg"]] if header["alg"] in ALGORITHMS else [],
                audience=provider.client_id,
                issuer=str(self.openid_config["issuer"]),
                leeway=SKEW,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError):
            raise Trouble(Trouble.CLOCK, "the token is of another time: compare the clocks") from None
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise Trouble(Trouble.NONSENSE, f"the id token does not hold ({type(error).__name__})") from None
        if not constant_time_compare(str(claims.get("nonce", "")), self.expected_nonce):
            raise Trouble(Trouble.NONSENSE, "the id token belongs to another sign-in")
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if len(audiences) > 1 and claims.get("azp") != provider.client_id:
            raise Trouble(Trouble.NONSENSE, "the id token is for somebody else as well")
        if not isinstance(claims["sub"], str) or not claims["sub"] or len(claims["sub"]) > 255:
            raise Trouble(Trouble.NONSENSE, "the id token names nobody")
        return dict(claims)


class WorkAccountProvider(OpenIDConnectProvider):
    """Bound to whom the provider names by `sub`; addresses, names and groups decide nothing."""

    oauth2_adapter_class = WorkAccountFlow

    def get_pkce_params(self) -> dict[str, str]:
        """The secret of this sign-in, and the nonce that follows from it."""
        params: dict[str, str] = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Provider and `sub`."""
        provider = find_provider(self.app.provider_id)
        assert provider
        return provider.key_of(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of what the provider tells is kept."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nobody is made from what the provider tells."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """An address opens nothing."""
        return []


def name_in(claims: dict[str, Any]) -> str:
    """By what the person knows the account, for one page; it is not kept."""
    found = (claims.get(name) for name in NAMES)
    return next((text.strip() for text in found if isinstance(text, str) and 0 < len(text.strip()) <= LONGEST), "")


def has_second_step(provider: Provider, claims: dict[str, Any]) -> bool:
    """Whether the provider says that it has asked for a second step, and the setting says that this counts."""
    methods = claims.get("amr")
    told = {each for each in methods if isinstance(each, str)} if isinstance(methods, list) else set()
    if isinstance(claims.get("acr"), str):
        told.add(claims["acr"])
    return bool(told & provider.second_step)


def flow(provider: Provider) -> WorkAccountFlow:
    """For one request."""
    return WorkAccountFlow(context.request, provider.id)
