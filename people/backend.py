"""Signing in: allauth's backend, which also finds in the same query what every page asks about the person."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from core.models import Mail
from core.prepared import prepared
from people.models import SignInChange, User
from people.second_step.authenticator import SECOND_STEPS
from people.user.models import UserQuerySet


@prepared()
def _signed_in(pk: UUID) -> UserQuerySet:
    second_step = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    news = SignInChange.objects.unseen().filter(person=OuterRef("pk"))
    notices = Mail.objects.unread().filter(to=OuterRef("pk")).values("to").annotate(count=Count("pk")).values("count")
    unread = Coalesce(Subquery(notices), Value(0), output_field=IntegerField())
    person = User.objects.filter(pk=pk).with_tasks()
    return person.annotate(second_step_is_on=Exists(second_step), has_sign_in_news=Exists(news), unread_notices=unread)


class Backend(AuthenticationBackend):
    """User names and e-mail addresses, and the signed-in person with their tasks and whether the second step is on."""

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person; nobody when the account may not sign in any more."""
        found = _signed_in(User._meta.pk.to_python(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
