"""What HR has changed of a person's account, and who keeps the register."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail, own_account
from people.models import User
from people.second_person.letters import privacy_contact


@mail("sign_in_data_changed", about=own_account, urgent=True)
def sign_in_data_changed(user: User, _account: User) -> Letter:
    """Before the account was in use HR alone has changed it."""
    told = _("HR changed your user name or your e-mail address.")
    return Letter(
        _("Your sign-in data was changed"), f"{told}\n\n{privacy_contact()}", link=reverse("account_settings")
    )


@mail("role_changed", about=own_account)
def role_changed(user: User, _account: User) -> Letter:
    """The roles of HR and system administrator."""
    roles = [label for has, label in ((user.is_hr, _("HR")), (user.is_admin, _("system administrator"))) if has]
    told = _("Your tasks in Early support: %(roles)s.") % {"roles": ", ".join(roles)} if roles else ""
    told = told or _("You no longer have the tasks of HR or of the system administrator in Early support.")
    return Letter(_("Your tasks in Early support were changed"), told, link=reverse("account_settings"))


@dataclass(frozen=True)
class _Tasks:
    """Whose tasks are now what, and who has changed them."""

    person: str
    by: str
    is_hr: bool
    is_admin: bool


def _tasks_of(user: User, ids: Ids) -> _Tasks:
    """For those who keep the register, as long as they do."""
    if not user.keeps_register:
        raise User.DoesNotExist
    people = User.objects.visible_to(user).in_bulk([ids["person"], ids["by"]])
    names = {str(pk): person.name for pk, person in people.items()}
    person, by = names.get(ids["person"], "–"), names.get(ids["by"], "–")
    return _Tasks(person, by, ids["is_hr"] == "True", ids["is_admin"] == "True")


@mail("register_tasks", about=_tasks_of)
def _tasks(user: User, tasks: _Tasks) -> Letter:
    """To all who keep the register: who has become one of them, or is it no more."""
    roles = [label for has, label in ((tasks.is_hr, _("HR")), (tasks.is_admin, _("system administrator"))) if has]
    text = _("%(person)s: tasks in the register are now: %(roles)s. Changed by %(by)s.") % {
        "person": tasks.person,
        "by": tasks.by,
        "roles": ", ".join(roles) or _("none"),
    }
    return Letter(_("Somebody's tasks in the register were changed"), text, link=reverse("person_list"))
