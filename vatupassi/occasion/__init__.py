"""What a conversation walks through, and HR's pages about it. Its table stands beside the conversation's."""
