"""The spirit level: its questions, its words and its picture."""
