"""The Verme app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, start
from people import reads


class VermeConfig(AppConfig):
    """Peer-group mentoring: seasons, groups, sessions and mentors."""

    name = "verme"

    def ready(self) -> None:
        """Put our pages into the navigation and our things onto the start page."""
        import_module("verme.mails")
        import_module("verme.mails_surveys")
        import_module("verme.mails_events")
        import_module("verme.mails_training")
        import_module("verme.mails_groups")
        import_module("verme.reminders")
        from people.models.users import SECOND_STEP_FOR
        from verme import agendas, start_together
        from verme.models.mentors import leads_groups
        from verme.start import calls, has_calls, has_meetings, meetings

        start.register(meetings, when=has_meetings)
        start.register(calls, when=has_calls)
        start.register(start_together.events, when=start_together.has_events)
        start.register(start_together.seminars, when=start_together.has_seminars)
        agendas.register()
        start.register(start_together.results, when=start_together.has_results)
        SECOND_STEP_FOR.append(leads_groups)
        reads.name_kind("verme", _("text in a Verme group"))
        reads.name_role("verme_group", _("somebody in the same Verme group"))
        navigation.register(40, _("Verme"), "verme", prefix="/verme/")
