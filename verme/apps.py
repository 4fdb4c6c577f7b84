"""The Verme app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation, start
from core.dates import own_time
from people.access_log.labels import label_kind, label_role


class VermeConfig(AppConfig):
    """Peer-group mentoring: seasons, groups, sessions and mentors."""

    name = "verme"

    def ready(self) -> None:
        """Put our pages into the navigation and our things onto the start page."""
        # importing them registers what they define
        rooms = ("group", "sign_up", "planning", "session", "message", "event", "survey", "training", "idea")
        for room in rooms:
            import_module(f"verme.{room}.letters")
        import_module("verme.reminders")
        import_module("verme.calendar.actions")
        # models can be imported only now that every app is known
        from core.backup import journal
        from core.organisation.thresholds import ANSWERS
        from people.desk import page as desk_page
        from people.pick import search
        from people.register.actions import when_employment_ends
        from people.thresholds import hidden
        from people.user.models import SECOND_STEP_FOR
        from verme import deletion, desk, desk_seasons, start_together
        from verme import own_time as own
        from verme.agenda import hosted as agendas
        from verme.leaver.actions import free_places
        from verme.mentor.forms import who_may_mentor
        from verme.mentor.models import leads_groups
        from verme.my_data import declare as declare_my_data
        from verme.start import calls, has_calls, has_meetings, has_new_groups, meetings, new_groups
        from verme.survey.hidden import by_answers

        journal.watch("verme.Membership", "ends_on")
        journal.watch("verme.Mentoring", "ends_on")
        journal.watch("verme.TrainingPlace", "left_on")
        declare_my_data()
        deletion.register()
        hidden.says(ANSWERS, by_answers)
        search.register("mentor", who_may_mentor)
        start.register(meetings, when=has_meetings)
        start.register(new_groups, when=has_new_groups)
        start.register(calls, when=has_calls)
        start.register(start_together.events, when=start_together.has_events)
        start.register(start_together.seminars, when=start_together.has_seminars)
        agendas.register()
        desk.register()
        desk_page.part(10, "verme/season/_strips.html", desk_seasons.seasons_part)
        desk_page.waits(desk_seasons.waiting)
        desk_page.days(desk_seasons.next_days)
        start.register(start_together.results, when=start_together.has_results)
        for provider in (own.meetings, own.events, own.seminars):
            own_time.register(provider)
        SECOND_STEP_FOR.append(leads_groups)
        when_employment_ends(free_places)
        label_kind("verme", _("text in a Verme group"))
        label_role("verme_group", _("somebody in the same Verme group"))
        navigation.register_place("desk", 30, _("Verme seasons"), "season_list", prefix="/verme/kaudet/")
        navigation.register_pages(
            *(
                "desk",
                "season_list",
                "cost_edit",
                "event_edit",
                "group_edit",
                "group_mentors",
                "group_certificates_pdf",
            ),
            *("mentor_list", "mentor_new", "mentor_edit", "survey_manage", "survey_question"),
            *("training_new", "training_edit", "training_seminar", "verme_year"),
        )
        navigation.register_pages("desk", "inbox", "kooste_detail")
        navigation.register(40, _("Verme"), "verme", prefix="/verme/")
