"""What exists, cut by subject."""

from support.models.measures import Measure, suggest

__all__ = ["Measure", "suggest"]
