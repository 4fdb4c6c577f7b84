"""The rooms' part of the canary sweep: lines of phones, an idea that goes to HR, every page read by everybody."""

from __future__ import annotations

from typing import Any

from django.test import Client

from people.models import User
from vatupassi.group.models import SLOTS, GroupSession
from vatupassi.level.questions import Question
from workshops.models import GroupWork, Line, Task
from workshops.task import actions as acts


def write(walk: Any, birds: Any, people: dict[str, User]) -> list[str]:
    """Matti opens a room; a phone that is nobody's writes. Returns the pages to read."""
    work = GroupWork.objects.create(title="Ryhmätyö", owner=people["matti"])
    acts.set_groups(work, 1)
    task = Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    room = acts.open_room(work, by=people["matti"])
    walk.clients["phone"] = Client()
    walk.post("phone", "/huone/", {"code": room.code})
    base = f"/huone/{room.code}/tehtavat/"
    walk.post("phone", f"{base}ryhma/1/{task.pk}/", {"text": birds("rivi"), "key": "a"})
    line = Line.objects.get()
    walk.post("phone", f"{base}rivi/{line.pk}/", {"text": birds("muutettu rivi"), "version": "1", "key": "b"})
    walk.post("phone", f"{base}rivi/{line.pk}/", {"text": birds("toisen rivi"), "version": "1", "key": "c"})
    own = f"/tyopajat/ryhmatyot/{work.pk}/"
    walk.post("matti", f"/tyopajat/rivit/{line.pk}/", {"text": birds("idea HR:lle"), "to": "hr"})
    walk.post("matti", f"{own}nayta/", {})
    more = group_vatupassi(walk, birds)
    return [
        *more,
        *(f"{base}ryhma/1/", f"{base}ryhma/1/?rivi={line.pk}", f"{base}kaikki/", f"/huone/{room.code}/elossa?p=all"),
        *("/tyopajat/ryhmatyot/", own, f"{own}valkokangas/", f"{own}tulokset.pdf", "/tyopajat/ideat/"),
        f"/tyopajat/rivit/{line.pk}/",
    ]


def group_vatupassi(walk: Any, birds: Any) -> list[str]:
    """Notes and agreements of a group."""
    walk.post("matti", "/ryhma-vatupassi/", {"title": "Tiimi"})
    session = GroupSession.objects.get()
    own, room = f"/ryhma-vatupassi/{session.pk}/", f"/huone/{session.room.code}/"
    for slot in SLOTS:
        walk.post(
            "matti", f"{own}muistiinpano/{slot}/", {f"text-{slot}": birds(f"ryhmässä {slot}"), f"version-{slot}": "0"}
        )
    walk.post("matti", f"{own}sovittu/", {"text": birds("ryhmä sopi"), "who": birds("kuka tekee")})
    walk.post("phone", "/huone/", {"code": session.room.code})
    say_of_the_picture(walk, birds, session, own, room)
    return ["/ryhma-vatupassi/", own, f"{own}valkokangas/", f"{own}ryhma-vatupassi.pdf", f"{room}vatupassi/"]


def say_of_the_picture(walk: Any, birds: Any, session: GroupSession, own: str, room: str) -> None:
    """Five phones mark, the picture is shown, and one of them says something of it."""
    for number in range(5):
        phone = "phone" if number == 0 else f"phone {number}"
        if number:
            walk.clients[phone] = Client()
            walk.post(phone, "/huone/", {"code": session.room.code})
        walk.post(phone, f"{room}vatupassi/merkitse/", {f"{Question.KNOW.value}-now": "1"})
    walk.post("matti", f"{own}nayta/", {})
    walk.post("phone", f"{room}vatupassi/huomio/", {"text": birds("huomio kuvasta")})
