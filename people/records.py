"""What the tables of Django and of other libraries hold of people (core/records.py)."""

from __future__ import annotations

from dataclasses import replace

from core.records import Data, Ground, Record, declare

SIGN_IN = Record(
    data=Data.DIRECTORY,
    readers="nobody directly",
    purpose="only its owner uses an account",
    ground=Ground.SECURITY,
    until="the account is removed",
)
SESSION = replace(SIGN_IN, data=Data.PROCESS, until="the person signs out, or the session expires")
NOTHING = Record(
    data=Data.TECHNICAL,
    readers="nobody",
    purpose="the library makes the table; nothing of ours uses it",
    ground=Ground.NOBODY,
    until="never: it names nobody",
)


def declare_libraries() -> None:
    """Called once, when the app is ready."""
    declare("account.EmailAddress", SIGN_IN)
    declare("account.EmailConfirmation", SIGN_IN)
    # its secrets are encrypted by people/second_step/authenticator.py, in a field of allauth's own
    until = "the person turns the second step off, or two have agreed to remove it"
    declare("mfa.Authenticator", replace(SIGN_IN, data=Data.PROCESS, until=until))
    # of a work account: which provider, a hash of whom it names, since when and when last; nothing else is filled
    until = "the person takes the link away, or the account is removed"
    only_they = replace(SIGN_IN, data=Data.PROCESS, readers="only that person", until=until)
    declare("socialaccount.SocialAccount", only_they)
    for label in ("socialaccount.SocialApp", "socialaccount.SocialToken"):
        declare(label, NOTHING)
    declare("sessions.Session", SESSION)
    declare("usersessions.UserSession", replace(SESSION, readers="only that person"))
    for label in ("auth.Permission", "auth.Group", "contenttypes.ContentType"):
        declare(label, NOTHING)
    jobs = "what takes long is done after the page has been answered; the row holds ids only"
    declare(
        "django_tasks_database.DBTaskResult",
        Record(data=Data.PROCESS, readers="nobody", purpose=jobs, ground=Ground.WORK_SAFETY, kept=("jobs",)),
    )
