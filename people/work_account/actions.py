"""Linking a work account with its person, and taking the link away. Both are told to the person."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.outbox import send
from people.models import User
from people.sign_in.actions import end_sessions
from people.work_account.found import Found


class Refusal(Exception):
    """It cannot be done, and why, for the person who tried."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__()
        self.why = why


def link(found: Found, *, to: User) -> SocialAccount:
    """From now on whoever signs in at the provider with this account is this person; an earlier one of there is not."""
    person = User.objects.select_for_update(no_key=True).get(pk=to.pk)
    there = SocialAccount.objects.filter(provider=found.provider_id)
    taken = there.filter(uid=found.uid).first()
    if taken and taken.user_id != person.pk:
        raise Refusal(_("This work account is linked to another user name already. Ask HR to look into it."))
    if taken:
        return taken
    there.filter(user=person).delete()
    account = SocialAccount.objects.create(user=person, provider=found.provider_id, uid=found.uid)
    send("work_account_linked", to=person)
    return account


def unlink(account: SocialAccount, *, by: User, session: str | None) -> None:
    """The work account opens nothing here any more; other browsers are signed out."""
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    others = SocialAccount.objects.filter(user=person).exclude(pk=account.pk)
    if not person.has_usable_password() and not others.exists():
        raise Refusal(_("Without it you could not sign in. Choose a password first."))
    account.delete()
    end_sessions(person, but=session)
    send("work_account_unlinked", to=person)
