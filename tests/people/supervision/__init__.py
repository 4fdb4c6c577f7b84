"""Who supervises whom."""
