"""Signing in with the account that the organisation's own directory keeps (OpenID Connect)."""
