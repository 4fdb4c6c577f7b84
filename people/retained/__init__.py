"""How long data is kept: HR's settings of it, what goes next, and what has gone."""
