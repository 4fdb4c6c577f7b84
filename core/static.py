"""How static files are stored for serving: hashed names that may be cached for ever, compressed at set-up."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names inside JavaScript imports too, so that a module never meets an old version of another."""

    support_js_module_import_aggregation = True
