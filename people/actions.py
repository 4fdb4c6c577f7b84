"""Acts on the register that change several things at once. Each tells the people whom it concerns."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.outbox import send
from people.models import Activation, SupervisionLine, Unit, User


def _nearest(people: Iterable[UUID]) -> dict[UUID, UUID | None]:
    return User.objects.active().filter(pk__in=list(people)).nearest_supervisors()


@contextmanager
def telling_of_supervisors(people: "QuerySet[User]") -> Iterator[None]:
    """Tell those of these people whose nearest supervisor is another after the block than before it."""
    with transaction.atomic():
        before = _nearest(people.values_list("pk", flat=True))
        yield
        after = _nearest(before)
        changed = [pk for pk, supervisor in after.items() if before[pk] != supervisor]
        for person in User.objects.filter(pk__in=changed):
            send("supervisor_changed", to=person)


def lock_tree() -> None:
    """One move of units at a time: two moves that are each right may together make a ring."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def end_sessions(user: User) -> None:
    """Sign the person out everywhere, from this moment."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def end_session(*, pk: int, by: User) -> None:
    """Sign out one of one's own browsers; nothing when it is gone or somebody else's."""
    for session in UserSession.objects.filter(user=by, pk=pk):
        session.end()


def ask_second_step(person: User) -> None:
    """Whoever gets a task that asks for a second step, and has none, signs in anew and turns it on."""
    if person.needs_second_step and not is_mfa_enabled(person, [Authenticator.Type.TOTP]):
        end_sessions(person)


@transaction.atomic
def end_employment(person: User, *, by: User) -> None:
    """The person can no longer sign in, from the next request on; what they lead ends today."""
    today = timezone.localdate()
    lines = SupervisionLine.objects.filter(supervisor=person)
    with telling_of_supervisors(User.objects.below(*lines.live().values_list("unit", flat=True)).exclude(pk=person.pk)):
        person.is_active = False
        person.save(update_fields=["is_active"])
        lines.filter(starts_on__gt=today).delete()
        lines.live(today).update(ends_on=today)
    Activation.objects.filter(user=person).delete()
    end_sessions(person)


@transaction.atomic
def remove_second_step(person: User, *, by: User) -> None:
    """For a person who has lost the phone and the codes. They are told, and signed out everywhere."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    send("second_step_removed", to=person)
