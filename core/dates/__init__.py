"""Days and times as people write them, and what one has in one's calendar then."""
