"""What a reader would otherwise have to watch for: access, floors, strict pages, short files.

Each guard is tried on a snippet that it must refuse.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = sorted(path.parent.name for path in ROOT.glob("*/apps.py"))

# ---- Access: a query in a view, form or template tag starts from what this person may see

# Queryset methods that take the reader: they decide which rows exist for whom. `none` and `create` show none.
DOORS = {"visible_to", "editable_by", "of_party", "readable_by", "bookable_by", "none", "create"}
DOORS |= {"arranged_by"}  # of forums
DOORS |= {"inside", "led_by", "writable_by", "offered_to", "asked_of"}  # of Verme's groups
DOORS |= {"with_team_of"}  # of the team that supervised_by has found
DOORS |= {"of_room"}  # what whoever is in a live room sees: asked with the room that a phone's token opened
# (file, model.method) → why it is safe. Keep it short: a named queryset method with the reader is better.
TALK = "vatupassi/views/talk.py"
ALLOWED: dict[tuple[str, str], str] = {
    (TALK, "DifferingView.get_or_create"): "of the conversation that the view found through editable_by",
    (
        "vatupassi/views/agreements.py",
        "Agreement.filter",
    ): "whether a form's own random id has been used: no row is shown",
    ("people/views/register.py", "Activation.get"): "of the person that HR has just made a letter for",
    ("people/views/sign_in.py", "Activation.filter"): "deletes what the person at hand has used",
    ("people/views/sign_in.py", "Authenticator.filter"): "the signed-in person's own",
    ("vatupassi/views/conversation.py", "Opening.of"): "of the conversation that the view found through visible_to",
}


def closed_files() -> Iterator[Path]:
    for app in APPS:
        for name in ("views", "forms", "templatetags"):
            yield from ROOT.glob(f"{app}/{name}.py")
            yield from ROOT.glob(f"{app}/{name}/**/*.py")


def bare_queries(source: str) -> list[tuple[int, str]]:
    """Lines and "Model.method" of queries that pass no door."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            names: list[str] = []
            step: ast.AST = node
            while isinstance(parents.get(step), ast.Attribute | ast.Call):
                above = parents[step]
                if isinstance(above, ast.Call) and above.func is not step:
                    break  # an argument of another call: the chain ends here
                if isinstance(above, ast.Attribute):
                    names.append(above.attr)
                step = above
            if not DOORS.intersection(names):
                found.append((node.lineno, f"{ast.unparse(node.value)}.{names[0] if names else node.attr}"))
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") in ("get_object_or_404", "get_list_or_404")
            and isinstance(node.args[0], ast.Name)
            and node.args[0].id[0].isupper()
        ):
            found.append((node.lineno, f"{node.args[0].id}.get"))
    return found


def test_every_query_passes_a_door() -> None:
    found = {
        (str(path.relative_to(ROOT)), query)
        for path in closed_files()
        for _line, query in bare_queries(path.read_text(encoding="utf-8"))
    }
    assert found == set(ALLOWED)  # one too many in ALLOWED fails as well


@pytest.mark.parametrize(
    ("source", "query"),
    [
        ("x = Note.objects.get(pk=pk)", "Note.get"),
        ("x = Note.objects.filter(pk=pk).first()", "Note.filter"),
        ("x = models.Note.objects.all()", "models.Note.all"),
        ("x = get_object_or_404(Note, pk=pk)", "Note.get"),
        ("x = get_object_or_404(Note.objects, pk=pk)", "Note.objects"),
        ("x = Note._base_manager.all()", "Note.all"),
        ("x = ModelChoiceField(queryset=Note.objects.all())", "Note.all"),
        ("x = visible_to(Note.objects.all())", "Note.all"),
        ("x = Talk.objects.visible_to(Note.objects.get(pk=1))", "Note.get"),
    ],
)
def test_the_door_guard_refuses(source: str, query: str) -> None:
    assert bare_queries(source) == [(1, query)]


@pytest.mark.parametrize(
    "source",
    [
        "x = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)",
        "x = Note.objects.live().editable_by(request.user).filter(pk=pk)",
        "x = ModelChoiceField(Note.objects.none())",
    ],
)
def test_the_door_guard_lets_pass(source: str) -> None:
    assert bare_queries(source) == []


# ---- Floors: a module imports from its own app or from below

FLOORS = {"config": 0, "vatupassi": 1, "verme": 1, "workshops": 2, "support": 3, "people": 4, "core": 5}


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
        ("verme", "from vatupassi import board", ["vatupassi"]),
        ("vatupassi", "from people.models import User\nfrom core import pdf\nfrom vatupassi import board", []),
    ],
)
def test_the_floor_guard(app: str, source: str, names: list[str]) -> None:
    assert upward_imports(app, source) == names


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


def test_no_day_in_a_cell_breaks() -> None:
    found = {path.name: breaking_days(path.read_text(encoding="utf-8")) for path in ROOT.glob("templates/*/*.html")}
    assert {name: cells for name, cells in found.items() if cells} == {}


def test_the_day_guard() -> None:
    assert breaking_days('<td data-label="x">{{ row.due_on|date_only }}</td>') != []
    assert breaking_days('<td class="nowrap" data-label="x">{{ row.due_on|date_only }}</td>') == []


# ---- In a template's blocks `block` is Django's own, for block.super: a view's value of that name never arrives


def asks_for_block(template: str) -> bool:
    """Whether it shows or asks for a value named block that no loop or with of its own has made."""
    own = re.search(r"{%\s*for\s+block\s+in|{%\s*with\b[^%]*\bblock=", template)
    asked = re.search(
        r"{[{%][^}]*?(?<![.\w\"'])block\b(?!\.super|=|\s+[\w]+\s*%})",
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


# ---- Privacy is not a later step


def test_every_model_says_who_sees_it_and_how_long_it_lives() -> None:
    from django.apps import apps

    ours = [model for model in apps.get_models() if model._meta.app_label in APPS]
    assert len(ours) > 60
    words = {model._meta.label: " ".join((model.__doc__ or "").lower().split()) for model in ours}
    assert [label for label, text in words.items() if "seen by" not in text or "lives" not in text] == []


# ---- Files that can be read in one sitting

LIMIT = 400


def test_no_file_is_long() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.js", "bin/*"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    lengths = {
        name: (ROOT / name).read_text(encoding="utf-8").count("\n")
        for name in listed
        if "/migrations/" not in name and (ROOT / name).exists()
    }
    assert len(lengths) > 20
    assert {name: length for name, length in lengths.items() if length > LIMIT} == {}
