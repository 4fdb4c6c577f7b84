"""Links for signing in, and what has happened to one's sign-in. Neutral subjects, no secrets in the rows."""

from collections.abc import Callable

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import organisation
from core.content import edited
from core.formats import moment
from core.outbox import Ids, Letter, mail, own_account
from people.models import SignIn, User
from people.sign_in.activation import make_token

WELCOME = edited(
    "letters",
    "welcome",
    gettext_lazy(
        "%(employer)s uses Early support for conversations about work. You have been given a user name there. "
        "Choose a password here within 14 days:"
    ),
    gettext_lazy("Before the link for the first sign-in"),
    in_lines=True,
)
HOLDS_A_KEY = {"password_reset", "activation"}  # their text is for the mailbox alone


def _if_not_you() -> str:
    return _("If this was not you, change your password and tell HR at once.")


@mail("password_reset", about=own_account, urgent=True)
def password_reset(user: User, _account: User) -> Letter:
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


@mail("activation", about=own_account, urgent=True)
def invitation(user: User, _account: User) -> Letter:
    """The first sign-in of a person with e-mail; the link is made now and fits only once."""
    path = reverse("account_activate_link", args=[make_token(user)])
    welcome = WELCOME % {"employer": organisation.current().name}
    name = _("Your user name is %(name)s.") % {"name": user.username}
    return Letter(_("Your user name for Early support"), "\n\n".join([welcome, settings.SITE_URL + path, name]))


def _own_sign_in(user: User, ids: Ids) -> SignIn:
    return SignIn.objects.visible_to(user).get(pk=ids["sign_in"])


@mail("new_sign_in", about=_own_sign_in, urgent=True)
def new_sign_in(user: User, sign_in: SignIn) -> Letter:
    """A sign-in from a browser not used before."""
    told = _("You signed in on %(moment)s with a browser that you have not used here before: %(browser)s.") % {
        "moment": moment(sign_in.at),
        "browser": sign_in.browser or _("unknown browser"),
    }
    return Letter(_("Sign-in with a new browser"), f"{told}\n\n{_if_not_you()}", link=reverse("sign_in_list"))


def _about_sign_in(kind: str, say: Callable[[], tuple[str, str]]) -> None:
    """A notice that something in the person's own sign-in changed."""

    @mail(kind, about=own_account, urgent=True)
    def build(user: User, _account: User) -> Letter:
        subject, told = say()
        return Letter(subject, f"{told}\n\n{_if_not_you()}", link=reverse("account_settings"))


_about_sign_in(
    "password_changed", lambda: (_("Your password was changed"), _("The password of your user name was changed."))
)


_about_sign_in(
    "second_step_on", lambda: (_("The second step is on"), _("Signing in now asks for a code from your phone as well."))
)


_about_sign_in("second_step_off", lambda: (_("The second step is off"), _("Signing in no longer asks for a code.")))


_about_sign_in(
    "passkey_added",
    lambda: (_("A new passkey"), _("A passkey was added to your user name. It signs you in from now on.")),
)


_about_sign_in(
    "passkey_removed",
    lambda: (_("A passkey was taken away"), _("A passkey was taken away from your user name. It no longer works.")),
)


_about_sign_in(
    "recovery_codes_made",
    lambda: (_("New recovery codes"), _("New recovery codes were made for you. The earlier ones no longer work.")),
)
