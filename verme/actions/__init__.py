"""Acts that change several rows at once; the views lock what they hand in."""
