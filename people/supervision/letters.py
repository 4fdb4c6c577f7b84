"""To whoever has another supervisor."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Letter, mail, own_account
from people.models import User


@mail("supervisor_changed", about=own_account)
def supervisor_changed(user: User, _account: User) -> Letter:
    """Who the supervisor is now, by the data of this moment."""
    supervisor = user.supervisor
    if supervisor:
        told = _("Your supervisor in Early support is now %(name)s.") % {"name": supervisor.name}
    else:
        told = _("You have no supervisor in Early support now.")
    kept = _("Nobody else sees your earlier conversations unless you open them.")
    return Letter(_("Your supervisor has changed"), f"{told} {kept}", link=reverse("account_settings"))
