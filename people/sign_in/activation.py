"""The link with which a person with e-mail signs in for the first time.

It holds a signature and no secret of the database, fits only as long as the password and the address are what they
were when it was made, and lives for 14 days.
"""

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from people.models import User
from people.sign_in.models import VALID_FOR

SALT = "people.activation"


def _state(user: User) -> str:
    value = f"{user.pk}:{user.password}:{user.email}:{user.is_active}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:32]


def make_token(user: User) -> str:
    """The last part of the link."""
    return signing.dumps([str(user.pk), _state(user)], salt=SALT)


def find_user(token: str) -> User | None:
    """Whose link this is, if it still fits."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.active().filter(pk=pk).first()
    return user if user and constant_time_compare(state, _state(user)) else None
