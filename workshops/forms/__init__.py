"""What facilitators, participants and HR fill in."""
