"""The vatupassi app."""

from django.apps import AppConfig


class VatupassiConfig(AppConfig):
    """Assessments, conversations, agreements and follow-ups."""

    name = "vatupassi"
