"""Names under which jobs may still wait in the queue after an upgrade: each job itself is beside its subject."""

from verme.survey.actions import close_what_is_over, count, send_links

__all__ = ["close_what_is_over", "count", "send_links"]
