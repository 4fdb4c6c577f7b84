"""What opens a way into an account waits for a second person."""
