"""What is written and marked in a practice, as plain data: it is kept sealed as one JSON."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

VERSION = 1


@dataclasses.dataclass
class Text:
    """A text with the version that its page began from."""

    text: str = ""
    version: int = 0


@dataclasses.dataclass
class Agreed:
    """One agreement. Dates are ISO strings, ids hexadecimal."""

    id: str
    text: str
    side: str
    due_on: str
    question: str = ""
    kind: str = "act"
    helps_now: bool = False
    measure: str = ""
    version: int = 0


@dataclasses.dataclass
class Content:
    """Of one practice."""

    case: str
    notes: dict[str, Text] = dataclasses.field(default_factory=dict)  # slot -> text
    views: dict[str, Text] = dataclasses.field(default_factory=dict)  # question -> how one could support
    marks: dict[str, int | None] = dataclasses.field(default_factory=dict)  # question -> one's own view
    asked: dict[str, int] = dataclasses.field(default_factory=dict)  # question -> how far one has asked
    agreements: list[Agreed] = dataclasses.field(default_factory=list)
    follow_up: str = ""
    minutes: int = 30
    ticks: list[str] = dataclasses.field(default_factory=list)  # what the supervisor wants in the memo
    held_on: str = ""
    confirmed_at: str = ""
    version: int = VERSION

    def dumps(self) -> str:
        """The stored form."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> Content:
        """A stored one."""
        data: dict[str, Any] = json.loads(text)
        for name in ("notes", "views"):
            data[name] = {key: Text(**one) for key, one in data[name].items()}
        data["agreements"] = [Agreed(**one) for one in data["agreements"]]
        return cls(**data)
