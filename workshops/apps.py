"""The workshops app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, start
from core.rooms import kinds


class WorkshopsConfig(AppConfig):
    """Agendas, group tasks, annual clock and forums."""

    name = "workshops"

    def ready(self) -> None:
        """Put our pages into the navigation and our things onto the start page."""
        from workshops.start import has_workshops, things

        start.register(things, when=has_workshops)
        self._rooms()
        navigation.register(50, _("Workshops"), "workshops", prefix="/tyopajat/")

    @staticmethod
    def _rooms() -> None:
        """Group work is a kind of room; whoever may facilitate may open one."""
        import_module("workshops.tasks_retention")
        from workshops import lists
        from workshops.models.agenda import facilitates
        from workshops.models.tasks import KIND
        from workshops.tasks_retention import purge

        kinds.register(kinds.Kind(KIND, _("Group work"), "tasks_room", lists.live, purge, begin="work_list"))
        kinds.register_host(facilitates)
