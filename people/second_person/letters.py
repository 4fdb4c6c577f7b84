"""Changes of the way to sign in: who asked, who agreed, and whom to ask."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import organisation
from core.formats import moment
from core.outbox import Ids, Letter, mail
from people.models import EarlierSupervisor, SignInChange, User
from people.second_person.models import EARLIER
from people.user.models import name_of


def _change_of_reader(user: User, ids: Ids) -> SignInChange:
    """A person may always be told about their own sign-in."""
    return _changes().about(user).get(pk=ids["change"])


def _change_in_register(user: User, ids: Ids) -> SignInChange:
    """For those who keep the register, as long as they do."""
    return _changes().visible_to(user).get(pk=ids["change"])


def _change_in_team(user: User, ids: Ids) -> SignInChange:
    """For the supervisor, while the person is in their line; and for whoever was it shortly before."""
    change: SignInChange = _changes().get(pk=ids["change"])
    earlier = EarlierSupervisor.objects.filter(person=change.person, supervisor=user)
    lately = earlier.filter(until__gt=change.asked_at - EARLIER)
    if not lately.exists() and not User.objects.in_line_of(user).filter(pk=change.person_id).exists():
        raise SignInChange.DoesNotExist
    return change


def _change_of_rule(user: User, ids: Ids) -> SignInChange:
    return _changes().filter(person=None).get(pk=ids["change"])


def _changes() -> Any:
    return SignInChange.objects.select_related("person", "asked_by", "settled_by")


def privacy_contact() -> str:
    """Whom to ask when a change of one's sign-in is not one's own wish: never HR, who may have made it."""
    if organisation.current().privacy_contact:
        return _("If you did not ask for this, contact: %(contact)s.") % {
            "contact": organisation.current().privacy_contact
        }
    return _("If you did not ask for this, contact the person for privacy in your organisation.")


def describe_change(change: SignInChange) -> str:
    """What is asked or done, by whom."""
    if change.kind == SignInChange.Kind.RENAMED:
        words = {"earlier": change.earlier_name, "asker": name_of(change.asked_by)}
        return _("Your name was changed. It was: %(earlier)s. Changed by %(asker)s.") % words
    names = {"what": change.get_kind_display(), "asker": name_of(change.asked_by)}
    if change.waits:
        return _("%(asker)s has asked for a change of your sign-in: %(what)s.") % names
    if change.settled_by is None:
        return _("Your sign-in was changed: %(what)s. Asked by %(asker)s, without a second person.") % names
    return _("Your sign-in was changed: %(what)s. Asked by %(asker)s, agreed to by %(second)s.") % (
        names | {"second": name_of(change.settled_by)}
    )


@mail("sign_in_change_asked", about=_change_of_reader, urgent=True)
def _asked(user: User, change: SignInChange) -> Letter:
    waits = _("It waits for a second person. You can stop it yourself when you have signed in.")
    text = f"{describe_change(change)} {waits}\n\n{privacy_contact()}"
    return Letter(_("A change of your sign-in waits"), text, link=reverse("own_changes"))


@mail("sign_in_change_done", about=_change_of_reader, urgent=True)
def _done(user: User, change: SignInChange) -> Letter:
    text = f"{describe_change(change)}\n\n{privacy_contact()}"
    renamed = change.kind == SignInChange.Kind.RENAMED
    subject = _("Your name was changed") if renamed else _("Your sign-in was changed")
    return Letter(subject, text, link=reverse("own_changes"))


@mail("sign_in_change_of_team", about=_change_in_team)
def _of_their_team(user: User, change: SignInChange) -> Letter:
    """The person has no e-mail: somebody who meets them tells."""
    text = _(
        "A change in the sign-in of a person in your team: %(person)s. What: %(what)s. Asked by: %(asker)s. "
        "The person has no e-mail, so please tell them of this when you meet, and that they can ask: %(contact)s."
    )
    if change.kind == SignInChange.Kind.RENAMED:
        text = _(
            "The name of a person in your team was changed: %(person)s, earlier %(earlier)s. Changed by: %(asker)s. "
            "The person has no e-mail, so please tell them of this when you meet, and that they can ask: %(contact)s."
        )
    text %= {
        "person": name_of(change.person),
        "earlier": change.earlier_name,
        "what": change.get_kind_display(),
        "asker": name_of(change.asked_by),
        "contact": organisation.current().privacy_contact or _("the contact person for privacy"),
    }
    return Letter(_("Please tell a member of your team"), text)


@mail("sign_in_change_waits", about=_change_in_register)
def _waits(user: User, change: SignInChange) -> Letter:
    about = {"asker": name_of(change.asked_by), "what": change.get_kind_display()}
    if change.person:
        text = _("%(asker)s asks you to be the second person. The person: %(person)s. What: %(what)s.") % (
            about | {"person": change.person.name}
        )
    else:
        text = _("%(asker)s asks you to be the second person. What: %(what)s.") % about
    for earlier in SignInChange.names_lately([change]).get(change.person_id, []):
        text += " " + _("The name was changed lately. It was: %(earlier)s.") % {"earlier": earlier}
    text += " " + _("Ask the person concerned, in person or by phone, before you agree.")
    return Letter(_("A change waits for a second person"), text, link=reverse("change_list"))


@mail("sign_in_change_settled", about=_change_in_register)
def _settled(user: User, change: SignInChange) -> Letter:
    text = _("What you asked for: %(what)s. Now: %(state)s.") % {
        "what": change.get_kind_display(),
        "state": change.get_state_display(),
    }
    if change.person:
        text += " " + _("The person: %(person)s.") % {"person": change.person.name}
    return Letter(_("A change that you asked for"), text, link=reverse("change_list"))


def _describe_change_of_rule(change: SignInChange) -> str:
    return _("%(what)s: asked by %(asker)s, agreed to by %(second)s, %(moment)s.") % {
        "what": change.get_kind_display(),
        "asker": name_of(change.asked_by),
        "second": name_of(change.settled_by),
        "moment": moment(change.settled_at or change.asked_at),
    }


def _change_of_rule_for_roles(user: User, ids: Ids) -> SignInChange:
    """For those who keep the register and for the data protection officer, as long as they are it."""
    if not user.has_role:
        raise SignInChange.DoesNotExist
    return _change_of_rule(user, ids)


@mail("second_person_rule", about=_change_of_rule_for_roles)
def _rule(user: User, change: SignInChange) -> Letter:
    link = reverse("change_list") if user.keeps_register else ""
    return Letter(_("The rule of a second person was changed"), _describe_change_of_rule(change), link=link)


@mail("second_person_rule_to_contact", about=_change_of_rule)
def _rule_to_contact(user: User, change: SignInChange) -> Letter:
    """To the contact for privacy, who has no account of this kind; it stands among the asker's notices as well."""
    text = _("For the contact person for privacy.") + " " + _describe_change_of_rule(change)
    return Letter(_("The rule of a second person was changed"), text)


def _printed_by(user: User, ids: Ids) -> User:
    """Who has printed a letter for the reader: always theirs to know."""
    return User.objects.visible_to(user).get(pk=ids["by"])


@mail("letter_made", about=_printed_by, urgent=True)
def letter_made(user: User, by: User) -> Letter:
    """A letter with a code, and who has printed it."""
    told = _(
        "A letter with a code was printed for you by: %(name)s. "
        "With it a new password can be chosen for your user name."
    ) % {"name": name_of(by)}
    return Letter(_("A new letter for signing in"), f"{told}\n\n{privacy_contact()}", link=reverse("account_settings"))
