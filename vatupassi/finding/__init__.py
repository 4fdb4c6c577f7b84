"""Finding one's own people, conversations and pages: a page, and with Ctrl-K a sheet over any other."""
