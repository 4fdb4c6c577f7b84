"""The support app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Near-support."""

    name = "support"
