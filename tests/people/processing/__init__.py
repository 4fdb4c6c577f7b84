"""What is processed, as the models declare it."""
