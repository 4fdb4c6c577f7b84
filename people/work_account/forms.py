"""The code on paper, with which a work account is linked for the first time."""

from typing import Any

from people.sign_in.forms import ActivationForm


class LinkWithCodeForm(ActivationForm):
    """User name and code from the letter. No password: the work account is the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            del self.fields[name]
