"""The page of two people who talk with each other: the same for both."""
