"""What people fill in to sign in and to choose a password."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from people.models import Activation, User
from people.sign_in.jobs import seal_address, send_password_link
from people.sign_in.known_browsers import SHARED_DEVICE

Words = Any  # a str, or a lazy translation
PASSWORD_HINT = _("At least 12 characters. A sentence of your own is easy to remember and hard to guess.")


def use_words(form: forms.BaseForm, name: str, label: Words, missing: Words, hint: Words = "") -> None:
    """Give a field of allauth our words, and no placeholder."""
    field = form.fields[name]
    field.label, field.help_text = label, hint  # type: ignore[assignment]
    field.error_messages["required"] = missing  # type: ignore[assignment]
    field.widget.attrs.pop("placeholder", None)


def use_words_for_new_password(form: forms.BaseForm) -> None:
    """The same for the two fields of a new password."""
    use_words(form, "password1", _("New password"), _("Write a new password."), PASSWORD_HINT)
    use_words(form, "password2", _("New password again"), _("Write the same password again."))


class SignInForm(account_forms.LoginForm):
    """User name or e-mail, and password."""

    shared = forms.BooleanField(
        label=_("Others use this device as well"),
        help_text=_("Then nothing is remembered, and you are signed out after two minutes without use."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_words(self, "login", _("User name or e-mail"), _("Write your user name or your e-mail."))
        use_words(self, "password", _("Password"), _("Write your password."))
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def user_credentials(self) -> dict[str, str]:
        """Either of the two, so that a known and an unknown person cost the same one hash. User names have no @."""
        login = self.cleaned_data["login"]
        return {"email" if "@" in login else "username": login, "password": self.cleaned_data["password"]}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Keep what was said of the device until the person is in, maybe after the second step."""
        request.session[SHARED_DEVICE] = self.cleaned_data["shared"]
        return super().login(request, redirect_url)  # type: ignore[no-any-return]


class PasswordForgottenForm(account_forms.ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_words(self, "email", _("Your e-mail"), _("Write your e-mail address."))
        self.fields["email"].error_messages["invalid"] = _("Write the address in the form name@example.fi.")

    def clean_email(self) -> str:
        """Whose it is, if anybody's, is not looked up here."""
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """The same work for every address: the worker finds out whether a letter goes out."""
        email: str = self.cleaned_data["email"]
        send_password_link.enqueue(seal_address(email))
        return email


class PasswordFromLinkForm(account_forms.ResetPasswordKeyForm):
    """A new password, after following the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_words_for_new_password(self)


class PasswordSetForm(account_forms.SetPasswordForm):
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_words_for_new_password(self)


class PasswordChangeForm(account_forms.ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_words(self, "oldpassword", _("Present password"), _("Write your present password."))
        use_words_for_new_password(self)

    def clean_oldpassword(self) -> str:
        """With the account's allowance, as everywhere where a password is tried."""
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise get_adapter().validation_error("enter_current_password")
        return str(self.cleaned_data["oldpassword"])


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_words(self, "password", _("Password"), _("Write your password."))


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
