"""Group work: tasks, and the lists that groups write in a live room."""
