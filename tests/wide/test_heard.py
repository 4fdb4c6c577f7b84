"""Ten pages as a screen reader would be told of them: kept as files, so that a change is seen at review.

`HEARD=write` writes them anew. They are of one day in March; ids and the times of the clock are left out.
"""

import difflib
import os
import re
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from people.models import User
from tests import demo_copy
from tests.wide.test_keyboard import step_of
from verme.models import Season

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEARD = Path(__file__).parent / "heard"

PAGES = {
    "start_of_an_employee": ("aino", lambda: "/"),
    "own_assessment": ("aino", lambda: "/vatupassi/"),
    "conversations": ("aino", lambda: reverse("conversation_list")),
    "my_data": ("aino", lambda: reverse("my_data")),
    "step_of_a_talk": ("matti", lambda: step_of("matti")),
    "memo_of_a_talk": ("matti", lambda: step_of("matti").replace("tiedanko", "memo")),
    "team": ("matti", lambda: reverse("team")),
    "desk_of_hr": ("sari", lambda: reverse("desk")),
    "register": ("sari", lambda: reverse("person_list")),
    "season": ("sari", lambda: Season.objects.get(state="call").get_absolute_url()),
}
PASSES = [
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID"),
    (r"klo \d{1,2}\.\d\d", "klo TIME"),  # when something was saved
]


def lasting(heard: str) -> str:
    """Without what passes."""
    for pattern, word in PASSES:
        heard = re.sub(pattern, word, heard)
    return heard + "\n"


def test_it_is_heard_as_before(page_for):
    changes: list[str] = []
    with time_machine.travel("2026-03-03T08:00:00Z"):  # what is next and what is late would change from day to day
        demo_copy.make()
        for name, (username, path) in PAGES.items():
            page = page_for(User.objects.get(username=username))
            page.goto(path())
            page.wait_for_load_state("networkidle")
            heard, file = lasting(page.locator("body").aria_snapshot()), HEARD / f"{name}.yml"
            page.close()
            assert set(heard) & set("✓↑↓") == set()  # what is drawn by the style sheet is for the eye
            if os.environ.get("HEARD") == "write":
                file.parent.mkdir(exist_ok=True)
                file.write_text(heard)
            kept = file.read_text().splitlines()
            changes += difflib.unified_diff(kept, heard.splitlines(), name, "heard", n=1, lineterm="")
    assert changes == [], "\n".join(changes)
