"""The rooms app."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """Live rooms that people join with a code."""

    name = "rooms"
