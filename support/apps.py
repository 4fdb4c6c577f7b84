"""The support app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation


class SupportConfig(AppConfig):
    """Near-support."""

    name = "support"

    def ready(self) -> None:
        """Put our pages into the navigation."""
        navigation.register(55, _("Support"), "measure_list", prefix="/tuki/")
