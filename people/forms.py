"""What people fill in to sign in and to look after their sign-in. The register's forms: people/register_forms.py."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from people.models import Activation, User

Words = Any  # a str, or a lazy translation
PASSWORD_HINT = _("At least 12 characters. A sentence of your own is easy to remember and hard to guess.")


def _say(form: forms.BaseForm, name: str, label: Words, missing: Words, hint: Words = "") -> None:
    """Give a field of allauth our words, and no placeholder."""
    field = form.fields[name]
    field.label, field.help_text = label, hint  # type: ignore[assignment]
    field.error_messages["required"] = missing  # type: ignore[assignment]
    field.widget.attrs.pop("placeholder", None)


def _say_new_password(form: forms.BaseForm) -> None:
    _say(form, "password1", _("New password"), _("Write a new password."), PASSWORD_HINT)
    _say(form, "password2", _("New password again"), _("Write the same password again."))


class SignInForm(account_forms.LoginForm):
    """User name or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("User name or e-mail"), _("Write your user name or your e-mail."))
        _say(self, "password", _("Password"), _("Write your password."))
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def user_credentials(self) -> dict[str, str]:
        """Either of the two, so that a known and an unknown person cost the same one hash. User names have no @."""
        login = self.cleaned_data["login"]
        return {"email" if "@" in login else "username": login, "password": self.cleaned_data["password"]}


class PasswordForgottenForm(account_forms.ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", _("Your e-mail"), _("Write your e-mail address."))
        self.fields["email"].error_messages["invalid"] = _("Write the address in the form name@example.fi.")


class PasswordFromLinkForm(account_forms.ResetPasswordKeyForm):
    """A new password, after following the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)


class PasswordSetForm(account_forms.SetPasswordForm):
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)


class PasswordChangeForm(account_forms.ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Present password"), _("Write your present password."))
        _say_new_password(self)


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Password"), _("Write your password."))


def _say_code(form: forms.BaseForm, hint: Words) -> None:
    _say(form, "code", _("Code"), _("Write the code."), hint)
    form.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "text", "class": "short"}


ANY_CODE = _("The six digits that your authenticator app shows now, or one of your recovery codes.")


class SecondStepForm(mfa_forms.AuthenticateForm):
    """The code of the second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, ANY_CODE)


class SecondStepAgainForm(mfa_forms.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, ANY_CODE)


class SecondStepOnForm(totp_forms.ActivateTOTPForm):
    """The first code, which proves that the app is in step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, _("The six digits that the app shows now."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class NewPasswordForm(forms.Form):
    """A password for a person who is known; where no person is known, no password is good enough to check."""

    password1 = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write a new password.")},
    )
    password2 = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write the same password again.")},
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The two are equal and the rules are met."""
        found = super().clean() or self.cleaned_data
        first, second = found.get("password1"), found.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The passwords differ. Write the same password in both."))
        elif first and second and self.user is not None:
            try:
                password_validation.validate_password(first, self.user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return found


class ActivationForm(NewPasswordForm):
    """User name and code from the letter, and a new password. An unknown name and a wrong code get the same reply."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write the user name that is in the letter.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Twelve letters and digits from the letter, for instance ABCD-EFGH-JKLM."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the code that is in the letter.")},
    )
    field_order = ("username", "code", "password1", "password2")
    activation: Activation | None = None

    def clean(self) -> dict[str, Any]:
        """The code first: only who has it learns anything more."""
        username, code = self.cleaned_data.get("username"), self.cleaned_data.get("code")
        if username and code:
            self.activation = Activation.find(username, code)
            if self.activation is None:
                raise forms.ValidationError(
                    _(
                        "The user name and the code do not match, or the letter is older than 14 days. "
                        "Check both, or ask HR for a new letter."
                    )
                )
            self.user = self.activation.user
        return super().clean()
