"""The code on paper, with which a work account is linked for the first time."""

from people.sign_in.forms import ActivationForm


class LinkWithCodeForm(ActivationForm):
    """User name and code from the letter. No password: the work account is the key."""

    password1 = None
    password2 = None
    field_order = ("username", "code")
