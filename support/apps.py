"""The support app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import evidence, navigation, start


class SupportConfig(AppConfig):
    """Near-support."""

    name = "support"

    def ready(self) -> None:
        """Put our pages into the navigation, and what waits onto the start page."""
        for room in ("measure", "request"):  # importing them registers them
            import_module(f"support.{room}.letters")
        # models can be imported only now that every app is known
        from people.access_log.labels import label_kind
        from people.my_data import asides
        from support import desk
        from support.evidence import support
        from support.my_data import declare as declare_my_data
        from support.path.models import beside
        from support.request.start import has_requests, requests

        declare_my_data()
        label_kind("help_request", _("request for help"))
        desk.register()
        asides.register(10, "support/path/_beside.html", beside)
        start.register(requests, when=has_requests)
        evidence.register(20, _("Support"), support)
        navigation.register(55, _("Support"), "measure_list", prefix="/tuki/")
