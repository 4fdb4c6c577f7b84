"""Who is in the talk."""
