"""HR's desk."""
