"""A fresh process of the application, asked a few things: which templates it compiles while somebody waits. As JSON."""

import json
import sys
from typing import Any

from django.db import connection
from django.test import Client
from jinja2 import Environment

from config.wsgi import application  # noqa: F401  (what is tested: that importing it is enough)
from people.models import User
from vatupassi.models import Conversation

compiled: list[str] = []
ready, plain = connection.connection, Environment.compile


def noted(self: Environment, source: Any, name: Any = None, *args: Any, **options: Any) -> Any:
    """Jinja's own, with a note."""
    compiled.append(f"{name} in {getattr(self, 'language', 'any')}")
    return plain(self, source, name, *args, **options)


Environment.compile = noted  # type: ignore[method-assign]
talk, statuses = Conversation.objects.get(), []
for number, (language, easy) in enumerate([("fi", False), ("sv", False), ("en", False), ("fi", True)]):
    statuses.append(
        Client(SERVER_NAME="localhost").get("/kirjaudu/", headers={"Accept-Language": language}).status_code
    )
    for name in sys.argv[1:]:
        User.objects.filter(username=name).update(language=language, reads_easy_finnish=easy)
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(username=name))
        step = f"/keskustelut/{talk.pk}/vaihe/osaanko/"
        slot = "osaanko.works"
        form = {f"text-{slot}": f"Sana {number} {name}.", f"version-{slot}": talk.notes.get(slot=slot).version}
        statuses += [client.get(path).status_code for path in ("/", "/keskustelut/", f"/keskustelut/{talk.pk}/", step)]
        statuses.append(client.post(f"{step}tallenna/", form, headers={"X-Autosave": "1"}).status_code)
        statuses.append(client.post(f"{step}sovi/", {}, headers={"HX-Request": "true"}).status_code)
print(json.dumps({"compiled": compiled, "statuses": sorted(set(statuses)), "connected_when_ready": ready is not None}))
