"""The steps by which an agenda was built: what undo goes back to, and what redo brings again."""

from __future__ import annotations

import uuid

from django.db import models

from workshops.models.agenda import Agenda

MOST_STEPS = 30  # older ones are forgotten


class Step(models.Model):
    """One change of an agenda's blocks: how they were before it, or, once it has been undone, after it.

    Seen by: the agenda's facilitators, as the words of a button. Lives: with the agenda. Nothing encrypted, as there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=7)  # moved, added, removed, changed, lengths
    title = models.CharField(max_length=200, blank=True)  # of the block
    blocks = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        """In their order."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["agenda", "number"], name="agenda_step_once")]

    def __str__(self) -> str:
        return self.what
