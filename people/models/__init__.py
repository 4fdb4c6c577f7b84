"""Who is who: users, the tree of units, who supervises whom, and the traces of sign-in."""

from people.models.sign_in import Activation, SignIn
from people.models.units import Ancestry, SupervisionLine, Unit
from people.models.users import User

__all__ = ["Activation", "Ancestry", "SignIn", "SupervisionLine", "Unit", "User"]
