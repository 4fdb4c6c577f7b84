"""The role table once more for those whom only Verme knows: former members and mentors, other groups', substitutes.

In tests/verme_world.py the colleague is a former member, the director a former mentor, the supervisor the mentor of
another group. Here a substitute, a former one and a member of another group join them, at every address of Verme.
"""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.access.table import GONE, MOVED, OK, ROWS
from tests.access.test_doors import opened
from tests.access.test_requests import content_columns, named
from tests.access.visits import outcome, sessions, shown, visit
from tests.factories import make_person
from tests.people_fixtures import with_second_step
from tests.states import World, make_world
from tests.verme_world import DIARY, DRAFT, PLAN, RULES, WAS, secrets
from verme.mentor import actions as mentoring
from verme.models import (
    Expectation,
    Group,
    GroupMessage,
    Idea,
    Membership,
    Mentor,
    Reflection,
    Session,
    SharedText,
    TextConsent,
)
from verme.urls import urlpatterns

pytestmark = pytest.mark.django_db

TABLED = {"former member": "colleague", "former mentor": "director", "other group’s mentor": "supervisor"}
OUTSIDE = ("former substitute", "other member")
OF_GROUP = ("verme_group", "verme_session", "verme_idea", "verme_poll", "verme_kooste", "verme_message")
OF_MENTORS = ("survey_released", "verme_event")  # a season's results, and the mentors' meeting
# What a substitute does not read they neither write over nor take away. The mentor is no member and has no vote.
CLOSED_TO_SUBSTITUTE = {"POST goals_save", "POST feedback_save", "POST idea_drop", "POST message_remove"}
CLOSED_TO_SUBSTITUTE |= {"GET participation_pdf fi", "POST participation_pdf fi"}  # they have led no meeting yet


ROWS_OF_VERME = [row for row in ROWS if row.name in {path.name for path in urlpatterns}]
ROWS_OF_GROUP = [row for row in ROWS_OF_VERME if row.of in OF_GROUP]  # HR's pages of it are closed to all these roles


@pytest.fixture
def world() -> World:
    """Everything was written yesterday; the substitute leads from today on."""
    made = make_world("talk")
    group = Group.objects.get(pk=made.ids["verme_group"])
    yesterday = timezone.now() - datetime.timedelta(days=1)
    for model in (Expectation, SharedText, GroupMessage, Idea, Reflection):
        model.objects.update(begun_at=yesterday)
    Session.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=25))
    for role in ("substitute", *OUTSIDE):
        made.people[role] = make_person(name=f"Henkilö {role.title()}", username=role.replace(" ", "-"))
    for role in ("substitute", "former substitute"):
        mentor = Mentor.objects.create(person=with_second_step(made.people[role]))
        row = mentoring.name(group, mentor, by=made.people["hr"])
        if role != "substitute":
            mentoring.stop(row, by=made.people["hr"])
    other = Group.objects.get(name="Toinen ryhmä")
    Membership.objects.create(group=other, person=made.people["other member"])
    return made


def test_the_table_gives_those_who_are_not_inside_nothing_of_the_group(world):
    given = {
        (row.label, role)
        for row in ROWS_OF_GROUP
        for role, tabled in TABLED.items()
        if row.expected(world, tabled) != GONE
    }
    assert given == {  # one's own certificate of the time there
        ("GET participation_pdf fi", "former member"),
        ("POST participation_pdf fi", "former member"),
    }
    assert len(ROWS_OF_GROUP) > 40


def test_former_substitutes_and_other_members_find_nothing_of_the_group(world):
    keys, found = sessions(world), []
    for row in ROWS_OF_GROUP:
        for role in OUTSIDE:
            response = visit(row, world, keys[role])
            if outcome(response) != GONE or [text for text in secrets() if text in shown(response)]:
                found.append((row.label, role, outcome(response)))
    assert found == []


def test_a_substitute_leads_but_reads_nothing_earlier(world):
    key, found, seen = sessions(world)["substitute"], [], set()
    for row in ROWS_OF_VERME:
        response = visit(row, world, key)
        seen |= {text for text in secrets() if text in shown(response)}
        expected = row.expected(world, "deputy" if row.of in (*OF_GROUP, *OF_MENTORS) else "admin")  # who has no part
        expected = GONE if row.name == "hr_mentor" else expected  # but for one page
        expected = MOVED if row.name == "verme_calendar_address" else expected  # their group's days are theirs too
        if outcome(response) != (GONE if row.label in CLOSED_TO_SUBSTITUTE else expected):
            found.append((row.label, outcome(response), expected))
    assert found == []
    assert seen == {RULES, PLAN}  # which bind them too, and by which they lead


@pytest.mark.parametrize("model", [Expectation, SharedText, GroupMessage, Idea, Reflection])
def test_the_substitute_would_read_more_with_a_door_open(world, model, monkeypatch):
    queryset = type(model.objects.all())
    key = sessions(world)["substitute"]
    pages = [row for row in ROWS_OF_GROUP if row.name in ("group_detail", "session_detail")]
    with opened(monkeypatch, queryset, "readable_by"):
        texts = [shown(visit(row, world, key)) for row in pages if row.method == "GET"]
    assert {secret for secret in secrets() if any(secret in text for text in texts)} > {RULES, PLAN}


def test_with_everybodys_consent_a_substitute_reads_all_but_the_diary(world):
    for role in ("employee", "colleague", "deputy"):  # the member, one who has left since, the mentor
        consent = {"giver": world.people[role], "newcomer": world.people["substitute"]}
        TextConsent.objects.create(group_id=world.ids["verme_group"], **consent)
    key, seen = sessions(world)["substitute"], set()
    for row in ROWS_OF_GROUP:
        if row.method == "GET":
            text = shown(visit(row, world, key))
            seen |= {each for each in secrets() if each in text}
    assert seen == secrets().keys() - {DIARY, DRAFT, WAS}  # what is no longer in a text, its writer alone finds


def test_the_watched_columns_are_those_of_a_group(world):
    """`test_no_query_of_hr_names_content` opens every page of Verme as HR; here a member's page does name them."""
    texts = ("expectation", "sharedtext", "groundrules", "reflection", "idea", "diaryentry", "groupmessage")
    assert {f'"verme_{name}"."text"' for name in texts} <= content_columns()
    key, opened = sessions(world)["employee"], set()
    for row in ROWS_OF_GROUP:
        if row.label in ("GET group_detail", "GET session_detail"):
            with CaptureQueriesContext(connection) as queries:
                visit(row, world, key)
            opened |= {name for name in texts for sql in named(queries, "hr") if f'"verme_{name}"."text"' in sql}
    assert opened == set(texts) - {"diaryentry"}
    assert len([row for row in ROWS_OF_VERME if row.method == "GET" and row.expected(world, "hr") == OK]) > 30
