"""Why people talk, and which steps the conversation has."""
