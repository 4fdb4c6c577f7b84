"""How often a password, a code of the second step or of a letter may be tried: one allowance for each account.

It is the same whether the user name or the e-mail address is typed, and however it is written. A browser in which the
person has signed in before has an allowance of its own, and so has an open sign-in: somebody else's guesses keep nobody
out of where they have been. How many tries in which time: ACCOUNT_RATE_LIMITS.
"""

import unicodedata
from collections.abc import Callable

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from people.models import User
from people.sign_in.known_browsers import known_browser_of

# Names of limits in ACCOUNT_RATE_LIMITS
PASSWORD, CODE, LETTER = "password_tried", "code_tried", "activate"


def take_try(request: HttpRequest, what: str, whose: User | str) -> Callable[[], None] | None:
    """Use up one try; returns what gives the tries back after a success, or None when there are none left.

    ``whose``: the account, or what was typed to name one. An account that does not exist has an allowance as well, so
    that the replies are equal.
    """
    account = User.objects.named(whose).first() if isinstance(whose, str) else whose
    key = _key(request, account, whose)
    if account and what == PASSWORD:  # a new password begins anew
        key += salted_hmac("people.allowances", account.password, algorithm="sha256").hexdigest()
    if not ratelimit.consume(request, action=what, key=key):
        return None
    return lambda: ratelimit.clear(request, action=what, key=key)


def _key(request: HttpRequest, account: User | None, typed: User | str) -> str:
    if account is None:
        return f"nobody:{unicodedata.normalize('NFKC', str(typed)).casefold().strip()}"
    if request.user.is_authenticated and request.user.pk == account.pk:
        return f"{account.pk}:signed in:{request.session.session_key}"
    browser = known_browser_of(request, account)
    return f"{account.pk}:{browser}" if browser else str(account.pk)
