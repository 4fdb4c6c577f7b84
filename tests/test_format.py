"""What `bin/format --check` refuses."""

import types
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def program(tmp_path, monkeypatch) -> types.ModuleType:
    """bin/format as a module whose folder is empty."""
    loader = SourceFileLoader("format", str(ROOT / "bin" / "format"))
    spec = spec_from_loader("format", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for folder in ("static/css", "static/js", "templates/app"):
        (tmp_path / folder).mkdir(parents=True)
    return module


def refused(program: types.ModuleType) -> object:
    """What it says, or None when it lets everything pass."""
    try:
        program.main(check=True)
    except SystemExit as stopped:
        return stopped.code
    return None


def test_a_line_of_a_template_that_is_too_long(program, tmp_path) -> None:
    page = tmp_path / "templates" / "app" / "page.html"
    page.write_text("<p>\n" + "ä" * 160 + "\n</p>\n")
    assert refused(program) is None
    page.write_text("<p>\n" + "ä" * 161 + "\n</p>\n")
    assert refused(program) == "templates/app/page.html:2: 161 columns, at most 160: break it by hand"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("css/x.css", "p {\n color: red;\n}\n", "p { color: red }\n"),
        ("js/x.js", "const x = 1;\n", "const   x=1;\n"),
    ],
)
def test_what_the_formatter_would_write_otherwise(program, tmp_path, name: str, good: str, bad: str) -> None:
    (tmp_path / "static" / name).write_text(good)
    assert refused(program) is None
    (tmp_path / "static" / name).write_text(bad)
    assert refused(program) == f"static/{name}: run make format"
    assert (tmp_path / "static" / name).read_text() == bad
