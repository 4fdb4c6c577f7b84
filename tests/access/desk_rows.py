"""Rows of the role table for HR's desk: nobody's but HR's, the system administrator's neither."""

import datetime

from django.utils import timezone

from tests.access.table import ALL, MOVED, ONE, row
from tests.states import World


def handled(world: World) -> dict[str, str]:
    """What HR sets of one thing."""
    due = timezone.localdate() + datetime.timedelta(days=9)
    return {"due_on": f"{due.day}.{due.month}.{due.year}", "handling": "new", "revision": "0"}


row("GET person_search", KEEPERS=ALL, states=ONE, task="line")
row("GET person_search", HR=ALL, states=ONE, task="mentor")
row("GET person_search", HR=ALL, states=ONE, task="facilitator")
row("GET desk", HR=ALL)
row("GET launch", HR=ALL)
row("POST launch_mark", HR=ALL, answer=MOVED, step="dpia", data=lambda _world: {"dpia-done_on": "2.11.2026"})
row("POST launch_unmark", HR=ALL, answer=MOVED, step="dpia")
row("GET launch_pdf", HR=ALL, states=ONE, slug="kirje", language="fi")
row("GET launch_pdf", HR=ALL, states=ONE, slug="juliste", language="sv")
row("GET launch_pdf", EVERYBODY=ALL, states=ONE, slug="yhteistoiminta", language="fi")  # the staff reads it, too
row("GET round_for_all", HR=ALL)
row("POST round_for_all_tell", HR=ALL, answer=MOVED)
row("GET inbox", HR=ALL)
row("GET inbox_export_csv", HR=ALL)
row("GET inbox_export_xlsx", HR=ALL)
row("POST inbox_export_xlsx", HR=ALL, answer=MOVED)
for kind, of in (("workshop-idea", "room_idea"), ("measure", "measure_proposal"), ("kooste", "verme_kooste")):
    row("GET inbox_item", of, HR=ALL, states=ONE, kind=kind)
    row("POST inbox_item", of, HR=ALL, answer=MOVED, states=ONE, kind=kind, data=handled)
row("GET inbox_item", "verme_idea", states=ONE, kind="verme-idea")  # one that has not come to HR
row("POST inbox_item", "verme_idea", states=ONE, kind="verme-idea", data=handled)

# ---- Settings: HR's alone. There is no logo before HR has brought one, for anybody


def employer(world: World) -> dict[str, str]:
    """What the page sends when nothing is changed."""
    return {"name": "Kotikunta", "kind": "municipality", "revision": "0"}


row("GET logo", anonymous="404", digest="0123456789abcdef")
row("GET organisation_settings", HR=ALL)
row("POST organisation_settings", HR=ALL, answer=MOVED, states=ONE, data=employer)
row("POST logo_save", HR=ALL, answer=MOVED, states=ONE, data=lambda world: {"remove": "1"})
row("GET content_list", HR=ALL, states=ONE)
row("GET content_edit", HR=ALL, states=ONE, code="nine")
row("POST content_edit", HR=ALL, answer=MOVED, states=ONE, code="nine")  # nothing reads otherwise
row("GET retention_settings", HR=ALL, states=ONE)
row("POST retention_settings", HR=ALL, states=ONE)
row("GET retention_edit", HR=ALL, states=ONE, name="conversation")
row("POST retention_edit", HR=ALL, states=ONE, name="conversation")
row("GET retention_edit", states=ONE, name="room_marks")  # not HR's to set
row("GET threshold_settings", HR=ALL, states=ONE)
row("GET threshold_edit", HR=ALL, states=ONE, name="least_people")
row("POST threshold_edit", HR=ALL, states=ONE, name="least_people")
row("GET threshold_edit", states=ONE, name="quiet_from")  # no threshold
row("GET processing_record", HR=ALL, officer=ALL, states=ONE)
row("GET processing_pdf", HR=ALL, officer=ALL, states=ONE, slug="seloste", language="fi")
row("GET disposal_log", HR=ALL, officer=ALL, states=ONE)
row("GET setting_changes", HR=ALL, officer=ALL, states=ONE)
