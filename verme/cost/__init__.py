"""What a season costs, in money and hours."""
