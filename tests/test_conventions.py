"""What a reader would otherwise have to watch for: access, floors, strict pages.

Each guard is tried on a snippet that it must refuse.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.access.queries import ACTS, ALLOWED, BY_THE_CLOCK, asks_by_itself, bare_queries, borrowed, files, read

ROOT = Path(__file__).resolve().parent.parent
APPS = sorted(path.parent.name for path in ROOT.glob("*/apps.py"))

# ---- Access: a query starts from what its reader may see


def test_every_query_passes_a_door() -> None:
    found: dict[str, set[str]] = {}
    for name in files():
        if not BY_THE_CLOCK.search(name) and (bare := bare_queries(read(name))):
            found[name] = {query for _line, query in bare}
    assert found == {name: allowed for name, (allowed, _why) in ALLOWED.items()}  # one too many fails as well


def test_what_is_not_read_exists() -> None:
    assert [name for name in ACTS if not bare_queries(read(name))] == []


def test_no_page_reads_with_what_the_clock_starts() -> None:
    readers = [name for name in files() if not BY_THE_CLOCK.search(name)]
    taken = {(name, *each) for name in readers for each in borrowed(read(name))}
    assert taken
    assert {each for each in taken if asks_by_itself(read(each[1]), each[2])} == set()


PLANTED = "\n\ndef planted():\n    return Agreement.objects.filter(pk=1)\n"


@pytest.mark.parametrize(
    "name",
    [
        "vatupassi/memo/views.py",
        "vatupassi/assessment/offers.py",
        "vatupassi/conversation/page.py",
        "vatupassi/opening/hr_excerpt.py",
        "vatupassi/opening/letters.py",
        "vatupassi/round/start.py",
        "support/measure/views.py",
        "support/measure/forms.py",
        "support/model/views.py",
        "support/path/views.py",
        "support/request/views.py",
        "support/deadline/views.py",
        "people/access_log/labels.py",
        "workshops/day/schedule.py",
        "verme/certificate/participation.py",
        "verme/group/letters.py",
        "core/context.py",
        "config/jinja.py",
    ],
)
def test_a_planted_query_is_found(name: str) -> None:
    """In each kind of module."""
    assert name in set(files())
    assert {query for _line, query in bare_queries(read(name) + PLANTED)} - ALLOWED.get(name, (set(), ""))[0] == {
        "Agreement.filter"
    }


@pytest.mark.parametrize(
    ("source", "query"),
    [
        ("x = Agreement.objects.get(pk=pk)", "Agreement.get"),
        ("x = Agreement.objects.filter(pk=pk).first()", "Agreement.filter"),
        ("x = models.Agreement.objects.all()", "models.Agreement.all"),
        ("x = get_object_or_404(Agreement, pk=pk)", "Agreement.get"),
        ("x = get_object_or_404(Agreement.objects, pk=pk)", "Agreement.objects"),
        ("x = Agreement._base_manager.all()", "Agreement.all"),
        ("x = Block.every.all()", "Block.all"),
        ("x = ModelChoiceField(queryset=Agreement.objects.all())", "Agreement.all"),
        ("x = visible_to(Agreement.objects.all())", "Agreement.all"),
        ("x = Agreement.objects.of(conversation)", "Agreement.of"),  # a door of others, none of its own
        ("x = Opening.objects.of(conversation)", "Opening.of"),  # takes no reader
        ("x = Conversation.objects.with_side(user)", "Conversation.with_side"),  # leaves no row out
        ("x = Conversation.objects.visible_to(Agreement.objects.get(pk=1))", "Agreement.get"),
        ("x = Session.objects.filter(pk=pk)", "Session.filter"),
        ("x = Authenticator.objects.of(user)", "Authenticator.of"),
    ],
)
def test_the_door_guard_refuses(source: str, query: str) -> None:
    assert bare_queries(source) == [(1, query)]


@pytest.mark.parametrize(
    "source",
    [
        "x = get_object_or_404(Agreement.objects.editable_by(request.user), pk=pk)",
        "x = Opening.objects.live().editable_by(request.user).filter(pk=pk)",
        "x = SignUp.objects.of(user).placed()",
        "x = ModelChoiceField(Agreement.objects.none())",
    ],
)
def test_the_door_guard_lets_pass(source: str) -> None:
    assert bare_queries(source) == []


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ("def f():\n    return Agreement.objects.all()", True),
        ("@task\ndef f():\n    return Agreement.objects.all()", False),
        ('@task(queue_name="slow")\ndef f():\n    return Agreement.objects.all()', False),
        ("def f():\n    return 1", False),
    ],
)
def test_the_guard_of_what_the_clock_starts(source: str, asks: bool) -> None:
    assert asks_by_itself(source, "f") is asks


# ---- Floors: a module imports from its own app or from below

FLOORS = {"config": 0, "vatupassi": 1, "verme": 1, "workshops": 2, "support": 3, "people": 4, "rooms": 5, "core": 6}


def upward_imports(app: str, source: str) -> list[str]:
    """Names of modules that this app must not know."""
    names = set()
    tree = ast.parse(source)
    for node in ast.walk(tree):  # what only the type checker reads binds nothing at run time
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return sorted(
        name
        for name in names
        if (other := name.split(".")[0]) in FLOORS and other != app and FLOORS[other] <= FLOORS[app]
    )


def test_imports_go_down() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for app in FLOORS
        for path in ROOT.glob(f"{app}/**/*.py")
        if (names := upward_imports(app, path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_every_app_has_its_floor() -> None:
    assert set(APPS) <= set(FLOORS)


@pytest.mark.parametrize(
    ("app", "source", "names"),
    [
        ("core", "from people.models import User", ["people.models"]),
        ("core", "if TYPE_CHECKING:\n    from people.models import User", []),
        ("people", "import vatupassi.models", ["vatupassi.models"]),
        ("people", "def f():\n    from config import settings", ["config"]),
        ("verme", "from vatupassi import level", ["vatupassi"]),
        ("core", "from rooms import tokens", ["rooms"]),
        ("rooms", "from people.models import User", ["people.models"]),
        ("people", "from rooms.kinds import may_host\nfrom core import qr", []),
        ("support", "from workshops.models import Line", ["workshops.models"]),
        ("vatupassi", "from people.models import User\nfrom core import pdf\nfrom vatupassi import level", []),
    ],
)
def test_the_floor_guard(app: str, source: str, names: list[str]) -> None:
    assert upward_imports(app, source) == names


# ---- Rooms: inside an app a subject imports the subjects below it, never back (docs/map.md draws them)

# The models are beneath everything else, in the order of their foreign keys; `<app>.models` hands on their names.


class House(NamedTuple):
    """An app whose folders are its subjects."""

    models: tuple[str, ...]
    subjects: dict[str, int]
    words: tuple[str, ...] = ()  # modules beneath the models: what these name, know no table
    everybodys: str = ""  # what several subjects tell people: it stands on the models alone
    back: dict[tuple[str, str], str] = {}  # (module, what it imports inside a function) → why


def order(*floors: str) -> dict[str, int]:
    """Subject → its floor, from the lowest."""
    return {subject: floor for floor, subjects in enumerate(floors) for subject in subjects.split()}


HOUSES = {
    "vatupassi": House(
        (
            *("assessment", "group", "conversation", "agreement", "follow_up", "memo", "opening", "hand_over", "round"),
            *("team", "practice", "presence", "figures"),
        ),
        order(
            "level",
            "assessment group occasion",
            "sharing memo",
            "conversation",
            "agreement",
            "finding follow_up opening hand_over practice presence promise round team",
            "pair figures",
        ),
        ("level.questions", "occasion.steps", "figures.terms"),
        "conversation.notifications",
        {
            ("conversation.models", "opening.models"): "who sees a conversation depends on whom it has been opened to",
            ("conversation.models", "agreement.models"): "one query tells what a page must ask about",
            ("conversation.models", "follow_up.models"): "the same",
            ("conversation.models", "memo.models"): "whose confirmation it waits for is a part of how it stands",
        },
    ),
    "verme": House(
        (
            *("season", "group", "mentor", "newcomer", "text", "rules", "message", "session", "reflection", "idea"),
            *("kooste", "poll", "event", "cost", "survey", "training", "diary", "calendar"),
        ),
        order(
            "methods calendar text",
            "group agenda",
            "newcomer rules message",
            "session",
            "poll reflection idea diary",
            "sign_up",
            "season",
            "composing mentor kooste event cost survey certificate",
            "training leaver planning year",
        ),
        ("survey.questions",),
    ),
    "people": House(
        ("unit", "supervision", "user", "sign_in", "second_person", "roster", "my_data", "launch", "rights"),
        order(
            "user",
            "pick",
            "supervision sign_in access_log settings statement organisation content",
            "unit second_step notice desk retained thresholds launch",
            "rights work_account",
            "my_data status",
            "processing",
            "second_person",
            "register",
            "roster",
        ),
        ("desk.handled",),
    ),
    "workshops": House(
        ("facilitator", "agenda", "attendance", "block", "task", "idea", "clock", "forum"),
        order(
            "day idea clock",
            "facilitator sign_up block forum",
            "agenda",
            "attendance running task",
        ),
        ("agenda.hosts", "day.start_times", "day.schedule"),
        "agenda.finding",
    ),
    "support": House(
        ("load", "measure", "model", "near", "path", "request"),
        order("measure model path guide", "load near request deadline"),
        ("model.kinds",),
    ),
}
EVERYBODYS_PAGES = {"components.html", "pdf_components.html", "home.html"}
NO_ROOMS = {"migrations", "management"}
JOBS_OF_BEFORE = {"actions"}  # verme/actions/surveys.py: names that may still wait in the queue


def imported(app: str, tree: ast.AST) -> Iterator[str]:
    """Modules of this app that run when this is imported or called, without the app's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            its_app, _dot, rest = name.partition(".")
            if its_app == app and rest:
                yield ".".join(rest.split(".")[:2])


def imports_back(app: str, module: str, source: str) -> list[str]:
    """What a module of this app must not know."""
    house = HOUSES[app]
    top = max(house.subjects.values()) + 1  # start.py, reminders.py, urls.py, …
    subject, _dot, name = module.partition(".")
    found = []
    for other in imported(app, ast.parse(source)):
        its_subject, _dot, its_name = other.partition(".")
        is_table = its_name == "models" or other in house.words
        if module in ("models", house.everybodys):
            fine = is_table or other.startswith("models.")
        elif name == "models":
            fine = other in house.words or (is_table and house.models.index(its_subject) <= house.models.index(subject))
        elif module in house.words:
            fine = other in house.words
        else:
            fine = (
                its_subject in (subject, "models")
                or its_name == "models"
                or other == house.everybodys
                or house.subjects.get(its_subject, top) < house.subjects.get(subject, top)
                or subject not in house.subjects
            )
        if not fine:
            found.append(other)
    return found


def rooms(app: str) -> Iterator[tuple[str, str]]:
    """Each module of the app, by its name without the app's, and its source."""
    for path in ROOT.glob(f"{app}/**/*.py"):
        if "migrations" not in path.parts and path.name != "__init__.py":
            relative = path.relative_to(ROOT / app).with_suffix("")
            yield ".".join(relative.parts), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("app", HOUSES)
def test_no_subject_imports_back(app: str) -> None:
    found = {(module, other) for module, source in rooms(app) for other in imports_back(app, module, source)}
    assert found == set(HOUSES[app].back)


@pytest.mark.parametrize("app", HOUSES)
def test_every_room_has_its_floor(app: str) -> None:
    folders = {path.parent.name for path in ROOT.glob(f"{app}/*/__init__.py")} - NO_ROOMS - JOBS_OF_BEFORE
    assert folders == set(HOUSES[app].subjects)
    tables = {path.parent.name for path in ROOT.glob(f"{app}/*/models.py")}
    assert tables == set(HOUSES[app].models)
    pages = {path.parent.name for path in ROOT.glob(f"templates/{app}/*/*.html")}
    assert pages <= set(HOUSES[app].subjects)
    assert {path.name for path in ROOT.glob(f"templates/{app}/*.html")} <= EVERYBODYS_PAGES


@pytest.mark.parametrize(
    ("module", "source", "names"),
    [
        ("level.picture", "from vatupassi.level.questions import Position", []),
        ("level.picture", "from vatupassi.memo.content import memo_of", ["memo.content"]),
        ("memo.content", "from vatupassi.models import Conversation", []),
        ("memo.content", "from vatupassi.conversation.notifications import tell", []),
        ("memo.content", "def f():\n    from vatupassi.conversation import page", ["conversation.page"]),
        ("sharing.views", "from vatupassi.memo import views", ["memo.views"]),
        ("agreement.models", "from vatupassi.conversation.models import Conversation", []),
        ("conversation.models", "from vatupassi.agreement.models import Agreement", ["agreement.models"]),
        ("conversation.models", "from vatupassi.conversation.page import seen", ["conversation.page"]),
        ("memo.models", "from vatupassi.level.picture import Level", ["level.picture"]),
        ("conversation.notifications", "from vatupassi.conversation import letters", ["conversation.letters"]),
        ("conversation.page", "from vatupassi.conversation import ending", []),
        ("round.views", "from vatupassi import start", ["start"]),
        ("urls", "from vatupassi.round import views", []),
    ],
)
def test_the_room_guard(module: str, source: str, names: list[str]) -> None:
    assert imports_back("vatupassi", module, source) == names


@pytest.mark.parametrize(
    ("module", "source", "names"),
    [
        ("session.actions", "from verme.calendar import entries as calendar", []),
        ("session.actions", "from verme.models import Kooste", []),
        ("group.views", "from verme.session import actions", ["session.actions"]),
        ("idea.actions", "from verme.sign_up.actions import move_up", ["sign_up.actions"]),
        ("mentor.views", "from verme.composing.actions import seat", ["composing.actions"]),
        ("season.models", "from verme.group.models import Group", ["group.models"]),
        ("survey.models", "from verme.survey import questions", []),
        ("survey.models", "from verme.survey import results", ["survey.results"]),
        ("text.writing", "from verme import start", ["start"]),
        ("reminders", "from verme.session import actions", []),
    ],
)
def test_the_room_guard_of_verme(module: str, source: str, names: list[str]) -> None:
    assert imports_back("verme", module, source) == names


@pytest.mark.parametrize(
    ("module", "source", "names"),
    [
        ("register.views", "from people.second_person.actions import ask", []),
        ("second_person.views", "from people.register.views import person_edit", ["register.views"]),
        ("second_person.actions", "from people.second_step.actions import remove_second_step", []),
        ("sign_in.adapter", "def f():\n    from people.second_step import forms", ["second_step.forms"]),
        ("supervision.forms", "from people.unit.forms import unit_choices", ["unit.forms"]),
        ("sign_in.actions", "from people.models import SignInChange", []),
        ("user.models", "from people.supervision.models import SupervisionLine", []),
        ("unit.models", "from people.supervision.models import SupervisionLine", ["supervision.models"]),
        ("unit.models", "if TYPE_CHECKING:\n    from people.user.models import User", []),
        ("notice.views", "from people import jobs", ["jobs"]),
        ("management.commands.first_person", "from people.register import views", []),
    ],
)
def test_the_room_guard_of_people(module: str, source: str, names: list[str]) -> None:
    assert imports_back("people", module, source) == names


@pytest.mark.parametrize(
    ("module", "source", "names"),
    [
        ("agenda.views", "from workshops.sign_up import actions as places", []),
        ("sign_up.actions", "from workshops.agenda import papers", ["agenda.papers"]),
        ("sign_up.views", "from workshops.agenda.finding import visible_agenda", []),  # everybody's
        ("agenda.finding", "from workshops.models import Agenda", []),
        ("agenda.finding", "from workshops.day.bar import time_bar", ["day.bar"]),
        ("agenda.models", "from workshops.day import schedule", []),  # beneath the models
        ("agenda.models", "from workshops.day.bar import time_bar", ["day.bar"]),
        ("agenda.models", "from workshops.block.models import Block", ["block.models"]),
        ("agenda.hosts", "from workshops.agenda.models import Agenda", ["agenda.models"]),
        ("day.schedule", "from workshops.day import start_times", []),
        ("attendance.views", "from workshops.task import lists", ["task.lists"]),  # side by side
        ("clock.views", "from workshops.forum.forms import ForumForm", ["forum.forms"]),
        ("idea.views", "from workshops.models import Line", []),
    ],
)
def test_the_room_guard_of_workshops(module: str, source: str, names: list[str]) -> None:
    assert imports_back("workshops", module, source) == names


def test_the_room_guard_of_support() -> None:
    assert imports_back("support", "measure.views", "from support import retention") == ["retention"]
    assert imports_back("support", "retention", "from support.measure import models") == []


def imports_in_functions(source: str) -> list[int]:
    """Lines of imports inside a function that have no reason beside them or above the run of them."""
    lines, found = source.splitlines(), []
    explained = set()
    inside = {
        node.lineno: node
        for outer in ast.walk(ast.parse(source))
        if isinstance(outer, ast.FunctionDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    for number, node in sorted(inside.items()):
        text = "".join(lines[number - 1 : node.end_lineno])
        if "#" in text or lines[number - 2].strip().startswith("#") or number - 1 in explained:
            explained.add(node.end_lineno)
        else:
            found.append(number)
    return found


@pytest.mark.parametrize("app", HOUSES)
def test_an_import_in_a_function_has_its_reason_beside_it(app: str) -> None:
    assert {module: lines for module, source in rooms(app) if (lines := imports_in_functions(source))} == {}


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("    import x", [2]),
        ("    import x  # slow to load", []),
        ("    # slow to load\n    import x\n    import y", []),
        ("    import x\n    # slow to load\n    import y", [2]),
    ],
)
def test_the_guard_of_reasons(body: str, lines: list[int]) -> None:
    assert imports_in_functions(f"def f():\n{body}\n") == lines


# ---- Pages: the Content-Security-Policy allows nothing inline, so nothing inline may be written

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script\b(?![^>]*\bsrc\s*=)|\s(?:hx-)?on[a-z:-]+\s*=\s*["']|javascript:|\|\s*safe\b""",
    re.IGNORECASE,
)


def inline(markup: str) -> list[str]:
    return [match.strip() for match in INLINE.findall(markup)]


def test_no_template_has_anything_inline() -> None:
    found = {
        str(path.relative_to(ROOT)): hits
        for path in ROOT.glob("templates/**/*.html")
        if (hits := inline(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color:red">',
        "<p\n  style='x'>",
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<script type="module">x</script>',
        '<a onclick="x()">',
        '<a hx-on:click="x()">',
        '<a href="javascript:x()">',
        "{{ text|safe }}",
    ],
)
def test_the_inline_guard_refuses(markup: str) -> None:
    assert len(inline(markup)) == 1


def test_the_inline_guard_lets_pass() -> None:
    assert inline('<script type="module" src="{% static "js/app.js" %}"></script><p data-style="x" class="on">') == []


# ---- A day in a cell of its own stays on one line, however long the word in the next cell


def breaking_days(template: str) -> list[str]:
    """Cells with nothing but a day that may break between its digits."""
    return re.findall(r'<td(?![^>]*class="nowrap")[^>]*>{{ [\w.]+\|date_only }}</td>', template)


@pytest.mark.parametrize("page", ["base.html", "focused.html", "_bare.html"])
def test_a_page_that_others_extend_takes_no_name_from_a_view(page: str) -> None:
    """What it imports hides a view's value of that name in every page that extends it."""
    template = (ROOT / "templates" / page).read_text(encoding="utf-8")
    assert re.findall(r"{% from .* import .*%}", template) == []
    assert [
        name for name in re.findall(r"{% import .* as (\w+) %}", template) if not name.endswith("_components")
    ] == []


def test_no_day_in_a_cell_breaks() -> None:
    pages = [path for path in ROOT.glob("templates/**/*.html") if not path.name.startswith("pdf")]
    found = {str(path): breaking_days(path.read_text(encoding="utf-8")) for path in pages}
    assert {page: cells for page, cells in found.items() if cells} == {}


def test_the_day_guard() -> None:
    assert breaking_days('<td data-label="x">{{ row.due_on|date_only }}</td>') != []
    assert breaking_days('<td class="nowrap" data-label="x">{{ row.due_on|date_only }}</td>') == []


# ---- What somebody wrote keeps its line breaks: a break of the template's own would show as one of theirs


def breaks_of_its_own(template: str) -> list[str]:
    """Elements that keep line breaks (`white-space: pre-line`) and begin with one that nobody wrote."""
    return re.findall(r'<[^<>]*class="[^"]*\b(?:own-words|quote|line-text)\b[^>]*>\n(?!\s*{[{%]-)', template)


def test_no_template_adds_a_break_to_what_somebody_wrote() -> None:
    found = {
        str(path): breaks_of_its_own(path.read_text(encoding="utf-8")) for path in ROOT.glob("templates/**/*.html")
    }
    assert {page: elements for page, elements in found.items() if elements} == {}


def test_the_guard_of_breaks() -> None:
    assert len(breaks_of_its_own('<td class="own-words">\n  <strong>{{ row.text }}</strong></td>')) == 1
    assert breaks_of_its_own('<td class="own-words">\n  {{- row.text -}}\n</td>') == []
    assert breaks_of_its_own('<td>\n  <strong class="own-words">{{ row.text }}</strong>\n</td>') == []


# ---- A page loads no sheet of which it uses nothing: each weighs two kilobytes on the way to a phone


def classes(sheet: str) -> set[str]:
    """The classes that a sheet knows."""
    return set(re.findall(r"\.([a-z][\w-]*)", (ROOT / "static/css" / sheet).read_text(encoding="utf-8")))


def whole(template: str, known: set[str]) -> str:
    """A template and all that it stands in, includes and takes macros from."""
    path = ROOT / "templates" / template
    if template in known or not path.exists():
        return ""
    known.add(template)
    text = path.read_text(encoding="utf-8")
    return text + "".join(whole(each, known) for each in re.findall(r"""["']([\w./-]+\.html)["']""", text))


def unused_sheets(page: str, sheets: list[str]) -> list[str]:
    words = set(re.findall(r"[a-z][\w-]*", whole(page, set())))
    return [sheet for sheet in sheets if not words & (classes(sheet) - classes("site.css"))]


def test_no_page_loads_a_sheet_for_nothing() -> None:
    for path in ROOT.glob("templates/**/*.html"):
        sheets = re.findall(r"""static\(["']css/([\w]+\.css)["']\)""", path.read_text(encoding="utf-8"))
        page = str(path.relative_to(ROOT / "templates"))
        assert unused_sheets(page, [sheet for sheet in sheets if sheet != "site.css"]) == [], page


def test_the_guard_of_sheets() -> None:
    assert unused_sheets("vatupassi/conversation/list.html", ["pairs.css"]) == ["pairs.css"]
    assert unused_sheets("vatupassi/team/team.html", ["pairs.css"]) == []


# ---- A later layer wins whatever the selectors: what .btn says of itself, no rule of the layout can say otherwise


def styled(sheet: str, layer: str) -> Iterator[tuple[str, set[str]]]:
    """Each selector of a layer, with the names of what it sets."""
    text = re.search(rf"^@layer {layer} {{\n(.*?)^}}", sheet, re.DOTALL | re.MULTILINE)
    assert text is not None
    for selectors, body in re.findall(r"([^{}]+){([^{}]*)}", re.sub(r"/\*.*?\*/", "", text[1], flags=re.DOTALL)):
        for selector in re.split(r",(?![^(]*\))", selectors):
            yield selector.strip(), set(re.findall(r"^\s*([\w-]+):", body, re.MULTILINE))


def of_one(name: str, other: str) -> bool:
    """Whether two properties set the same, or one a part of the other: margin and margin-top."""
    return f"{name}-".startswith(f"{other}-") or f"{other}-".startswith(f"{name}-")


def overridden(sheet: str) -> list[tuple[str, str]]:
    """Rules of the layout that a component's own class overrides, as (selector, property)."""
    own: dict[str, set[str]] = {}
    for selector, names in styled(sheet, "components"):
        if re.fullmatch(r"\.[\w-]+", selector):
            own.setdefault(selector, set()).update(names)
    found = []
    for selector, names in styled(sheet, "layout"):
        last = re.split(r"[\s>+~]+", re.sub(r":(?:is|not|has)\([^)]*\)", "", selector))[-1]
        for said in {each for one in re.findall(r"\.[\w-]+", last) for each in own.get(one, ())}:
            found += [(selector, name) for name in names if of_one(name, said)]
    return sorted(found)


def test_no_rule_of_the_layout_is_overridden_by_a_component() -> None:
    assert overridden((ROOT / "static/css/site.css").read_text(encoding="utf-8")) == []


def test_the_guard_of_layers() -> None:
    layout = "@layer layout {\n .thumb>.btn {\n  padding-inline: 0;\n }\n}\n"
    components = "@layer components {\n .btn {\n  padding: 1rem;\n }\n}\n"
    assert overridden(layout + components) == [(".thumb>.btn", "padding-inline")]
    assert overridden(layout.replace("padding-inline", "flex") + components) == []
    assert overridden(layout + components.replace("padding", "padding-inline-end")) == [
        (".thumb>.btn", "padding-inline")
    ]


# ---- In a template's blocks `block` is Django's own, for block.super: a view's value of that name never arrives


def asks_for_block(template: str) -> bool:
    """Whether it shows or asks for a value named block that no loop or with of its own has made."""
    own = re.search(r"{%\s*for\s+block\s+in|{%\s*with\b[^%]*\bblock=", template)
    asked = re.search(
        r"{[{%][^}]*?(?<![.\w\"'/])block\b(?!\.super|=|\s+[\w]+\s*%})",
        re.sub(r"{%\s*(end)?block\b[^%]*%}", "", template),
    )
    return "{% extends" in template and bool(asked) and not own


def test_no_page_asks_for_block() -> None:
    found = [str(path) for path in ROOT.glob("templates/**/*.html") if asks_for_block(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_block_guard() -> None:
    start = '{% extends "base.html" %}{% block content %}'
    assert asks_for_block(start + "{% if block %}x{% endif %}{% endblock content %}")
    assert asks_for_block(start + "{{ block.title }}{% endblock %}")
    assert not asks_for_block(start + "{{ block.super }}{{ work.block.title }}{% endblock %}")
    assert not asks_for_block(start + "{% for block in blocks %}{{ block.title }}{% endfor %}{% endblock %}")


# ---- Tests of browsers wait for a state, never for time (tests/browser/waiting.py)

IN_A_HURRY = re.compile(
    r"force=True|\.wait_for_timeout\(|networkidle|\btimeout=\d|wait_for_load_state\(\)\n +assert [A-Z]"
)


def test_no_test_of_a_browser_depends_on_the_machines_speed() -> None:
    for path in Path("tests/browser").glob("test_*.py"):
        assert IN_A_HURRY.findall(path.read_text()) == [], path


@pytest.mark.parametrize(
    "source",
    [
        "radio.check(force=True)",
        "page.wait_for_timeout(500)",
        'page.wait_for_load_state("networkidle")',
        "expect(row).to_be_visible(timeout=3000)",
        "page.wait_for_load_state()\n    assert Season.objects.exists()",
    ],
)
def test_the_guard_of_waiting(source: str) -> None:
    assert IN_A_HURRY.search(source)
