"""A second step that the provider of a work account has asked for, where the settings let it count here."""

from django.http import HttpRequest

from people.models import User

KEY = "second_step_elsewhere"  # in the session, which ends with the sign-in


def note(request: HttpRequest, user: User | None) -> None:
    """The provider has asked this person for one that counts; None: it has not, or it does not count."""
    request.session.pop(KEY, None)
    if user:
        request.session[KEY] = str(user.pk)


def had(request: HttpRequest, user: User) -> bool:
    """Whether in this session this person has had one that counts."""
    return bool(request.session.get(KEY) == str(user.pk))
