"""How sign-in (django-allauth) meets our people: no sign-up, mail through the outbox, a log of sign-ins."""

import logging
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.outbox import send
from core.proxies import addresses_in
from core.redirects import safe_address
from people.models import SignIn, User
from people.sign_in import shared_device
from people.sign_in.actions import end_sessions, void_codes
from people.sign_in.allowances import PASSWORD, take_try
from people.sign_in.browsers import browser_name
from people.sign_in.known_browsers import SHARED_DEVICE, forget_browser, remember_browser
from people.sign_in.ways import keep_own_way, ways_of

log = logging.getLogger("sign_in")
STRONGER = {"mfa/email/totp_activated", "mfa/email/webauthn_added"}
WRONG = _("The user name or the password is not right. Check both and try again.")
AGAIN = "work_account"  # signing in anew at the directory, among the ways to make sure that it is oneself

# how somebody makes sure that it is them (allauth's names) → in our words
WAYS = {
    "reauthenticate": _("Use the password instead"),
    "mfa_reauthenticate": _("Use a code instead"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
    AGAIN: _("Use the work account"),
}

# what allauth tells the person → the kind of our notice (letters.py)
NOTICES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
    "mfa/email/totp_activated": "second_step_on",
    "mfa/email/totp_deactivated": "second_step_off",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up. Replies are equal whether or not a person exists."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "enter_current_password": _("This is not your present password. Type it again."),
        "incorrect_password": _("This is not your password. Type it again."),
        "incorrect_code": _("The code does not match. Wait for the next one in the app and type that."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again, or make a new password."),
        "rate_limited": _("Too many tries. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """HR adds people; nobody signs up."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in need not write the password at once again."""
        ways = ways_of(self.request, self.request.user)
        fresh = bool(ways) and time.time() - ways[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        if fresh or not super().is_reauthentication_required(app=app, **kwargs):
            return False
        methods = self.get_reauthentication_methods(self.request.user)
        if [method["id"] for method in methods] == [AGAIN]:  # allauth takes this for somebody who cannot be asked
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """By password or code; and at the directory, for whoever has linked a work account."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        known = [each["id"] for each in settings.WORK_ACCOUNTS]
        if user.is_authenticated and SocialAccount.objects.filter(user=user, provider__in=known).exists():
            methods.append({"id": AGAIN, "url": reverse("work_account_again")})
        return [method | {"description": WAYS[method["id"]]} for method in methods]

    def get_login_stages(self) -> list[str]:
        """The second step is ours, which knows of one that a work account's provider has asked for."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "people.second_step.stages.SecondStepStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_safe_url(self, url: str | None) -> bool:
        """One rule for every ?next=: allauth's own falls over an address that is none, such as http://[."""
        return safe_address(self.request, url) is not None

    def get_client_ip(self, request: HttpRequest) -> str:
        """The person's address. With a wrong PROXIES it is the last proxy's, and the log says what to do."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            text = "PROXIES is %d, but a request came with %d addresses in X-Forwarded-For: run check --deploy"
            log.error(text, settings.ALLAUTH_TRUSTED_PROXY_COUNT, addresses_in(request))
            return str(request.META["REMOTE_ADDR"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """One allowance for the account, however it is named, beside allauth's for the address."""
        typed = credentials.get("username") or credentials.get("email") or ""
        give_back = take_try(request, PASSWORD, typed)
        if give_back is None:
            raise self.validation_error("too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user:
            give_back()
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Log the sign-in, and tell the person when it came from a browser that they have not used before."""
        keep_own_way(request, kwargs["signal_kwargs"])
        methods = ["passkey" if way.get("passwordless") else way["method"] for way in ways_of(request, user)]
        browser = browser_name(request.headers.get("User-Agent", ""))[:60]
        with transaction.atomic():
            earlier = SignIn.objects.visible_to(user)
            is_new = earlier.exists() and not earlier.filter(browser=browser).exists()
            sign_in = SignIn.objects.create(user=user, how=_how(methods), browser=browser)
            if is_new and sign_in.how != SignIn.How.DEMO:
                send("new_sign_in", to=user, sign_in=str(sign_in.pk))
            response = super().post_login(request, user, **kwargs)
        shared = request.session.pop(SHARED_DEVICE, None)  # None: this way of signing in does not ask
        if shared is not None:
            (forget_browser if shared else remember_browser)(request, response, user)
        if shared:
            shared_device.begin(request)
        return response

    def set_password(self, user: User, password: str) -> None:  # type: ignore[override]
        """A new password: the code of an earlier letter opens nothing any more."""
        super().set_password(user, password)
        void_codes(user)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:  # type: ignore[override]
        """What happened to the sign-in is told to the person, in the application and by mail."""
        if template_prefix in STRONGER:  # whoever is in by a password alone does not stay in
            end_sessions(user, but=self.request.session.session_key)
        send(NOTICES[template_prefix], to=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing leaves past the outbox."""
        raise NotImplementedError(f"{template_prefix} has no notice in NOTICES")


def _how(methods: list[str]) -> str:
    ways = (
        ("demo", SignIn.How.DEMO),
        ("socialaccount", SignIn.How.WORK_ACCOUNT),
        ("passkey", SignIn.How.PASSKEY),
        ("activation", SignIn.How.ACTIVATION),
    )
    for method, how in ways:
        if method in methods:
            return how
    if "mfa" in methods:
        return SignIn.How.SECOND_STEP
    return SignIn.How.RESET if "password_reset" in methods else SignIn.How.PASSWORD
