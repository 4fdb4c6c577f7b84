"""Moves in the tree of units."""

from people.models import Unit


def lock_tree() -> None:
    """One move of units at a time: two moves that are each right may together make a ring."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
