"""The Verme app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, start


class VermeConfig(AppConfig):
    """Peer-group mentoring: seasons, groups, sessions and mentors."""

    name = "verme"

    def ready(self) -> None:
        """Put our pages into the navigation and our things onto the start page."""
        import_module("verme.mails")
        from verme.start import things

        start.register(things)
        navigation.register(40, _("Verme"), "verme", prefix="/verme/")
