"""Taking the product into use: what is done, what is still open, and the papers to tell of it."""
