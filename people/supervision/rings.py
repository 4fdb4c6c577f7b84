"""Whether two people are each other's supervisors."""

from uuid import UUID

from people.models import SupervisionLine, User


def each_others_supervisors(by: User) -> list[tuple[UUID, UUID]]:
    """Pairs of whom each is the other's nearest supervisor: neither has anybody above them."""
    lines = SupervisionLine.objects.live().filter(kind=SupervisionLine.Kind.SUPERVISOR)
    leaders = User.objects.visible_to(by).active().filter(pk__in=lines.values("supervisor"))
    above = leaders.nearest_supervisors()
    return sorted(
        {(min(one, other), max(one, other)) for one, other in above.items() if other and above.get(other) == one}
    )
