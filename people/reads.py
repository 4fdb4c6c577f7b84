"""The words for rows of the access log: what was read and in which role.

The apps above register their kinds (`name_kind("conversation", _("conversation"))` in `AppConfig.ready`).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {"conversation": _("conversation"), "assessment": _("assessment")}
ROLES: dict[str, str | Promise] = {
    "employee": _("employee"),
    "supervisor": _("supervisor"),
    "deputy": _("deputy"),
    "hr": _("HR"),
    "opened": _("somebody to whom you opened it"),
}
OTHER = _("other")


def name_kind(kind: str, label: str | Promise) -> None:
    """Say how a kind of item is called in the list of readers."""
    KINDS[kind] = label


def name_role(role: str, label: str | Promise) -> None:
    """Say how a reader's role is called in the list of readers."""
    ROLES[role] = label
