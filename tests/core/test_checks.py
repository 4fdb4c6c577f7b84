"""The checks that keep a wrong installation from starting, each with the one wrong setting it must find."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")  # read by a check, never connected to

ROOT = Path(__file__).resolve().parent.parent.parent

GOOD = {
    "DEMO": False,
    "SECURE": True,
    "SITE_URL": "https://varhainentuki.kotikunta.example",
    "ALLOWED_HOSTS": ["varhainentuki.kotikunta.example"],
    "TEXT_KEYS": [base64.b64encode(b"k" * 32).decode()],
    "EMAIL_BACKEND": "core.smtp.EmailBackend",
    "EMAIL_TIMEOUT": 10,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
}


def ours(settings, **changed: object) -> list[str]:
    """The ids of our own findings for a good installation with these changes."""
    for name, value in (GOOD | changed).items():
        setattr(settings, name, value)
    return [message.id for message in run_checks(include_deployment_checks=True) if message.id.startswith("core.")]


def test_a_good_installation_passes(settings) -> None:
    assert ours(settings) == ["core.I020"]  # nothing answers at its address (tests/core/test_proxies.py)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (
            {"DEMO": True, "SECURE": False, "SITE_URL": "http://localhost:8000", "ALLOWED_HOSTS": ["localhost"]},
            "core.E010",
        ),
        ({"DEMO": True}, "core.E001"),
        ({"DEMO": True}, "core.E002"),
        ({"DEMO": True, "SITE_URL": "http://localhost:8000", "ALLOWED_HOSTS": ["*"]}, "core.E002"),
        ({"TEXT_KEYS": []}, "core.E003"),
        ({"TEXT_KEYS": ["not a key"]}, "core.E004"),
        ({"TEXT_KEYS": [base64.b64encode(b"short").decode()]}, "core.E004"),
        ({"SECURE": False}, "core.E011"),
        ({"SITE_URL": "http://varhainentuki.kotikunta.example"}, "core.E012"),
        ({"SITE_URL": "https://localhost"}, "core.E013"),
        ({"SITE_URL": "https://varhainentuki.kotikunta.example/"}, "core.E014"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, "core.E015"),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "core.E016"),
        ({"EMAIL_BACKEND": "core.demo_mail.MailFolder"}, "core.E017"),
        ({"EMAIL_TIMEOUT": None}, "core.E018"),
        ({"ALLOWED_HOSTS": ["*"]}, "core.E019"),
    ],
)
def test_a_wrong_setting_is_found(settings, changed: dict[str, object], found: str) -> None:
    assert found in ours(settings, **changed)


def test_the_sample_installation_passes_every_deployment_check() -> None:
    done = subprocess.run([sys.executable, "bin/check-deploy"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_secrets_are_made_once_and_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for _time in range(2):
        subprocess.run([sys.executable, "bin/make-secrets", folder], cwd=ROOT, check=True)
        text = (folder / "secrets.env").read_text()
        if _time == 0:
            first = text
    assert text == first
    assert (folder / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert [line.partition("=")[0] for line in text.splitlines()] == ["SECRET_KEY", "TEXT_KEYS"]
    assert len(base64.b64decode(text.splitlines()[1].partition("=")[2])) == 32
