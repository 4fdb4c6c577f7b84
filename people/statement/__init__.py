"""The privacy notice and the accessibility statement."""
