"""What a person may ask about their own data, and the data protection officer, who reads it."""
