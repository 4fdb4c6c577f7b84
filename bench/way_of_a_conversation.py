"""How many files of the VatuPassi a conversation enters, from the invitation's form to the memo's PDF.

`python -m bench.way_of_a_conversation` walks it through the test client, as an employee and her supervisor, and counts
each call of a function in `vatupassi/` (`sys.setprofile`). A return is a file that is entered again after it has been
left for another one of the app: what a reader of the code turns pages for. It takes a database of its own.
"""

import datetime
import functools
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from tests.factories import make_line, make_person, make_unit  # noqa: E402
from tests.jobs import make_worker  # noqa: E402
from tests.people_fixtures import with_second_step  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
APP = str(ROOT / "vatupassi") + os.sep
BEFORE = 725  # returns of this very walk before the app was cut into rooms; 33 files, up to 18 returns into one
MOST_FILES, MOST_RETURNS, MOST_IN_ONE_REQUEST = 26, BEFORE // 3, 2
ENGINES = ("/django/template/", "/jinja2/", "/templates/")


def is_asked_by_a_page(frame: FrameType) -> bool:
    """Whether a template asked for this value, and no function of ours."""
    caller = frame.f_back
    while caller is not None and not caller.f_code.co_filename.startswith(APP):
        if any(engine in caller.f_code.co_filename for engine in ENGINES):
            return True
        caller = caller.f_back
    return False


@dataclass
class Request:
    """The files that one request entered, one after another, and whether a template led there."""

    name: str
    entered: list[str] = field(default_factory=list)
    by_page: list[bool] = field(default_factory=list)

    @property
    def returns(self) -> list[int]:
        """Places at which a file is entered again."""
        seen: set[str] = set()
        again = []
        for place, file in enumerate(self.entered):
            if file in seen:
                again.append(place)
            seen.add(file)
        return again

    @property
    def most(self) -> int:
        """Returns into one file."""
        return max(Counter(self.entered).values(), default=1) - 1


@dataclass
class Way:
    """All requests of a conversation, and the worker's jobs."""

    requests: list[Request] = field(default_factory=list)

    def during(self, name: str, act: Callable[[], Any]) -> Any:
        """Do it and note which files it enters."""
        request = Request(name)

        def note(frame: FrameType, event: str, _argument: Any) -> None:
            path = frame.f_code.co_filename
            if event == "call" and path.startswith(APP) and frame.f_code.co_name != "<module>":
                short = path.removeprefix(APP)
                if request.entered[-1:] != [short]:
                    request.entered.append(short)
                    request.by_page.append(is_asked_by_a_page(frame))

        sys.setprofile(note)
        try:
            return act()
        finally:
            sys.setprofile(None)
            self.requests.append(request)

    def tell(self) -> bool:
        """Print the figures. Whether all are within what was asked for."""
        for request in self.requests:
            files, returns = len(set(request.entered)), len(request.returns)
            print(f"{files:3} files {returns:4} returns, at most {request.most:3} into one   {request.name}")
        files_of = Counter(file for request in self.requests for file in set(request.entered))
        print()
        for file, times in sorted(files_of.items()):
            print(f"{times:3} requests  {file}")
        returns = sum(len(request.returns) for request in self.requests)
        by_page = sum(request.by_page[place] for request in self.requests for place in request.returns)
        over = [request for request in self.requests if request.most > MOST_IN_ONE_REQUEST]
        print(f"\n{len(files_of)} files (at most {MOST_FILES})")
        print(
            f"{returns} returns (at most {MOST_RETURNS}, before {BEFORE}); {by_page} where a template asks for a value"
        )
        print(f"{len(over)} of {len(self.requests)} requests enter a file again more than {MOST_IN_ONE_REQUEST} times,")
        print(f"{max(request.most for request in self.requests)} times at most")
        return len(files_of) <= MOST_FILES and returns <= MOST_RETURNS and not over


@dataclass
class Browser:
    """One person's requests."""

    way: Way
    who: str
    client: Client

    def get(self, path: str, **options: Any) -> Any:
        """A page."""
        return self._asked("GET", path, lambda: self.client.get(path, **options), (200, 204))

    def post(self, path: str, data: dict[str, Any], **options: Any) -> Any:
        """A form."""
        return self._asked("POST", path, lambda: self.client.post(path, data, **options), (200, 302))

    def _asked(self, method: str, path: str, act: Callable[[], Any], expected: tuple[int, ...]) -> Any:
        answer = self.way.during(f"{self.who} {method} {path}", act)
        if answer.status_code not in expected:
            raise SystemExit(f"{method} {path}: {answer.status_code}\n{answer.content[:2000].decode()}")
        return answer


def run_jobs(way: Way) -> None:
    """What the worker does by now, each job for itself."""
    worker = make_worker()
    while job := DBTaskResult.objects.ready().first():
        job.claim(worker.worker_id)
        way.during(f"the worker: {job.task_path}", functools.partial(worker.run_task, job))


def walk() -> Way:
    """A conversation as two people have it."""
    from vatupassi.models import Conversation, Occasion

    kitchen = make_unit(name="Ruokapalvelut", parent=make_unit(name="Kotikunta"))
    aino = make_person(name="Aino Virtanen", username="aino", unit=kitchen)
    matti = with_second_step(make_person(name="Matti Laine", username="matti", unit=kitchen))
    make_line(unit=kitchen, supervisor=matti)
    way = Way()
    hers, his = Browser(way, "she", Client()), Browser(way, "he ", Client())
    hers.client.force_login(aino), his.client.force_login(matti)
    for browser in (hers, his):  # what a process makes once is not the conversation's
        browser.client.get("/keskustelut/")
    script = {"headers": {"hx-request": "true", "x-autosave": "1"}}

    def day(days: int) -> str:
        date = timezone.localdate() + datetime.timedelta(days=days)
        return f"{date.day}.{date.month}.{date.year}"

    # she invites, he answers
    form = hers.get("/keskustelut/uusi/").context["form"]
    invitation = {
        "id": form.initial["id"],
        "partner": matti.pk,
        "occasion": Occasion.objects.get(code="early-support").pk,
        "day": day(3),
        "clock": "9.15",
        "minutes": 45,
        "place": "kahvihuone",
        "memo_language": "fi",
    }
    hers.post("/keskustelut/uusi/kutsu/", invitation)
    base = f"/keskustelut/{Conversation.objects.get().pk}/"
    run_jobs(way)
    his.get(base)
    his.post(f"{base}sopii/", {})
    his.get(base)

    # she thinks it through alone and shares two items; he marks his own view
    hers.get("/vatupassi/")
    hers.post("/vatupassi/tallenna/", {"tiedanko-now": 1, "version-tiedanko": 0, "text-tiedanko": "Selvä."}, **script)
    hers.post("/vatupassi/tallenna/", {"osaanko-now": 0, "osaanko-target": 2, "version-osaanko": 0}, **script)
    for question in ("tiedanko", "osaanko"):
        hers.post(f"{base}jaa/{question}/", {f"note-{question}-{base.split('/')[2]}": "on"})
    hers.get(base)
    his.post(f"{base}oma-nakemys/", {"view-tiedanko-now": 2, "version-view-tiedanko": 0}, **script)

    # they talk: a step at a time, on two machines
    for step in ("tiedanko", "osaanko", "kykenenko", "haluanko"):
        at = f"{base}vaihe/{step}/"
        his.get(at)
        hers.get(at)
        his.post(f"{at}tallenna/", {f"text-{step}.works": "Palaveri auttaa.", f"version-{step}.works": 0}, **script)
        hers.get(f"{at}?since=1")
    at = f"{base}vaihe/agreements/"
    his.get(at)
    for what in ("Kaksi iltavuoroa", "Koulutuspäivä"):
        his.get(f"{at}sovi/uusi/", **script)
        agreed = {"text": what, "side": "supervisor", "due_on": day(20), "question": "osaanko", "kind": "act"}
        his.post(f"{at}sovi/", agreed, **script)
    his.get(f"{base}vaihe/follow-up/")
    his.post(f"{base}seuranta/aika/", {"day": day(45), "clock": "9.15", "minutes": 30})

    # each confirms in their own sign-in, and the memo is on paper
    for browser in (hers, his):
        revision = browser.get(f"{base}vaihe/memo/").context["conversation"].text_revision
        browser.post(f"{base}muistio/vahvista/", {"text_revision": revision})
    run_jobs(way)
    his.get(base)
    for browser in (hers, his):
        assert browser.get(f"{base}muistio.pdf").content.startswith(b"%PDF")
    assert Conversation.objects.get().status == "confirmed"
    return way


def main() -> None:
    """In a database of its own, which goes afterwards."""
    for command in (["bin/messages", "--compile"], ["bin/fonts.py", settings.FONTS_DIR]):
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        kept = walk().tell()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    sys.exit(not kept)


if __name__ == "__main__":
    main()
