"""Pages that everybody may read: the privacy notice and the accessibility statement."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core import organisation, retention
from core.request import Request
from core.views import action
from people.statement.short import rows, short

KEPT = [
    (_("An own assessment"), "assessment_unshared", _("from the last edit")),
    (_("Your own assessment, if you have chosen a longer time"), "assessment_longer", _("from the last edit")),
    (
        _("A conversation: notes, agreements, follow-ups and memo"),
        "conversation",
        _("from the end of the conversation"),
    ),
    (
        _("A light conversation: notes, agreements, follow-ups and memo"),
        "conversation_light",
        _("from the end of the conversation"),
    ),
    (
        _("No conversation at all is kept for longer"),
        "conversation_longest",
        _("from the day on which it was held, even if it still goes on"),
    ),
    (
        _("A conversation in which nothing happens"),
        "conversation_silent_closes",
        _("then it ends by itself, after a notice"),
    ),
    (
        _("A conversation that is not held"),
        "conversation_declined",
        _("from when it was called off"),
    ),
    (_("That a supervisor offered one: counted, seen by nobody"), "offer", _("from the offer")),
    (
        _("What a deleted conversation counts in a term, without a person"),
        "remainder",
        _("from the end of the term; at once when its figures are released"),
    ),
    (_("Released figures, of nobody in particular"), "figures", _("from the end of the term")),
    (_("Times that a supervisor has offered, and who booked which"), "round", _("from offering them")),
    (_("What a group writes in a live room"), "room", _("from closing")),
    (_("Marks and phones in a live room"), "room_marks", _("from closing")),
    (
        _("What a Verme group has written together, and the mentor’s diary"),
        "verme_texts",
        _("from the end of the season"),
    ),
    (_("Summaries of Verme meetings, and who was present"), "verme_kooste", _("from the end of the season")),
    (_("Diary of the mentors’ training"), "verme_training_diary", _("from the last day of the training")),
    (_("Mentors’ training: who was present, tasks and certificates"), "verme_training", _("from its last day")),
    (_("Answers to a survey"), "survey_raw", _("from the release of the results")),
    (_("Results of a survey, of nobody in particular"), "survey_results", _("from their release")),
    (_("A workshop’s programme with its files"), "workshop", _("from its day")),
    (_("Who had signed up for a workshop"), "workshop_sign_ups", _("from its day")),
    (_("Who was in a workshop"), "workshop_presence", _("from its day")),
    (_("A forum’s meetings with their agendas"), "forum_meeting", _("from the day of the meeting")),
    (_("A request for help to HR, and the answer"), "help_request", _("from closing it")),
    (_("A request about your own data, and the answer"), "rights_request", _("from closing it")),
    (_("A notice of load, and the answer"), "load_notice", _("from closing the notice")),
    (_("A measure that somebody has suggested"), "measure_proposal", _("from the suggestion, if HR has not taken it")),
    (_("Who has read what"), "access_log", _("from the reading")),
    (_("When you have signed in"), "sign_in_log", _("from signing in")),
    (_("Changes of your way to sign in: who asked and who agreed"), "sign_in_change", _("from asking")),
    (_("Changes of the settings: who, what and when"), "setting_change", _("from the change")),
    (_("Messages in the application"), "mail", _("from sending")),
    (_("A file of people that HR brings, and its preview"), "roster_import", _("from bringing it")),
    (_("A copy of your own data that you have had made"), "my_data_export", _("from asking for it")),
    (_("A long PDF or list that you have had made"), "paper_orders", _("from ordering it")),
]

# Periods that stand in another row or sentence of the page, or concern no person.
TOLD_ELSEWHERE = {"backups", "jobs"}


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Who sees what, for how long, on what ground, and what a person may ask for."""
    context = {
        "short": short(),
        "kept": rows(KEPT),
        "backups": retention.period("backups").days,
        "contact": organisation.current().privacy_contact,
        "law": organisation.law(),
    }
    return render(request, "people/statement/privacy.html", context)


@action
def privacy_read(request: Request) -> HttpResponse:
    """The short notice leaves the start page for good."""
    request.user.put_notice_away()
    return redirect("home")


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (Act 306/2019): what is met, what is not proven, and where to write."""
    return render(
        request, "people/statement/accessibility.html", {"contact": organisation.current().accessibility_contact}
    )
