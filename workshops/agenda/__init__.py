"""A workshop's programme: making it, publishing it, its page and its papers."""
