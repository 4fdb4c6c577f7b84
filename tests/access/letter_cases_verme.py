"""The cases of letter_cases.py about groups, trainings, events and workshops: their members leave."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from core.formats import moment
from tests.access.letter_cases import LATER, Case, Cast, case, soon
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor
from tests.verme.event.test_events import make_event
from tests.verme.training.test_training import make_training, set_days
from tests.workshops.conftest import make_agenda
from verme.composing import actions as composing
from verme.event import actions as events
from verme.mentor import actions as mentoring
from verme.models import Idea, Invitation, SeasonEvent, SeminarDay, Session, Survey, Training
from verme.season import actions as seasons
from verme.session import actions as sessions
from verme.sign_up import actions as places
from verme.survey import actions as surveys
from verme.training import actions as training
from workshops.facilitator import actions as facilitator_actions
from workshops.models import Agenda, Facilitator, GroupWork
from workshops.models import Idea as WorkshopIdea
from workshops.sign_up import actions as sign_up_actions
from workshops.task import actions as tasks

# ---- Verme: a member who has left the season, a mentor who has stopped


def _group(cast: Cast) -> Any:
    group = make_group(make_season(), name="Konkarit")
    for person in (cast.aino, cast.matti):
        enter(group.season, person, group)
    name_mentor(group, make_mentor(cast.maija))
    composing.confirm(group, small=True)
    return group


def _leaves(cast: Cast, season: Any) -> Callable[[], object]:
    return lambda: places.withdraw(season, by=cast.aino)


def _move_session(session: Session) -> None:
    session.starts_at, session.place = soon(23), LATER
    sessions.change(session, moved=True)


@case("verme_moved_up")
def _placed(cast: Cast) -> Case:
    season = make_season()
    enter(season, cast.aino, make_group(season))
    return Case(cast.aino, {"season": season.pk}, _leaves(cast, season))


@case("verme_call")
def _called(cast: Cast) -> Case:
    season, cast.aino.starts_on = make_season(), timezone.localdate()
    cast.aino.save(update_fields=["starts_on"])
    group = make_group(season, target="new")
    return Case(cast.aino, {"season": season.pk}, lambda: enter(season, cast.aino, group))


@case("verme_no_place")
def _without_place(cast: Cast) -> Case:
    season = make_season()
    mine = enter(season, cast.aino, make_group(season, capacity=0))
    return Case(cast.aino, {"season": season.pk}, mine.delete)


@case("verme_group_confirmed", "verme_message")
def _in_group(cast: Cast, kind: str) -> Case:
    group = _group(cast)
    return Case(cast.aino, {"group": group.pk}, _leaves(cast, group.season))


@case("verme_mentor_changed", "verme_member_joined")
def _arrival(cast: Cast, kind: str) -> Case:
    group = _group(cast)
    ids = {"group": group.pk, "newcomer": cast.matti.pk, "by": cast.sari.pk}
    return Case(cast.aino, ids, _leaves(cast, group.season))


@case("verme_mentor_stopped")
def _stopped(cast: Cast) -> Case:
    group = _group(cast)
    row = group.mentorings.get()
    mentoring.stop(row, by=cast.sari)
    return Case(cast.aino, {"group": group.pk, "mentoring": row.pk}, _leaves(cast, group.season))


@case("verme_member_left")
def _leads(cast: Cast) -> Case:
    group = _group(cast)
    return Case(cast.maija, {"group": group.pk}, lambda: mentoring.stop(group.mentorings.get(), by=cast.sari))


@case("verme_mentoring_ended")
def _led(cast: Cast) -> Case:
    group = _group(cast)
    mentoring.stop(group.mentorings.get(), by=cast.sari)
    return Case(cast.maija, {"group": group.pk}, lambda: seasons.close(group.season), always=True)


@case("verme_left")
def _left(cast: Cast) -> Case:
    group = _group(cast)
    session = sessions.plan(Session(group=group, starts_at=soon(), place="Kirjasto"))
    places.withdraw(group.season, by=cast.aino)
    ids = {"group": group.pk, "freed": [[f"verme-{session.pk}@x", 1, soon().isoformat(), 120]]}
    after = lambda: _move_session(session)  # noqa: E731
    return Case(cast.aino, ids, lambda: None, after, always=True, new=[moment(soon(23)), LATER])


@case("verme_session", "verme_session_reminder")
def _meeting(cast: Cast, kind: str) -> Case:
    group = _group(cast)
    session = sessions.plan(Session(group=group, starts_at=soon(), place="Kirjasto"))
    leave, after = _leaves(cast, group.season), lambda: _move_session(session)
    return Case(cast.aino, {"session": session.pk}, leave, after, new=[moment(soon(23)), LATER])


@case("verme_term")
def _term(cast: Cast) -> Case:
    group = _group(cast)
    rows = [Session(group=group, starts_at=soon(days), place="Kirjasto") for days in (10, 17)]
    leave, after = _leaves(cast, group.season), lambda: _move_session(rows[0])
    ids = {"sessions": [str(row.pk) for row in sessions.plan_term(rows)]}
    return Case(cast.aino, ids, leave, after, new=[moment(soon(23)), LATER])


@case("verme_session_cancelled")
def _meeting_cancelled(cast: Cast) -> Case:
    group = _group(cast)
    session = sessions.plan(Session(group=group, starts_at=soon(), place="Kirjasto"))
    sessions.cancel(session)
    return Case(cast.aino, {"session": session.pk}, _leaves(cast, group.season), always=True)


def _move_event(event: SeasonEvent) -> None:
    event.refresh_from_db()
    event.starts_at, event.place = soon(23), LATER
    events.change(event, moved=True)


@case("verme_event_invited")
def _invited(cast: Cast) -> Case:
    event = make_event(_group(cast).season)
    leave, after = _leaves(cast, event.season), lambda: _move_event(event)
    return Case(cast.aino, {"event": event.pk}, leave, after, new=[moment(soon(23)), LATER])


@case("verme_event_place", "verme_event_moved_up")
def _comes(cast: Cast, kind: str) -> Case:
    event = make_event(_group(cast).season)
    events.join(event, by=cast.aino)
    leave, after = lambda: events.leave(event, by=cast.aino), lambda: _move_event(event)
    return Case(cast.aino, {"event": event.pk}, leave, after, new=[moment(soon(23)), LATER])


@case("verme_event_left")
def _gave_back(cast: Cast) -> Case:
    event = make_event(_group(cast).season, starts_at=soon())
    ids = {"event": event.pk, "freed": [[f"verme-event-{event.pk}@varhainen-tuki", 1, soon().isoformat(), 240]]}
    leave, after = _leaves(cast, event.season), lambda: _move_event(event)
    return Case(cast.aino, ids, leave, after, always=True, new=[moment(soon(23)), LATER])


@case("verme_event_cancelled", "verme_event_not_held")
def _event_cancelled(cast: Cast, kind: str) -> Case:
    event = make_event(_group(cast).season)
    events.join(event, by=cast.aino)
    event.sign_ups.update(waits=kind == "verme_event_not_held")
    events.cancel(event)
    return Case(cast.aino, {"event": event.pk}, _leaves(cast, event.season), always=True)


def _training(cast: Cast) -> Any:
    made = make_training(trainer=cast.maija)
    set_days(made, 10)
    return made, training.take_in(made, cast.aino)


def _move_seminar(made: Any) -> None:
    seminar = made.seminars.get(number=1)
    seminar.place = LATER
    training.arrange(seminar, [training.Slot(soon(23), 60), training.Slot(soon(24), 60)], moved_place=True)


@case("verme_seminar", "verme_training_joined")
def _takes_part(cast: Cast, kind: str) -> Case:
    made, place = _training(cast)
    ids = {"seminar": made.seminars.get(number=1).pk, "training": made.pk}
    leave, after = lambda: training.take_out(place), lambda: _move_seminar(made)
    return Case(cast.aino, ids, leave, after, new=[moment(soon(23)), LATER])


@case("verme_training_left")
def _stopped(cast: Cast) -> Case:
    made, place = _training(cast)
    training.take_out(place)
    day = SeminarDay.objects.filter(seminar__training=made).first()
    assert day
    ids = {"training": made.pk, "freed": [[f"verme-seminar-{day.pk}@x", 1, day.starts_at.isoformat(), 420]]}
    return Case(cast.aino, ids, lambda: None, lambda: _move_seminar(made), always=True, new=[moment(soon(23)), LATER])


@case("verme_trainer")
def _trainer(cast: Cast) -> Case:
    made, _place = _training(cast)
    leave = lambda: Training.objects.filter(pk=made.pk).update(trainer=cast.matti)  # noqa: E731
    return Case(cast.maija, {"training": made.pk}, leave, lambda: _move_seminar(made), new=[moment(soon(23)), LATER])


@case("verme_trainer_ended")
def _was_trainer(cast: Cast) -> Case:
    made, _place = _training(cast)
    Training.objects.filter(pk=made.pk).update(trainer=cast.matti)
    day = SeminarDay.objects.filter(seminar__training=made).first()
    assert day
    freed = [[f"verme-seminar-{day.pk}@x", 1, day.starts_at.isoformat(), 420]]
    ids = {"training": made.pk, "by": cast.sari.pk, "freed": freed}
    after = lambda: _move_seminar(made)  # noqa: E731
    return Case(cast.maija, ids, lambda: None, after, always=True, new=[moment(soon(23)), LATER])


@case("verme_trainer_changed")
def _leads_a_day_beside(cast: Cast) -> Case:
    made, _place = _training(cast)
    day = SeminarDay.objects.select_related("agenda").filter(seminar__training=made).first()
    assert day
    assert day.agenda
    beside = day.agenda.facilitatings.create(person=cast.matti)
    ids = {"training": made.pk, "trainer": cast.aino.pk, "before": cast.maija.pk, "by": cast.sari.pk}
    return Case(cast.matti, ids, beside.delete)


@case("verme_qualified")
def _qualified(cast: Cast) -> Case:
    _made, place = _training(cast)
    return Case(cast.aino, {"place": place.pk}, place.delete)


@case("survey_reminder", "survey_link")
def _asked(cast: Cast, kind: str) -> Case:
    survey = surveys.make(_group(cast).season, "feedback")
    Survey.objects.filter(pk=survey.pk).update(state="open", until=timezone.localdate())
    asked = Invitation.objects.create(survey=survey, person=cast.aino)
    ids = {"survey": survey.pk, "secret": "0123456789abcdefghijkl"}
    return Case(cast.aino, ids, asked.delete, by_hand=kind == "survey_link")


# ---- Workshops


def _move_agenda(agenda: Agenda) -> None:
    Agenda.objects.filter(pk=agenda.pk).update(starts_at=soon(23), place=LATER)


def _workshop(cast: Cast) -> Agenda:
    agenda = make_agenda(cast.matti, starts_at=soon(), state="published", takes_sign_ups=True)
    sign_up_actions.sign_up(agenda, by=cast.aino)
    return agenda


@case("workshop_place", "workshop_moved_up", "workshop_changed")
def _takes_part_in_workshop(cast: Cast, kind: str) -> Case:
    agenda = _workshop(cast)
    leave, after = lambda: sign_up_actions.withdraw(agenda, by=cast.aino), lambda: _move_agenda(agenda)
    return Case(cast.aino, {"agenda": agenda.pk}, leave, after, new=[moment(soon(23)), LATER])


@case("workshop_cancelled")
def _workshop_cancelled(cast: Cast) -> Case:
    agenda = _workshop(cast)
    Agenda.objects.filter(pk=agenda.pk).update(state="cancelled")
    leave = lambda: sign_up_actions.withdraw(agenda, by=cast.aino)  # noqa: E731
    return Case(cast.aino, {"agenda": agenda.pk}, leave)


@case("workshop_left")
def _left_workshop(cast: Cast) -> Case:
    agenda = _workshop(cast)
    ids = {"agenda": agenda.pk, "freed": [f"workshop-{agenda.pk}@x", 1, soon().isoformat(), 345]}
    leave, after = lambda: sign_up_actions.withdraw(agenda, by=cast.aino), lambda: _move_agenda(agenda)
    return Case(cast.aino, ids, leave, after, always=True, new=[moment(soon(23)), LATER])


@case("workshop_leader")
def _leads_workshop(cast: Cast) -> Case:
    agenda = make_agenda(cast.matti, starts_at=soon())
    after = lambda: _move_agenda(agenda)  # noqa: E731
    return Case(cast.matti, {"agenda": agenda.pk}, agenda.facilitatings.all().delete, after, new=[moment(soon(23))])


@case("workshop_facilitator")
def _in_register(cast: Cast) -> Case:
    row = Facilitator.objects.create(person=cast.aino)
    return Case(cast.aino, {}, row.delete)


# ---- Workshops: a leader who is named on it no more, a group work that is taken back


def _moves_agenda(agenda: Agenda) -> Callable[[], object]:
    return lambda: Agenda.objects.filter(pk=agenda.pk).update(starts_at=soon(23), place=LATER)


def _taken_over(cast: Cast) -> dict[str, Any]:
    agenda = make_agenda(cast.matti, starts_at=soon())
    facilitator_actions.name_leader(agenda, cast.maija, by=cast.sari)
    leader = agenda.facilitatings.get(person=cast.maija)
    return {"agenda": agenda.pk, "leader": leader.pk, "by": cast.sari.pk, "was_at": soon().isoformat()}


@case("workshop_new_leader")
def _new_leader(cast: Cast) -> Case:
    ids = _taken_over(cast)
    agenda = Agenda.objects.get(pk=ids["agenda"])
    leave = lambda: agenda.facilitatings.filter(person=cast.matti).delete()  # noqa: E731
    return Case(cast.matti, ids, leave, _moves_agenda(agenda), new=[moment(soon(23))])


@case("workshop_leads_no_more")
def _leads_no_more(cast: Cast) -> Case:
    ids = _taken_over(cast)
    agenda = Agenda.objects.get(pk=ids["agenda"])
    leave = lambda: facilitator_actions.remove_leader(agenda, cast.matti, by=cast.sari)  # noqa: E731
    return Case(cast.matti, ids, leave, _moves_agenda(agenda), always=True, new=[moment(soon(23))])


@case("workshop_facilitator_no_more")
def _facilitator_no_more(cast: Cast) -> Case:
    return Case(cast.matti, {"by": cast.sari.pk}, lambda: None, always=True)


@case("verme_idea_answered")
def _idea_answered(cast: Cast) -> Case:
    group = _group(cast)
    session = Session.objects.create(group=group, starts_at=timezone.now())
    idea = Idea(group=group, session=session, state="approved", answer="x", answered_at=timezone.now())
    idea.store("x", by=cast.matti)
    return Case(cast.aino, {"idea": idea.pk}, _leaves(cast, group.season))


@case("workshop_idea_answered")
def _workshop_idea_answered(cast: Cast) -> Case:
    idea = WorkshopIdea.objects.create(text="x", by=cast.matti, work_title="x", answer="x", answered_at=timezone.now())
    return Case(cast.matti, {"idea": idea.pk}, idea.delete)


@case("workshop_work_handed_over")
def _handed_over(cast: Cast) -> Case:
    agenda = make_agenda(cast.matti, starts_at=soon())
    work = GroupWork.objects.create(title="x", owner=cast.matti, block=agenda.blocks.first())
    tasks.open_room(work, by=cast.matti)
    facilitator_actions.name_leader(agenda, cast.sari, by=cast.matti)
    tasks.hand_over(work, to=cast.sari, by=cast.matti)
    leave = lambda: tasks.take_back(work, person=cast.sari, by=cast.matti)  # noqa: E731
    return Case(cast.sari, {"work": work.pk}, leave)
