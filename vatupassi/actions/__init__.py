"""Acts that change several rows and tell people. Keyword-only, ``by=`` the actor, atomic.

The conversation is locked by the caller (``for_update``), inside the transaction that ``core.views.action`` opens.
"""
