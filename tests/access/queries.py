"""Which queries pass a door: a method of a queryset that takes the reader and decides which rows exist for them."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from tests.conftest import ROOT

APPS = sorted(path.parent.name for path in ROOT.glob("*/apps.py"))
READERS = {"User", "Room"}  # in a live room: whoever has joined it with a phone
ANNOTATE = {
    "with_side",
    "with_hints",
    "with_standing",
    "with_votes",
}  # take the reader and add to the rows, but leave none out
SHOWS_NONE = {"none", "create"}

# Modules that are not read: models, migrations, and acts, which find their rows through what a view gave them.
MODEL_OR_ACT = re.compile(r"(^|/)(models|migrations|actions)(/|\.py$)")
ACTS = {
    "core/limits.py": "a model and Django's cache on it",
    "core/access.py": "writes the access log and chains it",
    "core/outbox.py": "queues and sends; each letter asks its own door (`about`)",
    "support/deletion.py": "what somebody has asked to delete of their own, once it is accepted; nothing is shown",
    "vatupassi/deletion.py": "the same",
    "verme/deletion.py": "the same",
    "workshops/deletion.py": "the same",
    "people/second_person/keepers.py": "who may agree, of all who keep the register",
    "vatupassi/conversation/invitations.py": "a new conversation and the answers to its invitation",
    "vatupassi/figures/counting.py": "the worker's; numbers of people come of it, no rows",
    "vatupassi/figures/facts.py": "the same",
    "vatupassi/figures/freezing.py": "the night's; the directory",
    "vatupassi/figures/release.py": "the worker's, of a release that HR found through editable_by",
    "vatupassi/figures/remainders.py": "the night's; what is left of conversations that it deletes",
    "workshops/task/voting.py": "acts on a task that its leader or its room's phone has found",
    "workshops/clock/template.py": "fills a clock that its keeper has found through editable_by",
}
# Nobody reads what these find: the clock and whoever runs the server start them.
BY_THE_CLOCK = re.compile(
    r"(^|/)(retention|\w+_retention|reminders|jobs|jobs_of_\w+)\.py$|/management/|^config/demo\w*\.py$"
)
# file → queries that pass no door there, and why. Keep it short: a queryset's method with the reader is better.
ALLOWED: dict[str, tuple[set[str], str]] = {
    # before anybody is signed in, and who is
    "core/papers.py": ({"type(request.user).select_for_update"}, "locks the reader's own row"),
    "core/content/__init__.py": ({"ContentVersion.latest_texts"}, "texts that everybody reads"),
    "core/organisation/__init__.py": ({"Organisation.first"}, "the employer's own row, which every page shows"),
    "core/start.py": ({"get_user_model().filter"}, "the reader's own row"),
    "people/sign_in/activation.py": ({"User.active"}, "whose signed link it is"),
    "people/sign_in/allowances.py": ({"User.named"}, "whose tries are counted; nothing of them is shown"),
    "people/backend.py": (
        {"User.filter", "Authenticator.filter", "SignInChange.unseen", "Mail.unread"}, "who is signed in"
    ),
    "people/sign_in/demo.py": ({"User.active"}, "made-up people, in the demo alone"),
    "people/second_step/authenticator.py": (
        {"Authenticator.values_list", "Authenticator.select_for_update"}, "resealing"
    ),
    "people/second_step/views.py": ({"Authenticator.filter", "Authenticator.get"}, "the signed-in person's own"),
    "people/second_step/adapter.py": ({"Authenticator.filter"}, "whether the person has another second step"),
    # no rows of people come of it
    "core/backup/journal.py": (
        {"JournalEntry.filter", "JournalEntry.select_for_update", "model.filter"},
        "for the worker and the command that restores: ids",
    ),
    "core/running/doctor.py": (
        {"AccessLog.filter", "model.exclude", "users.filter"},
        "for the command line: whether rows exist, and which keys encrypted them",
    ),
    "core/running/signs.py": (
        {"Mail.filter", "Beat.filter", "Backup.order_by", "JournalEntry.filter",
         "DBTaskResult.ready", "DBTaskResult.failed", "DBTaskResult.successful", "DBTaskResult.filter"},
        "counts and moments",
    ),
    "core/long_sheets.py": ({"PaperOrder.filter"}, "the worker makes the list that its owner has ordered"),
    "core/pdf_structure.py": ({"pdf.objects", "self.pdf.objects"}, "no model: objects of a PDF"),
    "core/prepared.py": ({"statement.objects"}, "no model: a statement, whose builder is read where it stands"),
    "core/sealed.py": ({"model._base_manager"}, "ciphertext to ciphertext under a new key"),
    "support/launch.py": ({"ModelVersion.newest"}, "how many are published, which everybody reads"),
    "people/launch/own.py": ({"User.active", "Unit.count", "Unit.filter"}, "counts of the whole register, for HR"),
    "people/launch/views.py": ({"LaunchMark.get_or_create"}, "hr_only stands before it; the same for all of HR"),
    "people/register/finding.py": (
        {"Activation.filter", "SupervisionLine.live"},
        "which of the people found through editable_by have a letter, or lead",
    ),
    "people/register/several.py": (
        {"Mail.filter", "SetUp.bulk_create", "User.active"},
        "of people found through editable_by: a link sent lately, who sets them up; whoever asked, for the worker",
    ),
    "people/supervision/several.py": (
        {"SupervisionLine.filter", "SupervisionLine.live", "SupervisionLine.bulk_create", "User.active"},
        "lines of units found through editable_by; a count, and whoever asked and leads then, for the worker",
    ),
    "people/supervision/rings.py": ({"SupervisionLine.live"}, "who leads what is open to every colleague"),
    "people/roster/opening.py": (
        {"SetUp.bulk_create", "Activation.filter"},
        "of people found through editable_by: who sets them up, whether their letter still works",
    ),
    "people/sign_in/adapter.py": ({"SocialAccount.filter"}, "whether the person has a link of their own"),
    "people/work_account/views.py": ({"SocialAccount.filter", "SocialAccount.get"}, "the reader's own, by their id"),
    "people/second_person/start.py": ({"SignInChange.waiting"}, "whether one waits; what is shown passes visible_to"),
    "vatupassi/agreement/views.py": ({"Agreement.filter"}, "whether a form's own random id has been used"),
    "verme/calendar/views.py": ({"CalendarAddress.by_secret"}, "whose secret it is; live() asks for the right"),
    "verme/calendar/entries.py": ({"type(row).filter"}, "raises the sequence of a row in hand"),
    "verme/start.py": ({"Season.calling"}, "a call is for everybody at work"),
    # whose rows an export holds each table says itself (`tellings.whose`); tests/people/my_data compares
    "people/my_data/gather.py": ({"model.filter", "telling.model.filter"}, "rows of `whose` alone"),
    "people/my_data/tellings.py": ({"key.related_model.filter"}, "rows of `whose` alone"),
    "vatupassi/my_data.py": (
        {"BoardMark.filter", "Round.invited.through.filter"},
        "what the employee has shared in own conversations; one's own invitations",
    ),
    "vatupassi/figures/last.py": ({"Release.made"}, "what has been released is the same for all staff"),
    "vatupassi/figures/hidden.py": (
        {"Release.made", "Release.exclude", "User.active", "Ancestry.filter"},
        "for HR before a setting: sizes of units, and what all staff see of a release",
    ),
    "verme/survey/hidden.py": (
        {"Membership.live", "Mentoring.live", "Survey.filter", "Season.filter"},
        "for HR before a setting: how many would be asked, and bands that have been told",
    ),
    "vatupassi/figures/evidence.py": ({"Occasion.in_use"}, "of HR's report: names of occasions"),
    "support/evidence.py": ({"Measure.approved", "ModelVersion.newest"}, "of HR's report, and what everybody reads"),
    "workshops/evidence.py": ({"Agenda.filter", "ClockEvent.on_clock_of"}, "of HR's report: how many"),
    # phones, who have no person
    "rooms/live.py": ({"Room.present"}, "the room that a phone's token names"),
    "rooms/views.py": ({"Room.present", "Room.open"}, "the room that a phone's token or the typed code names"),
    "vatupassi/group/distribution.py": ({"model.filter", "GroupRemark.filter"}, "deletes what phones left"),
    # of something that passed its own door
    "vatupassi/assessment/readers.py": ({"Opening.live"}, "of copies found through visible_to"),
    "vatupassi/conversation/restriction.py": (
        {"Conversation.filter"},
        "of whoever has asked for it: letters come of it, and each asks its own door",
    ),
    "vatupassi/presence/views.py": (
        {"OpenPage.live", "FollowUp.ahead"},
        "of a talk that passed editable_by, of a conversation found through of_party",
    ),
    "vatupassi/conversation/ending.py": ({"SignIn.filter"}, "a day is counted from it; the page shows the day alone"),
    "vatupassi/conversation/page.py": (
        {"Opening.of", "Opening.trusted_in", "Agreement.unfinished", "Conversation.filter", "BoardMark.annotate"},
        "of a conversation found through visible_to, and an earlier one found through of_party",
    ),
    "vatupassi/own_time.py": ({"FollowUp.ahead", "RoundTime.free"}, "of conversations through of_party, of own rounds"),
    "vatupassi/finding/page.py": ({"FollowUp.filter"}, "of conversations found through of_party"),
    "vatupassi/practice/views.py": ({"Practice.get_or_create"}, "one's own"),
    "vatupassi/team/page.py": ({"Agreement.unfinished"}, "of conversations found through with_team_of"),
    "vatupassi/pair/page.py": ({"Confirmation.order_by"}, "of conversations found through of_party"),
    "verme/agenda/hosted.py": (
        {"Agenda.filter", "SeminarDay.filter", "SeminarDay.select_related", "SeasonEvent.filter", "SeasonEvent.get",
         "User.filter", "EventSignUp.placed"},
        "what hosts an agenda or training that the view found through a door; who comes, for its leaders",
    ),
    "verme/certificate/participation.py": (
        {"Session.filter", "Attendance.filter"},
        "of groups where the person was, or HR's group",
    ),
    "verme/composing/conflicts_of_interest.py": (
        {"Mentoring.live", "Membership.live", "SignUp.placed", "SupervisionLine.live", "Ancestry.filter",
         "User.active"},
        "of a season that HR found through editable_by: names and groups",
    ),
    "verme/cost/report.py": ({"Session.filter", "Attendance.filter", "model.live"}, "sums, of a season that HR found"),
    "verme/year/report.py": ({"Ancestry.filter", "Attendance.filter"}, "sums, of meetings found through dated_for"),
    "workshops/task/lists.py": ({"Line.written"}, "of group work found through visible_to or of_room"),
    # letters: what was the reader's stays theirs to know, though no door opens it any more
    "people/second_person/letters.py": (
        {"SignInChange.select_related", "EarlierSupervisor.filter"},
        "each letter goes on to ask for its reader: the person, their supervisor, who keeps the register",
    ),
    "vatupassi/conversation/letters.py": ({"Conversation.select_related"}, "to its former partner, without the place"),
    "verme/event/letters.py": ({"SeasonEvent.get"}, "to whoever withdrew, with the time that they knew"),
    "verme/training/letters.py": (
        {"Training.exclude", "Training.get", "SeminarDay.filter"},
        "to who trained it, and to who has work in it; days of a training found through a door",
    ),
    "workshops/facilitator/letters.py": ({"Agenda.get"}, "to whoever was taken off, as they knew it"),
    "workshops/sign_up/letters.py": ({"Agenda.get"}, "to whoever withdrew, as they knew it"),
}  # fmt: skip


def _name(annotation: object) -> str:
    return str(getattr(annotation, "__name__", annotation)).strip("\"'")


def doors_of(model: type[Model]) -> set[str]:
    """Methods of its queryset that take the reader."""
    methods = inspect.getmembers(type(model._default_manager.all()), inspect.isfunction)
    return {
        name
        for name, method in methods
        if not name.startswith("_")
        and name not in ANNOTATE
        and not method.__module__.startswith("django.")
        and READERS & {_name(annotation) for annotation in method.__annotations__.values()}
    }


@functools.cache
def _doors() -> dict[str, set[str]]:
    """By the model's name; two models of one name have both's."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            found.setdefault(model.__name__, set()).update(doors_of(model))
    return found


@functools.cache
def _managers() -> set[str]:
    names = {manager.name for model in apps.get_models() for manager in model._meta.managers}
    return names | {"_default_manager", "_base_manager"}


def queries(tree: ast.AST) -> Iterator[tuple[ast.Attribute, str, list[str]]]:
    """Each manager that is asked: the node, whose it is, and the names of the chain behind it."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _managers():
            names: list[str] = []
            step: ast.AST = node
            while isinstance(parents.get(step), ast.Attribute | ast.Call):
                above = parents[step]
                if isinstance(above, ast.Call) and above.func is not step:
                    break  # an argument of another call: the chain ends here
                if isinstance(above, ast.Attribute):
                    names.append(above.attr)
                step = above
            yield node, ast.unparse(node.value), names


def bare_queries(source: str) -> list[tuple[int, str]]:
    """Lines and "Model.method" of queries that pass no door."""
    tree = ast.parse(source)
    found = []
    for node, whose, names in queries(tree):
        doors = _doors().get(whose.rpartition(".")[2], {"visible_to", "editable_by"})
        if not (doors | SHOWS_NONE).intersection(names):
            found.append((node.lineno, f"{whose}.{names[0] if names else node.attr}"))
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and getattr(call.func, "id", "") in ("get_object_or_404", "get_list_or_404")
            and isinstance(call.args[0], ast.Name)
            and call.args[0].id[0].isupper()
        ):
            found.append((call.lineno, f"{call.args[0].id}.get"))
    return found


def files() -> Iterator[str]:
    """Every module of ours that is no model, no migration and no act."""
    for folder in [*APPS, "config"]:
        for path in sorted(ROOT.glob(f"{folder}/**/*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not MODEL_OR_ACT.search(name) and name not in ACTS:
                yield name


def read(name: str) -> str:
    """A module's source."""
    return (ROOT / name).read_text(encoding="utf-8")


def borrowed(source: str) -> Iterator[tuple[str, str]]:
    """What a module takes from those that the clock starts: file and name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            file = f"{node.module.replace('.', '/')}.py"
            if BY_THE_CLOCK.search(file) and (ROOT / file).exists():
                yield from ((file, alias.name) for alias in node.names)


def asks_by_itself(source: str, name: str) -> bool:
    """Whether a function asks the database when it is called, rather than queueing itself for the worker."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            is_task = any(ast.unparse(each).startswith("task") for each in node.decorator_list)
            return not is_task and any(queries(node))
    return False
