"""Container and units, as far as they can be tried without a daemon: lint, parse, and the build's own steps for real.

Not tried here: that the image builds from its base, that compose starts, and that systemd runs the units.
"""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from django.db import connection

from core.management.commands.serve import answers
from tests.faults.site import ROOT, address, free_port

SECURE_SETTINGS = {"SECURE": "true", "SITE_URL": "https://varhainentuki.kotikunta.example"}
HOST = "varhainentuki.kotikunta.example"


def instructions() -> list[tuple[str, str]]:
    """Of the Containerfile: word and rest, lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / "Containerfile").read_text()).replace("\\\n", " ")
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    return [(word, re.sub(r"\s+", " ", rest)) for word, rest in lines]


def last(word: str) -> str:
    return [rest for name, rest in instructions() if name == word][-1]


def test_the_container_file_has_no_fault_that_a_linter_finds():
    done = subprocess.run(
        [Path(sys.executable).parent / "hadolint", ROOT / "Containerfile"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_as_nobody_in_particular_and_holds_no_secret():
    assert last("USER") == "10001:10001"
    words = [word for word, _rest in instructions()]
    assert words.index("HEALTHCHECK") > words.index("USER")
    for word, rest in instructions():
        if word in {"ENV", "ARG"}:
            assert not re.search("KEY|PASSWORD|SECRET", rest)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """What the build stage leaves: its RUN lines on what COPY takes, in an empty folder, with nothing around them."""
    folder = tmp_path_factory.mktemp("image")
    app, data = folder / "app", folder / "data"
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    ignored = [line for line in (ROOT / ".containerignore").read_text().splitlines() if line[:1] not in {"", "#", "!"}]
    left_out = tuple(f"{line}/" for line in ignored if "*" not in line)
    for name in filter(None, listed):
        if not name.startswith(left_out) and (ROOT / name).is_file():
            (app / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, app / name)
    steps = [rest for word, rest in instructions() if word == "RUN" and "bin/fonts.py" in rest]
    assert len(steps) == 1
    command = steps[0].replace("/srv/venv/bin/python", sys.executable).replace("/srv/data", str(data))
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    done = subprocess.run(["sh", "-ec", command], cwd=app, env=bare, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_what_only_developers_need_is_left_out(built):
    there = {path.name for path in (built / "app").iterdir()}
    assert {"manage.py", "config", "core", "templates", "locale", "requirements"} <= there
    assert not there & {"tests", "bench", "deploy", "var", ".git", ".venv"}


def environment(built: Path, **more: str) -> dict[str, str]:
    """As the container has it: the image's ENV and an operator's settings."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(built / "tmp"),
        "TMPDIR": str(built / "tmp"),
        "DATA_DIR": str(built / "data"),
        "HOST": "127.0.0.1",
        "WORKERS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": "for this test alone, and long",
        "TEXT_KEYS": os.environ["TEXT_KEYS"],
        "ALLOWED_HOSTS": HOST,
        **SECURE_SETTINGS,
        **more,
    }


@pytest.mark.django_db(transaction=True)
def test_the_image_serves_pages_pdf_faces_and_static_files_and_writes_nothing(built, postgresql_only):
    """With what the build left alone: a page, its style sheet and its font, the health check, and no file changed."""
    (built / "tmp").mkdir()
    port = free_port()
    settings = environment(built, DATABASE_URL=address(), PORT=str(port))
    before = contents(built)
    for path in (built / "app", built / "data"):
        subprocess.run(["chmod", "-R", "a-w", path], check=True)
    serving = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=built / "app", env=settings, stderr=subprocess.PIPE
    )
    try:
        end = time.monotonic() + 60
        while healthy(built, settings) != 0:
            assert time.monotonic() < end
            assert serving.poll() is None, serving.stderr.read()
            time.sleep(0.2)
        status, page = ask(port, "/kirjaudu/")
        assert status == 200
        sheet = re.search(r'href="(/static/css/site\.[0-9a-f]+\.css)"', page)[1]
        status, style = ask(port, sheet)
        assert status == 200
        face = re.search(r"url\(\"?([^)\"]*SourceSans3-Regular\.[0-9a-f]+\.woff2)", style)[1]
        assert ask(port, f"/static/{face.removeprefix('/static/').removeprefix('../')}")[0] == 200
        assert healthy(built, settings | {"ALLOWED_HOSTS": "another.example"}) == 1
    finally:
        serving.terminate()
        serving.wait(30)
        serving.stderr.close()
        subprocess.run(["chmod", "-R", "u+w", built], check=True)
    assert contents(built) == before
    assert healthy(built, settings) == 1


@pytest.fixture
def postgresql_only(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: tests/throwaway_pg.py")


def contents(built: Path) -> dict[str, int]:
    """Every file of the image with its time."""
    folders = (built / "app", built / "data")
    return {str(path): path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*") if path.is_file()}


def healthy(built: Path, settings: dict[str, str]) -> int:
    return subprocess.run([sys.executable, "bin/healthcheck"], cwd=built / "app", env=settings).returncode


def ask(port: int, path: str) -> tuple[int, str]:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    caller.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"})
    answer = caller.getresponse()
    text = answer.read().decode(errors="replace")
    caller.close()
    return answer.status, text


def test_serve_knows_that_it_answers_by_a_name_that_it_serves(live_server, settings):
    """Where ALLOWED_HOSTS names the public host alone, 127.0.0.1 gets 400: `serve` would take it for no answer."""
    settings.ALLOWED_HOSTS = [HOST]
    assert answers(int(live_server.url.rpartition(":")[2]))


# ---- Compose


def services() -> dict[str, dict]:
    return yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]


OURS = {"migrate", "web", "worker", "letters", "backup"}


def test_compose_has_all_that_it_consists_of():
    assert set(services()) == OURS | {"db", "proxy"}
    named = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["volumes"]
    used = {volume.partition(":")[0] for each in services().values() for volume in each["volumes"]}
    assert {name for name in used if not name.startswith((".", "/"))} == set(named)


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_can_write_nothing_and_may_do_nothing(name):
    service = services()[name]
    assert (service["read_only"], service["cap_drop"], service["tmpfs"]) == (True, ["ALL"], ["/tmp"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service  # the proxy alone is reached from outside
    assert service["command"][0] in {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {"migrate"}


def test_what_must_always_run_is_started_again_after_the_migrations():
    for name in ("web", "worker", "letters"):
        assert services()[name]["restart"] == "unless-stopped"
        assert services()[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert services()["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_pg_dump_in_the_image_is_not_older_than_the_server():
    server = int(services()["db"]["image"].rpartition(":")[2])
    client = int(re.search(r"postgresql-client-(\d+)", (ROOT / "Containerfile").read_text())[1])
    assert client >= server


# ---- systemd

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


def verify(folder: Path) -> str:
    units = sorted(str(path) for path in folder.iterdir())
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    return "\n".join(line for line in done.stderr.splitlines() if "varhainen-tuki" in line)


@pytest.fixture
def units(tmp_path) -> Path:
    """The units with paths and people of this machine."""
    for path in UNITS:
        text = path.read_text().replace("/opt/varhainen-tuki/.venv/bin/python", sys.executable)
        text = text.replace("/opt/varhainen-tuki", str(ROOT))
        (tmp_path / path.name).write_text(re.sub(r"(?m)^(User|Group)=.*$", r"\1=root", text))
    return tmp_path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_finds_no_fault_in_the_units(units):
    assert verify(units) == ""
    changed = units / "varhainen-tuki-web.service"
    changed.write_text(changed.read_text().replace("Restart=always", "Restrt=always"))
    assert "Restrt" in verify(units)


def test_web_and_worker_are_always_started_again_and_wait_for_their_children():
    for name in ("web", "worker"):
        text = (ROOT / "deploy" / "systemd" / f"varhainen-tuki-{name}.service").read_text()
        assert "\nRestart=always\n" in text
        assert int(re.search(r"TimeoutStopSec=(\d+)", text)[1]) > 20  # as long as `serve` waits
        assert "\nEnvironmentFile=/etc/varhainen-tuki.env\n" in text


def test_the_list_of_packages_is_that_of_the_lock():
    subprocess.run([sys.executable, ROOT / "bin" / "notices", "--check"], check=True)
    bill = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text())
    lock = re.findall(r"(?m)^([\w.-]+)==([\w.]+)", (ROOT / "requirements" / "base.txt").read_text())
    assert [(part["name"], part["version"]) for part in bill["components"]] == lock
    assert all(part["licenses"][0]["expression"] for part in bill["components"])
