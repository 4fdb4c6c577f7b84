"""Who is in the talk now: each page of the two that is open, and on which step."""
