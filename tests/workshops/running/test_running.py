"""The day itself: begin, next, extend, skip, done; what was planned stays beside what happened."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from tests.pdfs import in_order, text_of
from tests.rooms.phones import Phone, on_screen
from tests.workshops.conftest import at, make_agenda
from workshops.models import Agenda, Block, GroupWork, Task
from workshops.task import actions as task_acts

pytestmark = pytest.mark.django_db


def words_of(page):
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.fixture
def clock():
    """The day, to be moved: ``clock("9.20")``."""
    with time_machine.travel(at("18.5.2027", "9.15"), tick=False) as traveller:
        yield lambda text: traveller.move_to(at("18.5.2027", text))


@pytest.fixture
def day(clock, matti, signed_in):
    """The source's day, begun at 9.15; its acts by Matti's browser."""
    agenda = make_agenda(matti, state="published", starts_at=at("18.5.2027", "9.15"))
    return Day(agenda, signed_in(matti))


class Day:
    """An agenda and a browser on its page."""

    def __init__(self, agenda, client):
        self.agenda, self.client, self.path = agenda, client, f"/tyopajat/{agenda.pk}/kaynnissa/"

    def act(self, name, **sent):
        return self.client.post(f"{self.path}{name}/", sent, follow=True)

    def next(self):
        on = self.page().context["on"]
        return self.act("seuraava", on=on.key.pk if on else "")

    def page(self):
        return self.client.get(self.path)

    def times(self):
        return [f"{timezone.localtime(slot.start):%-H.%M}" for slot in self.page().context["slots"]]

    def states(self):
        return [slot.state for slot in self.page().context["slots"]]

    def blocks(self):
        return list(self.agenda.blocks.all())


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_a_day_from_beginning_to_end(day, clock):
    assert day.page().context["phase"] == "before"
    day.act("aloita")
    day.act("aloita")  # twice is once
    page = day.page()
    assert (page.context["on"].key.position, page.context["left"]) == (0, 30)
    assert "Avaus, päivän sisältö ja tavoitteet" in page.content.decode()
    for time in ("9.50", "10.15", "10.30", "11.30", "12.15", "13.15", "13.30", "14.00", "15.00"):
        clock(time)
        day.next()
    assert day.page().context["on"].key.title == "Työpaja päättyy"
    clock("15.02")
    day.next()
    day.agenda.refresh_from_db()
    assert day.agenda.ended_at == timezone.now()
    assert set(day.states()) == {"done"}
    first, second, *_rest = day.blocks()
    assert (first.minutes, first.planned_start) == (30, at("18.5.2027", "9.15"))  # planned
    assert (first.ended_at, second.started_at) == (at("18.5.2027", "9.50"),) * 2  # happened
    assert "suunniteltu 9.45" in day.page().content.decode()


def test_what_was_planned_and_what_happened_stand_side_by_side(day, clock):
    """On the page of the day and on the facilitators' paper once it is over: late, added, skipped, not held."""
    day.act("aloita")
    day.act("ohita", block=day.blocks()[2].pk)
    day.client.post(
        f"/tyopajat/{day.agenda.pk}/osa/", {"quick": "1", "kind": "talk", "title": "Terveiset", "minutes": "5"}
    )
    assert "Suunniteltu ja toteutunut" not in day.page().content.decode()
    clock("9.50")
    day.next()
    clock("10.20")
    day.act("paata")
    kept = day.page().context["kept"]
    first, second, skipped, never = kept[:4]
    assert (first.late, first.minutes, second.late, second.minutes) == (0, 35, 5, 30)
    assert (skipped.held, never.held, never.was_planned) == (None, None, True)
    assert [row.block.title for row in kept if not row.was_planned] == ["Terveiset"]
    paper = text_of(day.client.get(f"/tyopajat/{day.agenda.pk}/ohjelma-vetajille.pdf").content)
    in_order(paper, "Suunniteltu ja toteutunut", "9.15–9.45", "9.15–9.50", "30 → 35", "ohitettu", "ei toteutunut")
    assert "toteutunut" not in text_of(day.client.get(f"/tyopajat/{day.agenda.pk}/ohjelma.pdf").content)


def test_extending_moves_what_is_ahead_and_holds_what_is_pinned(day):
    lunch = day.agenda.blocks.get(kind="lunch")
    lunch.pinned_at = datetime.time(11, 30)
    lunch.save()
    day.act("aloita")
    block = day.blocks()[0]
    page = day.act("jatka", block=block.pk, extra="0")
    assert day.times()[:6] == ["9.15", "9.50", "10.20", "10.35", "11.30", "12.15"]
    assert "Tätä tahtia seuraava kiinteä aika ylittyy 5 minuutilla." in page.content.decode()
    day.act("jatka", block=block.pk, extra="0")  # pressed twice on a page that showed 0
    assert day.blocks()[0].extra == 5
    day.act("jatka", block=block.pk, extra="5", less="1")
    day.act("jatka", block=block.pk, extra="0", less="1")
    assert (day.blocks()[0].extra, day.blocks()[0].minutes) == (-5, 30)


def test_skipping_and_taking_it_back(day):
    day.act("aloita")
    third = day.blocks()[2]
    day.act("ohita", block=third.pk)
    assert day.times()[:5] == ["9.15", "9.45", "10.15", "10.15", "11.15"]
    day.next()
    day.next()
    assert day.page().context["on"].key.position == 3
    page = day.act("peru", block=third.pk)  # something has begun after it
    assert messages(page) == ["Päivä oli jo edennyt. Tältä se näyttää nyt."]
    fifth = day.blocks()[5]
    day.act("ohita", block=fifth.pk)
    day.act("peru", block=fifth.pk)
    assert day.blocks()[5].skipped is False


def test_marking_the_second_one_done_does_not_move_the_first(day, clock):
    day.act("aloita")
    clock("9.20")
    first, second, *_rest = day.blocks()
    day.act("valmis", block=second.pk)
    assert day.page().context["on"].key == first
    assert day.times()[0] == "9.15"
    assert day.states()[:3] == ["now", "done", "ahead"]
    first.refresh_from_db()
    assert (first.started_at, first.ended_at) == (at("18.5.2027", "9.15"), None)


def test_done_by_mistake_goes_on(day, clock):
    day.act("aloita")
    clock("9.25")
    first = day.blocks()[0]
    day.act("valmis", block=first.pk)
    assert "Kahden kohdan välissä" in day.page().content.decode()
    assert day.times()[1] == "9.25"
    day.act("peru", block=first.pk)
    assert day.page().context["on"].key == first
    day.act("valmis", block=first.pk)
    clock("9.40")
    day.next()
    assert day.blocks()[1].started_at == at("18.5.2027", "9.40")


def test_a_press_on_a_page_that_has_slept_does_nothing(day, clock):
    day.act("aloita")
    first = day.blocks()[0]
    clock("9.50")
    day.act("seuraava", on=first.pk)
    page = day.act("seuraava", on=first.pk)  # the same press again, from a phone that has just woken
    assert messages(page) == ["Päivä oli jo edennyt. Tältä se näyttää nyt."]
    assert day.page().context["on"].key.position == 1
    for act in ("jatka", "ohita"):
        assert messages(day.act(act, block=first.pk, extra="0")) != []
    assert messages(day.act("valmis", block="x")) != []
    assert day.client.post(f"{day.path}kaadu/", {"block": first.pk}).status_code == 404


def test_running_late_is_said_and_what_is_ahead_follows(day, clock):
    day.act("aloita")
    clock("9.52")
    page = day.page()
    assert page.context["over"] == 7
    assert "7 min yli ajan" in words_of(page)
    assert day.times()[:3] == ["9.15", "9.52", "10.22"]


def test_the_day_ends_early_and_what_was_not_held_stays_so(day):
    day.act("aloita")
    day.next()
    day.act("paata")
    day.act("paata")
    assert day.page().context["phase"] == "over"
    assert [block.started_at is not None for block in day.blocks()][:3] == [True, True, False]
    assert "Kiitos tästä päivästä" in day.client.get(f"/tyopajat/{day.agenda.pk}/nyt/").content.decode()


def test_editing_while_it_runs(day, clock):
    day.act("aloita")
    clock("9.20")
    last = day.blocks()[8]
    sent = {"version": Agenda.objects.get().version, f"was-{last.pk}": "60", f"minutes-{last.pk}": "30"}
    day.client.post(f"/tyopajat/{day.agenda.pk}/jarjesta/", sent)
    form = {"title": "Yllätys", "kind": "talk", "minutes": "10"}
    day.client.post(f"/tyopajat/{day.agenda.pk}/osa/?before={day.blocks()[0].pk}", form)  # not before what is on
    assert [block.title for block in day.blocks()][1] == "Yllätys"
    assert day.times()[:3] == ["9.15", "9.45", "9.55"]
    assert day.blocks()[0].started_at == at("18.5.2027", "9.15")
    assert day.blocks()[1].planned_start is None
    assert day.agenda.blocks.get(pk=last.pk).planned_minutes == 60


def test_the_poll_answers_only_when_something_has_changed(day, clock, aino, signed_in):
    day.act("aloita")
    path = f"/tyopajat/{day.agenda.pk}/nyt/"
    hers = signed_in(aino)
    revision = hers.get(path).context["revision"]
    assert hers.get(path, {"since": revision}).status_code == 204
    clock("9.20")
    assert hers.get(path, {"since": revision}).status_code == 204  # time left is counted in the browser
    clock("9.47")
    late = hers.get(path, {"since": revision})  # the minutes run over: what is ahead moves
    assert late.status_code == 200
    day.next()
    assert hers.get(path, {"since": late.context["revision"]}).status_code == 200


def test_a_day_without_parts_does_not_begin(matti, signed_in):
    agenda = make_agenda(matti, pattern="", state="published")
    his = Day(agenda, signed_in(matti))
    assert "Ohjelmassa ei ole vielä kohtia." in his.page().content.decode()
    assert messages(his.act("aloita")) != []
    assert Agenda.objects.get().begun_at is None


def test_over_the_clock_change(clock, matti, signed_in):
    agenda = make_agenda(matti, state="published", starts_at=at("28.3.2027", "2.30"))
    his = Day(agenda, signed_in(matti))
    assert his.times()[:3] == ["2.30", "4.00", "4.30"]


@pytest.mark.parametrize("path", ["kaynnissa/", "nyt/", "nyt/?wall=1"])
def test_time_left_stands_in_the_page_without_javascript(day, clock, path):
    day.act("aloita")
    clock("9.40")
    assert "5 min jäljellä" in words_of(day.client.get(f"/tyopajat/{day.agenda.pk}/{path}"))


# ---- The remote and the wall


def test_going_on_by_mistake_is_taken_back_for_a_minute(day, clock):
    day.act("aloita")
    clock("9.40")
    day.next()
    assert 'id="went-on"' in day.page().content.decode()
    second = day.blocks()[1]
    day.act("takaisin", on=second.pk)
    first, second = day.blocks()[:2]
    assert (first.ended_at, second.started_at) == (None, None)
    assert first.started_at == at("18.5.2027", "9.15")
    day.next()
    clock("9.42")
    page = day.act("takaisin", on=day.blocks()[1].pk)
    assert "Päivä oli jo edennyt" in page.content.decode()
    assert day.blocks()[1].started_at == at("18.5.2027", "9.40")
    assert 'id="went-on"' not in day.page().content.decode()


def test_the_remote_says_what_more_minutes_do(day, clock):
    day.act("aloita")
    assert "9.50" in words_of(day.page())  # five more minutes move what comes next
    Block.objects.filter(pk=day.blocks()[1].pk).update(pinned_at=datetime.time(10))
    assert "alkaa silti klo 10.00" in words_of(day.page())


@pytest.fixture
def group_work(day, matti):
    """The group work of the day's fifth part, which is on, with two answers of one task."""
    block = day.blocks()[4]
    day.act("aloita")
    Block.objects.filter(agenda=day.agenda).exclude(pk=block.pk).update(started_at=None)
    Block.objects.filter(pk=block.pk).update(started_at=timezone.now(), kind="group")
    work = GroupWork.objects.create(title="Ryhmätyö", owner=matti, block=block)
    task_acts.set_groups(work, 1)
    task = Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    task_acts.open_room(work, by=matti)
    for text in ("Kahvi", "Kävely"):
        task_acts.add_line(task, work.groups.get(), text, key=text)
    return work


def test_the_remote_puts_a_task_onto_the_wall_and_the_time_back(day, clock, group_work, aino, signed_in):
    wall = f"/tyopajat/{day.agenda.pk}/nyt/?wall=1"
    task = group_work.tasks.get()
    first = day.client.get(wall)
    assert (first.status_code, group_work.room.spaced_code in words_of(first)) == (200, True)
    assert "Mikä auttaa?" in words_of(day.page())
    day.client.post(f"/tyopajat/tehtavat/{task.pk}/valkokankaalle/", {"remote": "1"})
    changed = day.client.get(wall, {"since": first.context["revision"], "wall": "1"})
    assert changed.status_code == 200  # its state is another one, so the page is loaded anew
    assert day.client.get(wall).headers["Location"].startswith(f"/tyopajat/ryhmatyot/{group_work.pk}/valkokangas/")
    screen = words_of(day.client.get(wall, follow=True))
    assert ("Mikä auttaa?" in screen, "Kahvi" in screen, "data-go" in screen) == (True, True, False)
    assert signed_in(aino).get(wall).status_code == 200  # who takes part sees the time, never the groups' lists
    day.client.post(f"/tyopajat/ryhmatyot/{group_work.pk}/kello-valkokankaalle/")
    part = on_screen(group_work.room, "wall").content.decode()
    assert f'data-go="/tyopajat/{day.agenda.pk}/nyt/?wall=1"' in part
    assert day.client.get(wall).status_code == 200


def test_a_vote_begins_and_ends_from_the_remote(day, clock, group_work):
    task = group_work.tasks.get()
    path = f"/tyopajat/tehtavat/{task.pk}/aanestys/"
    assert day.client.post(path, {"to": "open", "remote": "1"}).headers["Location"].endswith("/kaynnissa/")
    group_work.refresh_from_db()
    assert group_work.on_wall_id == task.pk
    assert "Sulje äänestys" in words_of(day.page())
    assert "Valitse kolme tärkeintä" in words_of(day.client.get(f"{group_work.get_absolute_url()}valkokangas/"))


def test_the_wall_has_no_navigation_and_no_name_of_who_leads(day, clock, group_work):
    for path in (f"/tyopajat/{day.agenda.pk}/nyt/?wall=1", f"{group_work.get_absolute_url()}valkokangas/"):
        page = day.client.get(path).content.decode()
        assert ("<header" in page, "<footer" in page, "Matti Laine" in page) == (False, False, False)


def test_a_phone_gets_nothing_of_the_wall(day, clock, group_work):
    assert Phone(group_work.room).poll("wall").status_code == 404
