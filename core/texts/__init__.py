"""What people write: how it is cleaned, how long it may be, and how a text of several pages or people is saved.

See docs/decisions/0018-one-versioned-text.md.
"""
