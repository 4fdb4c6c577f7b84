"""Rows of the role table for the mentor's messages to a group."""

from __future__ import annotations

from tests.access.table import ALL, MOVED, ONE, row

row("GET group_messages", "verme_group", employee=ALL, deputy=ALL, states=ONE)  # the live member and mentor, not HR
row(
    "POST group_messages",
    "verme_group",
    deputy=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda world: {"text-message": "x", "version-message": 0},
)
row(
    "POST message_draft",
    "verme_group",
    deputy=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda world: {"text-message": "x", "version-message": 0},
)
row("POST message_remove", "verme_message", deputy=ALL, answer=MOVED, states=ONE)
