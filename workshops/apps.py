"""The workshops app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import evidence, navigation, start
from core.dates import own_time
from rooms import kinds


class WorkshopsConfig(AppConfig):
    """Agendas, group tasks, annual clock and forums."""

    name = "workshops"

    def ready(self) -> None:
        """Put our pages into the navigation and our things onto the start page; make group work a kind of room."""
        # importing them registers what they define
        for room in ("sign_up", "facilitator", "task", "idea"):
            import_module(f"workshops.{room}.letters")
        # models can be imported only now that every app is known
        from people.desk import page as desk_page
        from people.pick import search
        from people.register.actions import when_employment_ends
        from workshops import deletion, desk
        from workshops import own_time as own
        from workshops.evidence import workshops
        from workshops.facilitator.models import may_facilitate
        from workshops.facilitator.views import who_may_facilitate
        from workshops.my_data import declare as declare_my_data
        from workshops.sign_up.actions import give_up_places
        from workshops.start import has_workshops, things
        from workshops.task import lists, voting
        from workshops.task.models import KIND

        declare_my_data()
        deletion.register()
        own_time.register(own.workshops)
        own_time.register(own.forum_meetings)
        search.register("facilitator", who_may_facilitate)
        start.register(things, when=has_workshops)
        desk.register()
        desk_page.days(desk.next_days)
        when_employment_ends(give_up_places)
        work = kinds.Kind(KIND, _("Group work"), "tasks_room", lists.live_part, voting.purge, begin="work_list")
        kinds.register(work)
        kinds.register_host(may_facilitate)
        evidence.register(30, _("Workshops"), workshops)
        navigation.register_pages("desk", "person_list", "facilitator_list")
        navigation.register_pages("desk", "inbox", "idea_list")
        navigation.register(50, _("Workshops"), "workshops", prefix="/tyopajat/")
