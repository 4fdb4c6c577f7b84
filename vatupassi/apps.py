"""The vatupassi app."""

from importlib import import_module
from operator import attrgetter

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import evidence, navigation, start
from core.dates import own_time
from people.access_log.labels import label_items, label_kind
from rooms import kinds


class VatupassiConfig(AppConfig):
    """Assessments, conversations, agreements and follow-ups."""

    name = "vatupassi"

    def ready(self) -> None:
        """Put our pages into the navigation, our things onto the start page and our reminders on the clock."""
        # importing them registers what they define
        for module in ("conversation.letters", "opening.letters", "hand_over.letters", "round.letters", "reminders"):
            import_module(f"vatupassi.{module}")
        # models can be imported only now that every app is known
        from core.backup import journal
        from core.organisation.thresholds import PEOPLE
        from people.desk import page as desk_page
        from people.rights.restriction import when_restricted
        from people.supervision.actions import when_lines_change
        from people.thresholds import hidden
        from people.user.models import RENEWS_NAMES
        from vatupassi import deletion
        from vatupassi import own_time as own
        from vatupassi.conversation import access_log_labels
        from vatupassi.conversation.models import renew_names
        from vatupassi.conversation.restriction import tell_and_renew
        from vatupassi.figures.evidence import conversations as evidence_of_conversations
        from vatupassi.figures.hidden import by_people
        from vatupassi.figures.last import desk_part
        from vatupassi.group import distribution
        from vatupassi.group.models import KIND
        from vatupassi.level import launch
        from vatupassi.my_data import declare as declare_my_data
        from vatupassi.opening import start as start_openings
        from vatupassi.opening.actions import end_out_of_line
        from vatupassi.promise.page import has_promises
        from vatupassi.round import clock_links
        from vatupassi.round import start as start_rounds
        from vatupassi.start import conversations, endings, has_endings
        from workshops.clock import links

        journal.leave_out("vatupassi.OpenPage")  # it lives for seconds
        journal.leave_out("vatupassi.Practice")  # no backup has it, so none brings it back
        journal.watch("vatupassi.Opening", "ended_at")
        journal.watch("vatupassi.Conversation", "status", "status_before", "ended_by", "ended_at", "closed_on")
        if renew_names not in RENEWS_NAMES:
            RENEWS_NAMES.append(renew_names)
        kinds.register(
            kinds.Kind(
                KIND,
                _("Group VatuPassi"),
                "group_phone",
                distribution.live,
                distribution.purge,
                counts_phones=True,
                begin="group_list",
            )
        )
        when_lines_change(end_out_of_line)
        hidden.says(PEOPLE, by_people)
        deletion.register()
        when_restricted(tell_and_renew)
        label_items("conversation", access_log_labels.conversation_days)
        label_kind("extract", _("extract of a memo for filing"))
        label_items("extract", access_log_labels.memo_days)
        declare_my_data()
        launch.declare()
        start.register(conversations, when=None)
        start.ask("promises", has_promises)
        start.register(endings, when=has_endings)
        start.register(start_openings.suggestions, when=start_openings.has_suggestions)
        start.register(start_openings.opened, when=start_openings.has_opened)
        start.register(start_rounds.things, when=start_rounds.has_rounds)
        for provider in (own.conversations, own.follow_ups, own.offered):
            own_time.register(provider)
        several = links.ParticularLinks(clock_links.offered, clock_links.found)
        links.register("rounds", _("VatuPassi round"), clock_links.find, several)
        evidence.register(10, _("Conversations"), evidence_of_conversations)
        navigation.register(10, _("My VatuPassi"), "assessment_own", prefix="/vatupassi/")
        navigation.register(20, _("Conversations"), "conversation_list")
        opened = pgettext_lazy("navigation", "Opened to you")
        navigation.register(25, opened, "openings", visible=attrgetter("is_hr"))
        navigation.register(30, _("My team"), "team", visible=attrgetter("supervises"))
        navigation.register_elsewhere("team", "/ajat/")
        navigation.register_elsewhere("team", "/harjoitus/")
        navigation.register_elsewhere("workshops", "/ryhma-vatupassi/")
        navigation.register_pages("desk", "inbox", "group_passed")
        navigation.register(58, _("Figures"), "figures", visible=lambda user: not user.is_hr)
        navigation.register_place("desk", 60, _("Figures"), "figures")
        desk_page.part(20, "vatupassi/figures/_last.html", desk_part)
        navigation.register_place("desk", 70, _("Occasions"), "occasion_list")
