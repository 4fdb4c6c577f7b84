"""Static files as they are served: every reference between them hashed and found."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


@pytest.fixture
def collected(tmp_path: Path, settings) -> Path:
    """What collectstatic makes."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "core.static.HashedStaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_modules_import_each_other_by_hashed_names(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert "js/app.js" in names
    for name, hashed in names.items():
        if name.startswith("js/") and name.endswith(".js"):
            for imported in re.findall(r'(?:from|import)\s*\(?\s*"(\.[^"]+)"', (collected / hashed).read_text()):
                target = (collected / hashed).parent / imported
                assert target.exists()
                assert re.fullmatch(r".+\.[0-9a-f]{12}\.js", target.name)


def test_files_are_compressed_and_fonts_are_there(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert (collected / f"{names['css/site.css']}.br").exists()
    assert {name for name in names if name.startswith("fonts/")} == {
        f"fonts/SourceSans3-{face}.woff2" for face in ("Regular", "Bold", "Italic")
    }


def test_tests_themselves_use_plain_names() -> None:
    assert staticfiles_storage.url("css/site.css") == f"{settings.STATIC_URL}css/site.css"
