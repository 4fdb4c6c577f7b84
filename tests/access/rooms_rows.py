"""Rows of the role table for live rooms: the door is everybody's, and tells nobody whether a room exists."""

from __future__ import annotations

from tests.access.table import ALL, GONE, OK, ONE, row

DOOR = {"EVERYBODY": ALL, "anonymous": OK, "states": ONE}

row("GET room_join", **DOOR)
row("GET room", **DOOR, code="CDFHJK")
row("POST room_join", **DOOR, data=lambda world: {"code": "CDFHJK"})  # a wrong one
row("GET room_live", anonymous=GONE, states=ONE, code="CDFHJK")  # without a phone's token
