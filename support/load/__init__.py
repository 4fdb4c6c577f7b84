"""An employee's own notice that work loads them too much (Occupational Safety and Health Act, section 25)."""
