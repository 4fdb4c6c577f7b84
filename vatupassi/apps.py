"""The vatupassi app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, start
from core.rooms import kinds
from people import reads


class VatupassiConfig(AppConfig):
    """Assessments, conversations, agreements and follow-ups."""

    name = "vatupassi"

    def ready(self) -> None:
        """Put our pages into the navigation, our things onto the start page and our reminders on the clock."""
        import_module("vatupassi.mails_openings")
        import_module("vatupassi.reminders")
        from vatupassi import clock_door, group, readers, start_rounds
        from vatupassi.models.group import KIND
        from vatupassi.start import conversations, follow_ups
        from workshops import doors

        kinds.register(
            kinds.Kind(KIND, _("Group VatuPassi"), "group_phone", group.live, group.purge, begin="group_list")
        )
        reads.tell_apart("conversation", readers.days)
        start.register(conversations, when=None)
        start.register(follow_ups, when=None)
        start.register(start_rounds.things, when=start_rounds.has_rounds)
        several = doors.Several(clock_door.offered, clock_door.found)
        doors.register("rounds", _("VatuPassi round"), clock_door.find, several)
        navigation.register(10, _("My VatuPassi"), "assessment")
        navigation.register(20, _("Conversations"), "conversation_list")
        navigation.register(25, _("Opened to you"), "openings", visible=lambda user: user.is_hr)
        navigation.register(30, _("My team"), "team", visible=lambda user: user.supervises)
        navigation.register(60, _("Occasions"), "occasion_list", visible=lambda user: user.is_hr)
