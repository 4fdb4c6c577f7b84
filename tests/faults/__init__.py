"""What goes wrong around the application: killed workers, lost databases, races, two people at once."""
