"""Live rooms: a room that is open for a while, which people join with a code or a QR picture, without signing in.

Here are rooms, phones and codes. What happens in a room is its *kind* (`rooms.kinds`), which an app above registers:
group tasks, group VatuPassi. Decisions: docs/decisions/0004-rooms.md.
"""
