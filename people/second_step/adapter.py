"""How the second step (allauth.mfa) meets our people."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import organisation
from core.qr import picture
from people.second_step.authenticator import SECOND_STEPS, decrypt, encrypt
from people.sign_in.adapter import AccountAdapter
from people.sign_in.browsers import browser_name


class MFAAdapter(DefaultMFAAdapter):
    """The second step: its secrets are encrypted, and those who must have it cannot turn it off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your tasks ask for a second step, so it stays on."),
    }

    def encrypt(self, text: str) -> str:
        """With the same key ring as other secrets."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret, for checking a code."""
        return decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Whose code it is, as the authenticator app lists it."""
        return organisation.current().name

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """HR, system administrators and supervisors keep one of theirs."""
        if not authenticator.user.needs_second_step:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_STEPS)
        return others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new passkey is called, until the person writes something better."""
        return browser_name(context.request.headers.get("User-Agent", "")) or gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """As the browser tells the person who asks."""
        return super().get_public_key_credential_rp_entity() | {"name": organisation.current().name}

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code as plain shapes: no style attribute and no data: address, which the CSP would refuse."""
        made = picture(url)
        return format_html(
            '<svg class="qr" role="img" viewBox="0 0 {0} {0}" width="240" height="240"><title>{1}</title>'
            '<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path fill="#000" d="{2}"/></svg>',
            made.side,
            gettext("A QR code for your authenticator app"),
            made.path,
        )
