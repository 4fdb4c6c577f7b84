"""What happened to one's work account here, told where the person was reachable before."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Letter, mail, own_account
from people.models import User


def _if_not_you() -> str:
    return _("If this was not you, take the link away under My account, change your password and tell HR at once.")


@mail("work_account_linked", about=own_account, urgent=True)
def linked(user: User, _account: User) -> Letter:
    """A new way in."""
    told = _("A work account was linked to your user name. It signs you in from now on.")
    return Letter(_("Your work account was linked"), f"{told}\n\n{_if_not_you()}", link=reverse("work_account_list"))


@mail("work_account_unlinked", about=own_account, urgent=True)
def unlinked(user: User, _account: User) -> Letter:
    """One way in less."""
    told = _("Your work account no longer signs you in here. Other browsers were signed out.")
    return Letter(_("Your work account was unlinked"), f"{told}\n\n{_if_not_you()}", link=reverse("work_account_list"))
