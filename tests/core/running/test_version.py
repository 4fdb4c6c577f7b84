"""The version is told everywhere as pyproject.toml has it, and its tag is of a commit that says so."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from core.running import doctor

ROOT = Path(settings.BASE_DIR)


def headings(text):
    return re.findall(r"^## (\d[^\n]*)$", text, re.M)


def test_the_changelog_begins_with_it():
    newest = headings((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[0]
    number, is_between = re.fullmatch(r"([\d.]+?)(\.dev0)?", settings.VERSION).groups()
    said = rf"{re.escape(number)}, not tagged yet" if is_between else rf"{re.escape(number)}, \d+\.\d+\.\d{{4}}"
    assert re.fullmatch(said, newest)


def test_a_tag_is_of_a_commit_that_says_so():
    """None yet: then there is nothing to compare, and the changelog says that."""
    listed = subprocess.run(["git", "tag", "--list", "v*"], cwd=ROOT, capture_output=True, text=True)
    tags = listed.stdout.split()
    said = {tag: subprocess.check_output(["git", "show", f"{tag}:pyproject.toml"], cwd=ROOT, text=True) for tag in tags}
    assert [tag for tag, text in said.items() if f'version = "{tag[1:]}"' not in text] == []
    assert tags or "Nothing is tagged yet." in " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())


@pytest.mark.django_db
def test_the_operator_and_the_administrator_read_it(mikael, signed_in):
    (found,) = dict(doctor.examine())["version"]
    assert found.text.startswith(f"This is {settings.VERSION}.")
    assert settings.VERSION in signed_in(mikael).get("/yllapito/tila/").text
