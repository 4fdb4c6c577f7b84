"""Each door is needed: with any one of them wide open, the role table finds somebody who sees what they must not."""

import ast
import contextlib
import datetime
import functools
import inspect
import re
from collections.abc import Callable, Iterator
from itertools import groupby, product
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from core import prepared
from tests.access.queries import APPS, doors_of, queries
from tests.access.table import ROWS, Row, views
from tests.access.visits import sessions, shown, violations, visit
from tests.conftest import ROOT
from tests.factories import make_line
from tests.states import World, assess, make_world
from vatupassi.level.questions import Question
from vatupassi.models import NotNow, Offer, Round

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="it tries the table, which each database runs by itself"),
]

# Doors that let everybody through on purpose, or behind which another one stands.
NOTHING_BEHIND = {
    "ClockEvent.visible_to": "asked only of the clock of a unit that passed its own door",
    "Idea.visible_to": "of workshops: the supervisor tried here reads their own; the table tries the others",
    "Release.visible_to": "what has been released is the same for everybody who may sign in",
    "Round.unanswered_by": "asked of rounds that passed bookable_by",
    "HelpRequest.met_by": "letters alone",
    "HelpRequest.on_start_of": "whether one waits; what is shown passes asked_by and answerable_by",
    "NearSupporter.visible_to": "names of colleagues (class P1); of another unit: tests/support/near",
    "NearSupporter.near": "asked together with visible_to: tests/support/near",
    "NearSupporter.editable_by": "HR alone comes so far; who else: the table",
    "NearSupporter.of": "letters alone",
    "LoadNotice.sent_to": "a list of days and kinds, of what passes visible_to: the test below",
    "LoadNotice.on_start_of": "whether one waits; what is shown passes visible_to",
    "User.visible_to": "the staff list is open to every colleague (class P1)",
    "Unit.visible_to": "the structure is open to every colleague (class P1)",
    "SupervisionLine.visible_to": "who leads what is open to every colleague (class P1)",
    "Occasion.visible_to": "occasions are public; HR sees the retired ones too",
    "User.editable_by": "keepers_only stands before it",
    "Unit.editable_by": "keepers_only stands before it",
    "SupervisionLine.editable_by": "keepers_only stands before it; one's own line: the test below",
    "SignInChange.visible_to": "keepers_only stands before it",
    "Organisation.editable_by": "hr_only stands before it; the employer's own row, nobody's data",
    "ContentVersion.editable_by": "hr_only stands before it; texts of nobody in particular",
    "Disposal.visible_to": "hr_or_officer_only stands before the log; what each is shown: tests/people/retained",
    "SettingChange.visible_to": "hr_only stands before the log",
    "SettingChange.told_to": "letters alone",
    "LaunchMark.visible_to": "hr_only stands before it; which step is done, nobody's data",
    "RosterRun.visible_to": "hr_only stands before it; who has imported when: HR's own work",
    "Mapping.visible_to": "hr_only stands before it; headers of columns, nobody's data",
    "Mapping.editable_by": "hr_only stands before it; headers of columns, nobody's data",
    "RosterImport.visible_to": "hr_only stands before it; another of HR: tests/people/roster/test_pages.py",
    "RosterImport.editable_by": "hr_only stands before it; another of HR: tests/people/roster/test_pages.py",
    "RosterImport.before": "hr_only stands before it; it tells who is before oneself: tests/people/roster",
    "AssessmentItem.visible_to": "no other text comes of it: the test below",
    "BoardMark.visible_to": "asked only of conversations that passed their own door, and of the employee's side",
    "MyDataExport.visible_to": "asked for one's own copy; another's: tests/people/my_data/test_export.py",
    "MyDataExport.editable_by": "a new copy takes the place of one's own: tests/people/my_data/test_export.py",
    "PaperOrder.visible_to": "asked with a fingerprint that holds the reader: tests/core/test_papers.py",
    "PaperOrder.editable_by": "a new order takes the place of one's own: tests/core/test_papers.py",
    "Practice.of": "one's own is asked for, by no id; another's: tests/vatupassi/practice",
    "Memo.visible_to": "asked only of a conversation that passed its own door",
    "Opening.visible_to": "asked only of a conversation that passed its own door",
    "Opening.editable_by": "the conversation's own door is asked again, to lock it",
    "HandOver.editable_by": "the conversation's own door is asked again, to lock it",
    "Group.offered_to": "asked only of a season that passed its own door; a call is for everybody",
    "SignUp.visible_to": "one's own are asked for; HR's lists stand behind the season's door",
    "SignUp.editable_by": "asked only of a season that passed its own door",
    "Membership.visible_to": "asked only of a group that passed its own door",
    "Mentor.visible_to": "hr_only stands before the register",
    "TextConsent.editable_by": "asked only of a group that passed its own door, for one's own consent",
    "Mentoring.visible_to": "asked only of a group that passed its own door",
    "Expectation.readable_by": "asked only of a group that passed its own door; a substitute: test_verme_roles",
    "SharedText.readable_by": "asked only of a group or session behind its own door; a substitute: test_verme_roles",
    "SharedText.inside": "asked only of a group or session that passed its own door",
    "Reflection.readable_by": "asked only of a meeting that passed its own door; a substitute: test_verme_roles",
    "GroupMessage.readable_by": "asked only of a group that passed its own door; a substitute: test_verme_roles",
    "GroupMessage.inside": "asked only of one's own messages, in a group that one leads",
    "GroundRules.inside": "asked only of a group that passed its own door",
    "Idea.readable_by": "the session's own door is asked too, to lock it; a substitute: test_verme_roles",
    "DiaryEntry.readable_by": "asked only of a session that the user leads; another mentor's: tests/verme",
    "TaskDone.visible_to": "asked only of a training that passed its own door; others' are counted for who leads it",
    "Idea.handled_by": "hr_only stands before the inbox; an idea that has not come: tests/people/desk",
    "Kooste.handled_by": "hr_only stands before the inbox",
    "ModelVersion.editable_by": "_hr_only stands before it",
    "Measure.handled_by": "hr_only stands before the inbox",
    # what takes one's own rows out of a longer list, or chooses what to say: nobody's row is shown by it
    "CalendarAddress.of": "one's own address; whose it opens: tests/verme/calendar",
    "Session.dated_for": "days and groups, nothing that is written there: tests/verme/calendar",
    "AccessLog.read_by": "what one has read is left out of the start page",
    "Round.inviting": "whether to ask for rounds at all; those are bookable_by",
    "RoundTime.of": "rounds in which one has booked are left out of the start page",
    "SignUp.of": "asked together with visible_to, or to leave out of the start page what one has answered",
    "TrainingPlace.of": "asked together with visible_to, or in letters",
    "Agenda.of": "asked together with visible_to",
    "Block.spoken_by": "asked of agendas that passed visible_to: whether one's own name stands in them",
    "Conversation.asked_of": "asked only of conversations that passed of_party",
    "Group.named_for_by": "choices for the system administrator; the act asks who may be named again",
    "Survey.asked_of": "its answer page asks for a ticket, which nobody else has; letters",
    # live rooms are visited with a phone's token, which the table's people do not have:
    # tests/workshops/task and tests/vatupassi/group
    "GroupSession.of_room": "asked with the room that a phone's token opened",
    "GroupMark.of_room": "asked with the room that a phone's token opened, and the phone's own hashes",
    "GroupWork.of_room": "asked with the room that a phone's token opened",
    "Task.of_room": "asked with the room that a phone's token opened",
    "Line.of_room": "asked with the room that a phone's token opened",
    "Choice.of_room": "asked with the room that a phone's token opened, and the phone's own hash for the vote",
    # letters are not visited: each asks its door by the reader's own id (`about`)
    "Conversation.between": "letters alone",
    "Opening.to_reader": "letters alone",
    "EventSignUp.of": "letters alone",
    "Session.ever_of": "letters alone",
    "Training.trained_by": "letters alone",
    "Seminar.told_to": "letters alone",
    "Facilitator.of": "letters alone",
    "Idea.sent_by": "letters alone",
    "Measure.suggested_to_hr_by": "letters alone",
    "GroupWork.owned_by": "letters alone",
    # nothing of these is a text that the table looks for: the tests below
    "Measure.visible_to": "somebody's proposal in the library: the test below",
    "SeminarDay.of": "a training on the start page: the test below",
    "Conversation.with_team_of": "a former supervisor's conversations: the test below",
    "Offer.with_team_of": "a former supervisor's offers: the test below",
    "NotNow.of": "whom a former supervisor left in peace: the test below",
}

# Where an open door shows that is far from its model, so that the search does not go through everything before.
SHOWS_IN = {
    "Conversation.editable_by": "GET agreement_edit",
    "Mentor.editable_by": "GET mentor_edit",
    "OwnTemplate.visible_to": "GET agenda_new",
    "Seminar.editable_by": "GET training_seminar",
    "Training.readable_by": "GET training_diary",
    "TrainingDiary.readable_by": "GET training_diary",
    "User.in_line_of": "GET conversation_start",
}


@functools.cache
def asked() -> set[tuple[str, str]]:
    """Which doors of which models some line of code asks."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for app in APPS for path in (ROOT / app).rglob("*.py"))
    chains = (found for tree in trees for found in queries(tree))
    return {(whose.rpartition(".")[2], name) for _node, whose, names in chains for name in names}


def doors() -> Iterator[tuple[str, type[QuerySet], str]]:
    """Every queryset method that takes the reader and that some code asks: a new one is tried by itself."""
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            for name in sorted(doors_of(model)):
                if (model.__name__, name) in asked():
                    yield f"{model.__name__}.{name}", type(model._default_manager.all()), name


def wide_open(door: Callable[..., QuerySet]) -> Callable[..., QuerySet]:
    """The same rows as before the door, with what the door annotates."""

    def through(self: QuerySet, *args: Any) -> QuerySet:
        found = door(self, *args)
        found.query.where = self.query.where.clone()
        return found

    return through


@contextlib.contextmanager
def opened(monkeypatch: pytest.MonkeyPatch, queryset: type[QuerySet], name: str) -> Iterator[None]:
    """This door wide open; statements that were built with it, or with what it was before, are forgotten."""
    with monkeypatch.context() as patch:
        patch.setattr(queryset, name, wide_open(getattr(queryset, name)))
        prepared.forget()
        try:
            yield
        finally:
            prepared.forget()


ROWS_OF_OBJECTS = sorted(ROWS, key=lambda row: (not row.of, row.method))


def found(worlds: list[World], keys: dict[str, dict[str, str]], label: str, app: str) -> str:
    """The first violation: looked for near the door's model first, by the stranger before the supervisor."""
    model = label.partition(".")[0]

    def far(row: Row) -> int:
        return -1 if row.label == SHOWS_IN.get(label) else distance(row, model, app)

    for _distance, near in groupby(sorted(ROWS_OF_OBJECTS, key=far), far):
        tried = list(near)
        for role, world in product(("stranger", "supervisor"), worlds):
            for violation in violations(world, tried, {role}, keys[world.state]):
                return violation
    return ""


def distance(row: Row, model: str, app: str) -> int:
    """How far the row's view is from the model: it names it, its module does, its app has it, or none of these."""
    view, module, name = sources(row.name)
    names = re.compile(rf"\b{model}\b").search
    return 0 if names(view) else 1 if names(module) else 2 if name.startswith(f"{app}.") else 3


@functools.cache
def sources(name: str) -> tuple[str, str, str]:
    """The source of the view with this name, that of its module, and the module's name."""
    view = inspect.unwrap(views()[name])
    module = inspect.getmodule(view)
    assert module
    return inspect.getsource(view), inspect.getsource(module), module.__name__


@pytest.fixture
def worlds() -> list[World]:
    """Where texts are being written, and where everything else exists."""
    return [make_world("talk"), make_world("hr own", tag="2")]


def test_with_a_door_open_the_table_fails(worlds: list[World], monkeypatch: pytest.MonkeyPatch) -> None:
    tried, unnoticed = 0, []
    keys = {world.state: sessions(world) for world in worlds}
    for label, queryset, name in doors():
        if label not in NOTHING_BEHIND:
            with opened(monkeypatch, queryset, name):
                tried += 1
                if not found(worlds, keys, label, queryset.__module__.partition(".")[0]):
                    unnoticed.append(label)
    assert not unnoticed, ", ".join(unnoticed)
    assert tried >= 60


def test_the_exceptions_exist() -> None:
    assert NOTHING_BEHIND.keys() <= {label for label, _queryset, _name in doors()}


# ---- Doors that the table does not reach


def own_line(world: World) -> int:
    """The status of the page on which HR would edit a line that makes them a supervisor."""
    hr = world.people["hr"]
    line = make_line(unit=world.people["stranger"].unit, supervisor=hr)
    row = next(row for row in ROWS if row.label == "GET line_edit")
    return visit(row, world, sessions(world)["hr"], address=reverse("line_edit", args=[line.pk])).status_code


def test_hr_does_not_edit_a_line_of_their_own() -> None:
    assert own_line(make_world("talk")) == 404


def test_hr_would_without_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    from people.models import SupervisionLine

    world, queryset = make_world("talk"), type(SupervisionLine.objects.all())
    with opened(monkeypatch, queryset, "editable_by"):
        assert own_line(world) == 200


def differs_after_anothers_assessment(world: World) -> bool:
    """Whether the employee's page of a question says something else when a colleague has assessed it."""
    row = next(row for row in ROWS if row.label == "GET conversation_step kykenenko")
    key = sessions(world)["employee"]
    before = steady(shown(visit(row, world, key)))
    assess(world.people["colleague"], question=Question.ABLE)
    return steady(shown(visit(row, world, key))) != before


def steady(page: str) -> str:
    """Without the ids that a form makes anew each time."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page)


def test_anothers_assessment_changes_nothing() -> None:
    assert not differs_after_anothers_assessment(make_world("talk"))


def test_it_would_without_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    from vatupassi.models import AssessmentItem

    world, queryset = make_world("talk"), type(AssessmentItem.objects.all())
    with opened(monkeypatch, queryset, "visible_to"):
        assert differs_after_anothers_assessment(world)


def team_page(world: World) -> str:
    """The team as the later supervisor sees it."""
    row = next(row for row in ROWS if row.label == "GET team")
    return shown(visit(row, world, sessions(world)["later"]))


@pytest.mark.parametrize(
    ("model", "door"), [("Conversation", "with_team_of"), ("Offer", "with_team_of"), ("NotNow", "of")]
)
def test_a_later_supervisor_sees_nothing_of_a_formers_on_the_team_page(
    model: str, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the door open the page would say more."""
    world = make_world("changed")
    Round.objects.all().delete()  # so that nothing has been offered by the later one
    page = team_page(world)
    employee, former = world.people["employee"], world.people["former"]
    NotNow.objects.create(employee=employee, supervisor=former)
    occasion = world.conversation.occasion
    Offer.objects.create(employee=employee, supervisor=former, occasion=occasion, offered_on=timezone.localdate())
    assert page == team_page(world)
    queryset = type(apps.get_model("vatupassi", model)._default_manager.all())
    with opened(monkeypatch, queryset, door):
        assert page != team_page(world)


def page_of(world: World, label: str, role: str) -> str:
    """What a page says to somebody."""
    row = next(row for row in ROWS if row.label == label)
    return steady(shown(visit(row, world, sessions(world)[role])))


def test_nobody_sees_anothers_proposal_for_a_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    from support.models import Measure, suggest

    world = make_world("talk")
    suggest("Sähköpöytä jokaiselle", by=world.people["employee"])
    assert "Sähköpöytä" not in page_of(world, "GET measure_list", "stranger")
    with opened(monkeypatch, type(Measure.objects.all()), "visible_to"):
        assert "Sähköpöytä" in page_of(world, "GET measure_list", "stranger")


def test_nobody_sees_a_notice_of_load_that_another_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    from support.models import LoadNotice

    world = make_world("talk")
    before = page_of(world, "GET load_write", "stranger")
    assert LoadNotice.objects.exists()
    assert not LoadNotice.objects.sent_to(world.people["stranger"]).exists()
    with opened(monkeypatch, type(LoadNotice.objects.all()), "sent_to"):
        assert page_of(world, "GET load_write", "stranger") != before


def test_nobody_sees_a_training_of_others_on_the_start_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from verme.models import SeminarDay

    world = make_world("talk")
    SeminarDay.objects.update(starts_at=timezone.now() + datetime.timedelta(days=3))
    name = str(SeminarDay.objects.select_related("seminar__training")[0].seminar.training.name)
    assert name not in page_of(world, "GET home", "supervisor")
    with opened(monkeypatch, type(SeminarDay.objects.all()), "of"):
        assert name in page_of(world, "GET home", "supervisor")
