"""What exists in Verme, cut by subject."""

from verme.models.mentors import Mentor, Mentoring
from verme.models.season import Group, Membership, Season, SignUp

__all__ = ["Group", "Membership", "Mentor", "Mentoring", "Season", "SignUp"]
