"""What exists in workshops, cut by subject."""

from workshops.models.agenda import Agenda, Facilitating, Facilitator
from workshops.models.blocks import Attachment, Block, Speaker, Talk
from workshops.models.own_templates import OwnTemplate
from workshops.models.places import Presence, SignUp

__all__ = [
    "Agenda",
    "Attachment",
    "Block",
    "Facilitating",
    "Facilitator",
    "OwnTemplate",
    "Presence",
    "SignUp",
    "Speaker",
    "Talk",
]
