"""An app whose only content is a faster `flush` for tests that commit."""
