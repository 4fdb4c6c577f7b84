"""Members' own reflections of a meeting, and how a group's texts save themselves; who reads them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AccessLog
from tests.verme.conftest import ago, at, group_url, make_mentor, name_mentor, sent
from verme.mentor import actions as mentoring
from verme.models import GroundRules, Idea, Mentoring, Reflection, Session, SharedText
from verme.sign_up import actions as places

pytestmark = pytest.mark.django_db
BIRD = "kanarialintu-5512"
SCRIPT = {"X-Autosave": "1"}


def show(client, session, text, version=0, *, yes=True):
    fields = sent("reflection", text, version) | {"show": "1" if yes else "0"}
    return client.post(at(session, "pohdinta/nayta"), fields)


def page(client, session):
    return client.get(at(session)).content.decode()


def test_a_reflection_is_its_writers_until_they_show_it(held, hers, leader, johanna, signed_in):
    other = signed_in(johanna)
    answer = hers.post(at(held, "pohdinta"), sent("reflection", BIRD), headers=SCRIPT)
    assert answer.status_code == 200
    assert [BIRD in page(client, held) for client in (hers, leader, other)] == [True, False, False]
    show(hers, held, BIRD, 1)
    assert [BIRD in page(client, held) for client in (hers, leader, other)] == [True, True, True]
    assert AccessLog.objects.filter(kind="verme").count() == 2
    show(hers, held, BIRD, 1, yes=False)
    assert [BIRD in page(client, held) for client in (hers, leader, other)] == [True, False, False]
    assert BIRD.encode() not in bytes(Reflection.objects.values_list("text", flat=True).get())


def test_nothing_is_shown_of_an_empty_reflection(held, hers):
    show(hers, held, "")
    assert Reflection.objects.count() == 0
    hers.post(at(held, "pohdinta"), sent("reflection", "jotain"))
    show(hers, held, "", 1)
    assert Reflection.objects.get().shown is False


def test_members_reflect_when_the_meeting_has_begun(confirmed, held, hers, leader, sari, signed_in):
    ahead = Session.objects.create(group=confirmed, starts_at=ago(-24))
    for client, session in ((hers, ahead), (leader, held), (signed_in(sari), held)):
        assert client.post(at(session, "pohdinta"), sent("reflection", "x")).status_code == 404
        assert show(client, session, "x").status_code == 404


def test_who_has_left_sees_and_writes_nothing_more(held, confirmed, hers, johanna, aino, signed_in):
    show(signed_in(johanna), held, BIRD)
    hers.post(at(held, "pohdinta"), sent("reflection", "omani"))
    places.withdraw(confirmed.season, by=aino)
    assert hers.get(at(held)).status_code == 404
    assert hers.post(at(held, "pohdinta"), sent("reflection", "lisää", 1)).status_code == 404
    assert Reflection.objects.readable_by(aino).count() == 0


def test_a_substitute_reads_a_reflection_of_an_earlier_meeting_only_when_its_writer_agrees(
    held, confirmed, eight, hers, matti, signed_in, mentor
):
    Session.objects.filter(pk=held.pk).update(starts_at=ago(48))
    mentoring.stop(Mentoring.objects.get(person=mentor.person), by=mentor.person)
    name_mentor(confirmed, make_mentor(matti))
    show(hers, held, BIRD)  # written today, of a meeting that the substitute did not lead
    his = signed_in(matti)
    today = Session.objects.create(group=confirmed, starts_at=ago(0), theme="Tänään")
    show(hers, today, f"uusi {BIRD}")
    assert f"uusi {BIRD}" in page(his, today)
    for person in eight[1:]:
        signed_in(person).post(group_url(confirmed, f"suostumus/{matti.pk}"), {"yes": "1"})
        assert BIRD not in page(his, held)  # the others agree for themselves
    hers.post(group_url(confirmed, f"suostumus/{matti.pk}"), {"yes": "1"})
    assert BIRD in page(his, held)
    hers.post(group_url(confirmed, f"suostumus/{matti.pk}"), {"yes": "0"})
    assert BIRD not in page(his, held)
    assert Reflection.objects.readable_by(mentor.person).count() == 0  # the former mentor


def test_an_edit_does_not_open_an_older_text_to_a_substitute(confirmed, hers, matti, signed_in):
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", BIRD))
    name_mentor(confirmed, make_mentor(matti))
    hers.post(group_url(confirmed, "tavoitteet"), sent("goals", f"{BIRD} ja lisää", 1))
    his = signed_in(matti)
    shown = his.get(group_url(confirmed)).content.decode()
    assert BIRD not in shown
    assert "text-goals" not in shown  # what they do not read they are not asked to write
    assert "Tulit ryhmään" in shown
    assert his.post(group_url(confirmed, "tavoitteet"), sent("goals", "Päälle", 2)).status_code == 404


# ---- Saving while writing


def test_an_idea_is_its_writers_until_the_group_is_asked(held, hers, leader):
    hers.post(at(held, "idea/luonnos"), sent("idea", BIRD), headers=SCRIPT)
    assert [BIRD in page(client, held) for client in (hers, leader)] == [True, False]
    assert leader.post(f"/verme/ideat/{Idea.objects.get().pk}/pida/").status_code == 404
    for _click in range(2):
        hers.post(at(held, "idea"), sent("idea", BIRD, 1))
    assert [(row.state, row.text.open_as_system("test")) for row in Idea.objects.all()] == [("asked", BIRD)]
    assert BIRD in page(leader, held)


def test_a_draft_of_the_rules_asks_nobody_until_it_is_in_force(confirmed, hers, leader):
    rules = group_url(confirmed, "pelisaannot")
    leader.post(f"{rules}luonnos/", sent("rules", "Hiljaa saa olla."), headers=SCRIPT)
    assert GroundRules.objects.count() == 0
    assert "Hiljaa saa olla." in hers.get(rules).content.decode()
    hers.post(rules, {"version": "0"} | sent("rules", "Hiljaa saa olla aina.", 1))
    assert [row.text.open_as_system("test") for row in GroundRules.objects.all()] == ["Hiljaa saa olla aina."]
    assert SharedText.objects.count() == 0
    late = leader.post(rules, {"version": "0"} | sent("rules", "Toinen sääntö"))  # from a page of before
    assert "Hiljaa saa olla aina." in late.content.decode()
    assert (GroundRules.objects.count(), SharedText.objects.get().text.open_as_system("test")) == (1, "Toinen sääntö")


@pytest.mark.both_databases
def test_a_meeting_takes_as_many_queries_with_many_reflections(held, confirmed, eight, hers):
    hers.get(at(held))  # how long it is kept is remembered from here on
    counts = []
    for person in (eight[1], *eight[2:]):
        Reflection(group=confirmed, session=held, shown=True).store("x", by=person)
        with CaptureQueriesContext(connection) as queries:
            hers.get(at(held))
        counts.append(len([q for q in queries if q["sql"].startswith("SELECT")]))  # each reading is logged too
    assert len(set(counts)) == 1
