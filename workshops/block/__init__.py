"""The parts of a day, built one by one."""
