"""A supervisor practises a conversation with an invented employee, on the real pages."""
