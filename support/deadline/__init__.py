"""The law's deadlines of a long sickness absence: dates in, dates out. Nothing is stored, nothing names anybody."""
