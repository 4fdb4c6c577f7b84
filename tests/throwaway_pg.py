"""`python tests/throwaway_pg.py COMMAND…`: the command with DATABASE_URL of a private PostgreSQL, gone afterwards.

With `-n 2` before the command, two of them, one for each process that runs tests (tests/settings.py takes its own): a
test that stops the server must not stop another's. Each has a database with every migration run (tests/migrated.py),
whose name the command finds in TEST_TEMPLATE.
From the machine's own binaries, on a socket only, without the disk's safety. PostgreSQL refuses to run as root, so as
root the server runs as the `postgres` (or `nobody`) user. TEST_DATABASE_URL names another server to use instead.
"""

import contextlib
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from tests import migrated

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "autovacuum": "off",
}


def binaries() -> pathlib.Path:
    """The newest server installed: Debian's folders first, then whatever is on PATH."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if program := shutil.which("initdb"):
        return pathlib.Path(program).resolve().parent
    raise SystemExit("No PostgreSQL server found: bin/need postgres, or set TEST_DATABASE_URL")


def unprivileged() -> dict[str, Any]:
    """Whom the server runs as, for subprocess."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            who = pwd.getpwnam(name)
            return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    raise SystemExit("root without a postgres or nobody user to run the server as")


@contextlib.contextmanager
def server(cluster: pathlib.Path | None = None, pack: pathlib.Path | None = None, **changed: str) -> Iterator[str]:
    """The address of a fresh cluster; stopped and deleted at the end. `changed`: settings other than the fast ones.

    `cluster`: one that was packed, to begin with. `pack`: where to pack this one once it has been stopped.
    """
    drop, programs = unprivileged(), binaries()
    root = pathlib.Path(tempfile.mkdtemp(prefix="pgtest-"))  # 0700: nobody else reaches the socket
    if drop:
        os.chown(root, drop["user"], drop["group"])
    data, log = root / "data", root / "log"

    def run(*command: object) -> None:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        with open(os.devnull) as nothing, open(root / "output", "w") as output:  # a pipe would wait for the server
            code = subprocess.run(
                [str(word) for word in command], cwd="/", env=environment, stdin=nothing, stdout=output,
                stderr=subprocess.STDOUT, **drop,
            ).returncode  # fmt: skip
        if code:
            told = [path.read_text() for path in (root / "output", log) if path.exists()]
            raise SystemExit("\n".join([f"{command[0]} failed", *told]))

    try:
        order = ["--locale-provider=icu", "--icu-locale=fi-FI"] if version(programs) >= 15 else []
        if cluster:
            with open(cluster, "rb") as packed:  # the server's user may not reach it
                subprocess.run(["tar", "-x", "-C", root], stdin=packed, check=True, **drop)
        else:
            run(
                programs / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8",
                "--no-sync", "--no-instructions", *order, "--locale=C.UTF-8",
            )  # fmt: skip
        values = FAST | changed
        options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in values.items()) + f" -k {root}"
        run(programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start")
        yield f"postgresql://tests@/postgres?host={root}"
        if pack:
            run(programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
            subprocess.run(["tar", "-c", "-f", pack, "-C", root, "data"], check=True)
    finally:
        with contextlib.suppress(SystemExit):
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(root, ignore_errors=True)


def version(programs: pathlib.Path) -> int:
    """The server's main version; from 15 on it takes its order of letters from ICU."""
    told = subprocess.run([programs / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"\) (\d+)", told)[1])


def migrated_cluster() -> pathlib.Path:
    """A packed cluster with a migrated database."""

    def make(new: pathlib.Path) -> None:
        with server(pack=new) as address:
            url = address.replace("/postgres?", f"/{migrated.DATABASE}?")
            subprocess.run(
                [binaries() / "createdb", "-U", "tests", "-h", url.partition("host=")[2], migrated.DATABASE], check=True
            )
            migrated.migrate(url)

    return migrated.kept(f"cluster{version(binaries())}.tar", make)


if __name__ == "__main__":
    if given := os.environ.get("TEST_DATABASE_URL"):
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": given}).returncode)
    command, count = (sys.argv[3:], int(sys.argv[2])) if sys.argv[1] == "-n" else (sys.argv[1:], 1)
    with contextlib.ExitStack() as stack:
        cluster = migrated_cluster()
        addresses = [stack.enter_context(server(cluster)) for _number in range(count)]
        several = {
            "DATABASE_URL": addresses[0],
            "DATABASE_URLS": " ".join(addresses),
            "TEST_TEMPLATE": migrated.DATABASE,
        }
        code = subprocess.run(command, env={**os.environ, **several}).returncode
    sys.exit(code)
