"""What ends a person's sessions, and what opens nothing any more."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.models import Activation, SignInChange, User


def end_sessions(user: User, *, but: str | None = None) -> None:
    """Sign the person out everywhere, from this moment; of one browser, by its key, not."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()


def end_all_sessions() -> int:
    """Sign everybody out, after a restore; returns how many sessions there were."""
    UserSession.objects.all().delete()
    return Session.objects.all().delete()[0]


def end_session(*, pk: int, by: User) -> None:
    """Sign out one of one's own browsers; nothing when it is gone or somebody else's."""
    for session in UserSession.objects.filter(user=by, pk=pk):
        session.end()


def void_codes(person: User) -> None:
    """A new password or address: what was printed before opens nothing any more, and is not printed again."""
    Activation.objects.filter(user=person).delete()
    SignInChange.objects.printable().filter(person=person).update(used_at=timezone.now())
