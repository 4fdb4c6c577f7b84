"""The people app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import access, navigation, sealed, start


class PeopleConfig(AppConfig):
    """Users, units, supervision and sign-in."""

    name = "people"

    def ready(self) -> None:
        """The register stands in the navigation of those who keep it, changes that wait on the start page."""
        # importing them registers what they define
        others = ("sign_in", "supervision", "second_person", "register", "roster", "work_account", "rights")
        for room in (*others, "organisation", "status", "settings"):
            import_module(f"people.{room}.letters")
        # models can be imported only now that every app is known
        from core.backup import journal
        from people.access_log.labels import label_kind, label_role
        from people.desk import page
        from people.desk.waiting import in_inbox
        from people.launch import own as launch
        from people.launch.views import on_desk
        from people.my_data.leaving import copy_offered
        from people.my_data.own import declare_own
        from people.organisation import words as change_words
        from people.pick import search
        from people.records import declare_libraries
        from people.register.waiting import whom_the_register_lacks
        from people.retained.words import AREA, in_words, title_of
        from people.rights import desk as rights
        from people.second_person.start import has_waiting_changes, waiting_changes
        from people.second_step.authenticator import reseal_second_steps
        from people.status.actions import tell_of_break
        from people.supervision.forms import who_may_lead
        from people.thresholds import words as threshold_words

        declare_libraries()
        change_words.register(AREA, change_words.Words(title_of, in_words))
        of_thresholds = change_words.Words(threshold_words.title_of, threshold_words.in_words)
        change_words.register(threshold_words.AREA, of_thresholds)
        access.TOLD_OF_BREAK.append(tell_of_break)
        journal.leave_out("people.Unit", "people.Ancestry")  # a restored tree is whole only as it was
        tasks = ("is_hr", "is_admin", "is_data_protection_officer", "hr_since", "admin_since", "hr_until")
        journal.watch("people.User", "?password", "?email", "is_active", "ends_on", "restricted_since", *tasks)
        journal.watch("people.SupervisionLine", "ends_on")
        journal.watch("people.SignInChange", "state", "settled_at", "used_at")
        declare_own()
        label_kind("rights_request", _("request about one’s own data"))
        label_role("officer", _("data protection officer"))
        rights.register()
        launch.declare()
        search.register("line", who_may_lead)
        page.waits(in_inbox)
        page.waits(whom_the_register_lacks)
        page.part(5, "people/launch/_desk.html", on_desk)
        start.register(waiting_changes, when=has_waiting_changes)
        start.register(copy_offered, when=None)  # asks nothing

        sealed.RESEALERS["mfa.Authenticator"] = reseal_second_steps
        # HR finds the register in the row of its own work; the administrator, who has no such row, up here
        register = navigation.register
        register(80, _("People"), "person_list", lambda user: user.is_admin and not user.is_hr, "/ihmiset/")
        register(80, _("HR"), "desk", lambda user: user.is_hr, "/hr/")
        navigation.register_place("desk", 10, pgettext_lazy("HR's", "Desk"), "desk")
        navigation.register_place("desk", 20, _("Inbox"), "inbox")
        navigation.register_place("desk", 90, _("Taking into use"), "launch", prefix="/hr/kayttoonotto/")
        navigation.register_place("desk", 40, _("People"), "person_list", prefix="/ihmiset/")
        contents = pgettext_lazy("HR", "Contents")
        navigation.register_place("desk", 80, contents, "content_list", prefix="/hr/sisallot/")
        navigation.register_place("desk", 90, _("Settings"), "organisation_settings", prefix="/hr/asetukset/")
        navigation.register_pages("desk", "organisation_settings", "processing_record")
        register(82, _("Privacy"), "officer", lambda user: user.is_data_protection_officer)
        navigation.register_place("officer", 10, pgettext_lazy("the officer's", "Requests"), "officer")
        navigation.register_place("officer", 55, _("Record of processing"), "processing_record", prefix="/kasittely/")
        navigation.register_place("officer", 60, _("Changed settings"), "setting_changes")
        navigation.register_place("officer", 50, _("What has been deleted"), "disposal_log")
        register(85, _("State of the site"), "site_status", lambda user: user.is_admin)
