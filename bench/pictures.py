"""`make pictures`: the README's pictures, taken from the running demo into docs/pictures, each of few colours."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
COLOURS = 96
LARGEST = 150_000  # bytes


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The demo with a database of its own; its address."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DATA_DIR=folder, DEMO="true", DJANGO_SETTINGS_MODULE="config.settings")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
        for words in (["make-secrets", folder], ["fonts.py", f"{folder}/fonts"], ["messages", "--compile"]):
            subprocess.run([sys.executable, f"bin/{words[0]}", *words[1:]], cwd=ROOT, check=True)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("demo")
        from bench.serving import serving

        with serving() as server:
            yield f"http://127.0.0.1:{server.port}"


def keep(name: str, picture: bytes) -> None:
    """As a PNG of few colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    path = FOLDER / f"{name}.png"
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)} {image.width} × {image.height}, {size / 1000:.0f} kB")
    if size > LARGEST:
        raise SystemExit("too large for the README")


def paper(pdf: bytes) -> bytes:
    """The first page of a PDF as a picture."""
    command = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", "-"]
    return subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout


def take(base: str) -> None:
    """All of them."""
    from django.conf import settings
    from django.test import Client
    from playwright.sync_api import sync_playwright

    from people.models import User
    from tests.conftest import CHROMIUM, FLAGS
    from vatupassi.models import Conversation

    def conversation(username: str, status: str) -> Conversation:
        rows = Conversation.objects.filter(employee__username=username, status=status)
        return rows.order_by("-starts_at")[0]

    talk, memo = conversation("hannele", "agreed"), conversation("aino", "confirmed")
    follow_up = memo.follow_ups.order_by("-number")[0]
    swedish = conversation("johanna", "confirmed")
    program = next(found for name in CHROMIUM if name and (found := shutil.which(name)))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0, args=FLAGS)
        for name, username, path, width, height in [  # an address may name the part that is shown
            ("start", "matti", "/", 1180, 760),
            ("own-vatupassi", "aino", "/vatupassi/", 390, 844),
            ("talk", "matti", f"/keskustelut/{talk.pk}/vaihe/tiedanko/", 1180, 900),
            ("follow-up", "aino", f"/keskustelut/{memo.pk}/seuranta/{follow_up.number}/#board", 1180, 900),
            ("team", "matti", "/tiimi/", 1180, 740),
            ("samtal", "johanna", f"/keskustelut/{swedish.pk}/vaihe/memo/", 390, 844),
        ]:
            visitor = Client(SERVER_NAME="localhost")
            visitor.force_login(User.objects.get(username=username))
            context = browser.new_context(
                base_url=base, viewport={"width": width, "height": height}, timezone_id="Europe/Helsinki"
            )
            session = visitor.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
            page = context.new_page()
            page.goto(path, wait_until="networkidle")
            keep(name, page.screenshot())
            context.close()
        browser.close()
    visitor = Client(SERVER_NAME="localhost")
    visitor.force_login(memo.employee)
    keep("memo", paper(visitor.get(f"/keskustelut/{memo.pk}/muistio.pdf").content))


def main() -> None:
    """Take them."""
    began = time.monotonic()
    with demo() as base:
        take(base)
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
