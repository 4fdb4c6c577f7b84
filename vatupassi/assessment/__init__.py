"""The employee's own assessment."""
