"""HR composes groups, sees clashes, names mentors, confirms; members are told."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.models import Mail
from core.outbox import letter
from people.models import User
from tests.factories import make_person
from tests.people_fixtures import with_second_step
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor, seats
from verme.composing import actions as composing
from verme.composing.conflicts_of_interest import clashes
from verme.models import Group, Membership, Mentoring, Season, SignUp
from verme.sign_up import actions as places

pytestmark = pytest.mark.django_db


def url(season, act=""):
    return f"/verme/kaudet/{season.pk}/koonti/" + (f"{act}/" if act else "")


def move(row, to):
    return {f"was-{row.pk}": composing.seat(row), f"to-{row.pk}": str(to.pk) if to else ""}


def confirm(client, group):
    """As HR does on the page: everything where it is, this group ticked."""
    data = {"do": "1", "confirm": str(group.pk)}
    for row in SignUp.objects.there().filter(season=group.season):
        data |= move(row, row.group if row.state == "placed" else None)
    return client.post(url(group.season, "tallenna"), data)


def told():
    return sorted((mail.kind, mail.to.username) for mail in Mail.objects.select_related("to"))


def texts(season, group):
    with translation.override("en"):
        return [clash.text for clash in clashes(season).get(group.pk, [])]


def test_hr_opens_a_season_with_groups_and_calls(sari, signed_in, aino):
    hers = signed_in(sari)
    assert hers.get("/verme/kaudet/uusi/?shape=short").context["form"].initial["session_minutes"] == 90
    form = {
        "name": "Kevät 2027",
        "kind": "term",
        "starts_on": "11.1.2027",
        "ends_on": "31.5.2027",
        "sign_up_until": "31.1.2027",
        "members_min": "6",
        "members_max": "8",
        "sessions_planned": "6",
        "session_minutes": "120",
    }
    for _click in range(2):
        assert hers.post("/verme/kaudet/uusi/", form).status_code == 302
    season = Season.objects.get()
    assert signed_in(aino).get(f"/verme/kutsut/{season.pk}/").status_code == 404
    hers.post(f"/verme/kaudet/{season.pk}/kutsu/")
    assert Season.objects.get().state == "draft"  # nothing to sign up for yet
    group = {"name": "Uudet", "target": "new", "mixed": "True", "capacity": "8", "language": "fi"}
    for _click in range(2):
        assert hers.post(f"/verme/kaudet/{season.pk}/ryhma/", group).status_code == 302
    assert [one.capacity for one in Group.objects.all()] == [8]
    hers.post(f"/verme/kaudet/{season.pk}/kutsu/")
    assert Season.objects.get().state == "call"
    assert signed_in(aino).get(f"/verme/kutsut/{season.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "1.1.2027"}, "ends_on"),
        ({"starts_on": "31.2.2027"}, "starts_on"),
        ({"sign_up_until": "1.6.2027"}, "sign_up_until"),
        ({"members_min": "9"}, "members_max"),
        ({"sessions_planned": "0"}, "sessions_planned"),
        ({"session_minutes": "7"}, "session_minutes"),
        ({"members_max": "400"}, "members_max"),
    ],
)
def test_numbers_that_do_not_fit_say_so_at_the_field(sari, signed_in, change, field):
    form = {
        "name": "Kevät",
        "kind": "term",
        "starts_on": "11.1.2027",
        "ends_on": "31.5.2027",
        "sign_up_until": "31.1.2027",
        "members_min": "6",
        "members_max": "8",
        "sessions_planned": "6",
        "session_minutes": "120",
    }
    page = signed_in(sari).post("/verme/kaudet/uusi/", form | change)
    assert list(page.context["form"].errors) == [field]
    assert Season.objects.count() == 0


def test_hr_moves_people_with_the_form_alone(season, aino, johanna, sari, signed_in):
    one, other = make_group(season, name="A", capacity=1), make_group(season, name="B", capacity=1)
    first, second = enter(season, aino, one), enter(season, johanna, one)
    data = move(first, other) | move(second, one)
    assert signed_in(sari).post(url(season, "tallenna"), data).status_code == 302
    assert (seats(one), seats(other)) == (["johanna"], ["aino"])
    assert signed_in(sari).post(url(season, "tallenna"), data).status_code == 200  # sent again: they are elsewhere now
    assert (seats(one), seats(other)) == (["johanna"], ["aino"])


def test_too_many_for_a_group_moves_nobody_and_says_what_to_do(season, aino, johanna, sari, signed_in):
    one, other = make_group(season, name="A", capacity=1), make_group(season, name="B", capacity=1)
    first = enter(season, aino, one)
    enter(season, johanna, other)
    page = signed_in(sari).post(url(season, "tallenna"), move(first, other))
    assert page.context["problem"].startswith("Ryhmässä B olisi 2 henkilöä, paikkoja on 1.")
    kept = {card.row.person.username: card.to for card in page.context["columns"][1].cards}
    assert kept == {"aino": str(other.pk), "johanna": str(other.pk)}  # the choice is kept
    assert seats(one) == ["aino"]


def test_another_seasons_group_or_sign_up_is_not_taken(season, aino, johanna, sari, signed_in):
    group, other = make_group(season), make_season(name="Toinen")
    theirs = make_group(other, name="Toinen")
    mine, foreign = enter(season, aino, group), enter(other, johanna, theirs)
    for data in (move(mine, theirs), move(foreign, group), {"to-x": "y"}):
        signed_in(sari).post(url(season, "tallenna"), data)
    assert (seats(group), seats(theirs)) == (["aino"], ["johanna"])


def test_clashes_are_seen(season, aino, matti, johanna, kitchen, leena):
    group = make_group(season)
    bahar = make_person(name="Bahar Şahin", unit=kitchen)
    for person in (aino, matti, johanna, bahar):
        enter(season, person, group)
    assert texts(season, group) == [
        "Matti Laine is a supervisor of Aino Virtanen.",
        "Matti Laine is a supervisor of Bahar Şahin.",
        "Aino Virtanen, Bahar Şahin work in the same small team (Ruokapalvelut).",
    ]
    other = make_season(name="Toinen")
    enter(other, johanna, make_group(other, name="Konkarit"))
    name_mentor(group, make_mentor(leena))  # the director leads everybody
    found = texts(season, group)
    assert "Johanna Åberg is also in the group Konkarit." in found
    assert "Leena Šimek is a supervisor of Johanna Åberg." in found


def test_a_deputy_is_no_supervisor_of_the_supervisor(season, matti, timo):
    group = make_group(season)
    for person in (matti, timo):
        enter(season, person, group)
    assert texts(season, group) == ["Matti Laine is a supervisor of Timo Ääri."]


def test_people_of_a_large_unit_are_no_clash(season, library):
    group = make_group(season)
    for _n in range(7):
        enter(season, make_person(unit=library), group)
    assert texts(season, group) == []


def test_a_group_is_confirmed_with_a_mentor_and_members_are_told(group, eight, mentor, sari, signed_in):
    for person in eight:
        enter(group.season, person, group)
    hers = signed_in(sari)
    confirm(hers, group)
    assert Group.objects.get().state == "forming"
    hers.post(f"/verme/ryhmat/{group.pk}/mentorit/nimea/", {"mentor": mentor.pk})
    for _click in range(2):
        confirm(hers, group)
    assert Group.objects.get().state == "confirmed"
    names = sorted([*(person.username for person in eight), "maija"])
    assert told() == [("verme_group_confirmed", name) for name in names]
    found = letter(Mail.objects.filter(to__username="aino").get())
    assert (found.subject, found.link) == ("Verme: ryhmäsi on vahvistettu", f"/verme/ryhmat/{group.pk}/")
    assert "Jäsen" not in found.body


def test_a_small_group_is_confirmed_only_when_it_is_meant(group, aino, mentor, sari, signed_in):
    enter(group.season, aino, group)
    name_mentor(group, mentor)
    hers = signed_in(sari)
    (column,) = hers.get(url(group.season)).context["columns"]
    assert (column.few, column.ticked) == (True, False)  # the tick is for HR to set
    hers.post(url(group.season, "tallenna"), {"do": "1"})
    assert Membership.objects.count() == 0
    confirm(hers, group)
    assert [row.person for row in Membership.objects.all()] == [aino]


def test_hr_takes_somebody_into_a_confirmed_group(confirmed, sari, signed_in, matti):
    places.withdraw(confirmed.season, by=SignUp.objects.first().person)
    row = enter(confirmed.season, matti)
    assert row.state == "waitlist"
    signed_in(sari).post(url(confirmed.season, "tallenna"), move(row, confirmed))
    assert Membership.objects.live().filter(person=matti).count() == 1
    assert ("verme_group_confirmed", "matti") in told()


def test_the_call_ends_and_those_left_are_told(confirmed, sari, signed_in, matti):
    enter(confirmed.season, matti)
    Mail.objects.all().delete()
    assert signed_in(sari).post(f"/verme/kaudet/{confirmed.season_id}/kaynnista/").status_code == 302
    assert Season.objects.get().state == "running"
    assert told() == [("verme_no_place", "matti")]


def test_a_substitute_takes_over(confirmed, sari, signed_in, matti, mentor):
    his, first = signed_in(matti), signed_in(mentor.person)
    other = make_mentor(matti)
    assert his.get(f"/verme/ryhmat/{confirmed.pk}/").status_code == 404
    hers = signed_in(sari)
    hers.post(f"/verme/ryhmat/{confirmed.pk}/mentorit/nimea/", {"mentor": other.pk, "substitute": "on"})
    hers.post(f"/verme/mentoroinnit/{Mentoring.objects.get(person=mentor.person).pk}/paata/")
    assert his.get(f"/verme/ryhmat/{confirmed.pk}/").status_code == 200
    assert first.get(f"/verme/ryhmat/{confirmed.pk}/").status_code == 404


def test_the_register_says_who_is_free(confirmed, mentor, sari, signed_in, matti):
    make_mentor(matti, field="keittiö")
    page = signed_in(sari).get("/verme/mentorit/").content.decode()
    assert "Uudet, Kevät" in page
    free = signed_in(sari).get("/verme/mentorit/", {"free": "1"}).context["page"]
    assert [row.person for row in free] == [matti]
    found = signed_in(sari).get("/verme/mentorit/", {"q": "mäkelä"}).context["page"]
    assert [row.person for row in found] == [mentor.person]


@pytest.mark.parametrize("path", ["/verme/kaudet/", "season", "compose", "/verme/mentorit/", "/verme/"])
@pytest.mark.both_databases
def test_lists_take_as_many_queries_for_many_rows(sari, signed_in, path):
    counts = []
    hers = signed_in(sari)
    for size in (1, 30):
        season = make_season(name=f"Kausi {size}")
        for n in range(size):
            group = make_group(season, name=f"Ryhmä {n}", capacity=2)
            enter(season, make_person(), group)
            name_mentor(group, make_mentor(make_person()))
        address = {"season": f"/verme/kaudet/{season.pk}/", "compose": url(season)}.get(path, path)
        hers.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert hers.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def columns(page):
    """Group → who would be in it; "" is the waiting list."""
    found = {
        column.group.name: [card.row.person.username for card in column.cards] for column in page.context["columns"]
    }
    return found | {"": [card.row.person.username for card in page.context["waiting"]]}


def propose(client, season):
    return client.post(url(season, "tallenna"), {"propose": "1"})


def test_a_proposal_moves_nobody_and_keeps_apart_who_should_not_meet(season, aino, matti, johanna, sari, signed_in):
    """Matti leads Aino; they wished the same group and got their places by themselves."""
    one, other = make_group(season, name="A"), make_group(season, name="B")
    for person in (aino, matti, johanna):
        enter(season, person, one)
    page = propose(signed_in(sari), season)
    assert columns(page) == {"A": ["aino", "johanna"], "B": [], "": ["matti"]}  # he wished A: HR decides
    assert seats(one) == ["aino", "matti", "johanna"]
    SignUp.objects.filter(person=matti).update(wish=None)
    assert columns(propose(signed_in(sari), season)) == {"A": ["aino", "johanna"], "B": ["matti"], "": []}
    assert seats(other) == []


def test_a_proposal_heeds_places_language_and_the_group_that_somebody_leads(season, aino, johanna, sari, signed_in):
    User.objects.filter(pk=johanna.pk).update(language="sv")
    finnish = make_group(season, name="A", capacity=1)
    swedish = make_group(season, name="B", language="sv")
    for person in (aino, johanna, make_person(username="kolmas")):
        enter(season, person)
    SignUp.objects.update(state="waitlist", group=None)
    assert columns(propose(signed_in(sari), season)) == {"A": ["aino"], "B": ["johanna"], "": ["kolmas"]}
    name_mentor(finnish, make_mentor(aino))
    assert columns(propose(signed_in(sari), season)) == {"A": ["kolmas"], "B": ["johanna"], "": ["aino"]}
    assert seats(swedish) == []


def test_a_confirmed_group_is_not_touched_by_a_proposal(confirmed, sari, signed_in, matti):
    open_group = make_group(confirmed.season, name="Toinen")
    enter(confirmed.season, matti)
    SignUp.objects.filter(person=matti).update(state="waitlist", group=None)
    page = columns(propose(signed_in(sari), confirmed.season))
    assert sorted(page[confirmed.name]) == sorted(seats(confirmed))
    assert page[open_group.name] == ["matti"]


def test_what_to_look_at_stands_beside_the_person(season, aino, matti, johanna, kitchen, sari, signed_in):
    group = make_group(season)
    bahar = make_person(name="Bahar Şahin", username="bahar", unit=kitchen)
    for person in (aino, matti, bahar, johanna):
        enter(season, person, group)
    page = signed_in(sari).get(url(season))
    (column,) = page.context["columns"]
    beside = {card.row.person.username: len(card.clashes) for card in column.cards}
    assert beside == {"aino": 2, "matti": 2, "bahar": 2, "johanna": 0}  # each pair once: the line, or the small team
    assert [person.username for person in column.to_look_at] == ["aino", "matti", "bahar"]
    said = {
        card.row.person.username: [clash.beside[card.row.person_id] for clash in card.clashes] for card in column.cards
    }  # short, and without the name that stands above
    assert said["matti"] == [f"oma työntekijä tässä ryhmässä: {name}" for name in ("Aino Virtanen", "Bahar Şahin")]
    assert said["aino"] == ["oma esihenkilö tässä ryhmässä: Matti Laine", "samaa pientä tiimiä: Bahar Şahin"]


def test_the_confirmation_is_always_there_with_its_reason(season, aino, sari, signed_in):
    group = make_group(season)
    enter(season, aino, group)
    hers = signed_in(sari)
    assert hers.get(url(season)).context["not_yet"] == "Ryhmän voi vahvistaa, kun sillä on mentori."
    name_mentor(group, make_mentor(make_person(name="Maija Mäkelä")))
    page = hers.get(url(season))
    assert page.context["not_yet"] == "Rastita ryhmät, jotka vahvistat."  # a small one has no tick by itself
    ticked = move(SignUp.objects.get(), group) | {"check": "1", "confirm": str(group.pk)}
    assert hers.post(url(season, "tallenna"), ticked).context["not_yet"] == ""
    Group.objects.update(state=Group.State.CONFIRMED)
    page = hers.get(url(season))
    assert (page.context["ready"], page.context["not_yet"]) == ([], "")


def test_looking_at_a_choice_saves_nothing(season, aino, sari, signed_in):
    one, other = make_group(season, name="A"), make_group(season, name="B")
    row = enter(season, aino, one)
    page = signed_in(sari).post(url(season, "tallenna"), move(row, other) | {"check": "1"})
    assert columns(page) == {"A": [], "B": ["aino"], "": []}
    assert (seats(one), Season.objects.get().composing) == (["aino"], False)


def test_the_later_save_of_two_is_refused_with_what_has_changed(season, aino, johanna, matti, sari, signed_in):
    kirsi = with_second_step(make_person(name="Kirsi Salo", username="kirsi", is_hr=True))
    one, other = make_group(season, name="A"), make_group(season, name="B")
    rows = [enter(season, person, one) for person in (aino, johanna, matti)]
    stay = move(rows[0], one) | move(rows[1], one) | move(rows[2], one)
    assert signed_in(kirsi).post(url(season, "tallenna"), stay | move(rows[0], other)).status_code == 302
    places.withdraw(season, by=matti)
    page = signed_in(sari).post(url(season, "tallenna"), stay | move(rows[1], other))
    assert page.status_code == 200
    assert "Aino Virtanen on nyt ryhmässä B." in page.context["problem"]
    assert "Matti Laine ei ole enää mukana." in page.context["problem"]
    assert (seats(one), seats(other)) == (["johanna"], ["aino"])
    assert columns(page) == {"A": [], "B": ["aino", "johanna"], "": []}  # hers is kept where it still fits


def test_a_move_out_of_a_group_confirmed_meanwhile_is_shown_before_it_is_told(
    season, aino, johanna, mentor, sari, signed_in
):
    kirsi = with_second_step(make_person(name="Kirsi Salo", username="kirsi", is_hr=True))
    one, other = make_group(season, name="A"), make_group(season, name="B")
    rows = [enter(season, person, one) for person in (aino, johanna)]
    name_mentor(one, mentor)
    opened = {"forming": [str(one.pk), str(other.pk)]}  # as Sari's page says
    stay = move(rows[0], one) | move(rows[1], one)
    confirming = stay | opened | {"do": "1", "confirm": [str(one.pk)]}
    assert signed_in(kirsi).post(url(season, "tallenna"), confirming).status_code == 302
    letters = told()
    page = signed_in(sari).post(url(season, "tallenna"), stay | opened | move(rows[0], other))
    assert "A on vahvistettu: tulijalle tai lähtijälle kerrotaan heti." in page.context["problem"]
    assert (seats(one), told()) == (["aino", "johanna"], letters)
    assert columns(page) == {"A": ["johanna"], "B": ["aino"], "": []}  # hers is kept, to be meant once more
    forming = re.findall(r'name="forming" value="([^"]+)"', page.content.decode())
    assert forming == [str(other.pk)]
    again = stay | {"forming": forming} | move(rows[0], other)
    assert signed_in(sari).post(url(season, "tallenna"), again).status_code == 302
    assert seats(other) == ["aino"]
    assert signed_in(kirsi).post(url(season, "tallenna"), move(rows[1], one) | opened | {"do": "1"}).status_code == 302


def test_confirming_and_moving_is_all_or_nothing(season, aino, johanna, mentor, sari, signed_in):
    one, other = make_group(season, name="A"), make_group(season, name="B")
    first, second = enter(season, aino, one), enter(season, johanna, one)
    name_mentor(one, mentor)
    data = move(first, other) | move(second, one) | {"do": "1", "confirm": [str(one.pk), str(other.pk)]}
    page = signed_in(sari).post(url(season, "tallenna"), data)
    assert page.context["problem"] == "Nimeä ryhmälle ensin mentori."
    assert (seats(one), Membership.objects.count(), told()) == (["aino", "johanna"], 0, [])
    signed_in(sari).post(url(season, "tallenna"), data | {"confirm": str(one.pk)})
    assert (seats(one), seats(other)) == (["johanna"], ["aino"])  # confirming undoes no decision
    assert [row.person for row in Membership.objects.all()] == [johanna]


def test_hr_moves_somebody_out_of_a_confirmed_group_and_they_are_told_by_whom(confirmed, sari, signed_in, aino):
    other = make_group(confirmed.season, name="Toinen")
    row = SignUp.objects.get(person=aino)
    Mail.objects.all().delete()
    assert signed_in(sari).post(url(confirmed.season, "tallenna"), move(row, other)).status_code == 302
    assert not Membership.objects.live().filter(person=aino).exists()
    assert seats(other) == ["aino"]
    assert told() == [("verme_left", "aino"), ("verme_member_left", "maija")]
    body = letter(Mail.objects.get(kind="verme_left")).body
    assert "Et ole enää Verme-ryhmässä ”Uudet”." in body
    assert "Muutoksen teki: Sari Koskinen." in body
    signed_in(sari).post(url(confirmed.season, "tallenna"), move(SignUp.objects.get(person=aino), None))
    assert SignUp.objects.get(person=aino).state == "waitlist"


def test_more_than_ten_groups_are_a_list(season, sari, signed_in):
    hers, page = signed_in(sari), url(season, "")
    for number in range(10 - season.groups.count()):
        Group.objects.create(season=season, name=f"Ryhmä {number}", capacity=8)
    assert 'class="compose-board"' in hers.get(page).content.decode()
    Group.objects.create(season=season, name="Yhdestoista", capacity=8)
    assert 'class="compose-board as-list"' in hers.get(page).content.decode()
