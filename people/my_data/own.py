"""What of the tables of `core`, `rooms`, `people` and the libraries a person's own export holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import AccessLog, ContentVersion, JournalEntry, Limit, Mail, PaperOrder, SettingChange
from core.outbox import letter
from people.access_log.labels import KINDS, OTHER, ROLES
from people.models import (
    Activation,
    Ancestry,
    EarlierSupervisor,
    LaunchMark,
    Mapping,
    MyDataExport,
    RightsRequest,
    RosterImport,
    RosterRun,
    SetUp,
    SignIn,
    SignInChange,
    SupervisionLine,
    Unit,
    User,
)
from people.my_data.tellings import group, leave_out, tell
from people.sign_in.letters import HOLDS_A_KEY
from rooms.models import Room

if TYPE_CHECKING:
    from django.utils.functional import Promise


def _reader(row: AccessLog, user: User) -> str:
    """The name where the reader is a party, as the list says it."""
    found = User.objects.visible_to(user).filter(pk=row.reader_id).first() if row.party else None
    return found.name if found else ""


def _role(row: AccessLog, user: User) -> str | Promise:
    return str(ROLES.get(row.reader_role, OTHER))


def _kind(row: AccessLog, user: User) -> str:
    return str(KINDS.get(row.kind, OTHER))


def _subject(row: Mail, user: User) -> str:
    """What the notice says; of one that holds a key, that there was one."""
    found = None if row.kind in HOLDS_A_KEY else letter(row)
    return found.subject if found else str(_("a notice of something that is gone or has been used"))


def declare_own() -> None:
    """Once every app is known."""
    group(
        "account",
        _("Name, unit and employment"),
        purpose=_("people sign in, and are known by their names, units and supervisors"),
        seen_by=_("colleagues name, title and unit; HR the rest"),
        since=_("when HR removes a leaver"),
        order=60,
    )
    group(
        "sign_ins",
        _("Sign-ins"),
        purpose=_("only its owner uses an account"),
        seen_by=_("only you"),
        period="sign_in_log",
        since=_("from signing in"),
        order=70,
    )
    group(
        "rights",
        _("Requests about your own data"),
        purpose=_("people get their rights over their own data in time"),
        seen_by=_("you and the data protection officer; HR what you asked"),
        period="rights_request",
        since=_("from closing it"),
        order=65,
    )
    group(
        "notices",
        _("Notices"),
        purpose=_("people hear that something waits for them"),
        seen_by=_("only you"),
        period="mail",
        since=_("from sending"),
        order=75,
    )
    group(
        "reads",
        _("Who has read"),
        purpose=_("each person sees who has read what is theirs"),
        seen_by=_("only you"),
        period="access_log",
        since=_("from the reading"),
        order=80,
    )

    tell(
        User,
        "account",
        _("You"),
        whose=lambda user: Q(pk=user.pk),
        apart={"password": "a secret that opens your account; only a scrambled form of it is kept"},
        counted=True,
    )
    tell(SupervisionLine, "account", _("Units that you lead"))
    tell(
        RightsRequest,
        "rights",
        _("Requests about your own data"),
        whose=lambda user: Q(by=user),
        words={"owner": _("who sees to it"), "text": _("what you wrote"), "prolonged_for": _("why it took longer")},
        counted=True,
    )
    tell(
        EarlierSupervisor,
        "account",
        _("Your earlier supervisors"),
        whose=lambda user: Q(person=user),
    )
    tell(apps.get_model("account", "EmailAddress"), "account", _("E-mail addresses"))
    tell(SignIn, "sign_ins", _("Sign-ins"), counted=True)
    tell(
        SignInChange,
        "sign_ins",
        _("Changes of your sign-in"),
        whose=lambda user: Q(person=user),
    )
    tell(SetUp, "sign_ins", _("Who set up your account"), whose=lambda user: Q(person=user))
    tell(
        apps.get_model("mfa", "Authenticator"),
        "sign_ins",
        _("The second step"),
        apart={"data": "secrets of your second step"},
    )
    tell(
        apps.get_model("socialaccount", "SocialAccount"),
        "sign_ins",
        _("Linked work accounts"),
        apart={"uid": "a scrambled number of the account, which opens it", "extra_data": "stays empty"},
    )
    tell(
        apps.get_model("usersessions", "UserSession"),
        "sign_ins",
        _("Where you are signed in"),
        apart={"session_key": "it opens your session", "data": "the library’s own"},
    )
    tell(
        Mail,
        "notices",
        _("Notices"),
        values={"kind": _subject},
        words={"to": _("person")},
        apart={"ids": "numbers of what the notice is about, which stands in rows of its own"},
        counted=True,
    )
    tell(
        AccessLog,
        "reads",
        _("Who has read"),
        whose=lambda user: Q(subject=user) & ~Q(reader=user),
        values={"reader": _reader, "reader_role": _role, "kind": _kind},
        apart={"seal": "a number of the chain over all rows"},
        counted=True,
    )
    group(
        "rooms",
        _("Live rooms"),
        purpose=_("a group works together on its phones without names"),
        seen_by=_("those in the room"),
        period="room",
        since=_("from closing"),
        order=85,
    )
    group(
        "tasks",
        _("What you keep for others"),
        purpose=_("those who keep the register and the settings answer for what they change"),
        seen_by=_("those who have the same task"),
        since=_("with the task"),
        order=90,
    )
    tell(Room, "rooms", _("Live rooms that you opened"), whose=lambda user: Q(owner=user))
    tell(Mapping, "tasks", _("Mappings of files that you saved"), apart={"content": "headers of a file’s columns"})

    tell(
        SettingChange,
        "tasks",
        _("Settings that you have changed"),
        words={
            "area": _("settings of what"),
            "setting": _("setting"),
            "before": pgettext_lazy("a setting", "before"),
            "after": pgettext_lazy("a setting", "after"),
            "negotiated_on": _("negotiated with the staff on"),
        },
    )

    tell(ContentVersion, "tasks", _("Texts that you have worded"), apart={"texts": "the texts are everybody’s to read"})

    tell(
        LaunchMark,
        "tasks",
        _("Steps of taking into use that you marked as done"),
        words={"step": _("step"), "done_on": _("done")},
    )
    tell(
        RosterRun,
        "tasks",
        _("Files of people that you have brought"),
        words={
            "file": _("file"),
            "is_nightly": _("by the nightly run"),
            "outcome": _("what became of it"),
            "counts": _("how many people it changed"),
        },
    )
    leave_out("tries at signing in, counted for minutes under a scrambled key that names nobody", Limit)
    leave_out("a copy of a page of yours, for a day", PaperOrder)
    leave_out("a file about other people, for a day; that you save one is told by what it changes", RosterImport)
    leave_out("the export itself", MyDataExport)
    leave_out("a scrambled code that opens your account, until you use it", Activation)
    leave_out("the employer’s structure; your own unit stands in your own row", Unit)
    leave_out("which rows a restored backup must not bring back: numbers alone, nobody’s name", JournalEntry)
    leave_out("the employer’s structure", Ancestry)
    leave_out("not used", apps.get_model("account", "EmailConfirmation"))
    leave_out(
        "the scrambled content of a session; where you are signed in is told", apps.get_model("sessions", "Session")
    )
    leave_out("work that waits for the server: ids alone", apps.get_model("django_tasks_database", "DBTaskResult"))
