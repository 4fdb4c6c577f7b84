"""Removing the second step."""

from allauth.mfa.models import Authenticator

from people.models import User
from people.sign_in.actions import end_sessions


def remove_second_step(person: User) -> None:
    """Of a person who has lost the phone and the codes, when two have agreed (second_person/actions.py)."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
