"""Calendar entries of meetings, joint events and seminar days."""
