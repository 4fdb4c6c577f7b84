"""Group tasks: lists written together, the facilitator's page, the results."""

import pytest
from django.test import Client
from django.utils import timezone

from core import retention
from core.models import AccessLog, Mail
from rooms.models import Room
from support.models import Measure
from tests.factories import make_unit
from tests.html import flat
from tests.pdfs import in_order, tags_of, text_of
from tests.rooms.phones import Phone, on_screen
from tests.workshops.task.conftest import lines_on
from workshops.models import Agenda, Block, Facilitating, GroupWork, Idea, Line, Task
from workshops.task import actions as acts
from workshops.task.models import LONGEST_LINE

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Line": "1"}
LONG = ("Pitkä vastaus, jossa on ääkkösiä ja 😀 hymiö 👩🏽‍🔧. " * 120)[:LONGEST_LINE].strip()


def opened(**which):
    return [line.text.open_as_system("test") for line in Line.objects.written().filter(**which)]


# ---- Phones


def test_a_phone_chooses_its_group_and_writes(phone, task):
    assert "Ryhmä 2" in phone.get(f"/huone/{phone.code}/tehtavat/").content.decode()
    answer = phone.write(2, task, "Kiitetään useammin")
    assert answer.headers["Location"] == f"/huone/{phone.code}/tehtavat/ryhma/2/#task-1"
    assert lines_on(phone.page(2).content.decode()) == ["Kiitetään useammin"]
    assert lines_on(phone.page(1).content.decode()) == []


def test_one_group_needs_no_choice(phone, work):
    acts.set_groups(work, 1)
    assert phone.get(f"/huone/{phone.code}/tehtavat/").headers["Location"] == f"/huone/{phone.code}/tehtavat/ryhma/1/"


def test_who_has_not_joined_comes_to_the_door(room, task):
    stranger = Client()
    for path, method in (
        ("", stranger.get),
        ("kaikki/", stranger.get),
        ("ryhma/1/", stranger.get),
        (f"ryhma/1/{task.pk}/", stranger.post),
        (f"rivi/{task.pk}/", stranger.post),
    ):
        assert method(f"/huone/{room.code}/tehtavat/{path}").headers["Location"] == f"/huone/{room.code}/"
    assert Line.objects.count() == 0


def test_another_rooms_phone_reaches_nothing(room, task, sari, phone):
    other = GroupWork.objects.create(title="Toinen", owner=sari)
    acts.set_groups(other, 1)
    Task.objects.create(work=other, number=1, title="x")
    stranger = Phone(acts.open_room(other, by=sari))
    phone.write(1, task, "Meidän")
    line = Line.objects.get()
    assert stranger.write(1, task, "x").status_code == 404
    assert stranger.change(line, "x", 1).status_code == 404
    stranger.code = room.code
    assert stranger.page().status_code == 302
    assert stranger.poll("group-1").status_code == 404
    assert opened() == ["Meidän"]


def test_the_order_is_that_of_coming(phones, task):
    for number in range(9):
        phones[number % 3].write(1, task, f"Rivi {number}")
    assert opened(group__number=1) == [f"Rivi {number}" for number in range(9)]


def test_the_same_sent_twice_is_one_line(phone, task):
    for _time in range(3):
        assert phone.write(1, task, "Kerran", key="k1", **SCRIPT).status_code == 204
    phone.write(2, task, "Kerran", key="k1")  # another group's list is another list
    assert opened(group__number=1) == ["Kerran"]
    assert opened(group__number=2) == ["Kerran"]


def test_a_line_is_changed_from_its_version(phone, task, room):
    phone.write(1, task, "Alku")
    line = Line.objects.get()
    assert 'name="version" value="1"' in flat(phone.page(1, f"?rivi={line.pk}").content)
    assert phone.change(line, "Loppu", 1, **SCRIPT).status_code == 204
    assert opened() == ["Loppu"]
    assert phone.change(line, "Loppu", 1, **SCRIPT).status_code == 204  # the answer was lost, and it was sent again
    assert opened() == ["Loppu"]


@pytest.mark.both_databases
def test_two_phones_in_the_same_line_keep_both_texts(phones, task):
    phones[0].write(1, task, "Alku")
    phones[0].write(1, task, "Seuraava")
    line = Line.objects.first()
    assert phones[0].change(line, "Ensimmäisen", 1, key="a").status_code == 302
    assert phones[1].change(line, "Toisen", 1, key="b").status_code == 302
    assert phones[1].change(line, "Toisen", 1, key="b").status_code == 302  # sent again
    assert phones[2].change(line, "Kolmannen", 1, key="c").status_code == 302
    assert opened() == ["Ensimmäisen", "Toisen", "Kolmannen", "Seuraava"]
    page = phones[0].page(1).content.decode()
    assert page.count("kirjoitettu samaan aikaan") == 2


def test_an_emptied_line_goes_unless_it_has_changed(phones, task):
    for text in ("Poistuva", "Muuttunut"):
        phones[0].write(1, task, text)
    gone, changed = Line.objects.all()
    phones[0].change(gone, "", 1)
    phones[0].change(changed, "Muutettu", 1)
    phones[1].change(changed, "  ", 1)
    assert opened() == ["Muutettu"]
    phones[2].change(gone, "Kirjoitin vielä tätä", 1)  # somebody was still writing it
    assert sorted(opened()) == ["Kirjoitin vielä tätä", "Muutettu"]


def test_an_empty_line_is_nothing(phone, task):
    assert phone.write(1, task, " \r\n ").status_code == 302
    assert Line.objects.count() == 0


def test_five_thousand_letters_and_emoji(phone, task, signed_in, matti, work):
    phone.write(1, task, LONG)
    assert opened() == [LONG]
    answer = phone.write(1, task, "x" * (LONGEST_LINE + 1))
    assert answer.status_code == 422
    assert "x" * (LONGEST_LINE + 1) in answer.content.decode()
    assert phone.write(1, task, "x" * (LONGEST_LINE + 1), **SCRIPT).content.decode().startswith("Teksti on liian pitkä")
    text = text_of(signed_in(matti).get(f"/tyopajat/ryhmatyot/{work.pk}/tulokset.pdf").content)
    assert ":) hymiö [emoji]." in text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a\x00b", "\ud83d", "{{ x }}", "=SUMMA(A1)"])
def test_any_text_is_text(phone, task, text):
    assert phone.write(1, task, text.encode("utf-8", "replace").decode()).status_code == 302
    assert "<script>alert" not in phone.page(1).content.decode()


def test_a_list_has_a_limit(phone, task, monkeypatch):
    monkeypatch.setattr(acts, "MOST_LINES", 2)
    for number in range(3):
        answer = phone.write(1, task, f"Rivi {number}", **SCRIPT)
    assert (answer.status_code, answer.content.decode()[:16]) == (422, "Lista on täynnä ")
    assert len(opened()) == 2


def test_a_closed_task_keeps_the_text_with_its_writer(phone, task, work):
    acts.toggle_task(task)
    answer = phone.write(1, task, "Myöhästyin")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Myöhästyin</textarea>" in page
    assert "Tehtävä on suljettu, joten tätä ei tallennettu." in page
    assert phone.write(1, task, "Myöhästyin", key="k", **SCRIPT).status_code == 409
    acts.toggle_task(task)
    assert phone.write(1, task, "Myöhästyin", key="k", **SCRIPT).status_code == 204
    work.room.refresh_from_db()
    work.room.close()
    line = Line.objects.get()
    assert phone.change(line, "x", 1, **SCRIPT).status_code == 409
    assert "Huone on suljettu." in phone.page(1).content.decode()
    assert opened() == ["Myöhästyin"]


def test_a_task_for_one_group_is_only_theirs(phone, task, work):
    task.groups.set([work.groups.get(number=2)])
    assert "Mikä auttaa?" not in phone.page(1).content.decode()
    assert "Mikä auttaa?" in phone.page(2).content.decode()
    assert phone.page(9).status_code == 404


def test_everybodys_lists_are_seen_when_the_facilitator_shows_them(phone, task, work, signed_in, matti):
    phone.write(2, task, "Kakkosten")
    page = f"/huone/{phone.code}/tehtavat/kaikki/"
    assert lines_on(phone.get(page).content.decode()) == []
    signed_in(matti).post(f"/tyopajat/ryhmatyot/{work.pk}/nayta/")
    assert lines_on(phone.get(page).content.decode()) == ["Kakkosten"]
    assert "Kaikkien ryhmien listat ovat nyt nähtävissä." in phone.page(1).content.decode()
    signed_in(matti).post(f"/tyopajat/ryhmatyot/{work.pk}/piilota/")
    assert lines_on(phone.get(page).content.decode()) == []


# ---- The live part


def test_what_a_poll_brings_is_what_the_page_shows(phone, task):
    phone.write(1, task, "Rivi & <toinen>")
    page, part = flat(phone.page(1).content), flat(phone.poll("group-1").content)
    for piece in part.split("<div ")[1:]:
        assert piece.strip() in page


def test_parts_of_a_room(phone, task, work, signed_in, matti):
    phone.write(2, task, "Kakkosten")
    answers = {part: phone.poll(part) for part in ("group-1", "group-2", "all")}
    answers |= {part: on_screen(work.room, part) for part in ("board", "screen")}
    assert [len(lines_on(answer.content.decode())) for answer in answers.values()] == [0, 1, 0, 1, 1]
    for part in ("group-9", "group-", "group", "", "x", "group-1x", "group-" + "9" * 70):
        assert phone.poll(part).status_code == 404, part
    page = flat(signed_in(matti).get(f"/tyopajat/ryhmatyot/{work.pk}/").content)
    board = flat(on_screen(work.room, "board").content)
    for piece in board.split("<div id=")[1:]:
        assert piece.strip() in page


# ---- The facilitator


@pytest.fixture
def owner(signed_in, matti):
    return signed_in(matti)


def test_from_the_four_tasks_to_the_results(owner, matti):
    data = {"title": "Työpaja", "group_count": "4", "begin": "four"}
    address = owner.post("/tyopajat/ryhmatyot/uusi/", data).headers["Location"]
    work = GroupWork.objects.get()
    assert [work.tasks.count(), work.groups.count(), work.owner] == [4, 4, matti]
    assert "Miten varhaisesta tuesta tulee osa arkea?" in owner.get(address).content.decode()
    owner.post(f"{address}avaa/")
    work.refresh_from_db()
    page = owner.get(address).content.decode()
    assert work.room.spaced_code in page
    assert '<svg class="qr"' in page
    phone = Phone(work.room)
    for task in work.tasks.all():
        for group in (3, 1):
            phone.write(group, task, f"Tehtävä {task.number}, ryhmä {group}")
    owner.post(f"{address}sulje/")
    data = owner.get(f"{address}tulokset.pdf").content
    text = text_of(data)
    places = [text.index(f"Tehtävä {task}, ryhmä {group}") for task in (1, 2, 3, 4) for group in (1, 3)]
    assert places == sorted(places)
    tags = [tag for tag, _alt in tags_of(data)]
    assert [tags.count(tag) for tag in ("H1", "H2", "H3", "LI")] == [1, 4, 8, 8]


def test_no_room_without_a_task(owner, matti):
    work = GroupWork.objects.create(title="Tyhjä", owner=matti)
    owner.post(f"/tyopajat/ryhmatyot/{work.pk}/avaa/")
    assert Room.objects.count() == 0
    assert owner.post(f"/tyopajat/ryhmatyot/{work.pk}/sulje/").status_code == 404
    assert owner.get(f"/tyopajat/ryhmatyot/{work.pk}/valkokangas/").status_code == 404


def test_tasks_are_added_and_changed_while_groups_work(owner, work, phone):
    base = f"/tyopajat/ryhmatyot/{work.pk}/"
    owner.post(f"{base}tehtava/", {"title": "Kolmas", "guide": "Ohje", "groups": [work.groups.get(number=2).pk]})
    task = Task.objects.get(number=3)
    assert "3. Kolmas" in phone.page(2).content.decode()
    owner.post(f"/tyopajat/tehtavat/{task.pk}/", {"title": "Kolmas, uusi sana"})
    assert "Kolmas, uusi sana" in phone.page(1).content.decode()
    phone.write(1, task, "Vastaus")
    owner.post(f"/tyopajat/tehtavat/{task.pk}/poista/")
    assert Task.objects.filter(pk=task.pk).exists()
    Line.objects.all().delete()
    owner.post(f"/tyopajat/tehtavat/{task.pk}/poista/")
    assert not Task.objects.filter(pk=task.pk).exists()


def test_a_group_that_has_written_is_not_taken_away(owner, work, phone, task):
    phone.write(2, task, "Kirjoitimme")
    acts.set_groups(work, 5)
    owner.post(f"/tyopajat/ryhmatyot/{work.pk}/muokkaa/", {"title": "Uusi otsikko", "group_count": "1"})
    assert list(work.groups.values_list("number", flat=True)) == [1, 2]


def test_the_lists_outlive_the_room(owner, work, phone, task):
    phone.write(1, task, "Tallessa")
    work.room.close()
    Room.objects.filter(pk=work.room_id).update(closed_at=timezone.now() - timezone.timedelta(hours=25))
    retention.dispose()
    assert phone.page().status_code == 302
    assert "Tallessa" in owner.get(f"/tyopajat/ryhmatyot/{work.pk}/").content.decode()
    owner.post(f"/tyopajat/ryhmatyot/{work.pk}/avaa/")  # another day, with another code
    work.refresh_from_db()
    assert (work.room.is_open, Room.objects.count(), opened()) == (True, 1, ["Tallessa"])
    Room.objects.filter(pk=work.room_id).update(closed_at=timezone.now() - timezone.timedelta(days=735))
    retention.dispose()
    assert [GroupWork.objects.count(), Line.objects.count(), Room.objects.count()] == [0, 0, 0]


def test_what_was_never_opened_and_old_ideas_go_too(matti):
    old = timezone.now() - timezone.timedelta(days=735)
    GroupWork.objects.create(title="Vanha", owner=matti, created_at=old)
    Idea.objects.create(text="Vanha", by=matti, work_title="x", created_at=old)
    new = GroupWork.objects.create(title="Uusi", owner=matti)
    retention.dispose()
    assert list(GroupWork.objects.all()) == [new]
    assert Idea.objects.count() == 0


def test_removing_it_removes_everything(owner, work, phone, task):
    phone.write(1, task, "x")
    owner.post(f"/tyopajat/ryhmatyot/{work.pk}/poista/")
    assert [GroupWork.objects.count(), Line.objects.count(), Room.objects.count()] == [0, 0, 0]


def test_an_answer_goes_on_as_a_measure_or_an_idea(owner, work, phone, task, sari, matti, signed_in):
    for text in ("Kävelevä palaveri", "Tauko ennen iltaa"):
        phone.write(1, task, text)
    first, second = Line.objects.all()
    form = owner.get(f"/tyopajat/rivit/{first.pk}/").context["form"]
    assert [str(words) for _code, words in form.fields["to"].choices] == ["ehdota keinoksi", "lähetä HR:lle ideana"]
    owner.post(f"/tyopajat/rivit/{first.pk}/", {"text": "Kävelevä palaveri", "to": "measure", "kind": "proactive"})
    measure = Measure.objects.get(state="proposed")
    assert (measure.proposal, measure.suggested_by) == ("Kävelevä palaveri", matti)
    owner.post(f"/tyopajat/rivit/{second.pk}/", {"text": "Tauko", "to": "hr"})
    page = signed_in(sari).get("/tyopajat/ideat/").content.decode()
    assert "Tauko" in page
    assert AccessLog.objects.filter(reader=sari, subject=matti, kind="idea").count() == 1
    idea = Idea.objects.get()
    answer = {"owner": sari.pk, "due_on": "1.2.2027", "handling": "looking", "answer": "Kokeillaan.", "revision": "0"}
    signed_in(sari).post(f"/hr/saapuneet/workshop-idea/{idea.pk}/", answer | {"send": "1"})
    assert "ehdotettu keinoksi" in owner.get(f"/tyopajat/ryhmatyot/{work.pk}/").content.decode()
    assert "Kokeillaan." in owner.get("/tyopajat/ideat/").content.decode()
    assert Mail.objects.filter(to=matti, kind="workshop_idea_answered").count() == 1


def test_an_idea_is_hrs_and_its_senders(owner, phone, task, pekka, leena, signed_in):
    phone.write(1, task, "Tauko")
    owner.post(f"/tyopajat/rivit/{Line.objects.get().pk}/", {"text": "Tauko ennen iltaa", "to": "hr"})
    assert "Tauko ennen iltaa" in owner.get("/tyopajat/ideat/").content.decode()
    for person in (pekka, leena):
        page = signed_in(person).get("/tyopajat/ideat/")
        assert (page.status_code, "Tauko ennen iltaa" in page.content.decode()) == (200, False)


def test_a_line_that_names_somebody_is_removed(owner, phone, task):
    phone.write(1, task, "Kalle on sairas")
    owner.post(f"/tyopajat/rivit/{Line.objects.get().pk}/poista/")
    assert lines_on(phone.page(1).content.decode()) == []


def test_the_facilitators_of_its_day_lead_it_too(work, matti, pekka, signed_in, streets, phone, task):
    agenda = Agenda.objects.create(title="Päivä", starts_at=timezone.now(), unit=streets)
    work.block = Block.objects.create(agenda=agenda, position=1, kind="group", title="Työpaja")
    work.save()
    phone.write(1, task, "Yhteinen")
    address = f"/tyopajat/ryhmatyot/{work.pk}/"
    assert signed_in(pekka).get(address).status_code == 404
    Facilitating.objects.create(agenda=agenda, person=pekka, named_at=work.begun_at)  # before: test_new_leaders.py
    assert "Yhteinen" in signed_in(pekka).get(address).content.decode()
    assert AccessLog.objects.filter(reader=pekka, subject=matti, kind="group_work").count() == 1
    assert "Päivä" in text_of(signed_in(pekka).get(f"{address}tulokset.pdf").content)


def test_the_block_of_ones_own_day_is_taken_along(owner, matti, kitchen):
    agenda = Agenda.objects.create(title="Päivä", starts_at=timezone.now(), unit=kitchen)
    block = Block.objects.create(agenda=agenda, position=1, kind="group", title="Ryhmissä")
    form = {"title": "Ryhmissä", "group_count": "2", "begin": "own"}
    for given in (block.pk, "x", make_unit().pk):
        owner.post(f"/tyopajat/ryhmatyot/uusi/?block={given}", form)
    assert GroupWork.objects.filter(block=block).count() == 0
    Facilitating.objects.create(agenda=agenda, person=matti)
    assert owner.get(f"/tyopajat/osat/{block.pk}/ryhmatyo/").headers["Location"].endswith(f"/uusi/?block={block.pk}")
    assert 'value="Ryhmissä"' in owner.get(f"/tyopajat/ryhmatyot/uusi/?block={block.pk}").content.decode()
    owner.post(f"/tyopajat/ryhmatyot/uusi/?block={block.pk}", form)
    work = GroupWork.objects.get(block=block)
    assert owner.get(f"/tyopajat/osat/{block.pk}/ryhmatyo/").headers["Location"] == work.get_absolute_url()


@pytest.mark.parametrize("count", [1, 30])
def test_pages_ask_a_fixed_number_of_questions(owner, work, phone, task, count, django_assert_max_num_queries):
    for number in range(count):
        phone.write(1 + number % 2, task, f"Rivi {number}")
    owner.get(f"/tyopajat/ryhmatyot/{work.pk}/")
    with django_assert_max_num_queries(13):
        owner.get(f"/tyopajat/ryhmatyot/{work.pk}/")
    with django_assert_max_num_queries(7):
        phone.page(1)
    with django_assert_max_num_queries(6):
        owner.get("/tyopajat/ryhmatyot/")


# ---- Names of groups, order of tasks


def test_a_groups_name_is_on_phones_at_once_and_on_the_paper(work, phone, task, signed_in, matti):
    his, address = signed_in(matti), work.get_absolute_url()
    phone.write(1, task, "Kiitetään heti")
    data = {"title": work.title, "group_count": "2", "name_1": "Keittiö ja sali", "name_2": ""}
    his.post(address + "muokkaa/", data)
    assert '<h1 id="group-name" data-live>1. Keittiö ja sali</h1>' in flat(phone.page().content)
    assert "1. Keittiö ja sali" in phone.poll("group-1").content.decode()
    choose = phone.get(f"/huone/{phone.code}/tehtavat/").content.decode()
    assert ("1. Keittiö ja sali" in choose, "Ryhmä 2" in choose) == (True, True)
    assert "1. Keittiö ja sali" in text_of(his.get(address + "tulokset.pdf").content)
    data["name_1"] = "x" * 41
    assert "name_1" in his.post(address + "muokkaa/", data).context["form"].errors


def test_tasks_change_places_and_a_second_press_does_nothing(work, phone, signed_in, matti):
    his = signed_in(matti)
    first, second = work.tasks.all()
    for _press in range(2):
        his.post(f"/tyopajat/tehtavat/{second.pk}/siirra/", {"at": "2", "up": ""})
    assert [(one.number, one.pk) for one in work.tasks.all()] == [(1, second.pk), (2, first.pk)]
    in_order(phone.poll("group-1").content.decode(), "1. Mikä estää?", "2. Mikä auttaa?")
    his.post(f"/tyopajat/tehtavat/{second.pk}/siirra/", {"at": "1", "up": ""})  # the first one goes nowhere
    assert work.tasks.first() == second
