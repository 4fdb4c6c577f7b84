"""Phones in a live room, and the screens of its owner."""

from django.test import Client

from rooms import tokens


class Phone(Client):
    """A phone that has joined a room."""

    def __init__(self, room, **options):
        super().__init__(**options)
        self.code = room.code
        assert self.post("/huone/", {"code": room.code}).status_code == 302

    def write(self, group, task, text, key="", **headers):
        path = f"/huone/{self.code}/tehtavat/ryhma/{group}/{task.pk}/"
        return self.post(path, {"text": text, "key": key}, headers=headers)

    def change(self, line, text, version, key="", **headers):
        data = {"text": text, "version": version, "key": key}
        return self.post(f"/huone/{self.code}/tehtavat/rivi/{line.pk}/", data, headers=headers)

    def page(self, group=1, query=""):
        return self.get(f"/huone/{self.code}/tehtavat/ryhma/{group}/{query}")

    def poll(self, part, version=0, **headers):
        return self.get(f"/huone/{self.code}/elossa", {"v": version, "p": part, "l": "fi", "n": 99999}, headers=headers)


def on_screen(room, part, version=0):
    """What a screen of the owner's gets of a room."""
    query = {"v": version, "p": part, "l": "fi", "n": 99999}
    return Client().get(f"/huone/{room.code}/elossa", query, headers={"X-Room": tokens.make(room.pk, "s")})
