"""Which reminders have been sent: the mark that makes each one go out once."""

from django.db import models
from django.utils import timezone

from vatupassi.models.conversation import Conversation


class Reminder(models.Model):
    """A reminder about one booked time; a moved time may be reminded of anew. Written with the mail, or not at all.

    Seen by: nobody. Lives: with the conversation. Nothing encrypted.
    """

    class Kind(models.TextChoices):
        """What is reminded of."""

        CONVERSATION = "conversation"
        FOLLOW_UP = "follow_up"
        OVERDUE = "overdue"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=0)  # of the follow-up
    starts_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Two workers at once, or one after a crash, send once."""

        constraints = [
            models.UniqueConstraint(fields=["conversation", "kind", "number", "starts_at"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.conversation_id}"
