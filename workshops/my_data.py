"""What of the workshops' tables a person's own export holds."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.my_data.tellings import group, leave_out, tell
from workshops.models import (
    Agenda,
    Attachment,
    Block,
    Facilitating,
    Facilitator,
    Forum,
    ForumItem,
    ForumMeeting,
    ForumRow,
    GroupWork,
    HandedOver,
    Idea,
    Line,
    OwnTemplate,
    Presence,
    SignUp,
    Step,
    Task,
    TaskGroup,
)


def declare() -> None:
    """Once every app is known."""
    group(
        "workshops",
        _("Workshops"),
        purpose=_("workshops are planned and held, and whoever comes has a place"),
        seen_by=_("you and whoever leads the workshop"),
        period="workshop_presence",
        since=_("from its day"),
        order=40,
    )
    tell(SignUp, "workshops", _("Where you have signed up"), counted=True)
    tell(Presence, "workshops", _("Where you have been"), counted=True)
    tell(Facilitating, "workshops", _("Workshops that you lead"), counted=True)
    tell(Facilitator, "workshops", _("Facilitator"))
    tell(Agenda, "workshops", _("Workshops that you made"), whose=lambda user: Q(created_by=user))
    tell(OwnTemplate, "workshops", _("Your own templates"))
    tell(GroupWork, "workshops", _("Group works that you prepared"), whose=lambda user: Q(owner=user))
    tell(HandedOver, "workshops", _("Group works that were handed over to you"))
    tell(Idea, "workshops", _("Ideas that you sent to HR"), whose=lambda user: Q(by=user))
    tell(Forum, "workshops", _("Forums that you chair"), whose=lambda user: Q(chair=user))
    leave_out(
        "a programme for all who are invited; names in it are text, joined to no account", Attachment, Block, Step
    )
    forums = (ForumMeeting, ForumItem, ForumRow)
    leave_out("agendas of the employer’s forums; names in them are text, joined to no account", *forums)
    lines = (Task, Task.groups.through, TaskGroup, Line)
    leave_out("what a group wrote together on its phones: nobody knows who wrote which line", *lines)
