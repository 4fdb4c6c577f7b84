"""HR's pages of the settings: the employer, its logo, and the log of what was changed."""
