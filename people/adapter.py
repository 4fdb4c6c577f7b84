"""How sign-in (django-allauth) meets our people: no sign-up, mail through the outbox, a log of sign-ins."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.outbox import send
from people import second_steps
from people.browsers import browser_name
from people.middleware import MISSING
from people.models import SignIn, User

WRONG = _("The user name or the password is not right. Check both and try again.")

# what allauth tells the person → the kind of our notice (people/letters.py)
NOTICES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
    "mfa/email/totp_activated": "second_step_on",
    "mfa/email/totp_deactivated": "second_step_off",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
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
        records = get_authentication_records(self.request, self.request.user)
        fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:  # type: ignore[override]
        """Every way in leads through here: note in the session whether the second step is still to be turned on."""
        super().login(request, user)
        if user.needs_second_step and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            request.session[MISSING] = True

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Log the sign-in, and tell the person when it came from a browser that they have not used before."""
        methods = [record["method"] for record in get_authentication_records(request, user)]
        browser = browser_name(request.headers.get("User-Agent", ""))[:60]
        with transaction.atomic():
            earlier = SignIn.objects.visible_to(user)
            is_new = earlier.exists() and not earlier.filter(browser=browser).exists()
            sign_in = SignIn.objects.create(user=user, how=_how(methods), browser=browser)
            if is_new and sign_in.how != SignIn.How.DEMO:
                send("new_sign_in", to=user, sign_in=str(sign_in.pk))
            return super().post_login(request, user, **kwargs)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:  # type: ignore[override]
        """The outbox makes the link when it sends the letter, so no secret lies in it."""
        send("password_reset", to=user)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:  # type: ignore[override]
        """What happened to the sign-in is told to the person, in the application and by mail."""
        send(NOTICES[template_prefix], to=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing leaves past the outbox."""
        raise NotImplementedError(f"{template_prefix} has no notice in people/adapter.py")


def _how(methods: list[str]) -> str:
    for method, how in (("demo", SignIn.How.DEMO), ("activation", SignIn.How.ACTIVATION)):
        if method in methods:
            return how
    if "mfa" in methods:
        return SignIn.How.SECOND_STEP
    return SignIn.How.RESET if "password_reset" in methods else SignIn.How.PASSWORD


class MFAAdapter(DefaultMFAAdapter):
    """The second step: its secrets are encrypted, and those who must have it cannot turn it off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your tasks ask for a second step, so it stays on."),
    }

    def encrypt(self, text: str) -> str:
        """With the same key ring as other secrets."""
        return second_steps.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret, for checking a code."""
        return second_steps.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """HR, system administrators and supervisors keep it on."""
        return not authenticator.user.needs_second_step

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code as plain shapes: no style attribute and no data: address, which the CSP would refuse."""
        import qrcode  # 60 ms, and only this page needs it

        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return format_html(
            '<svg class="qr" role="img" viewBox="0 0 {0} {0}" width="240" height="240"><title>{1}</title>'
            '<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path fill="#000" d="{2}"/></svg>',
            len(rows),
            gettext("A QR code for your authenticator app"),
            path,
        )
