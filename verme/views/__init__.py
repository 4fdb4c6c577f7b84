"""What HR, members and mentors see and do."""
