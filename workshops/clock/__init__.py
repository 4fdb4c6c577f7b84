"""The annual clock."""
