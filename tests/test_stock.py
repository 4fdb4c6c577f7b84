"""What we stand on is used as its makers document it: nothing private is set from outside, nothing is patched.

Read from the source; each rule is tried on lines that it must refuse.
"""

import ast
import functools
import importlib
import inspect
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore

ROOT = Path(__file__).resolve().parent.parent
OURS = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"bin"}
SETTERS = {"setattr", "delattr"}  # the built-in ones, and pytest's `monkeypatch.setattr`
PATCHERS = {"patch", "object"}  # unittest.mock's `patch` and `patch.object`
DOCUMENTED = ("_state", "adding")  # how Django's documentation copies a model instance


def sources() -> dict[str, str]:
    """Every Python file of ours but migrations."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    names = [name for name in listed.stdout.split() if (ROOT / name).is_file() and "/migrations/" not in name]
    scripts = [name for name in names if name.startswith("bin/") and "." not in name]
    python = [name for name in names if name.endswith(".py")]
    python += [name for name in scripts if "python" in (ROOT / name).read_text(encoding="utf-8").partition("\n")[0]]
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in python}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


# ---- Reading a file

parsed = functools.cache(ast.parse)


def imported(tree: ast.AST) -> dict[str, str]:
    """Each name that an import binds, anywhere in the file, and the module or object behind it."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def root_of(node: ast.AST) -> str:
    """The name with which a chain of attributes begins; empty for anything else."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def chain(node: ast.AST) -> list[str]:
    """The attributes between the name with which a chain begins and its end."""
    return [*chain(node.value), node.attr] if isinstance(node, ast.Attribute) else []


@functools.cache
def settings_of(tree: ast.AST) -> list[tuple[ast.AST, str, int]]:
    """Every attribute that is set or deleted: of what, its name, its line. A path in quotes counts as imported."""
    found: list[tuple[ast.AST, str, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            found.append((node.value, node.attr, node.lineno))
        elif isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in SETTERS | PATCHERS:
                continue
            first, second = node.args[0], node.args[1] if len(node.args) > 1 else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                path, _dot, attribute = first.value.rpartition(".")
                found.append((ast.parse(f"QUOTED.{path}", mode="eval").body, attribute, node.lineno))
            elif isinstance(second, ast.Constant) and isinstance(second.value, str):
                found.append((first, second.value, node.lineno))
    return found


def names_of(tree: ast.Module) -> set[str]:
    """Private attributes that the file's own classes have: methods, class variables, what `self` is given."""
    found = set()
    for cls in ast.walk(tree):
        if isinstance(cls, ast.ClassDef):
            found |= {node.name for node in cls.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
            found |= {node.id for part in cls.body for node in ast.walk(part) if is_stored(node, ast.Name)}
            found |= {node.attr for node in ast.walk(cls) if is_stored(node, ast.Attribute) and root_of(node) == "self"}
    return {name for name in found if is_private(name)}


def is_stored(node: ast.AST, kind: type) -> bool:
    return isinstance(node, kind) and isinstance(node.ctx, ast.Store)


# ---- The rules


def low_level_imports(source: str) -> list[int]:
    """Lines that import from `psycopg.pq`, the layer over libpq."""
    tree, found = parsed(source) if "pq" in source else ast.Module([], []), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        if any(name == "psycopg.pq" or name.startswith("psycopg.pq.") for name in names):
            found.append(node.lineno)
    return found


def internals(source: str) -> set[str]:
    """What is imported from a library's modules named internal."""
    names = imported(parsed(source)).values() if ".internal" in source else []
    return {name for name in names if ".internal." in name and name.partition(".")[0] not in OURS}


def looks_into_queries(source: str) -> list[int]:
    """Lines that use an attribute of a queryset's `query`: Django documents that it is there, and nothing of it."""
    inner = (
        (node for node in ast.walk(parsed(source)) if isinstance(node, ast.Attribute)) if ".query." in source else ()
    )
    return [node.lineno for node in inner if isinstance(node.value, ast.Attribute) and node.value.attr == "query"]


def private_settings(source: str, own: set[str]) -> list[tuple[int, str]]:
    """Private attributes set from outside, of what is no module of ours and has no class of ours with such a name."""
    tree = parsed(source)
    ours = {name for name, of in imported(tree).items() if of.partition(".")[0] in OURS}
    return [
        (line, name)
        for of, name, line in settings_of(tree)
        if root_of(of) not in {"self", "cls"} | ours
        and (root_of(of) != "QUOTED" or chain(of)[0] not in OURS)
        and (*chain(of), name)[-2:] != DOCUMENTED
        and any(is_private(each) and each not in own for each in [*chain(of), name])
    ]


def patches(source: str) -> list[tuple[int, str]]:
    """What is set on a module or class of the standard library; methods replaced of what is said to be its object."""
    tree = parsed(source)
    standard = {name: of for name, of in imported(tree).items() if of.partition(".")[0] in sys.stdlib_module_names}
    objects = {}
    for node in ast.walk(tree):
        annotation = getattr(node, "annotation", None)
        if isinstance(node, ast.arg | ast.AnnAssign) and annotation and root_of(annotation) in standard:
            name = node.arg if isinstance(node, ast.arg) else root_of(node.target)
            objects[name] = ast.unparse(annotation).replace(root_of(annotation), standard[root_of(annotation)], 1)
    return [
        (line, f"{ast.unparse(of)}.{name}")
        for of, name, line in settings_of(tree)
        if root_of(of) in standard
        or is_method(objects.get(root_of(of), ""), name)
        or (root_of(of) == "QUOTED" and chain(of)[0] in sys.stdlib_module_names)
    ]


def is_method(path: str, name: str) -> bool:
    """Whether the class at this path, in a module of the standard library, has a method of this name."""
    module, _dot, cls = path.rpartition(".")
    return bool(module) and callable(getattr(getattr(importlib.import_module(module), cls, None), name, None))


def inherited_settings(cls: type) -> set[str]:
    """Private attributes that a class of ours sets on itself though a library's class above it uses that name."""
    above = [each for each in cls.__mro__ if each.__module__.partition(".")[0] not in OURS and each is not object]
    source = source_of(cls)
    if not above or not re.search(r"\b(self|cls)\._", source):
        return set()
    set_here = {name for of, name, _line in settings_of(parsed(source)) if root_of(of) in ("self", "cls")}
    theirs = "\n".join(map(source_of, above))
    return {name for name in set_here if is_private(name) and re.search(rf"\b(self|cls)\.{name}\b", theirs)}


@functools.cache
def source_of(cls: type) -> str:
    """Empty where there is none: of a class made at run time, or in C."""
    try:
        return textwrap.dedent(inspect.getsource(cls))
    except (OSError, TypeError):
        return ""


# ---- What they find

SOURCES = sources()


def test_nothing_imports_the_layer_over_libpq() -> None:
    assert {name: lines for name, text in SOURCES.items() if (lines := low_level_imports(text))} == {}


def test_nothing_imports_what_a_library_calls_internal() -> None:
    assert {name: found for name, text in SOURCES.items() if (found := internals(text))} == {}


def test_nothing_looks_into_a_queryset() -> None:
    """A test of our doors does, to set one open: should Django change that, it fails by itself."""
    found = {name for name, text in SOURCES.items() if looks_into_queries(text)}
    assert found == {"tests/access/test_doors.py"}


def test_nothing_sets_a_librarys_private_attribute() -> None:
    own = set().union(*(names_of(parsed(text)) for text in SOURCES.values()))
    assert {name: found for name, text in SOURCES.items() if (found := private_settings(text, own))} == {}


def test_nothing_patches_the_standard_library() -> None:
    assert {name: found for name, text in SOURCES.items() if (found := patches(text))} == {}


def test_no_class_sets_what_is_private_to_the_one_above() -> None:
    """Of the application's classes; a test's class may look into what it tries."""
    classes = set()
    for name in SOURCES:
        if name.partition("/")[0] in OURS - {"tests", "bench", "bin"}:
            module = importlib.import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
            made_here = (each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__)
            classes |= {each for each in made_here if inspect.isclass(each)}
    assert len(classes) > 300
    assert {str(each): found for each in classes if (found := inherited_settings(each))} == {}


# ---- What they refuse


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from allauth.account.internal.flows import login", {"allauth.account.internal.flows.login"}),
        ("import allauth.mfa.internal.flows as flows", {"allauth.mfa.internal.flows"}),
        ("from allauth.account.authentication import get_authentication_records", set()),
    ],
)
def test_what_is_internal_is_found(line: str, found: set[str]) -> None:
    assert internals(line) == found


def test_looking_into_a_queryset_is_refused() -> None:
    assert looks_into_queries("x = 1\nsql = rows.filter(pk=1).query.sql_with_params()") == [2]
    assert looks_into_queries("rows.query.annotation_select") == [1]
    assert looks_into_queries("print(rows.query)\nasked.query().encode()") == []


@pytest.mark.parametrize(
    "line",
    [
        "import psycopg.pq",
        "from psycopg import pq",
        "from psycopg.pq import Format",
        "def f():\n    from psycopg.pq.abc import PGconn",
    ],
)
def test_the_layer_over_libpq_is_refused(line: str) -> None:
    assert len(low_level_imports(line)) == 1
    assert low_level_imports("import psycopg\nfrom psycopg import errors") == []


@pytest.mark.parametrize(
    "line",
    [
        "row._state = ModelState()",
        "row._state.db, x = 'default', 1",
        "rows.query._annotations: dict = {}",
        "del session._session_cache",
        "setattr(request, '_cached_user', user)",
        "monkeypatch.setattr(form, '_errors', {})",
        "monkeypatch.setattr('django.urls.resolvers._route', 1)",
        "with open(name) as request._file: pass",
    ],
)
def test_setting_a_librarys_private_attribute_is_refused(line: str) -> None:
    assert len(private_settings(line, {"_minute"})) == 1


@pytest.mark.parametrize(
    "line",
    [
        *("row._state.adding = True", "self._own = 1", "row.name = 1", "x = row._state", "_own = 1", "row._minute = 1"),
        "from core import day\nday._minute = 1",
        "monkeypatch.setattr('core.day._other', 1)",
    ],
)
def test_ones_own_may_be_set(line: str) -> None:
    assert private_settings(line, {"_minute"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "import smtplib\nsmtplib.SMTP_PORT = 1",
        "import smtplib\nsmtplib.SMTP.send = watched",
        "import os.path as path\npath.exists = watched",
        "from smtplib import SMTP\nSMTP.send = watched",
        "import smtplib\ndef watch(smtp: smtplib.SMTP):\n    smtp.send = watched",
        "from smtplib import SMTP\nsmtp: SMTP = made()\nsetattr(smtp, 'send', watched)",
        "import time\nmonkeypatch.setattr(time, 'sleep', watched)",
        "monkeypatch.setattr('time.sleep', watched)",
        "with mock.patch('time.sleep'): pass",
        "import time\nwith mock.patch.object(time, 'sleep'): pass",
    ],
)
def test_patching_the_standard_library_is_refused(line: str) -> None:
    assert len(patches(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "import os\nos.environ['A'] = 'b'",
        "import logging\ndef format(record: logging.LogRecord):\n    record.args = ()",
        "import smtplib\nclass Watched(smtplib.SMTP):\n    def send(self, s):\n        self.gone = True",
    ],
)
def test_using_the_standard_library_is_not_patching(line: str) -> None:
    assert patches(line) == []


class Forgets(SessionStore):
    """Does what our own store once did."""

    def load(self) -> None:
        self._session_key, self._own = None, 1


def test_a_class_that_sets_what_is_private_above_is_refused() -> None:
    assert inherited_settings(Forgets) == {"_session_key"}
