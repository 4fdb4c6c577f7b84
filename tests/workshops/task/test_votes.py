"""The vote: three lines a phone, no names, no counts before it is closed, and then the five that most chose."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from core.retention import dispose
from tests.rooms.phones import Phone, on_screen
from tests.workshops.task.conftest import lines_on
from workshops.models import Choice, Line
from workshops.task import actions as acts
from workshops.task import voting

pytestmark = pytest.mark.django_db
WORDS = ["Kahvi", "Kävely", "Kiitos", "Kummi", "Kierto", "Kerho"]


@pytest.fixture
def lines(task):
    """Six answers, three of each group."""
    groups = list(task.work.groups.all())
    return [acts.add_line(task, groups[at % 2], text, key=text) for at, text in enumerate(WORDS)]


@pytest.fixture
def his(signed_in, matti):
    return signed_in(matti)


def open_vote(his, task):
    return his.post(f"/tyopajat/tehtavat/{task.pk}/aanestys/", {"to": "open"}, follow=True).content.decode()


def close_vote(his, task):
    return his.post(f"/tyopajat/tehtavat/{task.pk}/aanestys/", {"to": "close"}, follow=True).content.decode()


def address(phone, task):
    return f"/huone/{phone.code}/tehtavat/aanestys/{task.number}/"


def choose(phone, task, *lines):
    return phone.post(f"{address(phone, task)}valitse/", {"line": [line.pk for line in lines]})


def ticked(phone, task):
    page = phone.get(address(phone, task)).content.decode()
    return re.findall(r'value="([0-9a-f-]{36})" checked', page)


def sums(task):
    return {line.text.open_as_system("a test"): line.chosen for line in Line.objects.filter(task=task)}


def test_phones_choose_three_and_the_results_begin_with_the_most_chosen(his, room, task, lines, phones):
    assert "Avaa äänestys" not in open_vote(his, task)
    first, second, third = phones
    assert "Äänestys on auki" in first.page().content.decode()
    assert choose(first, task, *lines[:3]).status_code == 302
    choose(second, task, lines[1], lines[2])
    choose(third, task, lines[1])
    assert ticked(second, task) == [str(lines[2].pk), str(lines[1].pk)]  # group by group, the same order for all
    board = on_screen(room, "board").content.decode()
    assert "3 puhelinta on valinnut." in board
    assert (
        "top-count"
        not in board + first.get(address(first, task)).content.decode() + on_screen(room, "screen").content.decode()
    )
    page = close_vote(his, task)
    assert re.findall(r'<b translate="no">(\w+)</b>', page) == ["Kävely", "Kiitos", "Kahvi"]
    assert sums(task) == {"Kahvi": 1, "Kävely": 3, "Kiitos": 2, "Kummi": 0, "Kierto": 0, "Kerho": 0}
    task.refresh_from_db()
    assert (task.voters, Choice.objects.count()) == (3, 0)
    assert "Kävely" in first.get(address(first, task)).content.decode()


def test_a_phone_changes_its_mind_and_takes_it_back(task, lines, phones):
    voting.open_vote(task)
    choose(phones[0], task, lines[0], lines[1])
    choose(phones[0], task, lines[2])
    assert ticked(phones[0], task) == [str(lines[2].pk)]
    assert ticked(phones[1], task) == []
    choose(phones[0], task)
    assert Choice.objects.count() == 0


def test_four_are_too_many_and_the_ticks_stay(task, lines, phone):
    voting.open_vote(task)
    choose(phone, task, lines[0])
    answer = choose(phone, task, *lines[:4])
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 4
    assert "Valitse enintään kolme" in answer.content.decode()
    assert ticked(phone, task) == [str(lines[0].pk)]


def test_bad_input_chooses_nothing(work, task, lines, phone):
    voting.open_vote(task)
    other = work.tasks.get(number=2)
    foreign = acts.add_line(other, work.groups.first(), "Muualta", key="x")
    answer = phone.post(f"{address(phone, task)}valitse/", {"line": [foreign.pk, "', --", "0" * 36]})
    assert (answer.status_code, Choice.objects.count()) == (302, 0)
    assert phone.get(f"/huone/{phone.code}/tehtavat/aanestys/99/").status_code == 404
    assert phone.get(address(phone, other)).status_code == 404  # no vote there


def test_after_closing_nothing_is_taken_and_who_chose_is_gone(task, lines, phones):
    voting.open_vote(task)
    for phone in phones:
        choose(phone, task, lines[0])
    voting.close_vote(task)
    assert choose(phones[0], task, lines[1]).status_code == 409
    assert (sums(task)["Kahvi"], Choice.objects.count()) == (3, 0)
    voting.close_vote(task)  # twice is once
    assert sums(task)["Kahvi"] == 3


def test_two_phones_are_too_few_to_tell(his, task, lines, phones):
    voting.open_vote(task)
    for phone in phones[:2]:
        choose(phone, task, lines[0])
    assert "alle kolme puhelinta" in close_vote(his, task).casefold()
    assert set(sums(task).values()) == {None}
    assert Choice.objects.count() == 0


def test_the_list_stays_as_it_is_while_a_vote_is_open(his, task, lines, phone):
    voting.open_vote(task)
    assert phone.write(1, task, "Myöhässä").status_code == 409
    his.post(f"/tyopajat/tehtavat/{task.pk}/sulje/")  # would open it again
    task.refresh_from_db()
    assert (task.is_open, task.vote) == (False, "open")
    his.post(f"/tyopajat/rivit/{lines[0].pk}/sama/", {"to": lines[1].pk})
    assert Line.objects.exclude(same_as=None).count() == 0


def test_answers_that_mean_the_same_are_chosen_as_one(his, task, lines, phones):
    his.post(f"/tyopajat/rivit/{lines[0].pk}/sama/", {"to": lines[1].pk})
    his.post(f"/tyopajat/rivit/{lines[2].pk}/sama/", {"to": lines[0].pk})  # goes to the same
    assert list(Line.objects.to_choose(task).values_list("key", flat=True)) == ["Kierto", "Kävely", "Kummi", "Kerho"]
    voting.open_vote(task)
    for phone in phones:
        choose(phone, task, lines[0], lines[1])  # the joined one is not on the list
    page = close_vote(his, task)
    assert (sums(task)["Kävely"], sums(task)["Kahvi"]) == (3, None)
    assert re.search(r'Kävely</b>\s*<span class="muted">\s*Ryhmä 1, Ryhmä 2', page)
    his.post(f"/tyopajat/rivit/{lines[0].pk}/sama/", {"to": ""})
    assert not Line.objects.get(pk=lines[0].pk).same_as
    assert his.post(f"/tyopajat/rivit/{lines[0].pk}/sama/", {"to": "x"}).status_code == 404


def test_an_answer_joined_to_one_that_was_joined_to_it_changes_places(task, lines):
    first, second = lines[:2]
    voting.join(first, second)
    second.refresh_from_db()
    assert voting.join(second, Line.objects.select_related("same_as").get(pk=first.pk))
    pairs = dict(Line.objects.filter(pk__in=(first.pk, second.pk)).values_list("key", "same_as"))
    assert pairs == {"Kahvi": None, "Kävely": first.pk}


def test_a_removed_answer_is_out_of_the_vote(task, lines, phones):
    voting.join(lines[1], lines[0])
    voting.open_vote(task)
    for phone in phones:
        choose(phone, task, lines[0], lines[2])
    acts.remove_line(Line.objects.select_related("task__work").get(pk=lines[0].pk))
    voting.close_vote(task)
    assert (sums(task)[""], sums(task)["Kiitos"], sums(task)["Kävely"]) == (None, 3, 0)


def test_closing_the_room_counts_and_so_does_the_night(his, work, task, lines, phones):
    voting.open_vote(task)
    for phone in phones:
        choose(phone, task, lines[0])
    his.post(f"/tyopajat/ryhmatyot/{work.pk}/sulje/")
    assert sums(task)["Kahvi"] == 3
    work.room.refresh_from_db()
    work.room.reopen()
    voting.open_vote(task)
    for phone in phones:
        choose(phone, task, lines[1])
    work.room.close()  # nobody closes the vote
    work.room.purge_on = timezone.now() - timezone.timedelta(days=3)
    work.room.closed_at = timezone.now() - timezone.timedelta(days=3)
    work.room.save()
    dispose(only="room_marks")
    assert (sums(task)["Kahvi"], sums(task)["Kävely"], Choice.objects.count()) == (0, 3, 0)


def test_one_vote_at_a_time_and_one_answer_is_no_vote(his, work, task, lines, phones):
    other = work.tasks.get(number=2)
    acts.add_line(other, work.groups.first(), "Yksi", key="a")
    assert "vähintään kaksi vastausta" in open_vote(his, other)
    acts.add_line(other, work.groups.first(), "Kaksi", key="b")
    voting.open_vote(task)
    voting.open_vote(other)
    assert [one.vote for one in work.tasks.all()] == ["closed", "open"]


def test_voting_anew_begins_from_nothing(task, lines, phones):
    voting.open_vote(task)
    for phone in phones:
        choose(phone, task, lines[0])
    voting.close_vote(task)
    voting.open_vote(task)
    assert ticked(phones[0], task) == []
    assert set(sums(task).values()) == {None}


def test_the_row_of_a_choice_names_no_phone_that_is_known_elsewhere(task, lines, phone, room):
    voting.open_vote(task)
    choose(phone, task, lines[0])
    known = set(room.phones.values_list("hash", flat=True))
    assert known.isdisjoint(Choice.objects.values_list("phone", flat=True))
    with connection.cursor() as cursor:
        columns = {one.name for one in connection.introspection.get_table_description(cursor, Choice._meta.db_table)}
    assert columns == {"id", "line_id", "phone"}  # no time, no order


def test_ties_share_a_place_and_the_fifth_is_told_with_those_beside_it(task, lines, room, work):
    voting.open_vote(task)
    for at in range(6):
        phone = Phone(room)
        choose(phone, task, lines[at], lines[(at + 1) % 6])
    voting.close_vote(task)
    from workshops.task.lists import open_for_room, task_lists

    top = task_lists(work, open_for_room)[0].top
    assert [(one.row.rank, one.width) for one in top] == [(1, 100)] * 6


def test_a_room_that_one_has_not_joined_has_no_vote(task, lines, client, room):
    voting.open_vote(task)
    answer = client.post(f"/huone/{room.code}/tehtavat/aanestys/1/valitse/", {"line": lines[0].pk})
    assert (answer.status_code, Choice.objects.count()) == (302, 0)
    assert lines_on(client.get(f"/huone/{room.code}/tehtavat/aanestys/1/", follow=True).content.decode()) == []
