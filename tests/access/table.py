"""The role table: for each address and method, who gets an answer in which state. Everybody else gets 404.

Add a row for a new address:

    row("POST agreement_add", "conversation", PARTY=WRITABLE, answer=MOVED, step="tiedanko", data=agreement)

"conversation" says whose id `pk` is (`World.ids`). The keywords in capitals are the classes of a state (PARTY, HOLDER,
READER, OWN) or groups of roles, those in small letters roles; each takes the states in which they get the answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.states import AHEAD, CONFIRMED, HELD, HERE, STATES, WRITABLE, World

OK, MOVED, LOGIN, GONE = "ok", "moved", "login", "404"
ALL = set(STATES)
ONE = {"talk"}  # for what has nothing to do with a conversation
OPENINGS = ("opened", "hr own", "hr half", "hr suggested", "hr whole", "taken back")
# Everybody is tried in "talk"; in the other states those whose part may differ there.
TRIED = {state: {"employee", "supervisor", "deputy", "hr"} for state in STATES}
TRIED |= {state: {"deputy", "hr", "other_hr"} for state in OPENINGS}
TRIED |= {"memo given": {"employee", "supervisor", "stranger", "hr"}, "agreed given": {"supervisor", "director", "hr"}}
TRIED |= {"taken back": {"deputy", "hr", "other_hr", "admin"}}  # the queries of these (sweep.py)
TRIED |= {"talk": set(), "changed": {"employee", "former", "later", "deputy", "hr"}}
LIVE = {
    "opened",
    "hr own",
    "hr half",
    "hr suggested",
    "hr whole",
    "agreed given",
}  # with an opening that has not been taken back

ROLES = {
    *("anonymous", "employee", "supervisor", "former", "later", "colleague", "deputy", "director"),
    *("hr", "other_hr", "admin", "officer", "stranger"),
}
GROUPS = {
    "EVERYBODY": ROLES - {"anonymous"},
    "KEEPERS": {"hr", "other_hr", "admin"},
    "HR": {"hr", "other_hr"},
    "LEADERS": {"supervisor", "later", "deputy", "director"},
    "PLAIN": {"employee", "colleague"},  # sign in with one step
    "STEPPED": ROLES - {"anonymous", "employee", "colleague"},
    "CHIEF": {"supervisor", "later"},  # who leads the kitchen now
}
Data = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One address and method."""

    method: str
    name: str
    of: str
    who: Mapping[str, Iterable[str]]
    answer: str | Mapping[str, str]  # or state → answer, "" for the other states
    states: Iterable[str]  # in which it is tried
    anonymous: str = LOGIN
    others: str = GONE
    query: Data | None = None
    data: Data | None = None
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def tried(self, world: World) -> set[str]:
        """The roles that are tried in this world. With an opening, the parties as well."""
        roles = TRIED[world.state] or ROLES
        return roles | {"employee", "supervisor"} if self.of == "opening" else roles

    @property
    def label(self) -> str:
        return f"{self.method} {self.name}" + "".join(f" {value}" for value in self.kwargs.values())

    def address(self, world: World, **ids: Any) -> str:
        """The path in this world; ``ids`` puts others' ids in the place of its own."""
        own = {"pk": world.ids[self.of]} if self.of else {}
        rest = {name: value(world) if callable(value) else value for name, value in self.kwargs.items()}
        return reverse(self.name, kwargs=own | rest | ids)

    def allowed(self, world: World) -> set[str]:
        """The roles that get the answer in this world's state."""
        classes = {name.upper(): roles for name, roles in world.classes.items()} | GROUPS
        classes["HOLDER"] = world.classes["party"] - {"employee"}
        return {
            role
            for name, states in self.who.items()
            if world.state in states
            for role in classes.get(name, {name})
            if role in world.people
        }

    def expected(self, world: World, role: str) -> str:
        """What this role gets here."""
        if role == "anonymous":
            return self.anonymous
        if role not in self.allowed(world):
            return self.others
        return self.answer if isinstance(self.answer, str) else self.answer.get(world.state, self.answer[""])


def views() -> dict[str, Callable[..., Any]]:
    """Every view by the name of its address."""
    patterns = list(get_resolver().url_patterns)
    for pattern in patterns:
        patterns += getattr(pattern, "url_patterns", [])
    return {pattern.name: pattern.callback for pattern in patterns if getattr(pattern, "name", None)}


ROWS: list[Row] = []
OPTIONS = {"query", "data", "anonymous", "others", "states"}


def row(what: str, of: str = "", *, answer: str | Mapping[str, str] = OK, **more: Any) -> None:
    """Write a row. Keywords that are roles or classes say who; the other ones are the address's own."""
    method, name = what.split(" ")
    known = ROLES | GROUPS.keys() | {"PARTY", "HOLDER", "READER", "OWN"}
    who = {key: more.pop(key) for key in list(more) if key in known and key != "anonymous"}
    options = {key: more.pop(key) for key in list(more) if key in OPTIONS}
    options.setdefault("states", ALL if of else ONE)
    ROWS.append(Row(method, name, of, who, answer, kwargs=more, **options))


def when(world: World) -> dict[str, Any]:
    """A day, a time and a place."""
    day = timezone.localdate() + datetime.timedelta(days=9)
    return {"day": f"{day.day}.{day.month}.{day.year}", "clock": "9.15", "minutes": "45", "place": "neuvotteluhuone"}


def agreement(world: World) -> dict[str, Any]:
    """A valid agreement."""
    due = timezone.localdate() + datetime.timedelta(days=9)
    date = f"{due.day}.{due.month}.{due.year}"
    return {"id": uuid4(), "text": "x", "side": "employee", "due_on": date, "kind": "act", "version": "0"}


def to(role: str, **more: Any) -> Data:
    """Opened to this role."""
    return lambda world: {"reader": world.people[role].pk, **more}


# ---- The ground floor

PUBLIC = {"EVERYBODY": ALL, "anonymous": OK, "states": ONE}
row("GET healthz", **PUBLIC)
row("GET readyz", **PUBLIC)
row("GET metrics", anonymous="404")  # there is none without METRICS_TOKEN
row("GET robots", **PUBLIC)
row("GET privacy", **PUBLIC)
row("GET accessibility", **PUBLIC)
for told in ("GET day_told", "GET clock_told"):
    row(told, EVERYBODY=ALL, query=lambda _world: {"_of": "day", "day": "huomenna"})
row("GET own_day", EVERYBODY=ALL, query=lambda _world: {"_day": "day", "day": "huomenna"})
row("POST set_language", EVERYBODY=ALL, anonymous=MOVED, answer=MOVED)
row("POST still_here", EVERYBODY=ALL)
row("POST away_save", EVERYBODY=ALL, answer=MOVED)
row("POST privacy_read", EVERYBODY=ALL, answer=MOVED)
row("POST letters_save", EVERYBODY=ALL, answer=MOVED)

# ---- Lists of one's own: for everybody, each with their own

for name in ("home", "finding", "conversation_list", "openings", "notice_list", "access_list", "sign_in_list"):
    row(f"GET {name}", EVERYBODY=ALL, states=ALL)
row("GET assessment_history", EVERYBODY=ALL)
row("GET team", LEADERS=ALL, states=ALL)
row(
    "POST team_not_now",
    supervisor=ALL,
    later=ALL,
    answer=MOVED,
    states=ALL,
    pk=lambda world: world.people["employee"].pk,
)

# ---- The pair's page: for the two between whom a line stands, or who have a conversation that the reader may open

row("GET pair", LEADERS=ALL, states=ALL, pk=lambda world: world.people["employee"].pk)
row(
    "GET pair",
    employee=ALL,
    colleague=ALL,
    director=ALL,
    later=ALL,
    deputy=ALL - {"by deputy"},
    supervisor={"by deputy"},  # nobody has a page with themselves
    states=ALL,
    pk=lambda world: world.holder().pk,
)

row(
    "POST pair_give_agreed",
    employee={"changed"},
    answer=MOVED,
    states={"changed"},
    pk=lambda world: (world.people.get("former") or world.people["supervisor"]).pk,
    data=lambda world: {"reader": (world.people.get("later") or world.people["supervisor"]).pk},
)

# ---- Conversations

row("GET conversation_start", EVERYBODY=ALL)
row("GET conversation_start", LEADERS=ALL, query=lambda world: {"with": world.people["employee"].pk})
row("GET conversation_start", PARTY=ALL, query=lambda world: {"sent": world.conversation.pk}, states=ALL)
row("POST conversation_invite", EVERYBODY=ALL)
row("POST conversation_talked", EVERYBODY=ALL)
row("GET conversation_detail", "conversation", PARTY=ALL, READER=ALL)
row("POST conversation_accept", "conversation", PARTY=AHEAD, answer=MOVED)
row("POST conversation_propose", "conversation", PARTY=AHEAD, answer=MOVED, data=when)
row("POST conversation_refuse_time", "conversation", PARTY=AHEAD, answer=MOVED)
row("POST conversation_paper", "conversation", PARTY=AHEAD, answer=MOVED)
for act in ("without", "deny", "signed"):
    row(f"POST conversation_{act}", "conversation", PARTY=ALL, answer=MOVED)
row("POST conversation_decline", "conversation", PARTY=ALL, answer=MOVED)
row(
    "POST conversation_partner",
    "conversation",
    employee=WRITABLE,
    answer={"talk": OK, "": MOVED},  # they have written together: not any more
    data=lambda world: {"partner": world.people["director"].pk},
)
row(
    "POST conversation_practical",
    "conversation",
    PARTY=AHEAD,
    answer=MOVED,
    data=lambda world: {"memo_language": "sv"},
)
row("POST conversation_end", "conversation", PARTY=HERE, answer=MOVED)
row("GET conversation_calendar", "conversation", PARTY=ALL)

# ---- The talk

for step in ("tiedanko", "kykenenko", "agreements", "follow-up", "memo"):
    row("GET conversation_step", "conversation", PARTY=HERE, READER=ALL, step=step)
row("GET own_sentences", "conversation", PARTY=HERE)
row("GET presence", "conversation", PARTY=WRITABLE)
PAGE = {"page": "00000000-0000-4000-8000-000000000001", "step": "tiedanko", "begin": "1"}
row("POST presence", "conversation", PARTY=WRITABLE, data=lambda world: PAGE)
row(
    "POST conversation_write",
    "conversation",
    PARTY=HERE,
    answer={"invited": MOVED, "talk": MOVED, "": OK},  # elsewhere the text is locked: the page says so
    step="tiedanko",
    data=lambda world: {"text-tiedanko.works": "x", "version-tiedanko.works": "0"},
)
row("POST agreement_add", "conversation", PARTY=WRITABLE, answer=MOVED, step="tiedanko", data=agreement)
row("GET agreement_new", "conversation", PARTY=WRITABLE, step="tiedanko")
row("GET agreement_edit", "agreement", PARTY={"talk"})
row("POST agreement_save", "agreement", PARTY={"talk"}, answer=MOVED, data=agreement)
row("POST agreement_remove", "agreement", PARTY={"talk"}, answer=MOVED)
row("POST conversation_open_again", "conversation", PARTY=HERE, answer=MOVED)
row("POST memo_held", "conversation", PARTY=WRITABLE)  # an empty form comes back
row("POST memo_include", "conversation", PARTY=WRITABLE, answer=MOVED)
row("POST memo_confirm", "conversation", PARTY=HERE, answer=MOVED, data=lambda world: {"text_revision": "1"})
row("POST memo_reopen", "conversation", PARTY=HERE, answer=MOVED)
row(
    "POST differing_view_save",
    "conversation",
    PARTY=HERE,
    answer={"closed": OK, "declined": OK, "": MOVED},
    data=lambda world: {"text-differing": "x", "version-differing": "0"},
)
PDFS = {"talk", "declined", "confirmed", "changed", "opened", "hr own", "hr whole", "taken back"}
row("GET memo_pdf", "conversation", PARTY=HELD, READER=ALL, states=PDFS)
row("GET memo_pdf_version", "conversation", PARTY=CONFIRMED, READER=ALL, states=PDFS, number=1)
row("GET memo_pdf_version", "conversation", number=2)
EXTRACT = {"PARTY": CONFIRMED, "hr": CONFIRMED & {"hr whole"}}
row("GET memo_extract", "conversation", **EXTRACT)
row("POST memo_extract_take", "conversation", **EXTRACT, data=lambda world: {"parts": "agreements"}, states=PDFS)

# ---- Follow-ups

SITTING = CONFIRMED - {"by deputy"}  # the states in which there is one
PROMISED = CONFIRMED - {"closed"}
row("POST promise_tick", "agreement", PARTY=PROMISED, answer=MOVED, data=lambda world: {"ticked": "1"})
row("POST follow_up_plan", "conversation", PARTY=HERE, answer=MOVED, data=when)
row("POST follow_up_cancel", "conversation", PARTY=HERE, answer=MOVED)
row("GET follow_up", "conversation", PARTY=SITTING, READER=ALL, number=1)
row("GET follow_up", "conversation", number=2)
row("GET follow_up_calendar", "conversation", PARTY=SITTING, number=1)
GOING_ON = SITTING - {"ending", "closed", "follow-up held"}
row("GET follow_up_presence", "conversation", PARTY=GOING_ON, number=1)
row("GET follow_up_presence", "conversation", number=2)
row("POST follow_up_presence", "conversation", PARTY=GOING_ON, number=1, data=lambda world: PAGE)
row("POST follow_up_write", "conversation", PARTY=SITTING, answer=MOVED, number=1)
for act in ("mark", "unmark"):
    row(f"POST follow_up_{act}", "conversation", PARTY=SITTING, answer=MOVED, number=1, question="tiedanko")
    row(f"POST follow_up_{act}", "conversation", employee=SITTING, answer=MOVED, number=1, question="kykenenko")
row("POST follow_up_hold", "conversation", PARTY=SITTING, answer=MOVED, number=1, data=lambda world: {"then": "end"})

row("POST follow_up_reopen", "conversation", PARTY=SITTING, answer=MOVED, number=1)

# ---- The own assessment, and what of it comes into a conversation

row("GET assessment", EVERYBODY=ALL)
row("POST assessment_item", EVERYBODY=ALL, answer=MOVED)
row(
    "POST assessment_item",
    employee=ALL,
    answer=MOVED,
    data=lambda world: {"assessment": world.ids["assessment"], "version-osaanko": "0", "osaanko-now": "1"},
)
row("POST assessment_start", EVERYBODY=ALL, answer=MOVED)
for name in ("assessment_detail", "assessment_pdf", "assessment_removal"):
    row(f"GET {name}", "assessment", employee=ALL, states=ONE)
row("POST assessment_delete", "assessment", employee=ALL, answer=MOVED, states=ONE)
row("POST assessment_keeping", EVERYBODY=ALL, answer=MOVED)
row("GET assessments_removal", EVERYBODY=ALL)
row("POST assessments_delete", EVERYBODY=ALL, answer=MOVED)
row("GET assessment_own", EVERYBODY=ALL)
row("GET share", EVERYBODY=ALL)
row("GET sharing", "conversation", employee=ALL, answer={"": MOVED} | dict.fromkeys(WRITABLE, OK))
row("POST sharing", "conversation", employee=HERE, answer={"talk": OK, "": MOVED})  # from an older page: it comes back
row("POST sharing_undo", "conversation", employee=HERE, answer=MOVED)
row("POST conversation_share", "conversation", employee=HERE, answer=MOVED, question="osaanko")
row(
    "POST conversation_share",
    "conversation",
    employee=HERE,
    answer=MOVED,
    question="osaanko",
    data=lambda world: {"assessment": world.ids["assessment"]},
)
row("POST conversation_unshare", "conversation", employee=HERE, answer=MOVED, question="osaanko")
row("POST conversation_view", "conversation", PARTY=HERE, answer=MOVED)

# ---- Openings

row("GET opening_read", "opening", OWN=ALL)
row("GET opening_memo_pdf", "opening", OWN={"memo given"})
row("POST opening_agree", "opening", PARTY=LIVE, employee=LIVE | {"memo given"}, answer=MOVED)
row("POST opening_end", "opening", PARTY=LIVE, employee=LIVE | {"memo given"}, answer=MOVED)
row("GET opening_start", "conversation", PARTY=HELD)
row("POST opening_supervisor", "conversation", employee=HELD, answer=MOVED, data=to("director", scope="agreed"))
row("POST opening_trusted", "conversation", employee=CONFIRMED, answer=MOVED, data=to("stranger", until="huomenna"))
row("POST opening_hr", "conversation", PARTY=HELD, answer=MOVED, data=to("other_hr", scope="own"))

# ---- The next step along the support path

HANDED = CONFIRMED - {"by deputy", "follow-up held", "closed"}  # the employee has approved a summary


def parts(world: World) -> dict[str, Any]:
    """What goes along."""
    return {"to": "hr", "parts": ["agreements"], "text_revision": world.conversation.text_revision}


row("GET next_step", "conversation", PARTY=HELD)
row("POST hand_over_propose", "conversation", HOLDER=HELD, answer=MOVED, data=parts)
row("POST hand_over_approve", "conversation", employee=HELD, answer=MOVED, data=parts)
row("POST hand_over_preview", "conversation", employee=HELD, data=parts, states=PDFS)
row("GET hand_over_pdf", "hand_over", PARTY=HANDED)
row("POST hand_over_remove", "hand_over", PARTY=HANDED, answer=MOVED)

# ---- Rounds and occasions

row("GET round_list", LEADERS=ALL, states=ALL)
row("GET round_start", LEADERS=ALL)
row("POST round_offer", LEADERS=ALL)
row("GET round_detail", "round", CHIEF=ALL, employee=ALL, states={"talk", "changed"})
row("POST round_book", "round", CHIEF=ALL, employee=ALL, answer=MOVED, states={"talk", "changed"})
row("POST round_answer", "round", employee=ALL, answer=MOVED, states={"talk", "changed"})
row("POST round_cancel", "round", CHIEF=ALL, employee=ALL, answer=MOVED, states={"talk", "changed"})
row("POST round_close", "round", CHIEF=ALL, answer=MOVED, states={"talk", "changed"})
row("GET round_more", "round", CHIEF=ALL, states={"talk", "changed"})
row("POST round_add", "round", CHIEF=ALL, states={"talk", "changed"})
row("POST round_invite", "round", CHIEF=ALL, answer=MOVED, states={"talk", "changed"})
row(
    "POST round_time_remove",
    "round",
    CHIEF=ALL,
    answer=MOVED,
    states={"talk", "changed"},
    time=lambda world: world.ids["time"],
)
row("GET occasion_list", HR=ALL)
row("GET occasion_new", HR=ALL)
row("POST occasion_add", HR=ALL)
row("POST occasion_season", HR=ALL, answer=MOVED)
row("GET occasion_edit", "occasion", HR=ALL, states=ONE)
row("POST occasion_save", "occasion", HR=ALL, states=ONE)
row("POST occasion_use", "occasion", HR=ALL, answer=MOVED, states=ONE)

# ---- Papers to print

row("GET papers", EVERYBODY=ALL)
row("GET keys", EVERYBODY=ALL)
row("GET paper_pdf", EVERYBODY=ALL, name="taulu", language="sv")

# ---- What only the demo has: name → an address. Everywhere else it does not exist

DEMO_ROWS = {
    "demo_mail": "/demo/mail",
    "demo_mail_attachment": "/demo/mail/x/0",
    "demo_sign_in": "/kirjaudu/esittely/",
    "demo_tour_close": "/kirjaudu/esittely/sulje/",
}

from tests.access import (  # noqa: E402, F401
    clock_rows,
    costs_rows,
    desk_rows,
    figures_rows,
    help_rows,
    load_rows,
    measure_rows,
    messages_rows,
    path_rows,
    people_rows,
    practice_rows,
    rooms_rows,
    survey_rows,
    training_rows,
    verme_rows,
    workshops_rows,
)

# ---- A POST to a PDF's address orders a long one: whoever may read it, and nobody else. A short one is shown at once.

PAPERS = {name for name, view in views().items() if getattr(view, "is_paper", False)}
ROWS += [replace(row, method="POST", answer=MOVED) for row in ROWS if row.method == "GET" and row.name in PAPERS]
