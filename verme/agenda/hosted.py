"""The programmes of Verme's joint events and seminar days: agendas of the workshops, which follow what HR decides here.

An event or a seminar day knows when and where it is, who is invited and who comes; its agenda has the programme, its
papers, the running of the day and the group work (docs/decisions/0008-hosted-agendas.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.texts.cleaning import short
from people.models import User
from verme.calendar import entries as calendar
from verme.models import EventSignUp, SeasonEvent, SeminarDay
from workshops.agenda import hosts
from workshops.agenda.actions import follow_host
from workshops.facilitator import actions as places
from workshops.models import Agenda

if TYPE_CHECKING:
    from verme.models import Seminar, Training

EVENT, SEMINAR = "verme_event", "verme_seminar"  # Agenda.host
PATTERN = {SeasonEvent.Kind.CLOSING: "season-closing", SeasonEvent.Kind.MENTORS: "mentors-meeting"}
STATE = {
    SeasonEvent.State.DRAFT: Agenda.State.DRAFT,
    SeasonEvent.State.OPEN: Agenda.State.PUBLISHED,
    SeasonEvent.State.CANCELLED: Agenda.State.CANCELLED,
}


def of_event(event: SeasonEvent, *, by: User | None = None) -> None:
    """The event's agenda is as the event is now; a new event gets one from its template, led by who made it."""
    event.agenda = follow_host(
        event.agenda,
        EVENT,
        pattern=PATTERN[SeasonEvent.Kind(event.kind)],
        by=by,
        title=event.title,
        starts_at=event.starts_at,
        place=event.place,
        language=event.language,
        state=STATE[SeasonEvent.State(event.state)],
    )
    event.save(update_fields=["agenda"])


def of_seminar(seminar: Seminar) -> None:
    """Each day of the seminar has an agenda, led by the trainer: participants see it as soon as the day is set."""
    training = seminar.training
    for day in seminar.days.select_related("agenda"):
        day.agenda = follow_host(
            day.agenda,
            SEMINAR,
            pattern=f"mentor-{seminar.number}",
            by=training.trainer,
            title=short(f"{training.name}: {seminar.roman} {seminar.title}", 150),
            starts_at=day.starts_at,
            place=seminar.place,
            language=training.language,
            state=Agenda.State.PUBLISHED,
        )
        day.save(update_fields=["agenda"])


def of_training(training: Training) -> QuerySet[Agenda]:
    """The programmes of its days."""
    return Agenda.objects.filter(pk__in=SeminarDay.objects.filter(seminar__training=training).values("agenda"))


def lead_by_trainer(training: Training, before: User | None) -> set[User]:
    """The programmes of the seminars name the new trainer in place of the one before.

    Returns the others who lead them or whose group work is in them, who are to hear of it by name.
    """
    others: set[User] = set()
    for agenda in of_training(training):
        others.update(places.leaders_and_owners(agenda))
        if before:
            places.remove_leader(agenda, before, by=before)  # one letter tells of all days (verme.training.actions)
        if training.trainer:
            agenda.facilitatings.get_or_create(person=training.trainer)
    return others - {before, training.trainer}


def _of(rows: QuerySet) -> Q:
    return Q(Exists(rows.filter(agenda=OuterRef("pk"))))


def _event_page(agenda: Agenda, user: User) -> hosts.Link | None:
    event = SeasonEvent.objects.visible_to(user).filter(agenda=agenda).first()
    return (_("Invitation and sign-up"), event.get_absolute_url()) if event else None


def _event_readers(agenda: Agenda) -> str:
    if SeasonEvent.objects.filter(agenda=agenda, kind=SeasonEvent.Kind.CLOSING).exists():
        return _("HR, and once they are invited the season’s members and mentors.")
    return _("HR, and once they are invited the mentors.")


def _event_entry(agenda: Agenda, user: User) -> bytes:
    return calendar.event_entry(SeasonEvent.objects.get(agenda=agenda), user)


def _who_comes(agenda: Agenda) -> QuerySet[User]:
    return User.objects.filter(pk__in=EventSignUp.objects.placed().filter(event__agenda=agenda).values("person"))


def _day_page(agenda: Agenda, user: User) -> hosts.Link | None:
    """Whoever leads the training marks attendance; whoever takes part has a page of their own."""
    if day := SeminarDay.objects.led_by(user).filter(agenda=agenda).first():
        return _("Attendance"), day.get_absolute_url()
    day = SeminarDay.objects.of(user).filter(agenda=agenda).select_related("seminar").first()
    return (_("My training"), reverse("my_training", args=[day.seminar.training_id])) if day else None


def _day_readers(_agenda: Agenda) -> str:
    return _("HR, the trainer and the participants.")


def _day_entry(agenda: Agenda, user: User) -> bytes:
    return calendar.seminar_entry(SeminarDay.objects.select_related("seminar").get(agenda=agenda), user)


def register() -> None:
    """Tell the workshops whose these agendas are."""
    event = hosts.Host(
        seen_by=lambda user: _of(SeasonEvent.objects.visible_to(user)),
        led_by=lambda user: _of(SeasonEvent.objects.editable_by(user)),
        page=_event_page,
        readers=_event_readers,
        entry=_event_entry,
        people=_who_comes,
    )
    day = hosts.Host(
        seen_by=lambda user: _of(SeminarDay.objects.visible_to(user)),
        led_by=lambda user: _of(SeminarDay.objects.led_by(user)),
        page=_day_page,
        readers=_day_readers,
        entry=_day_entry,
    )
    hosts.register(EVENT, event)
    hosts.register(SEMINAR, day)
