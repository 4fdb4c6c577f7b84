"""What Django calls after a test that commits: the database is again as the migrations left it."""

from typing import Any

from django.core.management.commands import flush

from tests import kept_rows


class Command(flush.Command):
    """Deletes where there are rows, where Django's own empties all hundred tables and makes their permissions anew."""

    def handle(self, **options: Any) -> None:
        """Whatever the options say."""
        kept_rows.put_back("seeds")
