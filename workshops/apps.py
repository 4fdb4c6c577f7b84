"""The workshops app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, start


class WorkshopsConfig(AppConfig):
    """Agendas, group tasks, annual clock and forums."""

    name = "workshops"

    def ready(self) -> None:
        """Put our pages into the navigation and our things onto the start page."""
        from workshops.start import things

        start.register(things)
        navigation.register(50, _("Workshops"), "workshops", prefix="/tyopajat/")
