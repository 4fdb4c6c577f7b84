"""Ideas for HR, with every member's yes."""
