"""Finding people, conversations and pages."""
