"""What exists in workshops, cut by subject."""

from workshops.models.agenda import Agenda, Facilitating, Facilitator
from workshops.models.blocks import Attachment, Block, Speaker, Talk
from workshops.models.clock import ClockEvent
from workshops.models.forums import Forum, ForumItem, ForumMeeting, ForumRow
from workshops.models.own_templates import OwnTemplate
from workshops.models.places import Presence, SignUp
from workshops.models.steps import Step
from workshops.models.tasks import GroupWork, Idea, Line, Task, TaskGroup

__all__ = [
    "Agenda",
    "Attachment",
    "Block",
    "ClockEvent",
    "Facilitating",
    "Facilitator",
    "Forum",
    "ForumItem",
    "ForumMeeting",
    "ForumRow",
    "GroupWork",
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
