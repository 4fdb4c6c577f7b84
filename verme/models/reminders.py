"""Which meetings have been reminded of: the mark that makes each reminder go out once."""

from django.db import models
from django.utils import timezone

from verme.models.sessions import Session


class SessionReminder(models.Model):
    """A group was reminded of a meeting at this time; a moved one may be reminded of anew. Written with the letters.

    Seen by: nobody. Lives: with the meeting. Nothing encrypted.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Two workers at once, or one after a crash, send once."""

        constraints = [models.UniqueConstraint(fields=["session", "starts_at"], name="session_reminder_once")]

    def __str__(self) -> str:
        return f"reminder of {self.session_id}"
