"""Where jobs were before each stood beside its subject."""
