"""What of people's data is deleted by age."""

import datetime

from django.db.models import Q

from core.retention import keeps
from people.models import (
    EarlierSupervisor,
    MyDataExport,
    RightsRequest,
    RosterImport,
    RosterRun,
    SetUp,
    SignIn,
    SignInChange,
    User,
)


@keeps("sign_in_log", order=70)
def old_sign_ins(before: datetime.datetime) -> int:
    """The log of sign-ins."""
    return SignIn.objects.filter(at__lt=before).delete()[0]


@keeps("sign_in_change", order=71)
def old_sign_in_changes(before: datetime.datetime) -> int:
    """What was asked and settled; the word on the rule that holds now stays."""
    old = SignInChange.objects.filter(asked_at__lt=before).exclude(state=SignInChange.State.WAITING)
    held = SignInChange.objects.filter(person=None, state=SignInChange.State.DONE).order_by("-settled_at").first()
    return (old.exclude(pk=held.pk) if held else old).delete()[0]


@keeps("sign_in_change", order=73)
def old_supervisors(before: datetime.datetime) -> int:
    """Who led whom, once it could concern no change that is kept."""
    return EarlierSupervisor.objects.filter(until__lt=before).delete()[0]


@keeps("sign_in_change", order=72)
def old_set_ups(before: datetime.datetime) -> int:
    """Who set up whose account, unless the account keeps the register."""
    keepers = User.objects.active().filter(Q(is_hr=True) | Q(is_admin=True)).values("pk")
    old = SetUp.objects.filter(at__lt=before).exclude(person__in=keepers)
    return old.delete()[0]


@keeps("roster_import", order=74, to_the_minute=True)
def old_roster_imports(before: datetime.datetime) -> int:
    """Files that HR has brought, with what they would change; one that is being saved this minute stays."""
    return RosterImport.objects.filter(made_at__lt=before).exclude(beat_at__gte=before).delete()[0]


@keeps("setting_change", order=77)
def old_roster_runs(before: datetime.datetime) -> int:
    """What has become of imports."""
    return RosterRun.objects.filter(at__lt=before).delete()[0]


@keeps("my_data_export", order=75, to_the_minute=True)
def old_exports(before: datetime.datetime) -> int:
    """Copies of people's own data."""
    return MyDataExport.objects.filter(asked_at__lt=before).delete()[0]


@keeps("rights_request", order=76)
def old_rights_requests(before: datetime.datetime) -> int:
    """What people asked about their own data, with the answers, from closing."""
    return RightsRequest.objects.filter(closed_on__lt=before.date()).delete()[0]
