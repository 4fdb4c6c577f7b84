"""How the letters of surveys read. Neither says what somebody answered, or whether they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import date_only
from core.outbox import Ids, Letter, mail
from verme.models import Survey

if TYPE_CHECKING:
    from people.models import User


def title(survey: Survey) -> str:
    """What people call it."""
    return _("Verme topic poll") if survey.kind == Survey.Kind.TOPICS else _("Verme feedback survey")


def _asked(user: User, ids: Ids) -> Survey:
    """An open survey to which the reader is invited."""
    return Survey.objects.asked_of(user).get(pk=ids["survey"])


def _with_ticket(user: User, ids: Ids) -> tuple[Survey, str]:
    return _asked(user, ids), ids["secret"]


@mail("survey_link", about=_with_ticket)
def link(user: User, ticket: tuple[Survey, str]) -> Letter:
    """The letter with one person's link. It is handed over from memory and kept nowhere."""
    survey, secret = ticket
    about = _("What should the groups talk about?") if survey.kind == Survey.Kind.TOPICS else _("How has Verme been?")
    few = _("It takes a few minutes, and you may leave out any question.")
    body = "\n\n".join(
        [
            f"{about} {few}",
            _(
                "Your answer is anonymous. The link works once and nobody knows whose it is, so do not pass it on. "
                "Answer by %(day)s."
            )
            % {"day": date_only(survey.until) if survey.until else ""},
        ]
    )
    return Letter(title(survey), body, link=f"{reverse('survey_answer', args=[secret])}?lang={user.language}")


@mail("survey_reminder", about=_asked, reminder=gettext_lazy("A survey of Verme that closes soon"))
def reminder(user: User, survey: Survey) -> Letter:
    """The same to everybody."""
    body = _(
        "The survey is open until %(day)s. This reminder goes to everybody alike, because nobody knows who has "
        "answered. If you have, thank you. If not, you find your link in an earlier letter or on the slip that you got."
    ) % {"day": date_only(survey.until) if survey.until else ""}
    return Letter(title(survey), body)
