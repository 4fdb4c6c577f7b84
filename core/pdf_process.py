"""The process that draws PDFs, and the queue before it.

WeasyPrint is Python from end to end: nothing stops it in a thread, and while it works it holds all the others up. So
each web process and each worker has one process beside it that draws: it is warm, it can be killed, and its memory has
a bound. What is drawn goes to it as HTML over a pipe and comes back as bytes; it asks no database.

A page waits for its turn `WAIT` seconds and no longer, and of the threads of a web process only `MOST_IN_LINE` may
wait or be served at a time: the others are always free for pages. One person has one drawing at a time, everywhere.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import connection, transaction

if TYPE_CHECKING:
    from people.models import User

FIRST_PAGES = 2.0  # seconds in which a new web process has its processor for them; then it warms up what draws
WAIT = 2.0  # seconds that a page waits for its turn
PAGE_LIMIT, JOB_LIMIT = 10.0, 300.0  # seconds that a drawing may take: for a page, for a job
MOST_IN_LINE = 2  # of the four threads of a web process
START_LIMIT = 60.0  # seconds until a new process must have said that it is ready
MEMORY = 2 * 1024**3  # bytes of address space of the drawing process
READY, PAGES, PDF, REFUSED, FAILED = b"!", b"#", b"P", b"X", b"E"
START = "import os; os.nice(5); from core import pdf_process; pdf_process.run()"  # pages first, from its beginning on
HEAD = struct.Struct(">cI")
Progress = Callable[[int], None]


class Busy(Exception):
    """It is not this document's turn, or it took longer than its limit: to be asked for again."""


class Refused(Exception):
    """The document asked for something outside itself."""


class Failed(Exception):
    """The drawing broke; the words of the error stay in the drawing process."""


class Drawer:
    """The process beside this one, and the line before it."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.line = threading.BoundedSemaphore(MOST_IN_LINE)
        self.process: subprocess.Popen[bytes] | None = None

    def draw_for_page(self, html: str) -> bytes:
        """Within the limits of a page, or `Busy`."""
        if not self.line.acquire(blocking=False):
            raise Busy
        try:
            if not self.turn.acquire(timeout=WAIT):
                raise Busy
            try:
                return self._draw(html, PAGE_LIMIT)
            finally:
                self.turn.release()
        finally:
            self.line.release()

    def draw_for_job(self, html: str, progress: Progress | None = None) -> bytes:
        """Whenever it is its turn; `progress` hears how many pages are laid out."""
        with self.turn:
            return self._draw(html, JOB_LIMIT, progress)

    def warm_up(self) -> None:
        """Start the process, which takes a second, before the first document comes."""
        with self.turn:
            self._running()

    def _draw(self, html: str, limit: float, progress: Progress | None = None) -> bytes:
        process = self._running()
        end = time.monotonic() + limit
        try:
            self._write(process, html.encode("utf-8", "replace"), end)
            while True:
                kind, content = self._read(process, end)
                if kind == PDF:
                    return content
                if kind == PAGES:
                    if progress:
                        progress(int.from_bytes(content, "big"))
                else:
                    raise Refused(content.decode()) if kind == REFUSED else Failed(content.decode())
        except (Busy, OSError) as error:  # too slow, or it has ended: out of memory, for instance
            self.end()
            raise Busy from error
        except (Refused, Failed):
            raise
        except BaseException:  # an interrupted drawing leaves an answer that nobody reads
            self.end()
            raise

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process and self.process.poll() is None:
            return self.process
        self.end()
        environment = {"DJANGO_SETTINGS_MODULE": "config.settings"} | os.environ
        try:
            self.process = subprocess.Popen(  # noqa: S603 (our own words)
                [sys.executable, "-c", START],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
            )
            assert self.process.stdin
            os.set_blocking(self.process.stdin.fileno(), False)
            self._read(self.process, time.monotonic() + START_LIMIT)  # that it is ready
        except (Busy, OSError) as error:  # it cannot start: a full disk, for instance
            self.end()
            raise Busy from error
        return self.process

    def end(self) -> None:
        """Kill the process; the next document starts another."""
        if self.process:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
            self.process = None

    @staticmethod
    def _write(process: subprocess.Popen[bytes], content: bytes, end: float) -> None:
        assert process.stdin
        left = memoryview(struct.pack(">I", len(content)) + content)
        while left:
            _wait_for(process.stdin.fileno(), select.POLLOUT, end)
            left = left[os.write(process.stdin.fileno(), left[:65536]) :]

    @staticmethod
    def _read(process: subprocess.Popen[bytes], end: float) -> tuple[bytes, bytes]:
        assert process.stdout
        kind, length = HEAD.unpack(_exactly(process.stdout.fileno(), HEAD.size, end))
        return kind, _exactly(process.stdout.fileno(), length, end)


def _exactly(number: int, length: int, end: float) -> bytes:
    parts = []
    while length:
        _wait_for(number, select.POLLIN, end)
        part = os.read(number, min(length, 1 << 20))
        if not part:
            raise BrokenPipeError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _wait_for(number: int, event: int, end: float) -> None:
    """`Busy` when the time is over."""
    poll = select.poll()
    poll.register(number, event)
    left = end - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise Busy


drawer = Drawer()
atexit.register(drawer.end)


# ---- One for each person at a time

_drawing: set[object] = set()
_drawing_lock = threading.Lock()
LOCKS_OF_DRAWINGS = 0x5044  # so that no other advisory lock is meant


@contextlib.contextmanager
def one_drawing_of(user: User) -> Iterator[None]:
    """`Busy` while another drawing of this person is under way, here or in another web process."""
    with _drawing_lock:
        if user.pk in _drawing:
            raise Busy
        _drawing.add(user.pk)
    try:
        if connection.vendor != "postgresql":
            yield
            return
        # of the transaction: gone with it whatever happens, also through a pooler
        with transaction.atomic(), connection.cursor() as cursor:
            number = zlib.crc32(user.pk.bytes) - 2**31
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS_OF_DRAWINGS, number])
            if not cursor.fetchone()[0]:
                raise Busy
            yield
    finally:
        with _drawing_lock:
            _drawing.discard(user.pk)


# ---- What the process itself does


def main(source: BinaryIO, sink: BinaryIO) -> None:
    """Draw what comes, until the other side is gone."""
    import logging
    import resource

    from core import pdf

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def answer(kind: bytes, content: bytes = b"") -> None:
        sink.write(HEAD.pack(kind, len(content)) + content)
        sink.flush()

    class Pages(logging.Handler):
        """WeasyPrint tells its steps to a logger: "Step 5 - Creating layout - Page 12"."""

        def emit(self, record: logging.LogRecord) -> None:
            """The page at hand."""
            words = record.getMessage().rpartition("Page ")
            if words[1] and words[2].isascii() and words[2].isdigit():
                answer(PAGES, int(words[2]).to_bytes(4, "big"))

    steps = logging.getLogger("weasyprint.progress")
    steps.setLevel(logging.INFO)
    steps.propagate = False
    pdf.warm_up()
    steps.addHandler(Pages())
    answer(READY)
    while head := source.read(4):
        html = source.read(struct.unpack(">I", head)[0]).decode()
        try:
            answer(PDF, pdf.draw(html))
        except Refused as error:
            answer(REFUSED, str(error).encode())
        except MemoryError:
            return  # what is left is not to be trusted; another process starts with the next document
        except Exception as error:
            answer(FAILED, type(error).__name__.encode())


def _end_with_the_other_side() -> None:
    """At once, also in the middle of a drawing or while it is still starting: nobody waits for it any more."""
    watched = select.poll()
    watched.register(sys.stdin.fileno(), 0)  # a hang-up is told whatever one asks for
    watched.poll()
    os._exit(0)


def run() -> None:
    """The whole life of the drawing process. It ends when the other side has."""
    threading.Thread(target=_end_with_the_other_side, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main(sys.stdin.buffer, sys.stdout.buffer)
