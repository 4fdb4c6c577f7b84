"""Who is who, and the traces of sign-in, cut by subject."""

from people.launch.models import LaunchMark
from people.my_data.models import MyDataExport
from people.rights.models import RightsRequest
from people.roster.models import Mapping, RosterImport, RosterRun
from people.second_person.models import SetUp, SignInChange
from people.sign_in.models import Activation, SignIn
from people.supervision.models import EarlierSupervisor, SupervisionLine
from people.unit.models import Ancestry, Unit
from people.user.models import User

__all__ = [
    "Activation",
    "Ancestry",
    "EarlierSupervisor",
    "LaunchMark",
    "Mapping",
    "MyDataExport",
    "RightsRequest",
    "RosterImport",
    "RosterRun",
    "SetUp",
    "SignIn",
    "SignInChange",
    "SupervisionLine",
    "Unit",
    "User",
]
