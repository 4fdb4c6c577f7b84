"""Making, opening, answering and closing an anonymous survey (docs/decisions/0007-anonymous-surveys.md)."""

from __future__ import annotations

import datetime
import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from core import organisation
from core.jobs import every_minute, task
from core.models import Mail
from core.organisation.thresholds import ANSWERS
from core.outbox import hand_over, send
from verme.models import Answer, Invitation, Membership, Mentoring, Survey, Ticket
from verme.survey import questions, results

if TYPE_CHECKING:
    from verme.models import Season

shuffled = random.SystemRandom()
ATTEMPTS, WAIT = 12, 15  # links that could not be sent for now: how often, after how many minutes


class NoQuestions(ValueError):
    """A survey without questions is not opened."""


def make(season: Season, kind: str) -> Survey:
    """A draft with the questions of the latest survey of its kind, or our own. The same one twice is one."""
    latest = Survey.objects.filter(kind=kind).exclude(state=Survey.State.DRAFT).order_by("-season__starts_on").first()
    ours = questions.FEEDBACK if kind == Survey.Kind.FEEDBACK else questions.TOPICS
    asked = latest.asked if latest else questions.written(questions.as_worded(ours))
    return Survey.objects.get_or_create(season=season, kind=kind, defaults={"asked": asked})[0]


def invited(season: Season) -> set[Any]:
    """The members and mentors of today: ids of people who may sign in."""
    found: set[Any] = set()
    for rows in (Membership.objects.live(), Mentoring.objects.live()):
        found |= set(rows.filter(group__season=season, person__is_active=True).values_list("person", flat=True))
    return found


def open_for_answers(survey: Survey, *, until: datetime.date) -> None:
    """Freeze questions and fewest answers, invite everybody, and let the worker send the links. Twice is once."""
    if survey.state != Survey.State.DRAFT:
        return
    if not survey.asked:
        raise NoQuestions
    survey.least = organisation.smallest(ANSWERS)  # asked before the survey says that it is open
    survey.state, survey.until = Survey.State.OPEN, until
    survey.save(update_fields=["state", "until", "least"])
    people = list(invited(survey.season))
    shuffled.shuffle(people)
    Invitation.objects.bulk_create(Invitation(survey=survey, person_id=person) for person in people)
    send_links.enqueue(str(survey.pk))


def tickets(survey: Survey, count: int) -> list[str]:
    """New tickets: all their hashes in one transaction and in random order, so that none is the first or the last."""
    secrets = [Ticket.secret() for _number in range(count)]
    hashes = [Ticket.hashed(secret) for secret in secrets]
    shuffled.shuffle(hashes)
    Ticket.objects.bulk_create(Ticket(hash=each, survey=survey) for each in hashes)
    shuffled.shuffle(secrets)
    return secrets


@task(queue_name="slow")
def send_links(pk: str, attempt: int = 1) -> None:
    """Send each invited person a link from memory; the database never joins the two.

    A worker that is killed loses the links not yet sent: the next run makes new ones for those people, and the lost
    tickets stay unused. A letter that the server has not taken for now goes out with a new ticket later.
    """
    survey = Survey.objects.taking_answers().filter(pk=pk).select_related("season").first()
    if survey is None:
        return
    waiting = list(Invitation.objects.filter(survey=survey).by_mail().unsent().select_related("person"))
    shuffled.shuffle(waiting)
    with transaction.atomic():
        secrets = tickets(survey, len(waiting))
    for invitation, secret in zip(waiting, secrets, strict=True):
        # told before it is sent: a killed worker may leave somebody without a link, but nobody with two
        if not Invitation.objects.filter(pk=invitation.pk, sent=False).update(sent=True):
            continue
        state = hand_over("survey_link", to=invitation.person, survey=survey.pk, secret=secret)
        if state == Mail.State.PENDING:
            Invitation.objects.filter(pk=invitation.pk).update(sent=False)
    if attempt < ATTEMPTS and Invitation.objects.filter(survey=survey).by_mail().unsent().exists():
        later = timezone.now() + datetime.timedelta(minutes=WAIT)
        send_links.using(run_after=later).enqueue(pk, attempt + 1)


def remind(survey: Survey) -> int:
    """A word to everybody alike, whether they have answered or not: nobody knows who has. Twice on a day is once."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    told = Mail.objects.filter(kind="survey_reminder", ids__survey=str(survey.pk), created_at__gte=today)
    if told.exists():
        return 0
    rows = Invitation.objects.filter(survey=survey).select_related("person")
    for invitation in rows:
        send("survey_reminder", to=invitation.person, survey=survey.pk)
    return len(rows)


def slips(survey: Survey) -> list[str]:
    """Tickets for those without an address, to be printed and handed out. Once: there is no list of whose is whose."""
    rows = Invitation.objects.filter(survey=survey).on_paper().unsent()
    if survey.slips_printed or not (count := rows.count()):
        return []
    rows.update(sent=True)
    survey.slips_printed = True
    survey.save(update_fields=["slips_printed"])
    return tickets(survey, count)


@dataclass(frozen=True)
class Door:
    """What a link leads to: a survey to answer, or why not."""

    survey: Survey | None
    why: str = ""  # "", "used", "closed", "unknown"


def door(secret: str) -> Door:
    """Read a link, changing nothing."""
    ticket = Ticket.objects.filter(pk=Ticket.hashed(secret)).select_related("survey__season").first()
    if ticket is None:
        return Door(None, "unknown")
    if not ticket.survey.takes_answers:
        return Door(ticket.survey, "closed")
    return Door(ticket.survey, "used" if ticket.used else "")


def answer(secret: str, given: dict[str, Any]) -> Door:
    """Keep the answers and use the ticket up, in the caller's transaction. Two clicks are one answer."""
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=Ticket.hashed(secret)).first()
    if ticket is None:
        return Door(None, "unknown")
    survey = Survey.objects.for_update().select_related("season").get(pk=ticket.survey_id)
    if not survey.takes_answers:
        return Door(survey, "closed")
    if ticket.used:
        return Door(survey, "used")
    Ticket.objects.filter(pk=ticket.pk).update(used=True)
    Answer.objects.create(survey=survey, content=json.dumps(given))
    return Door(survey)


def close(survey: Survey) -> None:
    """End it. The worker counts: HR's own request reads no answer. Twice is once."""
    if survey.state == Survey.State.OPEN:
        survey.state = Survey.State.CLOSING
        survey.save(update_fields=["state"])
        count.enqueue(str(survey.pk))


@every_minute
def close_what_is_over() -> None:
    """A survey that nobody closes closes at the end of its last day. From midnight on it takes no answers anyway."""
    for pk in Survey.objects.over().values_list("pk", flat=True):
        with transaction.atomic():
            for survey in Survey.objects.for_update().over().filter(pk=pk):
                close(survey)


@task
def count(pk: str) -> None:
    """Compute the results once, and rewrite both tables so that no order or transaction joins them."""
    with transaction.atomic():
        survey = Survey.objects.for_update().filter(pk=pk, state=Survey.State.CLOSING).first()
        if survey is None:
            return
        rows = [_content(row) for row in Answer.objects.filter(survey=survey)]
        survey.result = results.release(survey.questions, rows, least=survey.least)
        survey.state, survey.released_on = Survey.State.RELEASED, timezone.localdate()
        survey.save(update_fields=["state", "result", "released_on"])
        rewrite(survey)
    sweep_up()


def _content(row: Answer) -> dict[str, Any]:
    text = row.content.open_as_system("compute the results of an anonymous survey")
    return json.loads(text)  # type: ignore[no-any-return]


def rewrite(survey: Survey) -> None:
    """Write tickets and answers anew in random order, the answers with new ids: nothing of when or after whom stays."""
    answers = [_content(row) for row in Answer.objects.filter(survey=survey)]
    rights = list(Ticket.objects.filter(survey=survey).values_list("hash", "used"))
    Answer.objects.filter(survey=survey).delete()
    Ticket.objects.filter(survey=survey).delete()
    shuffled.shuffle(answers)
    shuffled.shuffle(rights)
    Answer.objects.bulk_create(Answer(survey=survey, content=json.dumps(each)) for each in answers)
    Ticket.objects.bulk_create(Ticket(survey=survey, hash=each, used=used) for each, used in rights)


def sweep_up() -> None:
    """Take what was deleted out of the database's files, too."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM verme_answer, verme_ticket")
