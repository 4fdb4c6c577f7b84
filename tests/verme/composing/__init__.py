"""HR composes and confirms the groups."""
