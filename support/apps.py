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
        for room in ("load", "measure", "near", "request"):  # importing them registers them
            import_module(f"support.{room}.letters")
        # models can be imported only now that every app is known
        from people.access_log.labels import label_kind, label_role
        from people.my_data import asides
        from people.pick import search
        from support import deletion, desk, launch
        from support.evidence import support
        from support.load.start import has_notices, notices
        from support.my_data import declare as declare_my_data
        from support.near.forms import who_may_be_near
        from support.path.forms import who_may_be_contact
        from support.path.models import beside
        from support.request.start import has_requests, requests

        declare_my_data()
        deletion.register()
        label_kind("help_request", _("request for help"))
        label_kind("load_notice", _("notice of load"))
        label_role("safety", _("occupational safety representative"))
        search.register("contact", who_may_be_contact)
        search.register("near", who_may_be_near)
        desk.register()
        asides.register(10, "support/path/_beside.html", beside)
        start.register(requests, when=has_requests)
        start.register(notices, when=has_notices)
        launch.declare()
        evidence.register(20, _("Models and near-support"), support)
        navigation.register(55, _("Support"), "measure_list", prefix="/tuki/")
        navigation.register_pages("desk", "inbox", "help_desk")
        navigation.register_pages("desk", "content_list", "measure_new", "measure_edit", "near_list")
        navigation.register_pages("desk", "content_list", "contact_list", "contact_new", "contact_edit")
        navigation.register_place("desk", 75, _("Written models"), "model_list", prefix="/tuki/mallit/")
