"""What exists, cut by subject."""

from support.measure.models import Measure, suggest
from support.model.models import ModelFile, ModelVersion
from support.path.models import Contact
from support.request.models import HelpRequest

__all__ = ["Contact", "HelpRequest", "Measure", "ModelFile", "ModelVersion", "suggest"]
