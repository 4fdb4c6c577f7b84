"""Whether two people are each other's supervisors."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from people.models import SupervisionLine, User


def each_others_supervisors(by: User) -> list[tuple[UUID, UUID]]:
    """Pairs of whom each is the other's nearest supervisor: neither has anybody above them."""
    lines = SupervisionLine.objects.live().filter(kind=SupervisionLine.Kind.SUPERVISOR)
    # of all leaders the few who have somebody above them who has them above; who is nearest is asked of these alone
    others = lines.exclude(supervisor=OuterRef("supervisor"))
    back = others.filter(
        unit__below__unit=OuterRef("supervisor__unit"), supervisor__unit__above__ancestor=OuterRef("unit")
    )
    leaders = User.objects.visible_to(by).active().filter(pk__in=lines.filter(Exists(back)).values("supervisor"))
    above = leaders.nearest_supervisors()
    return sorted(
        {(min(one, other), max(one, other)) for one, other in above.items() if other and above.get(other) == one}
    )
