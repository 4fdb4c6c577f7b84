"""Days and times as people write them."""
