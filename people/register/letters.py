"""What HR has changed of a person's account, and who keeps the register."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail, own_account
from people.models import User
from people.second_person.letters import privacy_contact
from people.user.models import ROLES


@mail("sign_in_data_changed", about=own_account, urgent=True)
def sign_in_data_changed(user: User, _account: User) -> Letter:
    """Before the account was in use HR alone has changed it."""
    told = _("HR changed your user name or your e-mail address.")
    return Letter(
        _("Your sign-in data was changed"), f"{told}\n\n{privacy_contact()}", link=reverse("account_settings")
    )


def _words(roles: dict[str, bool]) -> str:
    """“HR, system administrator”."""
    words = {
        "is_hr": _("HR"),
        "is_admin": _("system administrator"),
        "is_data_protection_officer": _("data protection officer"),
    }
    return ", ".join(words[name] for name, has in roles.items() if has)


@mail("role_changed", about=own_account)
def role_changed(user: User, _account: User) -> Letter:
    """The roles that one has now."""
    roles = _words(user.roles)
    told = _("Your tasks in Early support: %(roles)s.") % {"roles": roles} if roles else ""
    told = told or _("You no longer have a role of your own in Early support.")
    return Letter(_("Your tasks in Early support were changed"), told, link=reverse("account_settings"))


@dataclass(frozen=True)
class _Tasks:
    """Whose tasks are now what, and who has changed them."""

    person: str
    by: str
    roles: dict[str, bool]


def _tasks_of(user: User, ids: Ids) -> _Tasks:
    """For those who keep the register, as long as they do."""
    if not user.keeps_register:
        raise User.DoesNotExist
    people = User.objects.visible_to(user).in_bulk([ids["person"], ids["by"]])
    names = {str(pk): person.name for pk, person in people.items()}
    person, by = names.get(ids["person"], "–"), names.get(ids["by"], "–")
    return _Tasks(person, by, {name: ids.get(name) == "True" for name in ROLES})


@mail("register_tasks", about=_tasks_of)
def _tasks(user: User, tasks: _Tasks) -> Letter:
    """To all who keep the register: who has become one of them, or is it no more."""
    text = _("%(person)s: tasks in the register are now: %(roles)s. Changed by %(by)s.") % {
        "person": tasks.person,
        "by": tasks.by,
        "roles": _words(tasks.roles) or _("none"),
    }
    return Letter(_("Somebody's tasks in the register were changed"), text, link=reverse("person_list"))
