"""Signing in: allauth's backend, which also finds in the same query what every page asks about the person."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from people.models import SupervisionLine, User


class Backend(AuthenticationBackend):
    """User names and e-mail addresses, and the signed-in person with ``leads``."""

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person; nobody when the account may not sign in any more."""
        lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"))
        user = User.objects.filter(pk=user_id).annotate(leads=Exists(lines)).first()  # type: ignore[no-redef]
        return user if user and self.user_can_authenticate(user) else None
