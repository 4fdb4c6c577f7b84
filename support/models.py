"""What exists, cut by subject."""

from support.measure.models import Measure, suggest

__all__ = ["Measure", "suggest"]
