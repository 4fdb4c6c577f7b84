"""How the notices about people and sign-in read. Neutral subjects, no secrets in the rows."""

from collections.abc import Callable
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import moment
from core.outbox import Letter, mail
from people import activation
from people.models import SignIn, User

HOLDS_A_KEY = {"password_reset", "activation"}  # their text is for the mailbox alone


def _if_not_you() -> str:
    return _("If this was not you, change your password and tell HR at once.")


def _if_not_expected() -> str:
    return _("If you did not expect this, tell HR at once.")


@mail("password_reset")
def password_reset(user: User, ids: dict[str, Any]) -> Letter:
    """The link is made now, when the letter leaves, and works for as long as PASSWORD_RESET_TIMEOUT says.

    It stands in the text and not in `link`, because the application shows links and this one is a key.
    """
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    asked = _("Somebody, probably you, asked for a new password. Choose it here within 24 hours:")
    name = _("Your user name is %(name)s.") % {"name": user.username}
    ignore = _("If you did not ask for this, you need not do anything.")
    return Letter(_("A new password"), "\n\n".join([asked, settings.SITE_URL + path, name, ignore]))


@mail("activation")
def invitation(user: User, ids: dict[str, Any]) -> Letter:
    """The first sign-in of a person with e-mail; the link is made now and fits only once."""
    path = reverse("account_activate_link", args=[activation.make_token(user)])
    welcome = _(
        "%(employer)s uses Early support for conversations about work. You have been given a user name there. "
        "Choose a password here within 14 days:"
    ) % {"employer": settings.EMPLOYER_NAME}
    name = _("Your user name is %(name)s.") % {"name": user.username}
    return Letter(_("Your user name for Early support"), "\n\n".join([welcome, settings.SITE_URL + path, name]))


@mail("new_sign_in")
def new_sign_in(user: User, ids: dict[str, Any]) -> Letter:
    """A sign-in from a browser not used before."""
    sign_in = SignIn.objects.visible_to(user).get(pk=ids["sign_in"])
    told = _("You signed in on %(moment)s with a browser that you have not used here before: %(browser)s.") % {
        "moment": moment(sign_in.at),
        "browser": sign_in.browser or _("unknown browser"),
    }
    return Letter(_("Sign-in with a new browser"), f"{told}\n\n{_if_not_you()}", link=reverse("sign_in_list"))


def _about_sign_in(kind: str, say: Callable[[], tuple[str, str]], otherwise: Callable[[], str] = _if_not_you) -> None:
    """A notice that something in the person's own sign-in changed, by themselves or by HR."""

    @mail(kind)
    def build(user: User, ids: dict[str, Any]) -> Letter:
        subject, told = say()
        return Letter(subject, f"{told}\n\n{otherwise()}", link=reverse("account_settings"))


_about_sign_in(
    "password_changed", lambda: (_("Your password was changed"), _("The password of your user name was changed."))
)
_about_sign_in(
    "second_step_on", lambda: (_("The second step is on"), _("Signing in now asks for a code from your phone as well."))
)
_about_sign_in("second_step_off", lambda: (_("The second step is off"), _("Signing in no longer asks for a code.")))
_about_sign_in(
    "recovery_codes_made",
    lambda: (_("New recovery codes"), _("New recovery codes were made for you. The earlier ones no longer work.")),
)
_about_sign_in(
    "letter_made",
    lambda: (
        _("A new letter for signing in"),
        _("HR printed a letter with a code for you. With it a new password can be chosen for your user name."),
    ),
    _if_not_expected,
)
_about_sign_in(
    "sign_in_data_changed",
    lambda: (_("Your sign-in data was changed"), _("HR changed your user name or your e-mail address.")),
    _if_not_expected,
)
_about_sign_in(
    "second_step_removed",
    lambda: (_("The second step was removed"), _("HR removed the second step from your sign-in, as you had asked.")),
    _if_not_expected,
)


@mail("supervisor_changed")
def supervisor_changed(user: User, ids: dict[str, Any]) -> Letter:
    """Who the supervisor is now, by the data of this moment."""
    supervisor = user.supervisor
    if supervisor:
        told = _("Your supervisor in Early support is now %(name)s.") % {"name": supervisor.name}
    else:
        told = _("You have no supervisor in Early support now.")
    kept = _("Nobody else sees your earlier conversations unless you open them.")
    return Letter(_("Your supervisor has changed"), f"{told} {kept}", link=reverse("account_settings"))


@mail("role_changed")
def role_changed(user: User, ids: dict[str, Any]) -> Letter:
    """The roles of HR and system administrator."""
    roles = [label for has, label in ((user.is_hr, _("HR")), (user.is_admin, _("system administrator"))) if has]
    told = _("Your tasks in Early support: %(roles)s.") % {"roles": ", ".join(roles)} if roles else ""
    told = told or _("You no longer have the tasks of HR or of the system administrator in Early support.")
    return Letter(_("Your tasks in Early support were changed"), told, link=reverse("account_settings"))
