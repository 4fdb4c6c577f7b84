"""The workshops app."""

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """Agendas, group tasks, annual clock and forums."""

    name = "workshops"
