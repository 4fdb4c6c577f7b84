"""Who is who: users, the tree of units, and who supervises whom."""

from people.models.units import Ancestry, SupervisionLine, Unit
from people.models.users import User

__all__ = ["Ancestry", "SupervisionLine", "Unit", "User"]
