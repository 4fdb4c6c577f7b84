"""Signing in: allauth's backend, which also finds in the same query what every page asks about the person."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from core.prepared import prepared
from people.models import SupervisionLine, User
from people.models.users import UserQuerySet


@prepared
def _with_leads(pk: UUID) -> UserQuerySet:
    lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"))
    return User.objects.filter(pk=pk).annotate(leads=Exists(lines))  # type: ignore[no-any-return]


class Backend(AuthenticationBackend):
    """User names and e-mail addresses, and the signed-in person with ``leads``."""

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person; nobody when the account may not sign in any more."""
        found = _with_leads(User._meta.pk.to_python(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
