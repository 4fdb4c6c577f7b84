"""Codes of the second step."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import OneLine
from people.models import User
from people.second_step.authenticator import use_code
from people.sign_in.allowances import CODE, take_try
from people.sign_in.forms import Words, use_words


def _say_code(form: forms.BaseForm, hint: Words) -> None:
    use_words(form, "code", _("Code"), _("Write the code."), hint)
    form.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "text", "class": "short"}


ANY_CODE = _("The six digits that your authenticator app shows now, or one of your recovery codes.")


class _EachCodeOnce(forms.BaseForm):
    """A right code is used up, whichever form took it (RFC 6238, section 5.2)."""

    user: User

    def clean_code(self) -> str:
        """Right, not used before, and the account has tries left."""
        give_back = take_try(context.request, CODE, self.user)
        if give_back is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        if not use_code(self.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        give_back()
        return code


class SecondStepForm(_EachCodeOnce, mfa_forms.AuthenticateForm):
    """The code of the second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, ANY_CODE)


class SecondStepAgainForm(_EachCodeOnce, mfa_forms.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, ANY_CODE)


class SecondStepOnForm(_EachCodeOnce, totp_forms.ActivateTOTPForm):
    """The first code, which proves that the app is in step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, _("The six digits that the app shows now."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


WRONG_PASSKEY = _("That passkey opens nothing here. Try another one, or choose another way.")
# what reading a made-up passkey ends in
UNREADABLE = (forms.ValidationError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


class PasskeyForm(OneLine, webauthn_forms.AddWebAuthnForm):
    """A new passkey: always one that asks for a fingerprint, a face or a code, so that it is enough by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_words(self, "name", _("Name of the passkey"), "", _("By which you know it: on which device it is."))
        self.fields["name"].max_length = 60  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["credential"].error_messages["required"] = _("Your device gave no passkey. Try again.")
        self.fields.pop("passwordless", None)

    def clean_name(self) -> str:
        """At most as long as a label."""
        name: str = super().clean_name()
        if len(name) > 60:
            raise forms.ValidationError(_("Write at most 60 characters."))
        return name

    def clean(self) -> dict[str, Any]:
        """What the device has made, opened by its owner."""
        self.cleaned_data["passwordless"] = True
        try:
            cleaned = super().clean() or {}
        except UNREADABLE:
            raise forms.ValidationError(_("Your device gave no passkey. Try again.")) from None
        return cleaned


class _GoodPasskey(forms.BaseForm):
    """What anybody may send in a passkey's place is refused in our words, whatever the library makes of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ("required", "invalid"):
            self.fields["credential"].error_messages[kind] = WRONG_PASSKEY

    def clean_credential(self) -> Authenticator:
        """The passkey that was used."""
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except UNREADABLE:
            raise forms.ValidationError(WRONG_PASSKEY) from None
        return found


class PasskeySignInForm(_GoodPasskey, webauthn_forms.LoginWebAuthnForm):
    """A passkey as the only step."""


class PasskeyStepForm(_GoodPasskey, webauthn_forms.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyAgainForm(_GoodPasskey, webauthn_forms.ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""
