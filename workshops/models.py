"""What exists in workshops, cut by subject."""

from workshops.agenda.models import Agenda, Facilitating, OwnTemplate, SignUp
from workshops.attendance.models import Presence
from workshops.block.models import Attachment, Block, Speaker, Step, Talk
from workshops.clock.models import ClockEvent
from workshops.facilitator.models import Facilitator
from workshops.forum.models import Forum, ForumItem, ForumMeeting, ForumRow
from workshops.idea.models import Idea
from workshops.task.models import Choice, GroupWork, HandedOver, Line, Task, TaskGroup

__all__ = [
    "Agenda",
    "Attachment",
    "Block",
    "Choice",
    "ClockEvent",
    "Facilitating",
    "Facilitator",
    "Forum",
    "ForumItem",
    "ForumMeeting",
    "ForumRow",
    "GroupWork",
    "HandedOver",
    "Idea",
    "Line",
    "OwnTemplate",
    "Presence",
    "SignUp",
    "Speaker",
    "Step",
    "Talk",
    "Task",
    "TaskGroup",
]
