"""Requests for help to HR: a supervisor’s own, and an employee’s own way past the supervisor."""
