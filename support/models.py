"""What exists, cut by subject."""

from support.load.models import LoadNotice
from support.measure.models import Measure, suggest
from support.model.models import ModelFile, ModelVersion
from support.near.models import NearSupporter
from support.path.models import Contact
from support.request.models import HelpRequest

__all__ = ["Contact", "HelpRequest", "LoadNotice", "Measure", "ModelFile", "ModelVersion", "NearSupporter", "suggest"]
