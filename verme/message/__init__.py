"""What the mentor writes to the group between the meetings."""
