"""A conversation between an employee and a supervisor."""
