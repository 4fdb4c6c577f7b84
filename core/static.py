"""How static files are stored for serving: hashed names that may be cached for ever, compressed at set-up."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names inside our own modules' imports too, so that a module never meets an old version of another.

    Django's switch for that (`support_js_module_import_aggregation`) takes every script, and stumbles over an example
    in a comment of htmx's extensions.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
