"""What exists, cut by subject."""

from support.measure.models import Measure, suggest
from support.path.models import Contact

__all__ = ["Contact", "Measure", "suggest"]
