"""Who reads the whole database cannot tell whose an answer is: not by order, transaction or place in the file.

Each attack knows every person's ticket and the order in which they answered, which is more than anybody knows. While
the survey is open it finds the answers (the control: the page says so); when it has closed it is left to guess.
"""

import datetime
import random

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.verme.conftest import make_season
from verme.models import Answer, Ticket
from verme.survey import actions as acts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
PEOPLE = 60


def physical(table):
    """Primary keys of a table in the order of its file, each with the transaction that wrote it (0 on SQLite)."""
    key = "hash" if table == "verme_ticket" else "id"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {key}, xmin::text::bigint FROM {table} ORDER BY ctid")
        else:
            cursor.execute(f"SELECT {key}, 0 FROM {table} ORDER BY rowid")
        return [(str(pk).replace("-", ""), written) for pk, written in cursor.fetchall()]


def empty_files():
    """Without the room that rows of earlier tests have left: PostgreSQL fills it first, and order tells nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE verme_answer, verme_ticket CASCADE")


def by_order(people, secrets, used):
    """The first to answer wrote the first row, and so on."""
    rows = [pk for pk, _written in physical("verme_answer")]
    return dict(zip(people, rows, strict=True))


def by_transaction(people, secrets, used):
    """An answer and its ticket that were written by the same transaction belong together."""
    answers = {written: pk for pk, written in physical("verme_answer")}
    tickets = dict(physical("verme_ticket"))
    return {person: answers.get(tickets[Ticket.hashed(secrets[person])]) for person in people}


def by_place(people, secrets, used):
    """Used tickets and answers stand in the same order in their files."""
    rows = [pk for pk, _written in physical("verme_answer")]
    tickets = [pk for pk, _written in physical("verme_ticket") if pk in used]
    found = dict(zip(tickets, rows, strict=True))
    return {person: found[Ticket.hashed(secrets[person])] for person in people}


ATTACKS = [by_order, by_transaction, by_place]


def right(attack, people, secrets):
    """How many the attack gets right."""
    used = set(Ticket.objects.filter(used=True).values_list("hash", flat=True))
    wrote = {row.pk.hex: acts._content(row)["best"] for row in Answer.objects.all()}
    guesses = attack(people, secrets, used)
    return sum(wrote.get(guesses[person]) == f"minä olen {person}" for person in people)


def answered(attack=None):
    """A survey to which sixty people have answered, each saying who they are, in an order that the attacker knows.

    Against the attack by place they answer in the order of their tickets in the file, which serves it best.
    """
    empty_files()
    survey = acts.make(make_season(name="Kausi", state="running"), "feedback")
    acts.open_for_answers(survey, until=timezone.localdate() + datetime.timedelta(days=1))
    with transaction.atomic():
        secrets = dict(enumerate(acts.tickets(survey, PEOPLE)))
    people = random.Random(7).sample(range(PEOPLE), PEOPLE)
    if attack is by_place:
        order = {pk: place for place, (pk, _written) in enumerate(physical("verme_ticket"))}
        people.sort(key=lambda person: order[Ticket.hashed(secrets[person])])
    for person in people:
        with transaction.atomic():
            acts.answer(secrets[person], {"best": f"minä olen {person}"})
    return survey, people, secrets


def test_when_it_has_closed_no_attack_does_better_than_chance():
    survey, people, secrets = answered()
    before = {attack.__name__: right(attack, people, secrets) for attack in ATTACKS}
    assert before["by_order"] == PEOPLE  # the control: while it is open the order tells
    if connection.vendor == "postgresql":
        assert before["by_transaction"] == PEOPLE
    acts.close(survey)
    acts.count.func(str(survey.pk))
    after = {attack.__name__: right(attack, people, secrets) for attack in ATTACKS}
    # a guess gets one right on average; eight or more in one of a hundred thousand
    assert [name for name, count in after.items() if count >= 8] == []


@pytest.mark.parametrize("attack", [by_order, by_place])
def test_without_the_shuffle_they_would(attack, monkeypatch):
    """By transaction there is nothing to turn off: writing both anew, in whatever order, is what ends that attack."""
    survey, people, secrets = answered(attack)
    with monkeypatch.context() as control:
        control.setattr(acts, "rewrite", lambda survey: None)
        acts.close(survey)
        acts.count.func(str(survey.pk))
    assert right(attack, people, secrets) == PEOPLE
    acts.rewrite(survey)
    assert right(attack, people, secrets) < 8


def test_tickets_do_not_stand_in_the_order_of_the_people():
    _survey, _people, secrets = answered()
    order = {pk: place for place, (pk, _written) in enumerate(physical("verme_ticket"))}
    same = sum(order[Ticket.hashed(secret)] == place for place, secret in secrets.items())
    assert same < 8
