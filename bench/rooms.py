"""A live room with two hundred phones: polls that bring nothing, and twenty who write while all look."""

from django.test import Client

from bench.pages import Served
from bench.report import Report
from bench.serving import Server, load, percentile, race
from rooms import tokens
from tests.faults.phones import Room, crowd, live
from workshops.models import GroupWork, Line, Task
from workshops.task import actions as acts

PHONES, WRITERS, GROUPS, SECONDS = 200, 20, 10, 20


def measure(report: Report, served: Served) -> None:
    """Both figures of the room."""
    work = GroupWork.objects.create(title="Iso sali", owner=served.people.supervisors[0])
    acts.set_groups(work, GROUPS)
    Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    code = acts.open_room(work, by=work.owner).code or ""
    polls(report, served, work, code)
    written(report, served.app, work, code)


def polls(report: Report, served: Served, work: GroupWork, code: str) -> None:
    """Nothing new: answered from the token and the version, before sessions."""
    cookie = f"huone-{code}={tokens.make(work.room.pk)}"
    asked = [(f"/huone/{code}/elossa?v={work.room.version}&p=group-{1 + n % GROUPS}&l=fi", cookie) for n in range(50)]
    assert Client(headers={"cookie": cookie}).get(asked[0][0]).status_code == 204
    load(served.app, asked, seconds=1)
    best = race({"hello": (served.hello, [("/hello", "")]), "poll": (served.app, asked)})
    report.at_least("live room: poll, nothing new (204); against F0", best["hello"].rate, best["poll"].rate, 0.5)
    print(f"    {best['poll'].cpu:.3f} ms of processor each, p95 {best['poll'].p95:.1f} ms")
    many = load(served.app, asked, connections=PHONES, seconds=3)
    report.limit(f"live room: poll without a pause, {PHONES} connections: p95", many.p95, 100, "ms")


def written(report: Report, app: Server, work: GroupWork, code: str) -> None:
    """Twenty write a line a second, two hundred poll every two seconds."""
    room = Room(app.port, code)
    phones = crowd(room, str(work.tasks.get().pk), phones=PHONES, writers=WRITERS, groups=GROUPS)
    live(room, phones, SECONDS)
    if room.refused:
        raise SystemExit(f"a phone was answered with {room.refused[0]}")
    what = f"live room, {PHONES} phones, {WRITERS} writing"
    report.limit(f"{what}: poll p95", percentile(room.polls, 95), 150, "ms")
    report.limit(f"{what}: a line sent, p95", percentile(room.writes, 95), 150, "ms")
    report.limit(f"{what}: a line is seen by all of its group, p95", percentile(room.delays, 95), 3, "s")
    report.limit(f"{what}: 200 phones join, p95", percentile(room.joins, 95), 500, "ms")
    saved = {line.text.open_as_system("count what was kept") for line in Line.objects.filter(task__work=work)}
    lost = len(room.acknowledged.keys() - saved) + sum(
        len({text for text in room.acknowledged if f"ryhmä {phone.group}," in text} - phone.seen) for phone in phones
    )
    report.limit(f"{what}: lost of {len(room.acknowledged)} lines", lost, 0, "lines")
