"""What is told of conversations as numbers: never of a person, a supervisor or a mark."""
