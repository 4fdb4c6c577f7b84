"""How the times of a day follow from its blocks, and the day as a picture."""
