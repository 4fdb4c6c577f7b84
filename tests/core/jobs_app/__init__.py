"""An app whose only contents are jobs and a letter, for worker processes in tests."""
