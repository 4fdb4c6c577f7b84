"""Live rooms in the demo: a group work that is going on today, one that has ended, a group VatuPassi revealed and one
that its group has passed on to HR.

Nobody here exists. Texts are what such groups might write.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from rooms import tokens
from rooms.models import Phone
from vatupassi.group import actions as group
from workshops.models import GroupWork, Task
from workshops.task import actions as acts
from workshops.task.four_tasks import FOUR_TASKS

if TYPE_CHECKING:
    from people.models import User

ANSWERS = {
    1: [
        "Aamun viiden minuutin kierros: kenellä on tänään kova paikka",
        "Kiitetään heti, kun jokin sujuu, eikä vasta kehityskeskustelussa",
        "Työparin vaihto viikoksi, jotta opitaan toistemme työstä",
    ],
    2: [
        "Taukoliikunta, johon kuka tahansa voi kutsua",
        "Jos joku on hiljaa viikon, kysytään mitä kuuluu",
    ],
    3: ["Ruuhkaviikolle sovitaan etukäteen, mikä jätetään tekemättä"],
}


def load(people: dict[str, User]) -> None:
    """Matti's group work, open now, and Pekka's, closed yesterday."""
    work = GroupWork.objects.create(title="Työkykypäivän ryhmätyö", owner=people["matti"])
    acts.set_groups(work, 3)
    acts.name_groups(work, {1: "Keittiö", 2: "Sali"})
    for number, (title, guide) in enumerate(FOUR_TASKS[:2], 1):
        Task.objects.create(work=work, number=number, title=str(title), guide=str(guide))
    acts.open_room(work, by=people["matti"])
    tasks = list(work.tasks.select_related("work"))
    _write(work, tasks[0], ANSWERS)
    _write(work, tasks[1], {1: ["Harjoitellaan vaikeaa keskustelua pareittain, kuviteltu työntekijä apuna"]})
    ended = GroupWork.objects.create(
        title="Yhteiset pelisäännöt", owner=people["pekka"], created_at=timezone.now() - datetime.timedelta(days=3)
    )
    acts.set_groups(ended, 1)
    task = Task.objects.create(work=ended, number=1, title="Mistä sovimme yhdessä?")
    room = acts.open_room(ended, by=people["pekka"])
    _write(ended, task, {1: ["Palaverit alkavat ajallaan", "Puhelin on taskussa, kun toinen puhuu"]})
    room.close()
    _group_vatupassi(people["matti"])
    _passed_on(people["pekka"])


MARKS = {
    "tiedanko": (2, 2, 1, 1, 1, -1, 3, 0),
    "osaanko": (2, 2, 3, 2, 1, 2, 2, 3),
    "kykenenko": (-2, -1, -1, 0, 1, -2, 0),
    "haluanko": (1, 2, 3, 0),
}


def _group_vatupassi(owner: User) -> None:
    """Eight phones; to the last question four have answered, so nothing of it is shown."""
    session = group.begin("Keittiön väki, marraskuu", by=owner)
    phones = [tokens.read(tokens.make(session.room_id)) for _phone in range(8)]
    for question, values in MARKS.items():
        for phone, value in zip(phones, values, strict=False):
            if phone is not None:
                Phone.objects.get_or_create(hash=phone.phone, room=session.room)
                group.mark(session, phone, {question: value})
    group.reveal(session, shown=True)
    group.note_of(session, "kykenenko").store(
        "Iltavuoron jälkeinen aamuvuoro on raskain kohta viikosta.", by=session.owner
    )
    group.note_of(session, "osaanko").store("Osaamista on: uusia opastetaan työn lomassa.", by=session.owner)
    due = timezone.localdate() + datetime.timedelta(days=30)
    group.agree(session, text="Kokeillaan kuukausi ilman ilta–aamu-vuoroja", who="esihenkilö ja kaikki", due_on=due)


PASSED = {
    "tiedanko": (2, 2, 1, 1, 1, -1, 3, 0, 2, 1, 1, 2),
    "osaanko": (2, 2, 3, 2, 1, 2, 2, 3, 1, 1, 2),
    "haluanko": (2,) * 11 + (1,),
}


def _passed_on(owner: User) -> None:
    """Twelve phones, all of which agreed."""
    session = group.begin("Katu- ja puistoväki, syksy", by=owner)
    made = [tokens.read(tokens.make(session.room_id)) for _phone in range(12)]
    phones = [phone for phone in made if phone is not None]
    for question, values in PASSED.items():
        for phone, value in zip(phones, values, strict=False):
            group.mark(session, phone, {question: value})
    group.reveal(session, shown=True)
    group.ask(session)
    for phone in phones:
        group.consent(session, phone, agrees=True)
    group.pass_on(session)
    session.room.close()


def _write(work: GroupWork, task: Task, answers: dict[int, list[str]]) -> None:
    task.work = work
    for number, lines in answers.items():
        group = work.groups.get(number=number)
        for place, text in enumerate(lines):
            acts.add_line(task, group, text, key=f"demo-{place}")
