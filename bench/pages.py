"""Pages, saves and polls of the running application, against the floors."""

import contextlib
import random
import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import data
from bench.report import Report
from bench.serving import Load, Server, Writer, load, percentile, pgbench, race, serving, write_together
from vatupassi.models import Conversation

SLOT = "tiedanko.works"


@dataclass
class Served:
    """The application and the floors, each with two workers, and the people whose pages are asked for."""

    app: Server
    hello: Server
    user: Server
    people: data.Measured
    top: object

    def step(self, conversation: Conversation, step: str = "tiedanko") -> str:
        """The address of a conversation's step."""
        return f"/keskustelut/{conversation.pk}/vaihe/{step}/"

    def steps(self, extra: str = "") -> list[tuple[str, str]]:
        """The page of each measured conversation, by turns for the employee and the supervisor."""
        return [
            (self.step(each) + extra, self.people.cookie(each.employee_id if place % 2 else each.supervisor_id))
            for place, each in enumerate(self.people.conversations)
        ]

    def of_supervisors(self, path: str) -> list[tuple[str, str]]:
        """One page for each supervisor."""
        return [(path, self.people.cookie(each)) for each in self.people.supervisors]


def start(stack: contextlib.ExitStack) -> Served:
    """The measured people, and the servers."""
    people, top = data.measured()
    app = stack.enter_context(serving())
    hello = stack.enter_context(serving("hello"))
    user = stack.enter_context(serving("user"))
    return Served(app, hello, user, people, top)


def measure(report: Report, served: Served, size: int) -> None:
    """Everything that is asked of pages."""
    data.surroundings(served.top, 100 - 2 * data.TEAM)  # about a hundred conversations in all
    data.settle()
    floor = (served.user, [("/user", cookie) for cookie in served.people.cookies.values()])
    load(served.app, served.steps(), seconds=3)  # each worker has read everything once
    few = race({"user": floor, "step": (served.app, served.steps())})
    begun = time.monotonic()
    data.surroundings(served.top, size)
    data.settle()
    print(f"{Conversation.objects.count():,} conversations made in {time.monotonic() - begun:.0f} s")
    many = race(
        {
            "hello": (served.hello, [("/hello", "")]),
            "user": floor,
            "step": (served.app, served.steps()),
            "detail": (served.app, [(path.partition("vaihe")[0], cookie) for path, cookie in served.steps()]),
            "memo": (served.app, [(path.replace("tiedanko", "memo"), cookie) for path, cookie in served.steps()]),
            "home": (served.app, served.of_supervisors("/")),
            "team": (served.app, served.of_supervisors("/tiimi/")),
            "list": (served.app, [("/keskustelut/", served.people.cookie(each)) for each in served.people.listed]),
            "both": (served.app, served.of_supervisors("/keskustelut/")),
            "assessment": (
                served.app,
                [("/vatupassi/", served.people.cookie(each)) for each in served.people.employees],
            ),
            "poll": (served.app, served.steps("?since=1")),
        }
    )
    throughput(report, few, many)
    alone(report, served)
    queries(report, served)
    saves(report, served)


def throughput(report: Report, few: dict[str, Load], many: dict[str, Load]) -> None:
    """Answers a second."""
    user = many["user"].rate
    report.add("F0: a constant answer", figure=f"{many['hello'].rate:,.0f} /s", goal="–", kept=None)
    report.at_least("F2: signed-in, reads its user; against F0", many["hello"].rate, user, None)
    for name, what, goal in [
        ("step", "conversation page, ten agreements, full notes", 0.3),
        ("detail", "the conversation's own page", None),
        ("memo", "the conversation's memo step", None),
        ("home", "start page", 0.4),
        ("team", "team page, 25 people", 0.35),
        ("list", "list of 25", 0.4),
        ("both", "list of 25 ahead and 25 held", None),
        ("assessment", "own assessment", None),
        ("poll", "conversation poll, nothing new (204), rights checked", 1),
    ]:
        report.at_least(f"{what}; against F2", user, many[name].rate, goal)
        print(f"    {many[name].cpu:.2f} ms of processor each (F2 {many['user'].cpu:.2f}), p95 {many[name].p95:.0f} ms")
    before, after = few["step"].rate / few["user"].rate, many["step"].rate / user
    report.add(
        "conversation page among 100,000 / among 100 (each against F2)",
        floor=f"{before:.3f}",
        figure=f"{after:.3f}",
        ratio=f"{after / before:.2f}",
        goal="0.90–1.10",
        kept=abs(after / before - 1) <= 0.1 or after > before,
    )


def alone(report: Report, served: Served) -> None:
    """One connection: nobody to wait for."""
    got = race({"hello": (served.hello, [("/hello", "")]), "step": (served.app, served.steps())}, connections=1)
    report.at_most("conversation page alone: p95; against F0's", got["hello"].p95, got["step"].p95, 40)


def queries(report: Report, served: Served) -> None:
    """Statements of a page, the session's and the user's among them."""
    conversation, supervisor = served.people.conversations[0], served.people.supervisors[0]
    pages = [
        ("conversation page (supervisor)", served.step(conversation), supervisor),
        ("conversation page (employee)", served.step(conversation), conversation.employee),
        ("start page", "/", supervisor),
        ("team page", "/tiimi/", supervisor),
        ("list of 25 ahead and 25 held", "/keskustelut/", supervisor),
        ("conversation poll", served.step(conversation) + "?since=1", supervisor),
    ]
    for what, path, person in pages:
        client = Client(SERVER_NAME="localhost")
        client.force_login(person)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
        assert answer.status_code in (200, 204), answer.status_code
        report.limit(f"{what}: SQL", len(seen), 6, "statements")


def saves(report: Report, served: Served) -> None:
    """Autosave: one writer, then 200 who type without a pause: the page then saves every four seconds."""
    one_update = pgbench()
    writers = []
    for conversation in served.people.conversations:
        for person, slot in ((conversation.employee_id, SLOT), (conversation.supervisor_id, "osaanko.works")):
            path = served.step(conversation, slot.partition(".")[0]) + "tallenna/"
            writers.append(Writer(served.app.port, path, slot, served.people.cookie(person), str(person)))
    alone = writers[0]
    for number in range(150):
        alone.save(f"Teksti, kerta {number}. " + "Viikon muutokset kirjataan taululle. " * 8)
    p50 = statistics.median(alone.times[20:])
    report.at_most("autosave, one writer: p50; against one UPDATE of pgbench", one_update, p50, 16)
    alone.times.clear()
    random.Random(1).shuffle(writers)
    times = write_together(writers, seconds=12, pace=4)
    report.limit(f"autosave, {len(writers)} writers, every four seconds: p95", percentile(times, 95), 150, "ms")


def memory(report: Report, served: Served) -> None:
    """After everything that the run has asked of it, and some papers."""
    pdfs = [(path.partition("vaihe")[0] + "muistio.pdf", cookie) for path, cookie in served.steps()]
    load(served.app, pdfs, connections=1, seconds=4)  # of several at once most are told to come again
    report.limit("memory of the larger web worker after the mix", served.app.memory(), 200, "MB")
